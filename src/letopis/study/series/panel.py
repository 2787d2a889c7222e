"""All pairs of states by period, as regressions want them: one row a pair and period, zeros where nothing is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letopis.errors import UsageError
from letopis.reading.events.plover import load_codebook
from letopis.store.chronicle import Chronicle
from letopis.store.walks import Deed
from letopis.study.parties import check_period
from letopis.study.series.index import Counted, gather
from letopis.study.series.periods import BY, Period, period_of, periods_between
from letopis.study.states import State, load_states, successors


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of states in a period: events by quad class (PLOVER's order) and the sum of their scores.

    In a directed panel what `one` does to `other`; what both do together stands in both directions.
    """

    period: Period
    one: State
    other: State
    counts: tuple[float, float, float, float]
    score: float


def tell_panel(
    chronicle: Chronicle,
    *,
    by: str = "year",
    since: str | None = None,
    until: str | None = None,
    directed: bool = False,
    reported: bool = False,
    wide: str = "spread",
) -> Iterator[Row]:
    """The rows of all pairs that at least one counted event is told of, pair by pair, every period of each.

    What counts is what counts in an index. A state that is gone counts for the one that continues it, as in both lists
    of states; organisations and what has no number in them are left out. Raises UsageError.
    """
    check_period(since, until)
    if by not in BY:
        raise UsageError(f"a panel is by {', '.join(BY)}")
    histories, states, codebook = chronicle.histories, load_states(), load_codebook()
    span = histories.span_of_dyads()
    if span is None:
        return
    since, until = since or span[0], until or span[1]
    periods = list(periods_between(period_of(since, by), period_of(until, by, end=True), by))
    asked = Counted(by, since, until, None, ("actual",), reported, wide)
    for (a, b), pairs in sorted(_pairs(chronicle, states).items()):
        deeds = [_turned(deed, flipped) for pair, flipped in pairs for deed in histories.deeds([pair])]
        for one, other, way in ((a, b, 1), (b, a, -1)) if directed else ((a, b, 0),):
            acts, _ = gather([deed for deed in deeds if not way or deed.way in (0, way)], asked, codebook)
            cells: dict[int, list[float]] = {}
            for act in acts:
                for number, share in act.shares.items():
                    cell = cells.setdefault(number, [0.0] * 5)
                    cell[act.quad] += share
                    cell[4] += share * act.score
            yield from _rows(states[one], states[other], periods, cells)


def _rows(one: State, other: State, periods: Sequence[Period], cells: dict[int, list[float]]) -> Iterator[Row]:
    for period in periods if cells else ():
        a, b, c, d, score = (round(value, 6) for value in cells.get(period.number, [0.0] * 5))
        yield Row(period, one, other, (a, b, c, d), score)


_Pairs = dict[tuple[str, str], list[tuple[tuple[str, str], bool]]]


def _pairs(chronicle: Chronicle, states: Mapping[str, State]) -> _Pairs:
    """The pairs of states as they are today, each with the pairs of codes that stand for it, some turned round."""
    today = successors(states)
    found: _Pairs = {}
    for one, other in chronicle.histories.pairs():
        a, b = today.get(one, one), today.get(other, other)
        if a != b and a in states and b in states:
            found.setdefault((min(a, b), max(a, b)), []).append(((one, other), a > b))
    return found


def _turned(deed: Deed, flipped: bool) -> Deed:
    return deed._replace(way=-deed.way) if flipped and deed.way in (1, -1) else deed
