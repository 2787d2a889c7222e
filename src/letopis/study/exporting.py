"""The lines of the export contract: what the chronicle keeps, and what is worked out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.atlas import locate
from letopis.study.contradictions import Contradiction, find_contradictions

CONTRADICTION = "contradiction"
RULE = "study/contradictions"


def export_lines(chronicle: Chronicle, kind: Kind | str | None = None) -> Iterator[dict[str, Any]]:
    """Every record as the contract writes it, of one kind or all. Raises UsageError for an unknown kind."""
    if kind != CONTRADICTION:
        yield from map(with_location, chronicle.export(kind))
    if kind in (None, CONTRADICTION):
        yield from map(contradiction_line, find_contradictions(chronicle))


def with_location(line: dict[str, Any]) -> dict[str, Any]:
    """An event's line with where its place lies: kind, country, degrees, GeoNames id; None where it is not certain."""
    if line["kind"] != Kind.EVENT:
        return line
    at = locate(line["place"])
    known = at and {"kind": at.kind, "code": at.code, "latitude": at.latitude, "longitude": at.longitude,
                    "geonames": at.geonames}  # fmt: skip
    return {**line, "location": known}


def contradiction_line(pair: Contradiction) -> dict[str, Any]:
    """A contradiction as a line of the export; it has two places and no source of its own."""
    return {
        "kind": CONTRADICTION,
        "id": pair.id,
        "reading": pair.id.replace("cn-", "r-"),
        "rule": f"{RULE}#{pair.form}",
        "confidence": round(min(pair.a.evidence.confidence, pair.b.evidence.confidence), 3),
        "form": pair.form,
        "about": pair.about,
        "a": _place(pair.a),
        "b": _place(pair.b),
    }


def _place(told: Told) -> dict[str, Any]:
    return {"source": told.source, "start": told.start, "stop": told.stop, "quote": told.quote}
