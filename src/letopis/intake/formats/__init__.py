"""What a file holds, told by how it begins and what it is called, and the module that reads it.

A reader yields a Source for each text in the file and an InputError for each that cannot be taken in. Nothing in a file
is trusted: archives are bounded in size, depth and ratio, XML has no entities, and nothing is ever unpacked to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader
from typing import Any

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.model import Source

Read = Callable[[Item], Iterator[Source | InputError]]

#: How many bytes tell what a file is.
HEAD = 4096
#: A format -> the module that reads it and the extra that brings what it needs.
READERS: dict[str, tuple[str, str | None]] = {
    "text": ("texts", None),
    "html": ("pages", "formats"),
    "pdf": ("pdf", "formats"),
    "docx": ("docx", "formats"),
    "epub": ("epub", "formats"),
    "json": ("rows", None),
    "csv": ("rows", None),
    "parquet": ("parquet", "parquet"),
    "feed": ("feeds", "formats"),
    "warc": ("warc", "formats"),
    "mbox": ("mail", None),
    "eml": ("mail", None),
    "zip": ("archives", None),
    "tar": ("archives", None),
    "gzip": ("archives", None),
}
_ENDS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".csv": "csv", ".tsv": "csv", ".eml": "eml", ".mbox": "mbox", ".mbx": "mbox",
    ".rss": "feed", ".atom": "feed", ".warc": "warc", ".parquet": "parquet", ".tar": "tar",
}  # fmt: skip
_FEED = (b"<rss", b"<feed", b"<rdf:rdf")


def read_item(item: Item) -> Iterator[Source | InputError]:
    """Every text that a file holds. A file that cannot be read at all is yielded as an InputError."""
    try:
        kind = kind_of(item.name, item.file)
        module, extra = READERS[kind]
        try:
            read: Read = import_module(f"letopis.intake.formats.{module}").read
        except ImportError as error:
            needs = f"needs {error.name or 'a library'} to be read: pip install 'letopis[{extra}]'"
            raise InputError(item.name, needs) from error
        yield from read(item.of(kind))
    except InputError as error:
        yield error


def kind_of(name: str, file: BufferedReader[Any]) -> str:
    """The format of a file: by its first bytes where they tell, else by its name."""
    head = file.peek(HEAD)[:HEAD]
    end = name.rpartition("/")[2].rpartition(".")[2].lower()
    named = _ENDS.get(f".{end}", "text")
    if head.startswith(b"PK\x03\x04"):
        return {"docx": "docx", "epub": "epub"}.get(end, "zip")
    if head.startswith(b"\x1f\x8b"):
        return "warc" if name.lower().endswith(".warc.gz") else "gzip"
    for mark, at, kind in (
        (b"%PDF-", 0, "pdf"),
        (b"PAR1", 0, "parquet"),
        (b"WARC/", 0, "warc"),
        (b"ustar", 257, "tar"),
    ):
        if head[at : at + len(mark)] == mark:
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<") and named in ("text", "feed", "html"):
        if any(mark in start[:2000] for mark in _FEED) and b"<html" not in start[:2000]:
            return "feed"
        if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
            return "html"
    return named
