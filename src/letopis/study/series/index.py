"""Conflict and cooperation of two countries by period, from what is told of them.

Counts by quad class (PLOVER: verbal and material cooperation, verbal and material conflict) and sums of PLOVER scores.
One real event counts once, however often it is told. The bands are percentile intervals of a bootstrap that draws
sources, not events, since what one source tells is not independent (cluster bootstrap: Davison and Hinkley, Bootstrap
Methods and their Application, 1997, section 3.8); an event weighs what the sources weigh, on average, that tell it in
words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.errors import UsageError
from letopis.reading.events.plover import EventType, load_codebook
from letopis.store.chronicle import Chronicle
from letopis.store.walks import END, Deed, pairs_of
from letopis.study.parties import check_period, find_codes
from letopis.study.series.breaks import find_breaks
from letopis.study.series.periods import BY, Period, period_of, periods_between, shares
from letopis.study.states import load_states

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
WIDE = ("spread", "out")
#: Draws of the bootstrap, its seed, and the share of draws inside a band.
DRAWS, SEED, INSIDE = 200, 1, 0.95
#: A date that reaches over more months than this says too little to be spread.
WIDEST = 121
#: So many events are named that made a change point.
MAKERS = 5


@dataclass(frozen=True, slots=True)
class Band:
    """The interval in which a number lies in 95 of 100 draws of sources."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """A period: events by quad class, their sums by side, the sum of scores (conflict is negative) and its mean.

    Numbers are whole unless wide dates are spread. ``mean`` is None where nothing happened, bands where none are drawn.
    """

    period: Period
    counts: tuple[float, float, float, float]
    score: float
    cooperation_band: Band | None = None
    conflict_band: Band | None = None
    score_band: Band | None = None

    @property
    def cooperation(self) -> float:
        return self.counts[0] + self.counts[1]

    @property
    def conflict(self) -> float:
        return self.counts[2] + self.counts[3]

    @property
    def mean(self) -> float | None:
        events = sum(self.counts)
        return self.score / events if events else None


@dataclass(frozen=True, slots=True)
class Change:
    """A period from which on the sum of scores is another: its mean before and after, and the events that made it.

    ``p`` is the chance of so clear a break in a series without one.
    """

    period: Period
    before: float
    after: float
    p: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An index of two countries, and what was not counted: events without a date, with too wide a one, not actual."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    by: str
    wide: str
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    events: int
    sources: int
    undated: int
    too_wide: int
    passed_over: int


@dataclass(frozen=True, slots=True)
class Act:
    """A real event: by which sources it is told, and how much of it falls into which period."""

    record: str
    quad: int
    score: float
    sources: frozenset[int]
    shares: Mapping[int, float]


def measure_index(
    chronicle: Chronicle,
    between: tuple[str, str],
    *,
    by: str = "month",
    since: str | None = None,
    until: str | None = None,
    issue: str | None = None,
    realis: Sequence[str] = ("actual",),
    reported: bool = False,
    wide: str = "spread",
    draws: int = DRAWS,
    seed: int = SEED,
) -> Index:
    """The index of two countries (or organisations), all periods from the first event to the last, or those asked for.

    Only events of `realis` count, those that somebody merely reports only with `reported`. Events whose date is wider
    than a period are `spread` over the periods by days, or left `out`; undated ones are counted apart. `by` is month,
    quarter or year. The same `seed` gives the same bands; no `draws` give none.

    Raises UsageError for what means nothing, NothingFound for a party that nobody is called.
    """
    check_period(since, until)
    if by not in BY or wide not in WIDE:
        raise UsageError(f"an index is by {', '.join(BY)}, its wide dates are {' or '.join(WIDE)}")
    histories, states = chronicle.histories, load_states()
    one, other = (find_codes(histories, word, states) for word in between)
    pairs = pairs_of(one, other)
    if set(one.codes) & set(other.codes) or not pairs:
        raise UsageError(f"{between[0]} and {between[1]} are one country; an index is of two")
    asked = Counted(by, since, until, issue, tuple(realis), reported, wide)
    acts, left = gather(histories.deeds(pairs), asked, load_codebook())
    points = _points(acts, asked)
    if draws and _sources(acts) > 1:  # one source tells nothing of how much hangs on the sources
        points = _with_bands(points, acts, draws, seed)
    return Index(one.codes, other.codes, by, wide, points, _changes(points, acts), len(acts), _sources(acts), **left)


@dataclass(frozen=True, slots=True)
class Counted:
    """Which events an index counts, in which periods."""

    by: str
    since: str | None
    until: str | None
    issue: str | None
    realis: tuple[str, ...]
    reported: bool
    wide: str


# --- what counts ------------------------------------------------------------------------------------------------------


def gather(
    deeds: Iterable[Deed], asked: Counted, codebook: Mapping[str, EventType]
) -> tuple[list[Act], dict[str, int]]:
    """The real events among tellings, and the numbers of those left out by why: undated, too_wide, passed_over."""
    told: dict[str, Deed] = {}
    sources: dict[str, set[int]] = {}
    passed_over: set[str] = set()
    for deed in deeds:
        if asked.issue and deed.issue != asked.issue:
            continue
        if deed.realis not in asked.realis or (deed.reported and not asked.reported):
            passed_over.add(deed.record)
            continue
        if told.setdefault(deed.record, deed).first is None:
            told[deed.record] = deed  # perhaps this telling knows the date
        if deed.own:
            sources.setdefault(deed.record, set()).add(deed.source)
    acts: list[Act] = []
    known_shares: dict[tuple[str, str], dict[int, float]] = {}
    undated = too_wide = 0
    for record, deed in told.items():
        if deed.first is None or deed.last is None:
            undated += 1
        elif inside := _cached(deed.first, deed.last, asked, known_shares):
            score = deed.score if deed.score is not None else codebook[deed.type].score
            by = frozenset(sources.get(record, (deed.source,)))
            acts.append(Act(record, codebook[deed.type].quad - 1, score, by, inside))
        elif not _outside(deed.first, deed.last, asked):
            too_wide += 1
    left = {"undated": undated, "too_wide": too_wide, "passed_over": len(passed_over.difference(told))}
    return acts, left


def _cached(first: str, last: str, asked: Counted, known: dict[tuple[str, str], dict[int, float]]) -> dict[int, float]:
    """The shares of a date, worked out once."""
    date = first, last
    if date not in known:
        known[date] = _shares(first, last, asked)
    return known[date]


def _shares(first: str, last: str, asked: Counted) -> dict[int, float]:
    """How much of an event falls into each period that is asked for; nothing when it is left out."""
    if _outside(first, last, asked):
        return {}
    found = shares(first, last, asked.by)
    if len(found) == 1 or (asked.wide == "spread" and len(found) * BY[asked.by] <= WIDEST):
        low = period_of(asked.since, asked.by) if asked.since else min(found)
        high = period_of(asked.until, asked.by, end=True) if asked.until else max(found)
        return {number: share for number, share in found.items() if low <= number <= high}
    return {}


def _outside(first: str, last: str, asked: Counted) -> bool:
    return bool((asked.since and last < asked.since) or (asked.until and first > asked.until + END))


def _sources(acts: Iterable[Act]) -> int:
    return len({source for act in acts for source in act.sources})


# --- the series -------------------------------------------------------------------------------------------------------


def _points(acts: Sequence[Act], asked: Counted) -> tuple[Point, ...]:
    counts: dict[int, list[float]] = {}
    for act in acts:
        for number, share in act.shares.items():
            cell = counts.setdefault(number, [0.0] * 5)
            cell[act.quad] += share
            cell[4] += share * act.score
    if not counts:
        return ()
    low = period_of(asked.since, asked.by) if asked.since else min(counts)
    high = period_of(asked.until, asked.by, end=True) if asked.until else max(counts)
    points = []
    for period in periods_between(low, high, asked.by):
        cell = counts.get(period.number, [0.0] * 5)
        a, b, c, d, score = (round(value, 6) for value in cell)
        points.append(Point(period, (a, b, c, d), score))
    return tuple(points)


def _with_bands(points: Sequence[Point], acts: Sequence[Act], draws: int, seed: int) -> tuple[Point, ...]:
    """The points with the bands of cooperation, conflict and score over so many draws of sources."""
    import numpy as np  # noqa: PLC0415 (heavy: only where bands are drawn)

    numbers = {source: at for at, source in enumerate(sorted({source for act in acts for source in act.sources}))}
    first = points[0].period.number
    rows = [
        (numbers[source], number - first, act.quad < 2, act.score, share / len(act.sources))
        for act in acts
        for number, share in act.shares.items()
        for source in sorted(act.sources)
    ]
    rows.sort(key=lambda row: row[1:3])  # by period and side, so that sums are sums of stretches
    source, cell, cooperates, score, share = (np.array(column) for column in zip(*rows, strict=True))
    cells, firsts = np.unique(cell, return_index=True)
    sides, side_firsts = np.unique(2 * np.searchsorted(cells, cell) + cooperates, return_index=True)
    weighed, size = share * score, len(numbers)
    chance = np.random.default_rng(seed)
    drawn = np.zeros((3, draws, len(cells)))
    both = np.zeros(2 * len(cells))
    for draw in range(draws):
        times = np.bincount(chance.integers(size, size=size), minlength=size)[source]
        both[sides] = np.add.reduceat(times * share, side_firsts)
        drawn[0, draw], drawn[1, draw] = both[1::2], both[::2]
        drawn[2, draw] = np.add.reduceat(times * weighed, firsts)
    outside = (1 - INSIDE) / 2
    low, high = np.quantile(drawn, [outside, 1 - outside], axis=1).round(6).tolist()
    bands = {number: [Band(low[at][i], high[at][i]) for at in range(3)] for i, number in enumerate(cells.tolist())}
    none = [Band(0.0, 0.0)] * 3
    found = [bands.get(point.period.number - first, none) for point in points]
    return tuple(
        replace(point, cooperation_band=a, conflict_band=b, score_band=c)
        for point, (a, b, c) in zip(points, found, strict=True)
    )


def _changes(points: Sequence[Point], acts: Sequence[Act]) -> tuple[Change, ...]:
    """The breaks of the series of score sums, each with what weighs most in its first period and direction."""
    changes = []
    for found in find_breaks([point.score for point in points]):
        period = points[found.at].period
        way = 1 if found.after > found.before else -1
        inside = [(way * act.score * act.shares.get(period.number, 0), act.record) for act in acts]
        makers = sorted(((-weight, record) for weight, record in inside if weight > 0))[:MAKERS]
        events = tuple(record for _, record in makers)
        changes.append(Change(period, found.before, found.after, found.p, events))
    return tuple(changes)
