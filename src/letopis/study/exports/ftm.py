"""FollowTheMoney entities (Aleph, OpenSanctions): articles, actors and events, JSON Lines.

Values are always lists of strings; countries are ISO 3166-1 alpha-2 in small letters. FollowTheMoney has no offsets:
the exact characters are in our own export and in the Web Annotations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.store.told import KeptSource
from letopis.study.exports import Out
from letopis.study.exports.codes import load_iso
from letopis.study.timeline import WORDS

#: FollowTheMoney takes the three letters of ISO 639-3.
LANGUAGES = {"ru": "rus", "en": "eng", "ja": "jpn", "uk": "ukr", "be": "bel", "bg": "bul", "sr": "srp", "de": "deu",
             "fr": "fra", "es": "spa", "zh": "zho", "ko": "kor", "kk": "kaz", "pl": "pol"}  # fmt: skip
#: The sectors whose actors are organs of a state.
PUBLIC = {"GOV", "MIL", "LEG", "JUD", "COP"}


def write(out: Out) -> list[Path]:
    """Writes one file; every entity stands once."""
    iso = load_iso()
    sources = {one.name: one for one in out.chronicle.sources()}
    seen: set[str] = set()
    with out.path.open("w", encoding="utf-8") as file:
        for entity in _entities(out, sources, iso):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                file.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return [out.path]


def _entities(out: Out, sources: Mapping[str, KeptSource], iso: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for source in sources.values():
        yield _entity(_document(source), "Article", title=[source.title or source.name], author=[source.author],
                      publishedAt=[source.published], sourceUrl=[source.address],
                      language=[LANGUAGES.get(source.language or "")],
                      publisher=[source.publisher])  # fmt: skip
    actual = (line for line in out.lines(Kind.EVENT, by_record=True) if line["realis"] == "actual")
    for record, group in groupby(actual, key=lambda line: line["id"]):
        tellings = list(group)
        line = tellings[0]
        parties = [*line["actors"], *line["recipients"]]
        for party in parties:
            yield _actor(party, iso)
        yield _entity(
            record,
            "Event",
            name=[f"{WORDS[line['type']]} ({line['type']}{'/' + line['mode'] if line['mode'] else ''})"],
            startDate=[line["first"]],
            endDate=[line["last"]],
            country=[iso.get(party["code"] or "", "").lower() for party in parties],
            location=[line["place"]],
            involved=[party["id"] for party in parties],
            organizer=[party["id"] for party in line["actors"]] if not line["recipients"] else [],
            proof=[_document(sources[one["source"]]) for one in tellings],
            summary=[line["quote"]],
            keywords=[line["issue"], line["type"]],
            recordId=[record],
        )


def _actor(party: Mapping[str, Any], iso: Mapping[str, str]) -> dict[str, Any]:
    country = iso.get(party["code"] or "", "").lower()
    names = [party["label"], party["label_ru"], None if party["label"] or party["label_ru"] else party["code"]]
    if party["class"] is None and party["role"] is None and party["label"] and party["code"]:
        schema = "PublicBody" if country else "Organization"
    elif party["class"] in PUBLIC and party["role"] is None:
        schema = "PublicBody"
    elif party["role"]:
        schema = "Person"
    else:
        schema = "LegalEntity"
    more = {"position": [party["role"]]} if schema == "Person" else {}
    return _entity(party["id"], schema, name=names, country=[country], **more)


def _document(source: KeptSource) -> str:
    return f"doc-{source.sha256[:20]}"


def _entity(identity: str, schema: str, **properties: list[Any]) -> dict[str, Any]:
    told = {name: list(dict.fromkeys(str(one) for one in values if one)) for name, values in properties.items()}
    return {"id": identity, "schema": schema, "properties": {name: values for name, values in told.items() if values}}
