"""Whether every citation still holds: the kept text against its hash and its file, quotes against the text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from letopis.store.told import Problem


def problems(db: sqlite3.Connection, read_file: Callable[[str], str | None]) -> Iterator[Problem]:
    """Everything that does not hold, by source. `read_file` gives a source's text by name, None when it cannot."""
    for fault in _faults(db):
        yield Problem("", None, fault)
    rows = db.execute(
        "SELECT s.id, s.name, s.sha256, t.text FROM source s LEFT JOIN source_text t ON t.source = s.id ORDER BY s.name"
    )
    for number, name, known, text in rows:
        if text is None or _hash(text) != known:
            yield Problem(name, None, "the kept text is not the one that was read")
        if text is not None:
            yield from _citations(db, number, name, text)
            yield from _file(name, text, read_file)
    for name, number, known, text in db.execute("SELECT name, number, sha256, text FROM version ORDER BY 1, 2"):
        if _hash(text) != known:
            yield Problem(name, None, f"the kept text of version {number} is not the one that was read")


def _faults(db: sqlite3.Connection) -> Iterator[str]:
    for (found,) in db.execute("PRAGMA quick_check(10)").fetchall():
        if found != "ok":
            yield f"the file is damaged: {found}"
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(10):
        yield f"the file is damaged: {table} without its {parent}"


def _citations(db: sqlite3.Connection, source: int, name: str, text: str) -> Iterator[Problem]:
    query = "SELECT reading, start, stop, quote, data FROM reading WHERE source = ? ORDER BY start"
    for reading, start, stop, quote, data in db.execute(query, (source,)):
        if not 0 <= start <= stop <= len(text) or text[start:stop] != quote:
            yield Problem(name, reading, "the quotation does not stand at its place")
        elif not _inside(data, len(text)):
            yield Problem(name, reading, "points outside its text")
    for start, stop, quote in db.execute("SELECT start, stop, quote FROM unit WHERE source = ?", (source,)):
        if text[start:stop] != quote:
            yield Problem(name, None, f"the sentence at {start} does not stand at its place")


def _inside(data: str, size: int) -> bool:
    """Whether all places in a record's JSON lie in a text of `size` characters."""
    try:
        return all(0 <= start <= stop <= size for start, stop in _places(json.loads(data)))
    except (ValueError, TypeError):
        return False


def _places(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        if value.get("start") is not None:
            yield value["start"], value["stop"]
        for part in value.values():
            yield from _places(part)
    elif isinstance(value, list):
        for part in value:
            yield from _places(part)


def _file(name: str, text: str, read_file: Callable[[str], str | None]) -> Iterator[Problem]:
    now = read_file(name)
    if now is not None and now != text:
        yield Problem(name, None, "the file has changed since it was read")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
