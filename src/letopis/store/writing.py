"""An account becomes rows: source, text, sentences, readings, parties."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import NamedTuple

from letopis.identity import reading_of, record_id
from letopis.model import KIND_OF, Account, Kind, Party, Passage, Record, Unit
from letopis.passages.copies import extent, places_of
from letopis.reading.tellings import telling_key
from letopis.store.rows import COLUMNS, IN_SENTENCES, JOINED, WITH_SIDES, own_columns, sides_of, to_json

_COLUMNS = (
    "reading, own, record, kind, source, start, stop, quote, rule, confidence, edtf, first, last, not_after, issue,"
    " unit, telling, copied_from, data"
)
_NUMBERED_READING = f"INSERT INTO reading (id, {_COLUMNS}) VALUES (?{', ?' * 19})"  # noqa: S608
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
    told = [record for record in account.records if KIND_OF[type(record)] in IN_SENTENCES]
    _write_tellings(db, source, [_telling(record, account.source.text, units) for record in told])
    return source


class Telling(NamedTuple):
    """One telling of a record, ready to be written. One with a `telling` gets its record's id later."""

    record: Record
    quote: str
    unit: int | None
    telling: str | None
    copied_from: int | None = None


def write_reading(db: sqlite3.Connection, source: int, told: Telling) -> None:
    """Writes one telling of a record with its parties."""
    _write_tellings(db, source, [told])


def _write_tellings(db: sqlite3.Connection, source: int, tellings: Sequence[Telling]) -> None:
    """Writes tellings with their parties, table by table, which takes half the time of row by row."""
    rows: list[tuple[object, ...]] = []
    own: dict[Kind, list[tuple[object, ...]]] = defaultdict(list)
    parties: list[tuple[int, str, Party]] = []
    for number, told in enumerate(tellings, _next_row(db, "reading")):
        record, kind = told.record, KIND_OF[type(told.record)]
        rows.append((number, *_row(source, record, told.quote, told.unit, told.telling, told.copied_from)))
        if kind in _OWN_TABLE:
            own[kind].append((number, *own_columns(record)))
        if kind in WITH_SIDES:
            parties += ((number, side, party) for side, party in sides_of(record))
    db.executemany(_NUMBERED_READING, rows)
    for kind, some in own.items():
        db.executemany(_OWN_TABLE[kind], some)
    write_parties(db, parties)


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
    db.executemany(_NUMBERED_READING, ((number, *row) for number, row in enumerate(rows, first)))
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


def _telling(record: Record, text: str, units: _Units) -> Telling:
    unit = _unit_at(units, *extent(record))
    telling = telling_key(record, text) or record_id(record) if KIND_OF[type(record)] in JOINED else None
    return Telling(record, _quote(record, text), unit, telling)


def _unit_at(units: _Units, start: int, stop: int) -> int | None:
    """The row number of the sentence in which a stretch lies."""
    at = bisect_right(units, start, key=lambda pair: pair[0].start) - 1
    return units[at][1] if at >= 0 and stop <= units[at][0].stop else None


def _quote(record: Record, text: str) -> str:
    span = record.evidence.span
    if not all(0 <= start <= stop <= len(text) for start, stop in places_of(record)):
        raise ValueError(f"{type(record).__name__} at {span.start}..{span.stop} points outside its text")
    return text[span.start : span.stop]


def write_parties(db: sqlite3.Connection, parties: Iterable[tuple[int, str, Party]]) -> None:
    """Writes parties, each with the row number of its reading and its side, and what they are called."""
    rows: list[tuple[object, ...]] = []
    actors: dict[str, tuple[str | None, ...]] = {}
    called: dict[tuple[str | None, ...], list[tuple[str, str]]] = {}
    for reading, side, party in parties:
        names = (party.label, party.label_ru, party.code)
        more = (party.sector, party.role, party.start, party.stop, party.inferred)
        rows.append((reading, side, party.id, *names, *more))
        if (party.id, *names) not in called:
            actors.setdefault(party.id, (party.id, party.label or party.label_ru or party.code, party.code))
            called[party.id, *names] = [(folded(word), party.id) for word in names if word]
    db.executemany("INSERT OR IGNORE INTO actor VALUES (?, ?, ?)", actors.values())
    db.executemany("INSERT OR IGNORE INTO called VALUES (?, ?)", dict.fromkeys(chain.from_iterable(called.values())))
    db.executemany(_PARTY, rows)


def drop_unused_actors(db: sqlite3.Connection, actors: Iterable[str]) -> None:
    """Takes out those actors that no reading names any more."""
    db.executemany(
        "DELETE FROM actor WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM party WHERE actor = ?1)",
        [(actor,) for actor in actors],
    )
