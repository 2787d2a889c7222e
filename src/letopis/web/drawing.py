"""Pictures as SVG, made on the server: they need no script, they print, and every point is a link.

Colours and dashes come from the style sheet by class; whatever a source says stands in titles that are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from letopis.study.overview import Overview
from letopis.study.series.index import Index
from letopis.study.timeline import Entry
from letopis.web.cards import QUADS

WIDTH, HEIGHT, EDGE = 720, 200, 24
#: The height of the bars in an overview.
TALL = 46


def index_chart(index: Index, caption: str, link: str, *, small: bool = False) -> str:
    """Two mirrored areas, cooperation up and conflict down, with the bands of the bootstrap and the turns."""
    width, height = (220, 60) if small else (WIDTH, HEIGHT)
    edge = 2 if small else EDGE
    points = index.points
    if not points:
        return ""
    most = max(
        1.0,
        *(max(_top(one.cooperation, one.cooperation_band), _top(one.conflict, one.conflict_band)) for one in points),
    )
    step = (width - 2 * edge) / len(points)
    middle, scale = height / 2, (height / 2 - edge) / most
    kind = 'role="img" class="index small"' if small else 'role="group" class="index"'
    out = [f'<svg viewBox="0 0 {width} {height}" {kind}>']
    out += [
        f"<title>{escape(caption)}</title>",
        f'<line class="axis" x1="{edge}" x2="{width - edge}" y1="{middle}" y2="{middle}"/>',
    ]
    for at, one in enumerate(points):
        x, wide = edge + at * step, max(0.5, step - (0 if small else 0.6))
        title = f"{one.period.name}: +{one.cooperation:g} −{one.conflict:g}"
        up, down = one.cooperation * scale, one.conflict * scale
        bars = (
            f'<rect class="coop" x="{x:.1f}" y="{middle - up:.1f}" width="{wide:.1f}" height="{up:.1f}"/>' if up else ""
        )
        bars += (
            f'<rect class="conf" x="{x:.1f}" y="{middle:.1f}" width="{wide:.1f}" height="{down:.1f}"/>' if down else ""
        )
        if not small:
            bars += _whisker(x + wide / 2, middle, scale, one.cooperation_band, -1)
            bars += _whisker(x + wide / 2, middle, scale, one.conflict_band, 1)
        if bars and not small:
            target = f"{link}&since={one.period.name}&until={one.period.name}"
            bars = f'<a href="{escape(target)}"><title>{escape(title)}</title>{bars}</a>'
        out.append(bars)
    if not small:
        for change in index.changes:
            place = next((at for at, one in enumerate(points) if one.period == change.period), None)
            if place is not None:
                x = edge + place * step
                out.append(f'<line class="turn" x1="{x:.1f}" x2="{x:.1f}" y1="{edge}" y2="{height - edge}"/>')
                out.append(f'<text x="{x + 3:.1f}" y="{edge - 4}">{escape(change.period.name)}</text>')
        out += [f'<text x="{edge}" y="{height - 4}">{escape(points[0].period.name)}</text>']
        out += [f'<text x="{width - edge}" y="{height - 4}" text-anchor="end">{escape(points[-1].period.name)}</text>']
    return "".join([*out, "</svg>"])


def _top(value: float, band: object) -> float:
    return max(value, getattr(band, "high", 0.0) or 0.0)


def _whisker(x: float, middle: float, scale: float, band: object, way: int) -> str:
    low, high = getattr(band, "low", None), getattr(band, "high", None)
    if low is None or high is None or low == high:
        return ""
    return (
        f'<line class="band" x1="{x:.1f}" x2="{x:.1f}" y1="{middle + way * low * scale:.1f}"'
        f' y2="{middle + way * high * scale:.1f}"/>'
    )


def overview(found: Overview, address: str) -> str:
    """How much happened when, a bar a span of time, a colour a quad class; each bar leads to its span."""
    first, last = found.bins[0].first, found.bins[-1].last
    wide = (WIDTH - 2 * EDGE) / len(found.bins)
    most = max(sum(one.counts) for one in found.bins) or 1
    out = [f'<svg viewBox="0 0 {WIDTH} {TALL + 18}" role="group" class="overview"><title>{first}–{last}</title>']
    for at, one in enumerate(found.bins):
        y, x, bars = float(TALL), EDGE + at * wide, ""
        for quad, count in enumerate(one.counts, start=1):
            high = count / most * (TALL - 4)
            y -= high
            bars += (
                f'<rect class="q{quad}" x="{x:.1f}" y="{y:.1f}" width="{wide * 0.86:.1f}" height="{high:.1f}"/>'
                if count
                else ""
            )
        if bars:
            span = one.first if one.first == one.last else f"{one.first}–{one.last}"
            target = f"/timeline?{address}{'&' if address else ''}since={one.first}&until={one.last}"
            out.append(f'<a href="{escape(target)}"><title>{span}: {sum(one.counts)}</title>{bars}</a>')
    out.append(f'<line class="axis" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{TALL}" y2="{TALL}"/>')
    out.append(f'<text x="{EDGE}" y="{TALL + 14}">{first}</text>')
    out.append(f'<text x="{WIDTH - EDGE}" y="{TALL + 14}" text-anchor="end">{last}</text></svg>')
    return "".join(out)


def strip(entries: Sequence[Entry], link: str, lanes: Sequence[str]) -> str:
    """A timeline's dated events as marks by time, a lane a quad class; wide dates are bars with faded ends."""
    dated = [(entry, *_years(entry)) for entry in entries if entry.when and (entry.when.first or entry.when.last)]
    if not dated:
        return ""
    first, last = min(start for _, start, _ in dated), max(stop for _, _, stop in dated)
    span = max(last - first, 0.1)
    height, row = 22 * len(lanes) + 22, 22
    scale = (WIDTH - 2 * EDGE) / span
    out = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" class="strip">',
        f"<title>{escape(lanes[0])} … {escape(lanes[-1])}</title>",
    ]
    for at, name in enumerate(lanes):
        out.append(f'<line class="axis" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{at * row + 20}" y2="{at * row + 20}"/>')
        out.append(f'<text class="lane" x="{EDGE}" y="{at * row + 10}">{escape(name)}</text>')
    for entry, start, stop in dated:
        record = entry.first.record if entry.first else None
        quad = QUADS.get(getattr(record, "type", ""), 0)
        y = (quad - 1 if quad else len(lanes) - 1) * row + 20
        x, x2 = EDGE + (start - first) * scale, EDGE + (stop - first) * scale
        marks = " ".join(f"m-{mark}" for mark in entry.marks)
        title = f"<title>{escape(entry.when.edtf if entry.when else '')} {escape(entry.what)}</title>"
        shape = (
            f'<rect class="wide q{quad} {marks}" x="{x:.1f}" y="{y - 4}" width="{x2 - x:.1f}" height="6" rx="3"/>'
            if x2 - x > 6
            else f'<circle class="q{quad} {marks}" cx="{x:.1f}" cy="{y}" r="4"/>'
        )
        out.append(f'<a href="{escape(link)}{escape(entry.id)}">{title}{shape}</a>')
    out += [f'<text x="{EDGE}" y="{height - 4}">{int(first)}</text>']
    out += [f'<text x="{WIDTH - EDGE}" y="{height - 4}" text-anchor="end">{int(last)}</text></svg>']
    return "".join(out)


def _years(entry: Entry) -> tuple[float, float]:
    assert entry.when is not None  # noqa: S101 (the caller asked)
    first = entry.when.first or entry.when.last or ""
    last = entry.when.last or entry.when.first or ""
    return year_of(first), max(year_of(first), year_of(last))


def year_of(day: str) -> float:
    """An ISO day, or its beginning, as a fraction of years."""
    year, month, number = (int(part) for part in [*day.split("-"), "1", "1"][:3])
    return year + (month - 1) / 12 + (number - 1) / 365
