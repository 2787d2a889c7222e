"""The map of places as SVG: a dot a place, as large as there are events, each a link to them.

What is wide (a country, a sea) is a hollow dot: the point only stands in its middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from urllib.parse import quote

from letopis.study.places import Placed
from letopis.web.coast import HEIGHT, WIDTH, Box, coast, net, project

#: What a map may show: west, north, east, south in degrees; `told` is whatever has places, `world` everything.
VIEWS = {
    "europe": (-12.0, 62.0, 62.0, 34.0),
    "near_east": (24.0, 45.0, 66.0, 11.0),
    "east_asia": (92.0, 58.0, 160.0, 15.0),
}
NAMES = ("told", "world", *VIEWS)
#: The least and the greatest radius of a dot, and so many names are written.
LEAST, MOST, NAMED = 3.5, 20.0, 40
#: The coast is drawn in steps of so much of a unit.
GRID = 0.3
#: What is shown is at least so wide in units of the whole map, and as high as this share of it.
NARROWEST, SHAPE = 150.0, 0.45
#: How wide a letter of a name is about, and how high its line.
LETTER, LINE = 6.6, 14.0


def world_map(found: Sequence[Placed], view: str, caption: str, link: str, language: str) -> str:
    """The map of places in a view; `link` is the address of a place, with ``{}`` for its label."""
    spots = [(one, *project(one.location.longitude, one.location.latitude)) for one in found if one.location]
    left, top, width, height = box = _box(view, [(x, y) for _, x, y in spots])
    scale = WIDTH / width
    most = max((len(one.events) for one, *_ in spots), default=1)
    dots = [_Dot(one, (x - left) * scale, (y - top) * scale, _radius(len(one.events), most)) for one, x, y in spots]
    dots = [dot for dot in dots if 0 <= dot.x <= WIDTH and 0 <= dot.y <= height * scale]
    out = [
        f'<svg viewBox="0 0 {WIDTH:.0f} {height * scale:.0f}" role="group" class="map">',
        f"<title>{escape(caption)}</title>",
        f'<g transform="scale({scale:.3f}) translate({-left:.1f} {-top:.1f})"><path class="net" d="{net()}"/>',
        f'<path class="land" transform="scale({GRID / scale:.5f})" d="{coast(box, GRID / scale)}"/></g>',
        *(dot.draw(link, language) for dot in dots),
        *_names(dots, language),
    ]
    return "".join([*out, "</svg>"])


def _radius(count: int, most: int) -> float:
    return LEAST + (MOST - LEAST) * sqrt((count - 1) / max(1, most - 1))


@dataclass(frozen=True, slots=True)
class _Dot:
    """A place in the picture."""

    place: Placed
    x: float
    y: float
    radius: float

    def name(self, language: str) -> str:
        at = self.place.location
        return at.label_ru if at is not None and language == "ru" else self.place.label

    def draw(self, link: str, language: str) -> str:
        target = escape(link.format(quote(self.place.label, safe="")))
        hollow = " wide" if self.place.location is not None and self.place.location.wide else ""
        return (
            f'<a href="{target}"><title>{escape(self.name(language))}: {len(self.place.events)}</title>'
            f'<circle class="dot{hollow}" cx="{self.x:.1f}" cy="{self.y:.1f}" r="{self.radius:.1f}"/></a>'
        )


def _names(dots: Sequence[_Dot], language: str) -> Iterator[str]:
    """Names beside the largest dots, as far as there is room: none crosses another or stands on a dot."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, 2 * dot.radius, 2 * dot.radius) for dot in dots]
    written = 0
    for dot in dots:
        name = dot.name(language)
        at = _room(taken, dot, LETTER * len(name)) if written < NAMED else None
        if at is not None:
            taken.append(at)
            written += 1
            yield f'<text x="{at[0]:.1f}" y="{at[1] + 11:.1f}" aria-hidden="true">{escape(name)}</text>'


def _room(taken: Sequence[Box], dot: _Dot, wide: float) -> Box | None:
    """Where a name can stand right or left of its dot; None where there is no room."""
    for left in (dot.x + dot.radius + 3, dot.x - dot.radius - 3 - wide):
        top = dot.y - LINE / 2
        crossing = any(left < a + c and a < left + wide and top < b + d and b < top + LINE for a, b, c, d in taken)
        if not crossing and left >= 0 and left + wide <= WIDTH:
            return left, top, wide, LINE
    return None


def _box(view: str, points: Sequence[tuple[float, float]]) -> Box:
    """What a view shows, in units of the whole map, never narrower than it is useful and always of one shape."""
    if view in VIEWS:
        west, north, east, south = VIEWS[view]
        points = [project(west, north), project(east, north), project(west, south), project(east, south)]
    elif view == "world" or not points:
        return 0.0, 0.0, WIDTH, HEIGHT
    else:
        points = [(x + dx, y + dy) for x, y in points for dx, dy in ((-25, -18), (25, 18))]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    width = min(WIDTH, max(right - left, (bottom - top) / SHAPE, NARROWEST))
    height = min(HEIGHT, width * SHAPE)
    x = min(max(0.0, (left + right - width) / 2), WIDTH - width)
    y = min(max(0.0, (top + bottom - height) / 2), HEIGHT - height)
    return x, y, width, height
