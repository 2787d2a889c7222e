"""A record as a row, and back: which of its fields stand in columns, which in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from letopis.model import (
    KIND_OF,
    Agreement,
    Attitude,
    Cut,
    Debris,
    Event,
    Evidence,
    Figure,
    Kind,
    Name,
    Party,
    Passage,
    Record,
    Role,
    Span,
    Statement,
    Time,
    When,
)

CLASSES: dict[Kind, type[Record]] = {
    KIND_OF[kept]: kept
    for kept in (Passage, Debris, Cut, Name, Role, Time, Event, Statement, Agreement, Figure, Attitude)
}

#: Kinds that live in sentences: a copied sentence tells those of the place it repeats.
IN_SENTENCES = frozenset(
    {Kind.NAME, Kind.ROLE, Kind.TIME, Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE, Kind.ATTITUDE}
)

#: Kinds whose tellings join under one id.
JOINED = frozenset({Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE})

#: The columns of each kind's own table; they are called as the record's fields are.
COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.EVENT: ("type", "mode", "realis", "reported", "place", "score", "codebook"),
    Kind.STATEMENT: ("form",),
    Kind.AGREEMENT: ("label", "status"),
    Kind.FIGURE: ("value", "low", "high", "unit", "about", "place", "part_of"),
    Kind.NAME: ("type", "label", "label_ru", "code", "form", "metonym"),
    Kind.ROLE: ("person", "role", "code"),
    Kind.TIME: ("anchor",),
}

#: Under which field of a record a side of its parties stands.
SIDES = {
    "actors": "actor",
    "recipients": "recipient",
    "parties": "party",
    "speaker": "speaker",
    "relayed_by": "relayed_by",
    "addressee": "addressee",
    "holder": "holder",
    "target": "target",
    "reporter": "reporter",
}
_SIDED = {
    record: tuple((field.name, SIDES[field.name]) for field in fields(record) if field.name in SIDES)
    for record in KIND_OF
}
#: Kinds that have parties.
WITH_SIDES = frozenset(kind for kind, kept in CLASSES.items() if SIDES.keys() & kept.__dataclass_fields__.keys())
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SPANS = frozenset({"trigger", "cue"})
_FIRST = {Kind.EVENT: ("trigger", "type", "mode", "contexts", "codebook")}


def _order(kind: Kind) -> tuple[str, ...]:
    names = [field.name for field in fields(CLASSES[kind]) if field.name != "evidence"]
    first = _FIRST.get(kind, ())
    return (*first, *(name for name in names if name not in first))


#: The fields of each kind, and those that must be given: kept, for a page revives hundreds of records.
_KNOWN = {kind: frozenset(field.name for field in fields(kept)) for kind, kept in CLASSES.items()}
_MISSING = {kind: {field.name: None for field in fields(kept) if field.default is MISSING}
            for kind, kept in CLASSES.items()}  # fmt: skip
#: The fields of each kind besides the common ones, in the order in which they are exported.
FIELDS: dict[Kind, tuple[str, ...]] = {kind: _order(kind) for kind in CLASSES}


def to_json(record: Record) -> str:
    """The fields of a record besides the common ones, as they are exported."""
    data = {name: _plain(getattr(record, name)) for name in FIELDS[KIND_OF[type(record)]]}
    return _ENCODER.encode(data)


def from_json(kind: Kind, text: str, evidence: Evidence, first: str | None, last: str | None) -> Record:
    """The record that `to_json` wrote; `first` and `last` are the bounds of its date.

    Raises ValueError, KeyError or TypeError when the text is not what was written.
    """
    known, source = _KNOWN[kind], evidence.span.source
    values = {name: _revived(name, value, source, first, last) for name, value in json.loads(text).items()
              if name in known}  # fmt: skip
    return CLASSES[kind](**{**_MISSING[kind], "evidence": evidence, **values})


def sides_of(record: Record) -> Iterator[tuple[str, Party]]:
    """The parties of a record, each with its side: actor, recipient, speaker, relayed_by, addressee or party."""
    for field, side in _SIDED[type(record)]:
        value = getattr(record, field)
        for party in value if isinstance(value, tuple) else (value,):
            if isinstance(party, Party):
                yield side, party


def own_columns(record: Record) -> tuple[object, ...]:
    """The values of `COLUMNS` for a record of a kind that has a table of its own."""
    return tuple(getattr(record, name) for name in COLUMNS[KIND_OF[type(record)]])


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | float | int):
        return value
    match value:
        case Span(start=start, stop=stop):
            return {"start": start, "stop": stop}
        case Party():
            return _party(value)
        case When(edtf=edtf):
            return edtf
        case tuple():
            return [_plain(part) for part in value]
    return value


def _party(party: Party) -> dict[str, object]:
    words: dict[str, object] = {
        "id": party.id,
        "label": party.label,
        "label_ru": party.label_ru,
        "code": party.code,
        "class": party.sector,
        "role": party.role,
        "start": party.start,
        "stop": party.stop,
    }
    return words | {"inferred": True} if party.inferred else words


def _revived(name: str, value: Any, source: str, first: str | None, last: str | None) -> Any:
    if isinstance(value, list):
        return tuple(_revived(name, part, source, first, last) for part in value)
    if name in _SPANS:
        return Span(source, value["start"], value["stop"])
    if name in SIDES and value is not None:
        return Party(sector=value.pop("class"), **value)
    if name == "when" and value is not None:
        return When(value, first, last)
    return value
