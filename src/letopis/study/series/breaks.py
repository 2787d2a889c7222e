"""Where a series of numbers changes its level.

Pettitt's test (A. N. Pettitt, A non-parametric approach to the change-point problem, Applied Statistics 28, 1979,
126-135) asks of ranks alone, so that one bad month is no break; where it finds one, both sides are asked again (binary
segmentation: L. Y. Vostrikova, 1981).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

#: A break is told when one so clear comes by chance less than once in twenty; no side is shorter than this.
LEVEL, SHORTEST = 0.05, 4


@dataclass(frozen=True, slots=True)
class Break:
    """A place in a series: from ``at`` on its mean is ``after``, and ``before`` it was another up to the last break."""

    at: int
    before: float
    after: float
    p: float


def find_breaks(series: Sequence[float]) -> list[Break]:
    """The breaks of a series in their order; none in a short or a steady one."""
    found = sorted(_split(series, 0, len(series)))
    edges = [0, *(at for at, _ in found), len(series)]
    means = [sum(series[a:b]) / (b - a) if b > a else 0.0 for a, b in pairwise(edges)]
    return [Break(at, round(means[i], 6), round(means[i + 1], 6), p) for i, (at, p) in enumerate(found)]


def _split(series: Sequence[float], start: int, stop: int) -> Iterator[tuple[int, float]]:
    if stop - start < 2 * SHORTEST:
        return
    at, p = _pettitt(series[start:stop])
    if p < LEVEL and SHORTEST <= at <= stop - start - SHORTEST:
        yield start + at, p
        yield from _split(series, start, start + at)
        yield from _split(series, start + at, stop)


def _pettitt(series: Sequence[float]) -> tuple[int, float]:
    """The likeliest break of a series (the first index after it) and the chance of so clear a one without any."""
    size = len(series)
    highest = total = at = 0.0
    for number, rank in enumerate(_ranks(series), 1):
        total += 2 * rank
        strength = abs(total - number * (size + 1))
        if number < size and strength > highest:
            highest, at = strength, number
    p = min(1.0, 2 * exp(-6 * highest**2 / (size**3 + size**2)))
    return int(at), round(p, 6)


def _ranks(series: Sequence[float]) -> list[float]:
    """The rank of each value from 1 on; equal ones share the mean of theirs."""
    order = sorted(range(len(series)), key=lambda at: series[at])
    ranks = [0.0] * len(series)
    first = 0
    for last in range(len(order)):
        if last + 1 == len(order) or series[order[last + 1]] != series[order[last]]:
            for at in order[first : last + 1]:
                ranks[at] = (first + last) / 2 + 1
            first = last + 1
    return ranks
