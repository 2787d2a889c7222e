"""RSS and Atom by feedparser: a source an item."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import checked
from letopis.intake.formats.pages import fragment
from letopis.intake.made import made
from letopis.model import Source

#: Entity declarations have no business in a feed and are how XML bombs begin.
_BOMB = b"<!ENTITY"


def read(item: Item) -> Iterator[Source | InputError]:
    """A source for each item that has a text. Raises InputError for what is no feed or has no item."""
    data = item.all()
    if _BOMB in data[:65536].upper():
        raise InputError(item.name, "declares entities, which a feed has no need of: refused")
    try:
        feed: Any = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser stumbles over some broken feeds
        raise InputError(item.name, f"is no feed: {type(error).__name__}: {error}") from error
    if not feed.entries:
        why = f"is no feed: {feed.bozo_exception}" if feed.bozo else "is a feed without items"
        raise InputError(item.name, why)
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield _source(item.name, number, entry, feed.feed)
        except InputError as error:
            yield error


def _source(name: str, number: int, entry: Any, feed: Any) -> Source:
    own = f"{name}#{' '.join(str(entry.get('id') or entry.get('link') or number).split())[:300]}"
    parts = [part.get("value", "") for part in entry.get("content", [])] or [entry.get("summary", "")]
    text = "\n\n".join(fragment(part) for part in parts if part)
    title = fragment(entry.get("title", ""))
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}" if text else title
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    return made(
        own,
        checked(own, text),
        title=title,
        address=entry.get("link"),
        author=entry.get("author"),
        publisher=feed.get("title"),
        published=_day(when),
        language=feed.get("language"),
    )


def _day(when: struct_time | None) -> str | None:
    return f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None
