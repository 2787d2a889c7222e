"""Who is meant by a title that stands without a name: the only person of whom the source tells that he bears it.

A headline says «Премьер Норвегии: …» and the third line who that is; actors know by then only who was named before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from letopis.identity import party_id
from letopis.model import Party, Record, Statement
from letopis.reading.actors.actors import PUBLIC
from letopis.reading.actors.names import REGISTER
from letopis.reading.scenes import Office, Scene

#: The sectors of those who study and comment.
LEARNED = frozenset({"EDU", "JRN"})


@dataclass(slots=True)
class Bearers:
    """Who bears which title in a source, the places of titles that stand alone, names of statesmen and of scholars.

    A title is its English word and the state; without a state it is anybody's.
    """

    by_title: dict[tuple[str, str | None], dict[str, Party]] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    statesmen: set[str] = field(default_factory=set)
    learned: set[str] = field(default_factory=set)

    def note(self, scenes: Iterable[Scene]) -> None:
        """Remembers the titles and the statesmen of sentences."""
        for scene in scenes:
            self.statesmen |= {m.label for m in scene.mentions if m.label and m.rule.startswith(REGISTER)}
            for office in scene.offices:
                if office.kind == "position" and not _of_another(scene, office):
                    self._note(scene, office)

    def _note(self, scene: Scene, office: Office) -> None:
        if office.holder is None:
            self.alone.add(scene.tree.tokens[office.first].start)
            return
        person = next((m for m in scene.mentions if m.type == "PER" and m.first == office.holder), None)
        if person is None or not person.label or not person.parties:
            return
        if office.sector in LEARNED:
            self.learned.add(person.label)
        elif office.sector in PUBLIC:
            self.statesmen.add(person.label)
        for state in (office.code or person.code, None):
            self.by_title.setdefault((office.label, state), {})[person.label] = person.parties[0]

    def no_scholar(self, label: str | None) -> bool:
        """Whether somebody is known as a statesman and not also as a scholar."""
        return label in self.statesmen and label not in self.learned

    def bearer(self, party: Party) -> Party | None:
        """The one person who bears a party's title in the source; None where it is named or there are several."""
        if party.label or not party.role or party.start not in self.alone:
            return None
        known = self.by_title.get((party.role, party.code), {})
        return next(iter(known.values())) if len(known) == 1 else None


def _of_another(scene: Scene, office: Office) -> bool:
    """Whether a title is several people's, or somebody's who bore it before or will."""
    tokens = scene.tree.tokens
    if tokens[office.head].feats.get("Number") == "Plur":
        return True
    words = tokens[max(0, office.first - 1) : office.last + 1]
    return any(token.lemma.split("-")[0] in scene.tree.grammar.out_of_office for token in words)


def with_bearers_named(records: Sequence[Record], bearers: Bearers) -> list[Record]:
    """The records of one source, statements of a bare title with the person who alone bears it in the source."""
    return [_named(record, bearers) if isinstance(record, Statement) else record for record in records]


def _named(statement: Statement, bearers: Bearers) -> Statement:
    speaker = statement.speaker
    person = bearers.bearer(speaker) if speaker is not None else None
    if speaker is None or person is None:
        return statement
    code = speaker.code or person.code
    known = replace(
        speaker, id=party_id(person.label, code), label=person.label, label_ru=person.label_ru, code=code, inferred=True
    )
    return replace(statement, speaker=known)
