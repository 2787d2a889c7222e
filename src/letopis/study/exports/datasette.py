"""Metadata that makes the chronicle's own file pleasant in Datasette: titles, descriptions, facets, units."""

from __future__ import annotations

import json
from pathlib import Path

from letopis.reading.events.plover import load_codebook
from letopis.study.exports import Out
from letopis.study.exports.columns import file_of, tables

FACETS = {"event": ["type", "realis", "issue"], "statement": ["speaker", "issue"], "agreement": ["status"],
          "name": ["type", "code"]}  # fmt: skip


def write(out: Out) -> list[Path]:
    """Writes one file: ``datasette serve CHRONICLE --metadata metadata.json``."""
    database = out.chronicle.path.stem
    shown = {}
    for kind, columns in tables(load_codebook()).items():
        if kind != "source":
            about = {column.name: column.about for column in columns}
            shown[file_of(kind)] = {"description": f"Every {kind} with its place", "columns": about,
                                    "facets": FACETS.get(kind, []), "sort": "source"}  # fmt: skip
    title = {
        "title": "A chronicle of relations between countries",
        "source": "letopis",
        "databases": {database: {"tables": shown}},
    }
    out.path.write_text(json.dumps(title, ensure_ascii=False, indent=1), encoding="utf-8")
    return [out.path]
