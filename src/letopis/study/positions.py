"""How a side's position on an issue moved: its statements and acts in time, each with its stance and citations.

A side is a state (its officials and organs speak for it), else an organisation or person by name. Tellings of one
record, and records of one day with one stance, are one stand with several citations; so are the undated ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from letopis.language.lexicon import PatternRule
from letopis.model import Event, Kind, Party, Statement, When
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.stances import load_stances, opposed, stance_of

#: What succeeds a state that is gone.
SUCCESSORS = {"SUN": "RUS"}


@dataclass(frozen=True, slots=True)
class Stand:
    """One stance at one time (None: undated) with all the places that tell it; `changed`: the stand before differed.

    `reversed` says that the change is from one side to the other and not of degree.
    """

    stance: str
    when: When | None
    tellings: tuple[Told, ...]
    changed: bool = False
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """What one side said and did on one issue: dated stands in order, then the undated ones."""

    actor: str
    issue: str
    stands: tuple[Stand, ...]


def find_positions(
    chronicle: Chronicle,
    *,
    actor: str | None = None,
    issue: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Position]:
    """The positions in a chronicle, those with most stands first; conditions as in `Chronicle.records`."""
    rules = load_stances()
    groups: dict[tuple[str, str], dict[tuple[str, When | None], list[Told]]] = {}
    asked = dict.fromkeys(_called(chronicle, actor)) if actor else {}
    for kind in (Kind.STATEMENT, Kind.EVENT):
        for told in chronicle.records(kind, actor=actor, issue=issue, since=since, until=until):
            for side, stance in _sides(told, chronicle, rules):
                if not asked or side in asked:
                    stands = groups.setdefault((side, told.issue), defaultdict(list))
                    stands[stance, told.when].append(told)
    positions = [Position(side, topic, _in_time(stands)) for (side, topic), stands in groups.items()]
    return sorted(positions, key=lambda one: (-len(one.stands), one.actor, one.issue))


def _called(chronicle: Chronicle, actor: str) -> Iterator[str]:
    """The sides that a name or code can mean: those of the parties that match it."""
    wanted = actor.casefold()
    for kind in (Kind.STATEMENT, Kind.EVENT):
        for told in chronicle.records(kind, actor=actor):
            for party in _parties(told):
                names = (party.label, party.label_ru, party.code)
                if wanted in [name.casefold() for name in names if name] and (side := _side(party)):
                    yield side


def _sides(told: Told, chronicle: Chronicle, rules: Sequence[PatternRule]) -> Iterator[tuple[str, str]]:
    """Who takes which stand in a record; nothing when it has no issue or its words take none."""
    if told.issue is None:
        return
    sides = {side for party in _parties(told) if (side := _side(party))}
    if sides and (stance := stance_of(told, chronicle.text(told.source), rules)) is not None:
        yield from ((side, stance) for side in sorted(sides))


def _parties(told: Told) -> tuple[Party, ...]:
    """Who speaks or acts in a record."""
    record: Any = told.record
    if isinstance(record, Statement):
        return (record.speaker,) if record.speaker is not None else ()
    return record.actors if isinstance(record, Event) else ()


def _side(party: Party) -> str | None:
    return SUCCESSORS.get(party.code, party.code) if party.code else party.label


def _in_time(groups: dict[tuple[str, When | None], list[Told]]) -> tuple[Stand, ...]:
    """The stands by time, each compared with the dated one before it."""
    out: list[Stand] = []
    order = sorted(groups.items(), key=lambda item: (_day(item[0][1]), item[0][0]))
    for (stance, when), tellings in order:
        before = out[-1] if out and when is not None and out[-1].when != when else None
        changed = before is not None and before.stance != stance
        turned = before is not None and opposed(before.stance, stance)
        out.append(Stand(stance, when, tuple(tellings), changed, turned))
    return tuple(out)


def _day(when: When | None) -> tuple[str, str]:
    """What sorts a date; unknown ones come last."""
    return ("9999", "") if when is None else (when.first or when.last or "9999", when.edtf)
