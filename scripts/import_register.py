"""Writes the lines of a register from an extract of Wikidata, ready for ``letopis build --register``.

    python scripts/import_register.py extract.json > own.txt

The extract is what query.wikidata.org gives as JSON for a query like this one (prime ministers of Norway):

    SELECT ?code ?office ?en ?ru ?ja ?since ?until WHERE {
      BIND("NOR" AS ?code) BIND("prime minister" AS ?office)
      ?person p:P39 ?term . ?term ps:P39 wd:Q1553195 ; pq:P580 ?since .
      OPTIONAL { ?term pq:P582 ?until }
      ?person rdfs:label ?en, ?ru . FILTER(LANG(?en) = "en" && LANG(?ru) = "ru")
      OPTIONAL { ?person rdfs:label ?ja . FILTER(LANG(?ja) = "ja") }
    }

Russian labels that put the family name first (Столтенберг, Йенс) are turned round; a row without code, office, an
English or a Russian name is named on standard error and left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

FIELDS = ("code", "office", "en", "ru", "ja", "since", "until")


def lines(extract: Mapping[str, object]) -> Iterator[str]:
    """The lines of a register, in order, each once. Raises ValueError for what is no extract."""
    results = extract.get("results")
    rows = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(rows, list):
        raise ValueError("no results.bindings: not the JSON of a Wikidata query")
    seen = set()
    for row in rows:
        told = {name: _value(row, name) for name in FIELDS}
        if not all(told[name] for name in FIELDS[:4]):
            print(f"left out, without code, office or a name: {told}", file=sys.stderr)
            continue
        line = " | ".join(told[name] for name in FIELDS).rstrip()
        if line not in seen:
            seen.add(line)
            yield line


def _value(row: Mapping[str, Mapping[str, str]], name: str) -> str:
    value = row.get(name, {}).get("value", "").replace("|", "/").strip()
    if name in ("since", "until"):
        return value[:10]
    if name == "ru" and value.count(",") == 1:
        family, given = value.split(",")
        return f"{given.strip()} {family.strip()}"
    return value.replace(",", "")


if __name__ == "__main__":
    for one in lines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))):
        print(one)
