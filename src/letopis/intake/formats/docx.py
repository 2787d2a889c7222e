"""Word documents by python-docx: paragraphs and the cells of tables, in order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.table import Table

from letopis.errors import InputError
from letopis.intake.bounds import Item, check_zip
from letopis.intake.decoding import checked
from letopis.intake.made import made
from letopis.model import Source


def read(item: Item) -> Iterator[Source | InputError]:
    """The text of a document, a line a paragraph. Raises InputError for one that is broken or empty."""
    data = item.all()
    check_zip(item.name, data)
    try:
        document = docx.Document(BytesIO(data))
        text = "\n".join(_lines(document))
        known = document.core_properties
    except Exception as error:  # python-docx raises what lxml, zipfile and its own parts raise
        raise InputError(item.name, f"is a broken Word document: {type(error).__name__}: {error}") from error
    if not text.strip():
        raise InputError(item.name, "is a Word document without text")
    yield made(item.name, checked(item.name, text), title=known.title, author=known.author, language=known.language)


def _lines(part: Any) -> Iterator[str]:
    for block in part.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
        else:
            yield block.text
