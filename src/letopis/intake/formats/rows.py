"""Tables of texts: JSON Lines, JSON, CSV and TSV, one source a row.

The text stands in the column that the caller names, else in the first of the usual ones. The name of a row's source is
its own where a column gives it (id, url), else its number: ``heap.csv#12``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import MOST_BYTES, checked, decode
from letopis.intake.made import made
from letopis.model import Source

#: The usual names of columns, the likeliest first, compared in small letters.
USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "fulltext", "full_text", "текст", "содержание"),
    "title": ("title", "headline", "heading", "заголовок", "название"),
    "address": ("url", "address", "link", "source_url", "href", "адрес", "ссылка"),
    "publisher": ("publisher", "source", "outlet", "media", "site", "sitename", "издание", "источник"),
    "author": ("author", "authors", "byline", "creator", "автор"),
    "published": ("published", "date", "published_at", "publication_date", "date_publish", "pubdate", "datetime",
                  "created_at", "дата"),
    "language": ("language", "lang", "язык"),
    "name": ("name", "id", "uid", "guid", "doc_id", "document_id"),
}  # fmt: skip
#: A cell longer than this is refused with its row.
LONGEST_CELL = 8 * 1024 * 1024


def read(item: Item) -> Iterator[Source | InputError]:
    """A source a row; a row that cannot be read is told and the rest goes on."""
    yield from sources(item, _json_rows(item) if item.kind == "json" else _csv_rows(item))


def sources(item: Item, rows: Iterable[tuple[int, Mapping[str, Any] | InputError]]) -> Iterator[Source | InputError]:
    """A source for each numbered row of a table, or why it gives none. Raises InputError where no column is a text."""
    seen: set[str] = set()
    fields: dict[str, str] | None = None
    for number, row in rows:
        if isinstance(row, InputError):
            yield row
            continue
        if fields is None or fields["text"] not in row:
            fields = columns_of(item, row)
        try:
            source = _source(item, number, row, fields, seen)
        except InputError as error:
            yield error
            continue
        seen.add(source.name)
        yield source


def columns_of(item: Item, row: Mapping[str, Any]) -> dict[str, str]:
    """Which column gives which field of a source. Raises InputError when none is the text, or a named one misses."""
    by_name = {str(column).strip().lower(): column for column in row}
    fields = {field: by_name[name] for field, names in USUAL.items() for name in reversed(names) if name in by_name}
    for field, column in item.columns.items():
        if column not in row:
            raise InputError(item.name, f"has no column {column!r}; it has {', '.join(map(str, row))}")
        fields[field] = column
    if "text" not in fields:
        raise InputError(item.name, f"none of its columns is a text ({', '.join(map(str, row))}); name it with --text")
    return fields


def _source(item: Item, number: int, row: Mapping[str, Any], fields: Mapping[str, str], seen: set[str]) -> Source:
    plain = f"{item.name}#{number}"
    values = {field: row.get(column) for field, column in fields.items()}
    text, own = values.pop("text"), values.pop("name", None)
    if not isinstance(text, str):
        raise InputError(plain, "has no text" if text in (None, "") else f"its text is a {type(text).__name__}")
    if len(text) > LONGEST_CELL:
        raise InputError(plain, f"its text has {len(text):,} characters, more than the {LONGEST_CELL:,} that are read")
    named = f"{item.name}#{str(own).strip()[:200]}" if own not in (None, "") else plain
    return made(named if named not in seen else f"{named} ({number})", checked(plain, text), **values)


def _json_rows(item: Item) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    """The objects of JSON Lines, or of one JSON array or object."""
    start = item.file.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"[" or item.name.lower().endswith(".json"):
        yield from _json_whole(item)
        return
    for number, line in enumerate(_lines(item), start=1):
        if isinstance(line, InputError):
            yield number, line
        elif line.strip():
            yield number, _object(f"{item.name}#{number}", line)


def _json_whole(item: Item) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    text = decode(item.name, item.all())
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" not in str(error):
            raise InputError(item.name, f"is no JSON: {error}") from error
        value = [line for line in text.splitlines() if line.strip()]
    if isinstance(value, dict):
        lists = [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]
        value = lists[0] if len(lists) == 1 and not set(value) & set(USUAL["text"]) else [value]
    if not isinstance(value, list):
        raise InputError(item.name, "is JSON without an object")
    for number, one in enumerate(value, start=1):
        name = f"{item.name}#{number}"
        if isinstance(one, str):
            yield number, _object(name, one)
        else:
            yield number, one if isinstance(one, dict) else InputError(name, "is no object")


def _object(name: str, line: str) -> Mapping[str, Any] | InputError:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError(name, f"is no JSON: {error}")
    return value if isinstance(value, dict) else InputError(name, "is no object")


def _lines(item: Item) -> Iterator[str | InputError]:
    """The lines of a file of any size, in UTF-8; a line longer than a file may be is told."""
    first = True
    while line := item.file.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            yield InputError(item.name, f"has a line of more than {MOST_BYTES:,} bytes; the rest is not read")
            return
        try:
            text = line.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError as error:
            yield InputError(item.name, f"a line is not UTF-8: {error.reason}")
            continue
        first = False
        yield text


def _csv_rows(item: Item) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    text = decode(item.name, item.all())
    csv.field_size_limit(LONGEST_CELL * 4)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if item.name.lower().endswith(".tsv") else csv.excel
    rows = csv.reader(io.StringIO(text, newline=""), dialect)
    head: list[str] = []
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield number + 1, InputError(f"{item.name}#{number + 1}", f"is no row of CSV: {error}")
            continue
        if row is None:
            break
        if not head:
            head = [column.strip().lstrip("\ufeff") for column in row]
            continue
        number += 1
        if any(row):
            yield number, dict(zip(head, row, strict=False))
