"""Terms of office: who held which office of which state from when to when, and who held one on a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: The day on which the shipped registers were compiled: a term that had not ended by then may have ended since.
COMPILED = "2025-12-31"
#: Offices whose holders the news calls by their family name alone, the best known first.
FAMOUS = (
    frozenset({
        "president", "prime minister", "chancellor", "king", "queen", "emperor", "tsar", "general secretary", "emir",
        "supreme leader", "sultan", "shah", "crown prince", "pope",
    }),
    frozenset({"foreign minister", "defence minister", "secretary general", "high representative", "rebel leader"}),
)  # fmt: skip
#: Offices that one person holds at a time.
SINGLE = FAMOUS[0] - {"general secretary"} | {
    "foreign minister",
    "defence minister",
    "finance minister",
    "secretary general",
}


@dataclass(frozen=True, slots=True)
class Term:
    """An office held: the code of its state or organisation, what it is, from when to when (EDTF or None)."""

    code: str
    office: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the register knows; `names` are the spellings of the whole name, `terms` the offices held, in order."""

    label: str
    names: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def code(self) -> str:
        """The state or organisation of the best-known office, of several the last."""
        return max(self.terms, key=lambda term: (fame_of(term), term.since or "")).code

    @property
    def fame(self) -> int:
        """How well known the family name alone is: 2 for heads of state and government, 1 for ministers, 0 else."""
        return max(map(fame_of, self.terms))


def fame_of(term: Term) -> int:
    """How well known an office makes its holder: 2, 1 or 0."""
    return next((len(FAMOUS) - rank for rank, famous in enumerate(FAMOUS) if term.office in famous), 0)


def first_day(day: str) -> str:
    """The first day of a year, month or day (EDTF)."""
    return f"{day}-01-01"[:10] if len(day) == len("YYYY") else f"{day}-01"[:10]


def last_day(day: str) -> str:
    """The last day of a year, month or day (EDTF)."""
    if len(day) == len("YYYY"):
        return f"{day}-12-31"
    return f"{day}-{monthrange(int(day[:4]), int(day[5:7]))[1]}" if len(day) == len("YYYY-MM") else day


def holds(term: Term, first: str, last: str) -> bool:
    """Whether a term surely lasts from the day `first` to the day `last`, both whole (ISO dates).

    A bound that is a year or a month counts from its far side: who took office in 1998 surely held it in 1999. A term
    without an end lasts to the day the registers were compiled; one that began later goes on.
    """
    if term.since is None or last_day(term.since) > first:
        return False
    if term.until is None:
        return last <= COMPILED or term.since > COMPILED
    return last <= first_day(term.until)


def may_hold(term: Term, first: str, last: str) -> bool:
    """Whether a term may touch the days from `first` to `last`, as far as its bounds are known."""
    begun = term.since is None or first_day(term.since) <= last
    return begun and (term.until is None or first <= last_day(term.until))


def terms_at(person: Person, first: str, last: str) -> Iterator[Term]:
    """The offices that a person surely held from one day to another (ISO dates)."""
    return (term for term in person.terms if holds(term, first, last))


def in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms by their first day, each once."""
    return tuple(sorted(set(terms), key=lambda term: (term.since or "", term.until or "9999", term.code, term.office)))
