"""The life of each agreement: proposed, signed, ratified, in force, suspended, withdrawn from, ended, never signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from letopis.model import Kind, When
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.parties import known_as
from letopis.study.states import load_states

#: The steps of a life in the order in which they can come.
STEPS = ("proposed", "not_signed", "signed", "ratified", "in_force", "suspended", "withdrawn", "ended")


@dataclass(frozen=True, slots=True)
class Step:
    """Where an agreement stood, when (None: not told), and all places that tell it."""

    status: str
    when: When | None
    tellings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One agreement under its name, with the codes of its parties and its steps: by date, then the undated ones."""

    label: str
    parties: tuple[str, ...]
    steps: tuple[Step, ...]


def find_lives(chronicle: Chronicle, *, actor: str | None = None) -> list[Life]:
    """The lives of the agreements in a chronicle by label, those `actor` is a party of where it is given.

    Tellings join under one name; one that only its parties and a bare noun tell (their agreement) stays by itself, for
    the same two may have many.
    """
    groups: dict[str, list[Told]] = defaultdict(list)
    known = known_as(chronicle.histories, actor, load_states()) if actor else (None,)
    found = (told for word in known for told in chronicle.records(Kind.AGREEMENT, actor=word))
    for told in {(told.reading, told.source, told.start): told for told in found}.values():
        groups[told.label if _is_named(told.label) else told.id].append(told)
    return sorted(map(_life, groups.values()), key=lambda life: (life.label, life.steps[0].tellings[0].id))


def _is_named(label: str) -> bool:
    """Whether a label tells which agreement it is: by a year, a name or its kind (A–B peace treaty, not A–B treaty)."""
    parties, _, noun = label.rpartition(" ")
    if any(letter.isdigit() for letter in label) or noun[:1].isupper():
        return True
    return bool(parties) and parties.split()[-1].islower()


def _life(tellings: list[Told]) -> Life:
    codes = {party.code or party.label for told in tellings for party in told.parties}
    steps: dict[tuple[str, When | None], list[Told]] = defaultdict(list)
    for told in tellings:
        steps[told.status, told.when].append(told)
    found = (Step(status, when, tuple(places)) for (status, when), places in steps.items())
    return Life(tellings[0].label, tuple(sorted(code for code in codes if code)), _in_order(found))


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps by date, undated ones last in the order of a life."""

    def key(step: Step) -> tuple[str, int]:
        day = (step.when.first or step.when.last) if step.when is not None else None
        return day or "9999", STEPS.index(step.status) if step.status in STEPS else len(STEPS)

    return tuple(sorted(steps, key=key))
