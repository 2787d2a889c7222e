"""How much a chronicle tells of each year: events by quad class, over its whole period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from letopis.reading.events.plover import load_codebook
from letopis.store.chronicle import Chronicle
from letopis.study.timeline import days_of

#: So many spans of years at most.
MOST = 120


@dataclass(frozen=True, slots=True)
class Bin:
    """A span of years and its events by quad class, 1 to 4."""

    first: int
    last: int
    counts: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first and the last year, and the spans between them, all of one length."""

    first: int
    last: int
    bins: tuple[Bin, ...]


def find_overview(chronicle: Chronicle, **conditions: Any) -> Overview | None:
    """Dated events by years; None when no event is dated. Conditions as in `iterate_timeline`, without types."""
    codebook = load_codebook()
    years: list[Counter[int]] = []
    for quad in (1, 2, 3, 4):
        types = [name for name, one in codebook.items() if one.quad == quad]
        years.append(Counter(int(day[:4]) for day in days_of(chronicle, **conditions, types=types)))
    told = sorted(year for counts in years for year in counts)
    if not told:
        return None
    first, last = told[0], told[-1]
    length = -(-(last - first + 1) // MOST)
    bins = [Bin(start, min(last, start + length - 1), _counts(years, start, length))
            for start in range(first, last + 1, length)]  # fmt: skip
    return Overview(first, last, tuple(bins))


def _counts(years: list[Counter[int]], start: int, length: int) -> tuple[int, int, int, int]:
    one, two, three, four = (sum(counts[year] for year in range(start, start + length)) for counts in years)
    return one, two, three, four
