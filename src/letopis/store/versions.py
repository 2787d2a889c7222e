"""Older texts of a source: kept when a newer text comes under its name or address, and what changed between them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from letopis.model import Source
from letopis.passages.copies import fold
from letopis.store.told import Change, Version

# A sentence of a version: first character, the one after its last, fingerprint.
_SENTENCES = "SELECT json_group_array(json_array(start, stop, fingerprint)) FROM unit WHERE source = ?"


def replaced_by(db: sqlite3.Connection, source: Source) -> list[int]:
    """The sources that a new one takes the place of: those of its name, those of its address with another text."""
    query = "SELECT id FROM source WHERE name = ? OR (address = ? AND sha256 <> ?) ORDER BY name = ?1, id"
    return [number for (number,) in db.execute(query, (source.name, source.address, source.sha256))]


def keep_version(db: sqlite3.Connection, source: int, name: str) -> None:
    """Keeps the text of a source that is about to be replaced, as the newest older version of what is called `name`."""
    ((old, sha256, published, text),) = db.execute(
        "SELECT name, sha256, published, text FROM source JOIN source_text ON source = id WHERE id = ?", (source,)
    )
    if old != name:
        db.execute("UPDATE version SET name = ?1, number = number + ?2 WHERE name = ?3", (name, _newest(db, name), old))
    ((sentences,),) = db.execute(_SENTENCES, (source,))
    row = (name, _newest(db, name) + 1, old, sha256, published, text, sentences)
    db.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def forget_versions(db: sqlite3.Connection, name: str) -> None:
    """Takes out all older texts of a source."""
    db.execute("DELETE FROM version WHERE name = ?", (name,))


def versions_of(db: sqlite3.Connection, name: str) -> list[Version]:
    """All versions of a source, the oldest first and the one that is read last, each with what it changed."""
    texts = db.execute(
        "SELECT came_as, sha256, published, text, sentences FROM version WHERE name = ? ORDER BY number", (name,)
    ).fetchall()
    now = db.execute(
        "SELECT id, name, sha256, published, text FROM source JOIN source_text ON source = id WHERE name = ?", (name,)
    ).fetchall()
    for source, *row in now:
        texts.append((*row, *db.execute(_SENTENCES, (source,)).fetchone()))
    return list(_compared(texts))


def _newest(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute("SELECT coalesce(max(number), 0) FROM version WHERE name = ?", (name,)).fetchone()[0])


def _compared(texts: Sequence[tuple[str, str, str | None, str, str]]) -> Iterator[Version]:
    before: list[tuple[str, Change]] = []
    for number, (came_as, sha256, published, text, sentences) in enumerate(texts, 1):
        here = _sentences(text, sentences)
        came, went = (_without(here, before), _without(before, here)) if number > 1 else ((), ())
        yield Version(number, came_as, sha256, published, len(text), came, went)
        before = here


def _sentences(text: str, sentences: str) -> list[tuple[str, Change]]:
    """The sentences of a text in order, each with what it is known by."""
    places = sorted(json.loads(sentences), key=lambda place: place[:2])
    quotes = ((start, stop, text[start:stop], known) for start, stop, known in places)
    return [(known or fold(quote), Change(start, stop, quote)) for start, stop, quote, known in quotes]


def _without(some: Sequence[tuple[str, Change]], others: Sequence[tuple[str, Change]]) -> tuple[Change, ...]:
    """The sentences that do not stand among the others; one that stands there less often is missing that many times."""
    left, missing = Counter(known for known, _ in others), []
    for known, change in some:
        if left[known]:
            left[known] -= 1
        else:
            missing.append(change)
    return tuple(missing)
