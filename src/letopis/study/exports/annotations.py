"""W3C Web Annotations (JSON-LD): every cited place with its exact words, what stands around them, and its offsets.

Offsets are Unicode code points of the stored text from 0, the end exclusive; JavaScript counts UTF-16 units.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.study.exports import Out

#: So many characters before and after the words, as Hypothesis has them.
AROUND = 32
KINDS = (Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE)


def write(out: Out) -> list[Path]:
    """Writes one file, an annotation a line."""
    sources = {one.name: one for one in out.chronicle.sources()}
    with out.path.open("w", encoding="utf-8") as file:
        for kind in (out.kind,) if out.kind else KINDS:
            name, text = "", ""
            for line in out.lines(kind):
                if out.text and line["source"] != name:
                    name, text = line["source"], out.chronicle.text(line["source"])
                source = sources[line["source"]]
                target = source.address or f"urn:letopis:doc:{source.sha256[:16]}"
                file.write(json.dumps(annotation(line, target, text if out.text else None), ensure_ascii=False) + "\n")
    return [out.path]


def annotation(line: Mapping[str, Any], target: str, text: str | None) -> dict[str, Any]:
    """The annotation of a place; without a text only its offsets."""
    start, stop = line["start"], line["stop"]
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": stop}]
    if text is not None:
        around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[stop : stop + AROUND]}
        selectors.insert(0, {"type": "TextQuoteSelector", "exact": text[start:stop], **around})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:letopis:cite:{line['reading']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "Dataset", "id": f"urn:letopis:{line['kind']}:{line['id']}"},
        "target": {"source": target, "selector": selectors},
    }
