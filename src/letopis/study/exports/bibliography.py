"""The sources for reference managers: BibTeX (BibLaTeX's ``@online``), RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from letopis.store.told import KeptSource
from letopis.study.exports import Out

_SPECIAL = re.compile(r"([&%$#_{}])")


def write(out: Out) -> list[Path]:
    """Writes one file in the format that is asked for."""
    make = {"bibtex": _bibtex, "ris": _ris, "csl": _csl}[out.form]
    out.path.write_text(make(out.chronicle.sources()), encoding="utf-8")
    return [out.path]


def _bibtex(sources: list[KeptSource]) -> str:
    return "\n".join(_entry(one) for one in sources)


def _entry(source: KeptSource) -> str:
    fields = {"title": source.title or source.name, "author": source.author, "organization": source.publisher,
              "date": source.published, "url": source.address, "langid": source.language}  # fmt: skip
    lines = [f"  {name} = {{{_tex(value, name)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{_key(source)},", *lines, "}", ""])


def _key(source: KeptSource) -> str:
    return f"letopis-{source.sha256[:12]}"


def _tex(value: str, field: str) -> str:
    plain = value.replace("\\", "/")
    return plain if field == "url" else _SPECIAL.sub(r"\\\1", plain)


def _ris(sources: list[KeptSource]) -> str:
    return "".join("\r\n".join([*_tags(one), "ER  - ", "", ""]) for one in sources)


def _tags(source: KeptSource) -> Iterator[str]:
    known = {"TY": "NEWS", "ID": _key(source), "TI": source.title or source.name, "AU": source.author,
             "PB": source.publisher, "DA": (source.published or "").replace("-", "/"), "UR": source.address,
             "LA": source.language}  # fmt: skip
    yield from (f"{tag}  - {' '.join(value.split())}" for tag, value in known.items() if value)


def _csl(sources: list[KeptSource]) -> str:
    return json.dumps([_item(one) for one in sources], ensure_ascii=False, indent=1)


def _item(source: KeptSource) -> dict[str, object]:
    known: dict[str, object] = {
        "id": _key(source),
        "type": "article-newspaper",
        "title": source.title or source.name,
        "author": [{"literal": source.author}] if source.author else None,
        "container-title": source.publisher,
        "issued": {"date-parts": [[int(part) for part in source.published.split("-")]]} if source.published else None,
        "URL": source.address,
        "language": source.language,
    }
    return {name: value for name, value in known.items() if value}
