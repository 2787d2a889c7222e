"""POLECAT's table (Halterman and others, Harvard Dataverse, doi:10.7910/DVN/AJGVIT): 40 columns, a row a telling.

Unknown is ``None``, several values are joined with ``; ``. A date that is no day is unknown there, since the table has
no other; our own export keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.reading.events.plover import EventType, load_codebook
from letopis.study.atlas import locate
from letopis.study.exports import Out
from letopis.study.exports.codes import QUADS
from letopis.study.states import State, load_states

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW",
    "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NONE = "None"
#: GeoNames' feature codes of our kinds of places; H, S and T are its classes of waters, sites and land forms.
FEATURES = {"country": "PCL", "region": "RGN", "island": "ISL", "sea": "SEA", "strait": "STRT", "water": "H",
            "land": "T", "site": "S", "city": "PPL"}  # fmt: skip


def write(out: Out) -> list[Path]:
    """Writes one tab-separated file with a header. Only what happened is in POLECAT: the rest is left out."""
    codebook, states = load_codebook(), load_states()
    published = {one.name: one for one in out.chronicle.sources()}
    with out.path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for line in out.lines(Kind.EVENT):
            if line["realis"] == "actual":
                source = published[line["source"]]
                cells = _cells(line, codebook, states, source.published, source.language, source.publisher)
                file.write("\t".join(map(_cell, cells)) + "\n")
    return [out.path]


def _cells(
    line: Mapping[str, Any],
    codebook: Mapping[str, EventType],
    states: Mapping[str, State],
    published: str | None,
    language: str | None,
    publisher: str | None,
) -> list[object]:
    day = line["first"] if line["first"] and line["first"] == line["last"] else None
    event = [line["id"], day, line["type"], line["mode"], line["score"], QUADS[codebook[line["type"]].quad]]
    contexts = "; ".join(line["contexts"])
    actors, recipients = (_side(line[side], line, states) for side in ("actors", "recipients"))
    place = _place(line["place"])
    story = [publisher or line["source"], published, None, None, None, language, line["codebook"]]
    return [*event, contexts, *actors, *recipients, *place, *story]


def _place(label: str | None) -> list[object]:
    """Placename to Feature Type; the type is a feature code of GeoNames, or the class where the code is not known."""
    at = locate(label)
    if at is None:
        return [label, *[None] * 7, label, None]
    city, province = at.label if at.kind == "city" else None, at.label if at.kind == "region" else None
    number = [at.latitude, at.longitude, at.geonames]
    return [label, city, None, province, at.code, *number, label, FEATURES[at.kind]]


def _side(parties: Sequence[Mapping[str, Any]], line: Mapping[str, Any], states: Mapping[str, State]) -> list[object]:
    def joined(values: Sequence[object]) -> str:
        return "; ".join(str(value) for value in values if value)

    codes = list(dict.fromkeys(party["code"] for party in parties if party["code"]))
    sectors = list(dict.fromkeys(party["class"] for party in parties if party["class"]))
    raw = [_raw(party, line) for party in parties]
    return [
        joined([party["label"] or party["code"] for party in parties]),
        joined(codes),
        joined([states[code].cow for code in codes if code in states]),
        sectors[0] if sectors else None,
        joined(sectors),
        joined([party["role"] for party in parties]),
        joined(raw),
        None,
    ]


def _raw(party: Mapping[str, Any], line: Mapping[str, Any]) -> str | None:
    """The words of the source that name a party, where they stand in the cited ones."""
    start, stop = party["start"], party["stop"]
    inside = start is not None and line["start"] <= start and stop <= line["stop"]
    return line["quote"][start - line["start"] : stop - line["start"]] if inside else None


def _cell(value: object) -> str:
    """A value without tabs and line ends; unknown is ``None``."""
    return NONE if value is None or value == "" else " ".join(str(value).split())
