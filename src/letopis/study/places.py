"""Where the events of a chronicle took place: its places with their coordinates and the events told of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from letopis.store.chronicle import Chronicle
from letopis.study.atlas import Location, locate
from letopis.study.timeline import among


@dataclass(frozen=True, slots=True)
class Placed:
    """A place with the ids of the events there, by date; `location` is None where it is not certain where it lies."""

    label: str
    location: Location | None
    events: tuple[str, ...]


def find_places(chronicle: Chronicle, **conditions: Any) -> list[Placed]:
    """The places of events, those of most events first; conditions and errors as in `iterate_timeline`.

    An event whose tellings name several places stands at each of them.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for place, record in chronicle.histories.placed_events():
        places[record].append(place)
    events: dict[str, list[str]] = defaultdict(list)
    for record in among(chronicle, list(places), **conditions) if places else ():
        for place in places[record]:
            events[place].append(record)
    found = [Placed(label, locate(label), tuple(records)) for label, records in events.items()]
    return sorted(found, key=lambda one: (-len(one.events), one.label))


def feature(location: Location, properties: dict[str, Any]) -> dict[str, Any]:
    """A point as GeoJSON (RFC 7946) writes it, longitude first, with what is told of it."""
    about = {"place": location.label, "place_ru": location.label_ru, "place_kind": location.kind,
             "country": location.code, "geonames": location.geonames}  # fmt: skip
    point = {"type": "Point", "coordinates": [location.longitude, location.latitude]}
    return {"type": "Feature", "geometry": point, "properties": {**about, **properties}}


def collection(found: Sequence[Placed]) -> dict[str, Any]:
    """Places with coordinates as a GeoJSON FeatureCollection, each with the number and the ids of its events."""
    features = [feature(one.location, {"count": len(one.events), "events": list(one.events)})
                for one in found if one.location is not None]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}
