"""An index as a picture: cooperation above the line, conflict below, the scores with their band, change points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from letopis.errors import UsageError
from letopis.faces.terminal import clean
from letopis.study.series.index import Index, Point

WIDTH, HEIGHT = 960, 460
LEFT, RIGHT, TOP, MIDDLE, GAP = 60, 20, 40, 240, 40
FONT = "DejaVu Sans, Liberation Sans, Arial, Helvetica, sans-serif"
COLOURS = {"cooperation": "#2c7fb8", "conflict": "#c0392b", "score": "#333333", "band": "#bbbbbb", "change": "#8e44ad"}


def draw_plot(index: Index, title: str, path: str | Path) -> None:
    """Writes the picture of an index; the end of the file's name says whether as SVG or PNG.

    Raises UsageError for another end, and when PNG is asked for without the library that makes it.
    """
    path = Path(path)
    svg = "\n".join(svg_lines(index, title)) + "\n"
    if path.suffix.lower() == ".svg":
        path.write_text(svg, encoding="utf-8")
    elif path.suffix.lower() == ".png":
        path.write_bytes(_png(svg))
    else:
        raise UsageError(f"{path}: a plot is a file .svg or .png")


def _png(svg: str) -> bytes:
    try:
        import resvg_py  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError("a plot in PNG needs one more library: pip install 'letopis[plot]'; .svg needs none") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff", zoom=2))


def svg_lines(index: Index, title: str) -> Iterator[str]:
    """The picture as SVG."""
    points = index.points
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    yield f' font-family="{FONT}" font-size="12"><rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'<text x="{LEFT}" y="22" font-size="15">{escape(clean(title))}</text>'
    if points:
        yield from _bars(points)
        yield from _scores(points)
        yield from _changes(index)
        yield from _years(points)
    yield "</svg>"


def _x(at: float, points: Sequence[Point]) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * at / len(points)


def _bars(points: Sequence[Point]) -> Iterator[str]:
    """Events by period: those that cooperate upwards, those in conflict downwards, on one scale."""
    most = max(max(point.cooperation, point.conflict) for point in points) or 1
    half = (MIDDLE - TOP) / 2
    zero = TOP + half
    wide = max(0.5, _x(1, points) - _x(0, points) - 0.5)
    yield _label(LEFT - 6, TOP + 10, f"{most:.3g}", "end") + _label(LEFT - 6, MIDDLE, f"{most:.3g}", "end")
    yield _label(LEFT, TOP - 4, "cooperation, events", fill=COLOURS["cooperation"])
    yield _label(LEFT, MIDDLE + 12, "conflict, events", fill=COLOURS["conflict"])
    for at, point in enumerate(points):
        for value, up, name in ((point.cooperation, True, "cooperation"), (point.conflict, False, "conflict")):
            tall = half * value / most
            if tall:
                y = zero - tall if up else zero
                yield (
                    f'<rect x="{_x(at, points):.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                    f' fill="{COLOURS[name]}"/>'
                )
    yield _line(LEFT, zero, WIDTH - RIGHT, zero)


def _scores(points: Sequence[Point]) -> Iterator[str]:
    """The sums of scores as a line, with their band."""
    top, bottom = MIDDLE + GAP, HEIGHT - 30
    bands = [(point.score_band.low, point.score_band.high) if point.score_band else (0.0, 0.0) for point in points]
    values = [point.score for point in points]
    low = min(0.0, *values, *(band[0] for band in bands))
    high = max(0.0, *values, *(band[1] for band in bands))

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / ((high - low) or 1)

    def path(some: Iterable[tuple[int, float]]) -> str:
        return " ".join(f"{_x(at + 0.5, points):.1f},{y(value):.1f}" for at, value in some)

    if any(point.score_band for point in points):
        upper = path((at, band[1]) for at, band in enumerate(bands))
        lower = path(reversed([(at, band[0]) for at, band in enumerate(bands)]))
        yield f'<polygon points="{upper} {lower}" fill="{COLOURS["band"]}" fill-opacity="0.6"/>'
    yield _line(LEFT, y(0), WIDTH - RIGHT, y(0))
    yield f'<polyline points="{path(enumerate(values))}" fill="none" stroke="{COLOURS["score"]}"/>'
    yield _label(LEFT - 6, top + 10, f"{high:.3g}", "end") + _label(LEFT - 6, bottom, f"{low:.3g}", "end")
    yield _label(WIDTH - RIGHT, top - 4, "sum of PLOVER scores, with 95% band", "end")


def _changes(index: Index) -> Iterator[str]:
    places = {point.period.name: at for at, point in enumerate(index.points)}
    for change in index.changes:
        x = _x(places[change.period.name], index.points)
        yield _line(x, TOP, x, HEIGHT - 30, COLOURS["change"], 'stroke-dasharray="4 3"')
        yield _label(x + 3, MIDDLE + GAP / 2, change.period.name, fill=COLOURS["change"])


def _years(points: Sequence[Point]) -> Iterator[str]:
    """Ten dates at most below the picture."""
    step = max(1, -(-len(points) // 10))
    for at in range(0, len(points), step):
        yield _label(_x(at, points), HEIGHT - 12, points[at].period.name)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = "#888888", more: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {more}/>'


def _label(x: float, y: float, text: str, anchor: str = "start", fill: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
