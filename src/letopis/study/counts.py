"""The figures of a chronicle by what they count, parts below their wholes; nothing is ever summed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from letopis.language.lexicon import fold
from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told


@dataclass(frozen=True, slots=True)
class Count:
    """One figure with all places that tell it, and the figures that are parts of it."""

    tellings: tuple[Told, ...]
    parts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted (None: not told) and the figures that count it, in the order of their first places."""

    about: str | None
    counts: tuple[Count, ...]


def find_counts(chronicle: Chronicle, word: str | None = None) -> list[Counted]:
    """The figures by what they count, what is not told last; `word` picks those that have it in their words or unit.

    A part is told below its whole, wherever it came from, and picked together with it.
    """
    tellings: dict[str, list[Told]] = defaultdict(list)
    for told in chronicle.records(Kind.FIGURE):
        tellings[told.id].append(told)
    parts: dict[str, list[str]] = defaultdict(list)
    for number, told_of in tellings.items():
        if (whole := _whole(told_of, tellings)) is not None:
            parts[whole].append(number)
    below = {part for several in parts.values() for part in several}
    groups: dict[str | None, list[Count]] = defaultdict(list)
    for number, told_of in tellings.items():
        if number not in below:
            count = _count(number, tellings, parts)
            if word is None or _has(count, fold(word)):
                groups[told_of[0].about].append(count)
    found = [Counted(about, tuple(counts)) for about, counts in groups.items()]
    return sorted(found, key=lambda one: (one.about is None, one.about or ""))


def _whole(told_of: list[Told], known: dict[str, list[Told]]) -> str | None:
    """The figure that this one is a part of; one that comes later in the text cannot be (no circles)."""
    first = told_of[0]
    whole = known.get(first.part_of) if first.part_of != first.id else None
    earlier = whole is not None and (whole[0].source, whole[0].start) < (first.source, first.start)
    return first.part_of if earlier else None


def _count(number: str, tellings: dict[str, list[Told]], parts: dict[str, list[str]]) -> Count:
    return Count(tuple(tellings[number]), tuple(_count(part, tellings, parts) for part in parts.get(number, ())))


def _has(count: Count, word: str) -> bool:
    """Whether a figure or a part of it has a word, as folded, in what it counts, its unit or its words."""
    told = count.tellings[0]
    words = fold(" ".join(part for part in (told.about, told.unit, told.quote) if part))
    return word in words or any(_has(part, word) for part in count.parts)
