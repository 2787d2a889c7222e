"""The land of the world as a path to draw: Natural Earth's (public domain), in the projection of that name.

The land comes as TopoJSON from the npm package world-atlas when the front-end files are built; without it there is
no coast, and maps show the net of degrees alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import radians
from pathlib import Path

from letopis.study.atlas import labels

LAND = Path(__file__).with_name("static") / "vendor" / "land-50m.json"
#: The middle of the map: so it is cut in the Bering Strait, east of all Russia and west of all America.
MIDDLE = 11.0
#: South of this nothing is drawn.
SOUTH = -58.0
#: A map of the whole world is so many units wide.
WIDTH = 960.0
#: Points nearer than so many steps of the grid are one.
NEAR = 5
_SCALE = WIDTH / (2 * 3.1415926536 * 0.8707)

Point = tuple[float, float]
#: Left, top, width, height of what a map shows.
Box = tuple[float, float, float, float]


def project(longitude: float, latitude: float) -> Point:
    """A place on the map of the world, x to the right and y down, by the Natural Earth projection.

    T. Patterson's, in the polynomials of B. Šavrič and others (2011, doi:10.1179/000870411X13004298480418).
    """
    turned = (longitude - MIDDLE + 180) % 360 - 180
    return _project(turned, latitude)


def _project(turned: float, latitude: float) -> Point:
    east, north = radians(turned), radians(latitude)
    two = north * north
    four = two * two
    x = east * (0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four)))
    y = north * (1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four)))
    return WIDTH / 2 + x * _SCALE, TOP - y * _SCALE


TOP = 0.0  # set below, so that the north pole stands at the upper edge
TOP = -_project(0, 90)[1]
HEIGHT = _project(0, SOUTH)[1]


def coast(box: Box, grid: float) -> str:
    """The land within a box as the data of an SVG path in whole steps of a grid, which keeps it short."""
    left, top, width, height = box
    far = (left - width / 4, top - height / 4, left + width * 1.25, top + height * 1.25)
    out = []
    for (west, north, east, south), ring in _rings():
        if west < left + width and east > left and north < top + height and south > top:
            out.append(_path(ring, grid, far, width / (10 * grid)))
    return "".join(out)


def _path(ring: Sequence[Point], grid: float, far: Box, wide: float) -> str:
    """A ring without points that are too near to be told apart; what is far out of the picture goes in wide steps."""
    west, north, east, south = far
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        at = round(x / grid), round(y / grid)
        least = NEAR if west < x < east and north < y < south else wide
        if not kept or abs(at[0] - kept[-1][0]) + abs(at[1] - kept[-1][1]) >= least:
            kept.append(at)
    if len(kept) < 3:
        return ""
    steps = " ".join(f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z"


def net() -> str:
    """The net of degrees, every 30, as the data of an SVG path."""
    lines = [[_project(turned - MIDDLE, north) for north in range(-58, 91, 4)] for turned in range(-150, 181, 30)]
    lines += [[_project(turned, north) for turned in range(-180, 181, 6)] for north in range(-30, 90, 30)]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in lines)


def ready() -> None:
    """Reads the land and the atlas, so that the first map need not wait for them."""
    _rings()
    labels()


@cache
def _rings() -> tuple[tuple[Box, tuple[Point, ...]], ...]:
    """The rings of the land on the map, each behind its bounds: west, north, east, south. None without the file."""
    if not LAND.exists():
        return ()
    rings = (tuple(_placed(ring)) for ring in _degrees(json.loads(LAND.read_text(encoding="utf-8"))))
    return tuple((_bounds(ring), ring) for ring in rings if ring)


def _bounds(ring: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _placed(ring: Sequence[Point]) -> Iterator[Point]:
    """A ring on the map: as a whole on the side of the cut where most of it lies; nothing of Antarctica.

    Rings run on over the 180th meridian (Chukotka), where their longitudes change sign: they are unrolled.
    """
    if max(latitude for _, latitude in ring) < SOUTH:
        return
    unrolled = [ring[0][0]]
    for longitude, _ in ring[1:]:
        unrolled.append(longitude - 360 * round((longitude - unrolled[-1]) / 360))
    turn = -360 * round((sum(unrolled) / len(ring) - MIDDLE) / 360)
    for longitude, (_, latitude) in zip(unrolled, ring, strict=True):
        yield _project(min(180.0, max(-180.0, longitude + turn - MIDDLE)), latitude)


def _degrees(topology: dict) -> Iterator[list[Point]]:  # type: ignore[type-arg]
    """The rings of a TopoJSON in degrees; arcs are differences of whole numbers (github.com/topojson specification)."""
    (a, b), (c, d) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [
            (x * a + c, y * b + d)
            for x, y in accumulate(map(tuple, arc), lambda one, two: (one[0] + two[0], one[1] + two[1]))
        ]
        for arc in topology["arcs"]
    ]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                yield [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
