"""Web archives (WARC) by fastwarc: a source for each page that was answered with HTML or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import MOST_BYTES, checked, decode
from letopis.intake.formats.pages import page
from letopis.intake.made import made
from letopis.model import Source

_READ = ("text/html", "application/xhtml", "text/plain")


def read(item: Item) -> Iterator[Source | InputError]:
    """The pages of an archive, in order; a cut-off end is told after what was whole."""
    number = 0
    stream: Any = _Stream(item.file)
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            number += 1
            found = _record(item, number, record)
            if found is not None:
                yield found
    except (EOFError, OSError, ValueError, RuntimeError) as error:
        yield InputError(item.name, f"is cut off or broken after {number:,} records: {error}")
        return
    if not number:
        yield InputError(item.name, "is a web archive without pages, or cut off")


class _Stream:
    """A file as fastwarc wants it: it asks for the place, too, which a pipe or a member of an archive cannot tell."""

    def __init__(self, file: Any) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _record(item: Item, number: int, record: Any) -> Source | InputError | None:
    address = record.headers.get("WARC-Target-URI")
    name = f"{item.name}#{address or number}"
    http = record.http_headers
    kind = (record.http_content_type or "").lower()
    if http is not None and not (kind.startswith(_READ) and 200 <= (http.status_code or 0) < 300):
        return None
    try:
        return _answer(name, address, kind, _body(name, record))
    except InputError as error:
        return error


def _body(name: str, record: Any) -> bytes:
    """What the server answered. Raises InputError when it is not all there, or too much."""
    if record.http_headers is None:
        raise InputError(name, "is cut off, or no answer of a web server")
    size = record.content_length
    body: bytes = record.reader.read(MOST_BYTES + 1)
    if len(body) < min(size, MOST_BYTES):
        raise InputError(name, f"is cut off: {len(body):,} of {size:,} bytes")
    if len(body) > MOST_BYTES:
        raise InputError(name, f"is a page of more than {MOST_BYTES:,} bytes")
    return body


def _answer(name: str, address: str | None, kind: str, body: bytes) -> Source:
    if kind.startswith("text/plain"):
        return made(name, checked(name, decode(name, body)), address=address)
    return page(name, body, address)
