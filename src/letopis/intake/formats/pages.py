"""Web pages: the article without its surroundings by trafilatura, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as parser
from trafilatura import bare_extraction

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import checked
from letopis.intake.made import made
from letopis.model import Source

#: Only dates that the page gives in its metadata or address, none out of its text.
_DATES = {"extensive_search": False, "original_date": True}
_BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "td"}
_SILENT = {"script", "style", "noscript", "template", "head", "svg", "iframe"}
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")


def read(item: Item) -> Iterator[Source | InputError]:
    """The article of a page, its title as the first line."""
    yield page(item.name, item.all())


def page(name: str, data: bytes | str, address: str | None = None) -> Source:
    """The source that a page is. Raises InputError for one without text."""
    try:
        found: Any = bare_extraction(
            data, url=address, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except (ValueError, TypeError, RecursionError, AssertionError) as error:
        raise InputError(name, f"cannot be read as HTML: {error}") from error
    text = (found.text if found else None) or fragment(data)
    if not text.strip():
        raise InputError(name, "is HTML without text")
    title = found.title if found else None
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text}"
    known = {"title": title, "author": found.author, "publisher": found.sitename, "address": address or found.url,
             "published": found.date, "language": found.language} if found else {"address": address}  # fmt: skip
    return made(name, checked(name, text), **known)


def fragment(data: bytes | str) -> str:
    """All text of a piece of HTML, a line a block; nothing in it is followed or run."""
    try:
        root = parser.fromstring(_DECLARED.sub("", data) if isinstance(data, str) else data)
    except (ValueError, TypeError, parser.etree.ParserError):
        return ""
    parts: list[str] = []
    for event, node in parser.etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end":
                parts.append(node.tail or "")
            continue
        silent = node.tag in _SILENT or any(above.tag in _SILENT for above in node.iterancestors())
        if node.tag in _BLOCKS:
            parts.append("\n")
        if event == "start" and not silent:
            parts.append(node.text or "")
        elif event == "end" and node is not root and not any(a.tag in _SILENT for a in node.iterancestors()):
            parts.append(node.tail or "")
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parts).splitlines())
    return "\n".join(line for line in lines if line)
