"""letopis's own contract, JSON Lines: everything, one place that tells a line."""

from __future__ import annotations

import json
from pathlib import Path

from letopis.study.exporting import export_lines
from letopis.study.exports import Out


def write(out: Out) -> list[Path]:
    """Writes one file."""
    with out.path.open("w", encoding="utf-8") as file:
        for line in export_lines(out.chronicle, out.kind):
            shown = line if out.text else {name: value for name, value in line.items() if name != "quote"}
            file.write(json.dumps(shown, ensure_ascii=False) + "\n")
    return [out.path]
