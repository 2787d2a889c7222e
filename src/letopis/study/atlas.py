"""Where places lie: coordinates and GeoNames ids by the labels that the records give to places.

The table is `atlas.txt`, made by scripts/atlas.py; it is read when it is first asked for (20 ms), a place when it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Kinds of places so wide that a point in their middle says little of where something happened.
WIDE = frozenset({"country", "region", "sea"})


@dataclass(frozen=True, slots=True)
class Location:
    """A place: degrees north and east, of what kind it is, the state it lies in, its number at GeoNames.

    `kind` is country, region, island, sea, strait, water, land, site or city. `code` is None for disputed land and for
    what lies in no single state, `geonames` where it is not certain.
    """

    label: str
    label_ru: str
    kind: str
    code: str | None
    latitude: float
    longitude: float
    geonames: int | None

    @property
    def wide(self) -> bool:
        """Whether the point only stands in the middle of something wide."""
        return self.kind in WIDE


@cache
def _lines() -> Mapping[str, str]:
    """The lines of the atlas by their labels; of two with one label the listed place, which stands first."""
    lines = files("letopis.study").joinpath("atlas.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition("|")[0]: line for line in reversed(lines) if line and not line.startswith("#")}


@cache
def locate(label: str | None) -> Location | None:
    """Where the place of a record lies; None where that is not certain, or no place is told."""
    line = _lines().get(label) if label else None
    if line is None:
        return None
    label, name, kind, code, latitude, longitude, number = line.split("|")
    return Location(label, name, kind, code or None, float(latitude), float(longitude), int(number) if number else None)


def labels() -> list[str]:
    """The labels of all places that have coordinates."""
    return list(_lines())
