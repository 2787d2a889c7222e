"""Whether a party acts in politics: states, organs, officials and known politicians do, a named person need not."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.model import Party
from letopis.reading.actors.actors import PUBLIC
from letopis.reading.actors.names import REGISTER
from letopis.reading.clauses.arguments import MEDIA
from letopis.reading.scenes import Scene

#: The classes of persons who act in politics, beside those of a state's organs.
POLITICAL = PUBLIC | {"REB", "UAF", "IGO", "NGO", "ELI", "CVL", "REL"}

#: So many names of states a sentence tell that a text is about states. Measured: of articles on them 0.9 and more, of
#: news on other things mostly less than 0.5.
WORLDLY = 0.65


def is_political(scene: Scene, party: Party) -> bool:
    """Whether a party is no newspaper and no private person, whom neither the register nor a calling makes public.

    A nationality (российский боксёр Х) tells whose he is, not for whom he acts.
    """
    here = [m for m in scene.mentions if m.start == party.start]
    if any(m.type == "ORG" and m.sector == MEDIA for m in here):
        return False
    persons = [m for m in here if m.type == "PER"]
    return not persons or any(
        m.sector in POLITICAL or m.rule.startswith(REGISTER) or m.form == "descriptor" for m in persons
    )


def is_homely(scenes: Sequence[Scene]) -> bool:
    """Whether a stretch hardly names states, so that others of its names are seldom those who do a political act."""
    states = sum(1 for scene in scenes for m in scene.mentions if m.type == "GPE" and m.code and m.form != "pronoun")
    return states < WORLDLY * len(scenes)
