"""Statements as schema.org Claims: who said what, and where it appeared; whether it is true is not ours to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.store.told import KeptSource
from letopis.study.exports import Out


def write(out: Out) -> list[Path]:
    """Writes one file, a claim a line."""
    sources = {one.name: one for one in out.chronicle.sources()}
    with out.path.open("w", encoding="utf-8") as file:
        for line in out.lines(Kind.STATEMENT):
            claim = _claim(line, sources[line["source"]], text=out.text)
            file.write(json.dumps(claim, ensure_ascii=False) + "\n")
    return [out.path]


def _claim(line: Mapping[str, Any], source: KeptSource, *, text: bool) -> dict[str, Any]:
    speaker = line["speaker"]
    day = line["first"] if line["first"] and line["first"] == line["last"] else None
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": f"urn:letopis:statement:{line['id']}",
        "text": line["quote"] if text else None,
        "author": _author(speaker) if speaker else None,
        "datePublished": day,
        "about": line["issue"],
        "appearance": {"@type": "CreativeWork", "name": source.title or source.name, "url": source.address,
                       "datePublished": source.published, "publisher": source.publisher},
    }  # fmt: skip
    known["appearance"] = {name: value for name, value in known["appearance"].items() if value}
    return {name: value for name, value in known.items() if value}


def _author(speaker: Mapping[str, Any]) -> dict[str, Any]:
    person = bool(speaker["role"])
    known = {"@type": "Person" if person else "Organization", "name": speaker["label"] or speaker["code"],
             "alternateName": speaker["label_ru"], "jobTitle": speaker["role"] if person else None}  # fmt: skip
    return {name: value for name, value in known.items() if value}
