"""Pairs of records that cannot both hold, or that show how somebody's position changed.

Precision first: an event that happened in one place and did not in another, or on another day; a refusal on an issue
that the same side, at another time, offered to settle; an agreement that holds and has ended at one time; one figure
with two values; opposite claims on one question. Only what two readings say themselves is compared: who, whom, on what,
when. Nothing is compared across issues, and nothing that somebody merely supposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from letopis.identity import digest
from letopis.model import Agreement, Event, Figure, Kind, Party
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.claims import Claim, load_claims, opposite_claims

#: Acts that offer something, and acts that refuse or end it.
OFFERS = frozenset({"AGREE"})
REFUSALS = frozenset({"REJECT", "SANCTION"})
IN_FORCE, OVER = frozenset({"in_force", "ratified"}), frozenset({"ended", "withdrawn"})
#: So many characters on both sides of a figure tell it from others.
AROUND = 40
#: So many letters of a verb tell it from others.
STEM = 5


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two readings side by side; `about` says in a few words on what, `form` how they disagree.

    `form` is contradiction, position_change or different_figure, as the export contract has it.
    """

    form: str
    about: str
    a: Told
    b: Told

    @property
    def id(self) -> str:
        """An id made of the two readings."""
        return f"cn-{digest(self.form, *sorted((self.a.reading, self.b.reading)))}"


def find_contradictions(chronicle: Chronicle) -> list[Contradiction]:
    """The contradictions and changes of position that a chronicle holds, in order of their first place."""
    events = _once(one for one in chronicle.records(Kind.EVENT) if isinstance(one.record, Event))
    agreements = _once(chronicle.records(Kind.AGREEMENT))
    figures = _once(chronicle.records(Kind.FIGURE))
    found = [*_changes(events), *_denials(events), *_days(events), *_ends(agreements)]
    claims = map(_claimed, opposite_claims(chronicle, load_claims()))
    pairs = {pair.id: pair for pair in (*found, *_values(figures, chronicle.text), *claims)}
    return sorted(pairs.values(), key=lambda pair: (pair.a.source, pair.a.start, pair.b.source, pair.b.start))


def _once(told: Iterable[Told]) -> list[Told]:
    """One reading of each record: the earliest place that tells it."""
    first: dict[str, Told] = {}
    for one in sorted(told, key=lambda one: (one.published or "9999", one.source, one.start)):
        first.setdefault(one.id, one)
    return list(first.values())


# --- positions --------------------------------------------------------------------------------------------------------


def _changes(events: Sequence[Told]) -> Iterator[Contradiction]:
    """An offer, dated, and each refusal by the same side of the same other side on the same issue."""
    offers: dict[Hashable, list[Told]] = defaultdict(list)
    refusals: dict[Hashable, list[Told]] = defaultdict(list)
    for one in events:
        sides = _sides(one)
        if sides is None or one.issue is None or one.realis not in ("actual", "planned"):
            continue
        key = (*sides, one.issue)
        if one.type in OFFERS and _day(one):
            offers[key].append(one)
        elif one.type in REFUSALS and one.realis == "actual":
            refusals[key].append(one)
    for side, refused in refusals.items():
        if side in offers:
            offer = max(offers[side], key=lambda one: _day(one) or "")
            yield from (_pair("position_change", refused[0].issue, offer, one) for one in refused if _apart(offer, one))


def _sides(one: Told) -> tuple[str, str] | None:
    """The state that acts and the one acted on; None when either is not one state."""
    actors, recipients = _states(one.actors), _states(one.recipients)
    return (actors[0], recipients[0]) if len(actors) == len(recipients) == 1 and actors != recipients else None


def _states(parties: Iterable[Party]) -> list[str]:
    codes = {{"SUN": "RUS"}.get(party.code or "", party.code) for party in parties}
    return sorted(code for code in codes if code) if None not in codes else []


def _day(one: Told) -> str | None:
    """The first day of a record's date, None when it is not known."""
    when = one.when
    return when.first if when is not None else None


def _apart(one: Told, other: Told) -> bool:
    """Whether two records are not known to be of the same day."""
    return one.when is None or other.when is None or one.when != other.when


# --- claims -----------------------------------------------------------------------------------------------------------


def _denials(events: Sequence[Told]) -> Iterator[Contradiction]:
    """The same act of the same sides on the same issue in the same words, done in one place, not done in another."""

    def key(one: Told) -> Hashable:
        event: Any = one.record
        sides = (tuple(_states(event.actors)), tuple(_states(event.recipients)))
        if not any(sides) or event.issue is None or event.realis not in ("actual", "negated"):
            return None
        return (event.type, *sides, event.issue, _day(one), _stem(one))

    for group in _groups(events, key):
        done = [one for one in group if one.realis == "actual"]
        denied = [one for one in group if one.realis == "negated"]
        yield from (_pair("contradiction", done[0].issue, done[0], one) for one in denied if done)


def _stem(one: Told) -> str:
    first = one.trigger[0]
    return one.quote[first.start - one.start : first.stop - one.start].lower()[:STEM]


def _claimed(pair: tuple[Claim, Claim]) -> Contradiction:
    """Two opposite claims: of one speaker a change of position."""
    one, other = pair
    form = "position_change" if one.speaker is not None and one.speaker == other.speaker else "contradiction"
    return _pair(form, one.about, one.told, other.told)


def _ends(agreements: Sequence[Told]) -> Iterator[Contradiction]:
    """An agreement that is in force and over, told of one and the same time."""

    def key(one: Told) -> Hashable:
        agreement: Any = one.record
        named = isinstance(agreement, Agreement) and agreement.label and agreement.when is not None
        return (agreement.label, agreement.when.edtf) if named else None

    for group in _groups(agreements, key):
        holds = [one for one in group if one.status in IN_FORCE]
        over = [one for one in group if one.status in OVER]
        yield from (_pair("contradiction", one.label, one, other) for one in holds[:1] for other in over)


def _values(figures: Sequence[Told], text: Callable[[str], str]) -> Iterator[Contradiction]:
    """One figure with two values in two sources: told of the same things, or in the same words but for the numbers."""

    def same_thing(one: Told) -> Hashable:
        figure: Any = one.record
        exact = isinstance(figure, Figure) and figure.value is not None and figure.unit and figure.about and figure.when
        return (figure.about, figure.unit, figure.place, figure.when.edtf) if exact else None

    def same_words(one: Told) -> Hashable:
        around = text(one.source)[max(0, one.start - AROUND) : one.stop + AROUND]
        masked = _masked(around)
        return (one.unit, masked) if len(masked) > AROUND and one.value is not None else None

    for key in (same_thing, same_words):
        for group in _groups(figures, key):
            for one, other in combinations(group, 2):
                if one.value != other.value and one.source != other.source:
                    yield _pair("different_figure", one.about, one, other)


def _days(events: Sequence[Told]) -> Iterator[Contradiction]:
    """One event in the same words but for its date, which two sources give otherwise."""

    def key(one: Told) -> Hashable:
        day = _day(one)
        whole = day is not None and day == one.when.last and len(one.quote) > AROUND
        return (one.type, one.realis, _masked(one.quote)) if whole else None

    for group in _groups(events, key):
        for one, other in combinations(group, 2):
            if _day(one) != _day(other) and one.source != other.source:
                yield _pair("contradiction", one.issue, one, other)


def _masked(words: str) -> str:
    """The letters of a text, without its numbers."""
    return "".join(letter for letter in words.lower() if letter.isalpha())


def _groups(told: Iterable[Told], key: Callable[[Told], Hashable]) -> Iterator[list[Told]]:
    """The readings that share a key, where two or more do; those without one are left out."""
    groups: dict[Hashable, list[Told]] = defaultdict(list)
    for one in told:
        mark = key(one)
        if mark is not None:
            groups[mark].append(one)
    return (group for group in groups.values() if len(group) > 1)


def _pair(form: str, about: str | None, one: Told, other: Told) -> Contradiction:
    first, second = sorted((one, other), key=lambda told: (told.source, told.start))
    return Contradiction(form, about or "", first, second)
