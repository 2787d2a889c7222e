"""GeoJSON (RFC 7946): a point an event, for QGIS, R's sf and web maps; places without coordinates are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.study.atlas import locate
from letopis.study.exports import Out
from letopis.study.places import feature

FIELDS = ("id", "reading", "type", "mode", "realis", "reported", "issue", "when", "first", "last", "source", "start",
          "stop", "quote", "rule", "confidence")  # fmt: skip


def write(out: Out) -> list[Path]:
    """Writes one FeatureCollection, a telling a feature."""
    with out.path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, one in enumerate(_features(out)):
            file.write((",\n" if number else "\n") + json.dumps(one, ensure_ascii=False))
        file.write("\n]}\n")
    return [out.path]


def _features(out: Out) -> Iterator[dict[str, Any]]:
    for line in out.lines(Kind.EVENT):
        location = locate(line["place"])
        if location is not None:
            sides = {side: [one["label"] or one["code"] for one in line[side]] for side in ("actors", "recipients")}
            yield feature(location, {**{name: line[name] for name in FIELDS}, **sides})
