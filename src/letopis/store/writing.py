"""An account becomes rows: source, text, sentences, readings, parties."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import count

from letopis.identity import reading_of, record_id
from letopis.model import KIND_OF, Account, Kind, Party, Passage, Record, Unit
from letopis.passages.copies import extent, places_of
from letopis.reading.tellings import telling_key
from letopis.store.rows import COLUMNS, IN_SENTENCES, JOINED, own_columns, sides_of, to_json

_COLUMNS = (
    "reading, own, record, kind, source, start, stop, quote, rule, confidence, edtf, first, last, not_after, issue,"
    " unit, telling, copied_from, data"
)
_READING = f"INSERT INTO reading (id, {_COLUMNS}) VALUES (?{', ?' * 19})"  # noqa: S608
_UNIT = (
    "INSERT INTO unit (id, source, start, stop, quote, fingerprint, passage, lemmas) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_PARTY = (
    "INSERT INTO party (reading, side, actor, label, label_ru, code, sector, role, start, stop, inferred)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OWN_TABLE = {
    kind: f"INSERT INTO {kind} (reading, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"  # noqa: S608
    for kind, columns in COLUMNS.items()
}


def write_account(db: sqlite3.Connection, account: Account, read_at: str) -> int:
    """Writes a source with everything it says by itself; gives the source's row number.

    Copies are settled afterwards, from the sentences' fingerprints; a Copy among the records is passed over.
    """
    source = _write_source(db, account, read_at)
    units = _write_units(db, source, account, _write_outer(db, source, account))
    _write_own(db, source, account, units)
    return source


def write_reading(
    db: sqlite3.Connection,
    source: int,
    record: Record,
    quote: str,
    *,
    unit: int | None = None,
    telling: str | None = None,
    copied_from: int | None = None,
) -> int:
    """Writes one telling of a record with its parties; gives its row number. One with a `telling` gets its id later."""
    number = _next_row(db, "reading")
    _write_readings(db, [(number, *_row(source, record, quote, unit, telling, copied_from))], [(number, record)])
    return number


def _row(
    source: int,
    record: Record,
    quote: str,
    unit: int | None = None,
    telling: str | None = None,
    copied_from: int | None = None,
) -> tuple[object, ...]:
    kind, span, when = KIND_OF[type(record)], record.evidence.span, getattr(record, "when", None)
    own = record_id(record)
    return (
        *(reading_of(own), own, own if telling is None else None, kind, source, span.start, span.stop, quote),
        *(record.evidence.rule, record.evidence.confidence),
        *((when.edtf, when.first, when.last) if when else (None, None, None)),
        *(getattr(record, "not_after", None), getattr(record, "issue", None)),
        *(unit, telling, copied_from, to_json(record)),
    )


def folded(word: str) -> str:
    """How names are compared: in lower case, ``ё`` as ``е``."""
    return word.strip().casefold().replace("ё", "е")


def _write_source(db: sqlite3.Connection, account: Account, read_at: str) -> int:
    source = account.source
    row = (
        *(source.name, source.title, source.sha256, source.publisher, source.address, source.author),
        *(source.published, source.language, len(source.text), source.unread, account.silent),
        *(json.dumps(account.problems, ensure_ascii=False), read_at),
    )
    number = db.execute(
        "INSERT INTO source (name, title, sha256, publisher, address, author, published, language, characters, unread,"
        " silent, problems, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    ).lastrowid
    if number is None:
        raise sqlite3.InternalError("a row without a number")
    db.execute("INSERT INTO source_text VALUES (?, ?)", (number, source.text))
    return number


_Units = Sequence[tuple[Unit, int]]
_Passages = Sequence[tuple[Passage, int]]


def _write_outer(db: sqlite3.Connection, source: int, account: Account) -> _Passages:
    """Writes what lies around sentences; gives the passages in order, each with its row number."""
    outer = [record for record in account.records if KIND_OF[type(record)] not in IN_SENTENCES | {Kind.COPY}]
    outer.sort(key=lambda record: record.evidence.span.start)
    first = _next_row(db, "reading")
    rows = (_row(source, record, _quote(record, account.source.text)) for record in outer)
    db.executemany(_READING, ((number, *row) for number, row in enumerate(rows, first)))
    return [(record, number) for number, record in enumerate(outer, first) if isinstance(record, Passage)]


def _write_units(db: sqlite3.Connection, source: int, account: Account, passages: _Passages) -> _Units:
    text = account.source.text
    starts = [passage.evidence.span.start for passage, _ in passages]
    written = list(zip(sorted(account.units, key=lambda unit: unit.start), count(_next_row(db, "unit")), strict=False))
    rows = []
    for unit, number in written:
        at = bisect_right(starts, unit.start) - 1
        inside = at >= 0 and unit.stop <= passages[at][0].evidence.span.stop
        place = (number, source, unit.start, unit.stop, text[unit.start : unit.stop])
        rows.append((*place, unit.fingerprint, passages[at][1] if inside else None, unit.lemmas))
    db.executemany(_UNIT, rows)
    db.execute("INSERT INTO unit_fts (rowid, lemmas) SELECT id, lemmas FROM unit WHERE source = ?", (source,))
    return written


def _next_row(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608


def _write_own(db: sqlite3.Connection, source: int, account: Account, units: _Units) -> None:
    """Writes what the sentences of a source say."""
    text = account.source.text
    first = _next_row(db, "reading")
    own = [record for record in account.records if KIND_OF[type(record)] in IN_SENTENCES]
    rows = []
    for number, record in enumerate(own, first):
        unit = _unit_at(units, *extent(record))
        telling = telling_key(record, text) or record_id(record) if KIND_OF[type(record)] in JOINED else None
        rows.append((number, *_row(source, record, _quote(record, text), unit, telling)))
    _write_readings(db, rows, list(enumerate(own, first)))


def _write_readings(
    db: sqlite3.Connection, rows: Sequence[tuple[object, ...]], records: Sequence[tuple[int, Record]]
) -> None:
    """Writes the rows of readings, and what their records have in tables of their own."""
    db.executemany(_READING, rows)
    own: dict[Kind, list[tuple[object, ...]]] = {}
    for number, record in records:
        kind = KIND_OF[type(record)]
        if kind in _OWN_TABLE:
            own.setdefault(kind, []).append((number, *own_columns(record)))
    for kind, some in own.items():
        db.executemany(_OWN_TABLE[kind], some)
    write_parties(db, [(number, side, party) for number, record in records for side, party in sides_of(record)])


def _unit_at(units: _Units, start: int, stop: int) -> int | None:
    """The row number of the sentence in which a stretch lies."""
    at = bisect_right(units, start, key=lambda pair: pair[0].start) - 1
    return units[at][1] if at >= 0 and stop <= units[at][0].stop else None


def _quote(record: Record, text: str) -> str:
    span = record.evidence.span
    if not all(0 <= start <= stop <= len(text) for start, stop in places_of(record)):
        raise ValueError(f"{type(record).__name__} at {span.start}..{span.stop} points outside its text")
    return text[span.start : span.stop]


def write_parties(db: sqlite3.Connection, parties: Sequence[tuple[int, str, Party]]) -> None:
    """Writes the parties of readings, each with its reading's row number and its side, and what they are called."""
    actors = {(p.id, p.label or p.label_ru or p.code, p.code): None for _, _, p in parties}
    called = {(folded(word), p.id): None for _, _, p in parties for word in (p.label, p.label_ru, p.code) if word}
    db.executemany("INSERT OR IGNORE INTO actor VALUES (?, ?, ?)", list(actors))
    db.executemany("INSERT OR IGNORE INTO called VALUES (?, ?)", list(called))
    db.executemany(
        _PARTY,
        [
            (number, side, p.id, p.label, p.label_ru, p.code, p.sector, p.role, p.start, p.stop, p.inferred)
            for number, side, p in parties
        ],
    )


def drop_unused_actors(db: sqlite3.Connection, actors: Iterable[str]) -> None:
    """Takes out those actors that no reading names any more."""
    db.executemany(
        "DELETE FROM actor WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM party WHERE actor = ?1)",
        [(actor,) for actor in actors],
    )
