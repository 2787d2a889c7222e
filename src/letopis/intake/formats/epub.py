"""Books in EPUB: the chapters in reading order, as one text; EPUB is a ZIP of XHTML (EPUB 3.3, OPF)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from defusedxml.ElementTree import fromstring

from letopis.errors import InputError
from letopis.intake.bounds import Item, check_zip
from letopis.intake.decoding import checked
from letopis.intake.formats.pages import fragment
from letopis.intake.made import made
from letopis.model import Source

_CONTAINER = "META-INF/container.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(item: Item) -> Iterator[Source | InputError]:
    """The text of a book. Raises InputError for one that is broken or has no text."""
    data = item.all()
    check_zip(item.name, data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            package = _package_name(archive)
            book = fromstring(archive.read(package))
            chapters = [
                fragment(archive.read(name).decode("utf-8", "replace"))
                for name in _spine(book, posixpath.dirname(package), archive)
            ]
    except Exception as error:  # zipfile raises nearly anything for a broken file
        raise InputError(item.name, f"is a broken EPUB: {type(error).__name__}: {error}") from error
    text = "\n\n".join(chapter for chapter in chapters if chapter)
    if not text:
        raise InputError(item.name, "is a book without text")
    known = {word: _said(book, name) for word, name in
             (("title", "title"), ("author", "creator"), ("publisher", "publisher"), ("published", "date"),
              ("language", "language"))}  # fmt: skip
    yield made(item.name, checked(item.name, text), **known)


def _package_name(archive: zipfile.ZipFile) -> str:
    root = fromstring(archive.read(_CONTAINER))
    return str(root.find(".//{*}rootfile").attrib["full-path"])


def _spine(book: Any, folder: str, archive: zipfile.ZipFile) -> Iterator[str]:
    files = {one.attrib["id"]: one.attrib["href"] for one in book.iter(f"{_OPF}item") if "href" in one.attrib}
    held = set(archive.namelist())
    for one in book.iter(f"{_OPF}itemref"):
        name = posixpath.normpath(posixpath.join(folder, unquote(files.get(one.attrib.get("idref", ""), ""))))
        if name in held:
            yield name


def _said(book: Any, name: str) -> str | None:
    found = book.find(f".//{_DC}{name}")
    return found.text if found is not None else None
