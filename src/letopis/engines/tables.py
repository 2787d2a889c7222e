"""Texts and accounts as Arrow tables, and back: one row a text, whatever engine carries the table.

A table of accounts is self-contained: it holds the text, its sentences and its records as the export writes them, so
that an engine can query it and a chronicle can be settled from it without the texts at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from letopis.errors import InputError
from letopis.intake.made import made
from letopis.model import KIND_OF, Account, Evidence, Kind, Record, Source, Span, Unit
from letopis.store.rows import from_json, to_json

_TEXT = (
    ("name", pa.string()),
    ("text", pa.string()),
    ("title", pa.string()),
    ("publisher", pa.string()),
    ("address", pa.string()),
    ("author", pa.string()),
    ("published", pa.string()),
    ("language", pa.string()),
)
#: A table of texts; only ``name`` and ``text`` need be there. ``place`` is where a text stands among all.
TEXTS = pa.schema([("place", pa.int64()), *_TEXT])
UNIT = pa.struct([("start", pa.int64()), ("stop", pa.int64()), ("fingerprint", pa.string()), ("lemmas", pa.string())])
RECORD = pa.struct(
    [
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("stop", pa.int64()),
        ("rule", pa.string()),
        ("confidence", pa.float64()),
        ("first", pa.string()),  # bounds of its date
        ("last", pa.string()),
        ("data", pa.string()),  # its other fields, as the export writes them, in JSON
    ]
)
#: A table of accounts. ``unread`` says why a text was kept unread, ``refused`` why it was not kept.
ACCOUNTS = pa.schema(
    [
        *TEXTS,
        ("unread", pa.string()),
        ("refused", pa.string()),
        ("silent", pa.int64()),
        ("problems", pa.list_(pa.string())),
        ("units", pa.list_(UNIT)),
        ("records", pa.list_(RECORD)),
    ]
)

Row = dict[str, Any]


def texts_table(sources: Iterable[Source]) -> Any:
    """An Arrow table of texts, numbered in their order."""
    names = [name for name, _ in _TEXT]
    rows = [{"place": at, **{name: getattr(one, name) for name in names}} for at, one in enumerate(sources)]
    return pa.Table.from_pylist(rows, TEXTS)


def to_source(row: Mapping[str, Any]) -> Source:
    """The source that a row of texts holds. Raises InputError for a row without a text."""
    name, text = row.get("name"), row.get("text")
    if not name or not isinstance(text, str):
        raise InputError(str(name or "a row of the table"), "has no text" if name else "has no name")
    also = {field: row.get(field) for field, _ in _TEXT if field not in {"name", "text"}}
    return made(str(name), text, **also)


def to_row(row: Mapping[str, Any], outcome: Account | InputError) -> Row:
    """A row of accounts: what the text in a row of texts says, or why it could not be read."""
    values: Row = {field: row.get(field) for field in TEXTS.names}
    if isinstance(outcome, InputError):
        return values | {"name": outcome.name, "refused": outcome.reason}
    source = outcome.source
    return values | {
        **{field: getattr(source, field) for field, _ in _TEXT},
        "unread": source.unread,
        "silent": outcome.silent,
        "problems": list(outcome.problems),
        "units": [asdict(unit) for unit in outcome.units],
        "records": [_plain(record) for record in outcome.records],
    }


def to_outcome(row: Mapping[str, Any]) -> Account | InputError:
    """The account that `to_row` wrote down, or why there is none."""
    if row["refused"] is not None:
        return InputError(row["name"], row["refused"])
    source = _as_kept(row)
    units = tuple(Unit(**unit) for unit in row["units"])
    records = tuple(_record(record, source.sha256) for record in row["records"])
    return Account(source, units, records, row["silent"], tuple(row["problems"]))


def in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows by their ``place``, each as soon as all before it are there: engines hand them back as they are done."""
    waiting: dict[int, Row] = {}
    due = 0
    for row in rows:
        waiting[row["place"]] = row
        while due in waiting:
            yield waiting.pop(due)
            due += 1
    yield from (waiting[place] for place in sorted(waiting))


def _as_kept(row: Mapping[str, Any]) -> Source:
    plain = to_source(row)
    return Source(plain.name, plain.text, plain.sha256, **{field: row[field] for field in _KEPT})


_KEPT = ("title", "publisher", "address", "author", "published", "language", "unread")


def _plain(record: Record) -> Row:
    when, evidence = getattr(record, "when", None), record.evidence
    return {
        "kind": str(KIND_OF[type(record)]),
        "start": evidence.span.start,
        "stop": evidence.span.stop,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
        "first": when.first if when else None,
        "last": when.last if when else None,
        "data": to_json(record),
    }


def _record(row: Mapping[str, Any], source: str) -> Record:
    evidence = Evidence(Span(source, row["start"], row["stop"]), row["rule"], row["confidence"])
    return from_json(Kind(row["kind"]), row["data"], evidence, row["first"], row["last"])
