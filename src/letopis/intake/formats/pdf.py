"""PDF by pdfium: the text of all pages, lines of a paragraph joined as pdfium gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import checked
from letopis.intake.made import made
from letopis.model import Source

#: A PDF with more pages is read up to here and no further.
MOST_PAGES = 5000
#: A line that ends so goes on in the next: a small letter, a comma, a hyphen before a small letter.
_GOES_ON = re.compile(r"(?<=[^\s.!?…:;»\"”])\r?\n(?=[a-zа-яё(«„])")
_HYPHEN = re.compile(r"(?<=[а-яёa-z])(?:\ufffe|\u00ad|\u0002|-)\r?\n(?=[а-яёa-z])")


def read(item: Item) -> Iterator[Source | InputError]:
    """The text of a PDF. Raises InputError for one that is broken, locked, or holds only pictures."""
    data = item.all()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = "is locked with a password" if "password" in str(error).lower() else f"is a broken PDF: {error}"
        raise InputError(item.name, why) from error
    try:
        pages = [_page(document, at) for at in range(min(len(document), MOST_PAGES))]
        known = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise InputError(item.name, f"is a broken PDF: {error}") from error
    finally:
        document.close()
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise InputError(item.name, "is a PDF without text: its pages are pictures")
    # A PDF tells when the file was made, not when the text came out: no date.
    yield made(item.name, checked(item.name, text), title=known.get("Title"), author=known.get("Author"))


def _page(document: Any, at: int) -> str:
    page = document[at]
    try:
        words = page.get_textpage()
        text: str = words.get_text_range()
        words.close()
    finally:
        page.close()
    text = _HYPHEN.sub("", text)
    return _GOES_ON.sub(" ", text).replace("\r\n", "\n").replace("\x00", "").strip()
