"""Months, quarters and years as whole numbers that follow each other, and how a date falls into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: How many months a period has.
BY = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year: its place in the sequence, its name (1956-10, 1956-Q4, 1956), its first day."""

    number: int
    name: str
    first: str


def period_of(day: str, by: str, *, end: bool = False) -> int:
    """The number of the period in which a day lies (ISO date or its beginning; with `end` the last day it can mean)."""
    parts = [int(part) for part in day.split("-")]
    month = parts[1] if len(parts) > 1 else 12 if end else 1
    return (parts[0] * 12 + month - 1) // BY[by]


def make_period(number: int, by: str) -> Period:
    """The period with a number."""
    year, month = divmod(number * BY[by], 12)
    name = {"month": f"{year:04}-{month + 1:02}", "quarter": f"{year:04}-Q{month // 3 + 1}", "year": f"{year:04}"}[by]
    return Period(number, name, f"{year:04}-{month + 1:02}-01")


def periods_between(low: int, high: int, by: str) -> Iterator[Period]:
    """All periods from one number to another, both included."""
    return (make_period(number, by) for number in range(low, high + 1))


def shares(first: str, last: str, by: str) -> dict[int, float]:
    """Which part of the days from `first` to `last` lies in which period; nothing for what is no day."""
    low, high = period_of(first, by), period_of(last, by)
    if low == high:
        return {low: 1.0}
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        days = (end - begin).days + 1
        bounds = [date.fromisoformat(make_period(number, by).first) for number in range(low + 1, high + 1)]
    except ValueError:
        return {}
    edges = [begin, *bounds, end + timedelta(1)]
    return {low + at: (edges[at + 1] - edges[at]).days / days for at in range(len(edges) - 1)}
