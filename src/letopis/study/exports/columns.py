"""The tables of an export: their columns with type and meaning, and how a record becomes a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from letopis.model import Kind
from letopis.reading.events.plover import EventType
from letopis.study.atlas import locate

Line = Mapping[str, Any]
Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in the words of Frictionless Data, what it holds, how it is made of a record."""

    name: str
    type: str
    about: str
    make: Callable[[Line], Cell]


def _field(name: str, type_: str, about: str, of: str | None = None) -> Column:
    return Column(name, type_, about, methodcaller("get", of or name))


def _names(field: str, key: str) -> Callable[[Line], str | None]:
    def of(party: Mapping[str, Any]) -> str | None:
        return party[key] or (party["code"] if key == "label" else None)

    def make(line: Line) -> str | None:
        parties = line[field]
        if len(parties) < 2:  # most often, and quick
            return of(parties[0]) if parties else None
        return "; ".join(filter(None, map(of, parties))) or None

    return make


def _one(field: str, key: str) -> Callable[[Line], str | None]:
    return lambda line: (line.get(field) or {}).get(key)


def _parties(field: str, what: str) -> list[Column]:
    return [
        Column(f"{field}", "string", f"{what}, names in English, several with '; '", _names(field, "label")),
        Column(f"{field}_ru", "string", f"{what}, names in Russian", _names(field, "label_ru")),
        Column(f"{field}_codes", "string", f"{what}, country codes (ISO 3166-1 alpha-3)", _names(field, "code")),
        Column(f"{field}_sectors", "string", f"{what}, sectors (GOV, MIL ...)", _names(field, "class")),
        Column(f"{field}_ids", "string", f"{what}, ids of actors", _names(field, "id")),
    ]


def _side(field: str, what: str) -> list[Column]:
    return [
        Column(field, "string", f"{what}, name in English", _one(field, "label")),
        Column(f"{field}_ru", "string", f"{what}, name in Russian", _one(field, "label_ru")),
        Column(f"{field}_code", "string", f"{what}, country code", _one(field, "code")),
        Column(f"{field}_role", "string", f"{what}, role", _one(field, "role")),
        Column(f"{field}_id", "string", f"{what}, id of the actor", _one(field, "id")),
    ]


_PLACE = [
    _field("id", "string", "the thing told; its tellings share it"),
    _field("reading", "string", "this telling of it"),
    _field("source", "string", "name of the source"),
    _field("start", "integer", "first character in the source's text (Unicode code points from 0)"),
    _field("stop", "integer", "the character after the last"),
    _field("quote", "string", "the characters themselves"),
]
_RULE = [
    _field("rule", "string", "the rule that read it"),
    _field("confidence", "number", "from 0 to 1"),
]
_DATE = [
    _field("date_edtf", "string", "the date as EDTF (ISO 8601-2); empty: not told", "when"),
    _field("date_start", "date", "its first day", "first"),
    _field("date_end", "date", "its last day", "last"),
]
_BEFORE = [_field("not_after", "date", "of the undated: the day they cannot be later than")]
_ISSUE = [_field("issue", "string", "what it is about")]


def _at(name: str) -> Callable[[Line], Cell]:
    """What the atlas says of the place of a record."""

    def get(line: Line) -> Cell:
        found: Cell = getattr(locate(line["place"]), name, None)
        return found

    return get


_WHERE = [
    _field("place", "string", "where"),
    Column("place_kind", "string", "country, region, island, sea, strait, water, land, site or city", _at("kind")),
    Column("place_code", "string", "country code of the place; empty for disputed land and high seas", _at("code")),
    Column("latitude", "number", "degrees north; of what is wide, a point in its middle", _at("latitude")),
    Column("longitude", "number", "degrees east", _at("longitude")),
    Column("geonames", "integer", "id at GeoNames (CC BY 4.0)", _at("geonames")),
]
_MODE = _field("mode", "string", "PLOVER mode")
_EVENT = [
    _field("type", "string", "PLOVER type"),
    _MODE,
    Column(
        "contexts", "string", "PLOVER contexts, several with '; '", lambda line: "; ".join(line["contexts"]) or None
    ),
    *_parties("actors", "who acts"),
    *_parties("recipients", "on whom"),
    *_DATE,
    *_BEFORE,
    *_WHERE,
    _field("realis", "string", "actual, negated, planned, hypothetical or generic"),
    _field("reported", "boolean", "whether somebody says so, not the source itself"),
    *_ISSUE,
    _field("score", "number", "PLOVER score from -10 to 10"),
    *_RULE,
    _field("codebook", "string", "the codebook and its version"),
]
_STATEMENT = [
    _field("form", "string", "direct or indirect"),
    *_side("speaker", "who speaks"),
    *_side("relayed_by", "who relays it"),
    *_side("addressee", "to whom"),
    *_ISSUE,
    *_DATE,
    *_BEFORE,
    *_RULE,
]
_AGREEMENT = [
    _field("label", "string", "name of the agreement"),
    _field("status", "string", "proposed, signed, ratified, in force ..."),
    *_parties("parties", "whose agreement"),
    *_DATE,
    *_BEFORE,
    *_RULE,
]
_FIGURE = [
    _field("value", "number", "the number"),
    _field("low", "number", "at least"),
    _field("high", "number", "at most"),
    _field("unit", "string", "unit"),
    _field("about", "string", "what is counted"),
    _field("place", "string", "where"),
    _field("part_of", "string", "id of the figure that this one is a part of"),
    *_DATE,
    *_RULE,
]
_NAME = [
    _field("type", "string", "PER, ORG, GPE, LOC, TREATY, EVENT or WORK"),
    _field("label", "string", "name in English"),
    _field("label_ru", "string", "name in Russian"),
    _field("code", "string", "country code"),
    _field("form", "string", "name, adjective, demonym ..."),
    _field("metonym", "boolean", "a capital for a government"),
    *_RULE,
]
_ROLE = [
    _field("person", "string", "who"),
    _field("role", "string", "what, in English"),
    _field("code", "string", "of which country"),
    *_DATE,
    *_RULE,
]
_TIME = [_field("anchor", "string", "absolute, relative or publication"), *_DATE, *_RULE]
_ATTITUDE = [
    *_side("holder", "whose attitude; empty: the author's or somebody's unnamed"),
    *_side("target", "towards whom"),
    _field("sign", "string", "pos or neg"),
    _field("voice", "string", "actor, or author of the text"),
    *_side("reporter", "who says so"),
    *_DATE,
    *_BEFORE,
    *_RULE,
]
_SOURCE = [
    _field("source", "string", "name of the source"),
    _field("title", "string", "title"),
    _field("publisher", "string", "publisher"),
    _field("address", "string", "address"),
    _field("author", "string", "author"),
    _field("published", "date", "day of publication, where the source gives it"),
    _field("language", "string", "language"),
    _field("sha256", "string", "hash of the text in UTF-8"),
    _field("characters", "integer", "length of the text"),
    _field("unread", "string", "why it was not read"),
]
_KINDS = {
    Kind.EVENT: _EVENT,
    Kind.STATEMENT: _STATEMENT,
    Kind.AGREEMENT: _AGREEMENT,
    Kind.FIGURE: _FIGURE,
    Kind.NAME: _NAME,
    Kind.ROLE: _ROLE,
    Kind.TIME: _TIME,
    Kind.ATTITUDE: _ATTITUDE,
}


def tables(codebook: Mapping[str, EventType]) -> dict[Kind, list[Column]]:
    """The columns of each kind's table; `codebook` gives the quad classes of events."""
    about = "quad class, 1 verbal cooperation to 4 material conflict"
    quad = Column("quad", "integer", about, lambda line: codebook[line["type"]].quad)
    columns = {kind: [*_PLACE, *own] for kind, own in _KINDS.items()} | {Kind.SOURCE: _SOURCE}
    at = columns[Kind.EVENT].index(_MODE) + 1
    columns[Kind.EVENT].insert(at, quad)
    return columns


def row(line: Line, columns: Sequence[Column]) -> list[Cell]:
    """A record as the cells of its table."""
    return [column.make(line) for column in columns]


def file_of(kind: Kind) -> str:
    """What the table of a kind is called, without ending."""
    return f"{kind}s"


def describe(all_tables: Mapping[Kind, Sequence[Column]], ending: str, form: str) -> dict[str, Any]:
    """The data package (Frictionless Data) of the tables in files with this ending."""
    return {
        "profile": "tabular-data-package",
        "name": "letopis-chronicle",
        "title": "A chronicle of relations between countries",
        "resources": [
            {
                "name": file_of(kind),
                "path": f"{file_of(kind)}.{ending}",
                "format": form,
                "encoding": "utf-8",
                "schema": {
                    "fields": [{"name": one.name, "type": one.type, "description": one.about} for one in columns],
                    "missingValues": [""],
                },
            }
            for kind, columns in all_tables.items()
        ],
    }


def codebook_text(all_tables: Mapping[Kind, Sequence[Column]]) -> str:
    """What every column means, in Markdown."""
    out = [
        "# Codebook",
        "",
        "Offsets are Unicode code points of the source's text, half-open. Empty means not told.",
        "",
    ]
    for kind, columns in all_tables.items():
        out += [f"## {file_of(kind)}", "", "| column | type | meaning |", "| --- | --- | --- |"]
        out += [f"| {one.name} | {one.type} | {one.about} |" for one in columns] + [""]
    return "\n".join(out)
