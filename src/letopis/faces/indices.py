"""An index and a panel for a reader: pictures of signs, rows, plain data, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from letopis.faces.reports import count
from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.faces.timeline_forms import csv_row
from letopis.study.series.index import QUADS, Band, Index, Point
from letopis.study.series.panel import Row
from letopis.study.timeline import Entry

_BARS = "▁▂▃▄▅▆▇█"
_NAME = 12
_DRAWN = "in 95 of 100 draws of sources"


def sparkline(values: Sequence[float], width: int) -> str:
    """Numbers from 0 up as bars, the highest the tallest, nothing as a blank; of too many each bar is a mean."""
    size = max(1, -(-len(values) // width))
    means = [sum(some) / len(some) for some in (values[at : at + size] for at in range(0, len(values), size))]
    most = max(means, default=0)
    return "".join(_BARS[min(7, int(8 * value / most))] if value > 0 else " " for value in means)


def index_lines(index: Index, title: str, makers: dict[str, Entry], width: int = WIDTH) -> Iterator[str]:
    """The index: two sparklines, a row a period in which something happened, change points, what was not counted."""
    yield from wrap(clean(title), width)
    room = width - _NAME
    if index.points:
        yield f"by {index.by}, {index.points[0].period.name} to {index.points[-1].period.name}"
        yield ""
        yield "cooperation".ljust(_NAME) + sparkline([point.cooperation for point in index.points], room).rstrip()
        yield "conflict".ljust(_NAME) + sparkline([point.conflict for point in index.points], room).rstrip()
        yield ""
        yield f"{'':9}  cooperation      conflict         scores"
        yield f"{'':9} verbal material verbal material     sum  mean  {_DRAWN if index.sources > 1 else ''}".rstrip()
    for point in index.points:
        if sum(point.counts):
            a, b, c, d = (f"{value:.3g}" for value in point.counts)
            row = f"{point.period.name:9} {a:>6} {b:>8} {c:>6} {d:>8} {point.score:>7.1f} {point.mean or 0:>5.1f}"
            yield f"{row}  {_band(point.score_band)}".rstrip()
    yield from _change_lines(index, makers, width)
    yield ""
    yield from wrap(_left(index), width)


def _band(band: Band | None) -> str:
    return f"{band.low:.1f} … {band.high:.1f}" if band else ""


def _change_lines(index: Index, makers: dict[str, Entry], width: int) -> Iterator[str]:
    for change in index.changes:
        yield ""
        yield f"from {change.period.name} on: {change.before:.1f} → {change.after:.1f} a {index.by} (p {change.p:.3g})"
        for record in change.events:
            if entry := makers.get(record):
                when = entry.when.edtf if entry.when else "undated"
                yield from wrap(clean(f"{when} {entry.what}  {record}"), width, "    ")


def _left(index: Index) -> str:
    counted = f"{count(index.events, 'event')} of {count(index.sources, 'source')}"
    left = (
        f"{index.undated:,} undated, {index.too_wide:,} with too wide a date, {index.passed_over:,} that did not simply"
        " happen"
    )
    return f"{counted}; not counted: {left}"


def index_data(index: Index) -> dict[str, Any]:
    """The index as plain data."""
    data = asdict(index) | {"points": [_point(point) for point in index.points]}
    changes = [asdict(change) | {"period": change.period.name} for change in index.changes]
    return data | {"changes": changes}


def _point(point: Point) -> dict[str, Any]:
    bands = {name: getattr(point, f"{name}_band") for name in ("cooperation", "conflict", "score")}
    return {
        "period": point.period.name,
        "first": point.period.first,
        **dict(zip(QUADS, point.counts, strict=True)),
        "cooperation": point.cooperation,
        "conflict": point.conflict,
        "score": point.score,
        "mean": point.mean,
        **{f"{name}_band": [band.low, band.high] if band else None for name, band in bands.items()},
    }


PANEL = ("period", "first", "one", "other", "one_cow", "other_cow", "one_gw", "other_gw", *QUADS, "events", "score")


def panel_data(row: Row) -> dict[str, Any]:
    """A row of a panel as plain data: its values by `PANEL`."""
    values = (
        *(row.period.name, row.period.first, row.one.code, row.other.code, row.one.cow, row.other.cow),
        *(row.one.gw, row.other.gw, *row.counts, round(sum(row.counts), 6), row.score),
    )
    return dict(zip(PANEL, values, strict=True))


def panel_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A panel as CSV: one row a pair of states and period."""
    yield csv_row(PANEL)
    for row in rows:
        yield csv_row(panel_data(row).values())
