"""PLOVER's own record (openeventdata/PLOVER, manual of February 2024), JSON Lines, one event a line.

The manual's date is a day; an event whose day is not told has an empty one, and its EDTF date stands in the comment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.reading.events.plover import load_codebook
from letopis.study.exports import Out


def write(out: Out) -> list[Path]:
    """Writes one file; the events' tellings are lines with one id."""
    quads = {name: one.quad for name, one in load_codebook().items()}
    addresses = {one.name: one.address for one in out.chronicle.sources()}
    with out.path.open("w", encoding="utf-8") as file:
        for line in out.lines(Kind.EVENT):
            record = _record(line, quads[line["type"]], addresses[line["source"]], text=out.text)
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return [out.path]


def _record(line: Mapping[str, Any], quad: int, address: str | None, *, text: bool) -> dict[str, Any]:
    first, last = line["first"], line["last"]
    record = {
        "id": line["id"],
        "has_event": line["realis"] == "actual",
        "date": first if first and first == last else "",
        "actor": [_entity(party) for party in line["actors"]],
        "recipient": [_entity(party) for party in line["recipients"]],
        "event": [line["type"]],
        "event_loc": line["place"] or "",
        "quad_code": quad,
        "event_scale": line["score"],
        "mode": line["mode"] or "",
        "context": line["contexts"],
        "link": address or "",
        "cite_info": f"{line['source']}:{line['start']}-{line['stop']}",
        "coder": f"letopis {line['rule']}",
        "comment": "; ".join(_comment(line)),
    }
    if first and last and first != last:
        record |= {"date": first, "enddate": last}
    return record | {"event_text": line["quote"], "text": line["quote"]} if text else record


def _comment(line: Mapping[str, Any]) -> list[str]:
    return [
        f"date {line['when'] or 'not told'}",
        f"realis {line['realis']}",
        *(["reported"] if line["reported"] else []),
        line["codebook"],
    ]


def _entity(party: Mapping[str, Any]) -> dict[str, Any]:
    name = party["label"] or party["label_ru"]
    known = {
        "code": party["code"] or "",
        "sector": party["class"] or "",
        "entity_text": name,
        "identifier_id": party["id"],
        "office": party["role"],
    }
    return {field: value for field, value in known.items() if value is not None}
