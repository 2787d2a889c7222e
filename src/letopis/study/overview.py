"""How much a chronicle tells of each year, month or day: events by quad class, over its whole period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from letopis.reading.events.plover import load_codebook
from letopis.store.chronicle import Chronicle
from letopis.store.walks import DAY, MONTH, YEAR
from letopis.study.timeline import count_spans

#: So many spans at most; months are counted for up to so many years, days for up to so many months.
MOST, YEARS, MONTHS = 120, 10, 4
#: Finer spans must hold this share of what years hold: a date known to the year alone lies in no month.
LEAST = 0.75

_Counts = dict[str, Counter[int]]


@dataclass(frozen=True, slots=True)
class Bin:
    """A span of time, from a year, month or day to one, and its events by quad class, 1 to 4."""

    first: str
    last: str
    counts: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """Spans that follow each other: of years, all of one length, or each a month or a day."""

    bins: tuple[Bin, ...]


def find_overview(chronicle: Chronicle, **conditions: Any) -> Overview | None:
    """Dated events by years, by months where there are few years, by days where there are few months.

    None when no event is dated. Conditions as in `iterate_timeline`, without types.
    """
    counts = _count(chronicle, YEAR, conditions)
    if not counts:
        return None
    whole, names = _total(counts), list(_years(counts))
    for length, most, spans in ((MONTH, YEARS, _months), (DAY, MONTHS, _days)):
        finer = _count(chronicle, length, conditions) if len(names) <= most else {}
        if not finer or _total(finer) < LEAST * whole:
            break
        counts, names = finer, list(spans(finer))
    size = -(-len(names) // MOST)
    groups = (names[at : at + size] for at in range(0, len(names), size))
    return Overview(tuple(Bin(group[0], group[-1], _sum(counts, group)) for group in groups))


def _count(chronicle: Chronicle, length: int, conditions: dict[str, Any]) -> _Counts:
    """The counts by quad class of each span that has any."""
    codebook = load_codebook()
    out: _Counts = {}
    for span, kind, count in count_spans(chronicle, length, **conditions):
        out.setdefault(span, Counter())[codebook[kind].quad] += count
    return out


def _total(counts: _Counts) -> int:
    return sum(one.total() for one in counts.values())


def _sum(counts: _Counts, names: list[str]) -> tuple[int, int, int, int]:
    one, two, three, four = (sum(counts[name][quad] for name in names if name in counts) for quad in (1, 2, 3, 4))
    return one, two, three, four


def _years(counts: _Counts) -> Iterator[str]:
    return (f"{year:04}" for year in range(int(min(counts)), int(max(counts)) + 1))


def _months(counts: _Counts) -> Iterator[str]:
    first, last = (12 * int(name[:4]) + int(name[5:]) - 1 for name in (min(counts), max(counts)))
    return (f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1))


def _days(counts: _Counts) -> Iterator[str]:
    first, last = date.fromisoformat(min(counts)), date.fromisoformat(max(counts))
    return ((first + timedelta(at)).isoformat() for at in range((last - first).days + 1))
