"""Places of events for a reader: how many events, where it lies, of what kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.study.places import Placed

#: The columns of a table of places.
PLACE_COLUMNS = ("place", "place_ru", "kind", "country", "latitude", "longitude", "geonames", "count", "events")


def place_lines(found: Sequence[Placed], width: int = WIDTH) -> Iterator[str]:
    """A line a place: its events, its name, its coordinates."""
    for one in found:
        yield from wrap(clean(f"{len(one.events):>5}  {one.label}  {_where(one)}".rstrip()), width, "")


def _where(one: Placed) -> str:
    at = one.location
    if at is None:
        return ""
    north, east = "N" if at.latitude >= 0 else "S", "E" if at.longitude >= 0 else "W"
    about = ", ".join(part for part in (at.kind, at.code, f"GeoNames {at.geonames}" if at.geonames else None) if part)
    return f"{abs(at.latitude):g}° {north} {abs(at.longitude):g}° {east}  ({about})"


def place_data(found: Sequence[Placed]) -> dict[str, Any]:
    """The places as plain data; what is not certain is null."""
    return {"places": [_data(one) for one in found]}


def _data(one: Placed) -> dict[str, Any]:
    at = one.location
    return {
        "place": one.label,
        "place_ru": at.label_ru if at else None,
        "kind": at.kind if at else None,
        "country": at.code if at else None,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "geonames": at.geonames if at else None,
        "count": len(one.events),
        "events": list(one.events),
    }
