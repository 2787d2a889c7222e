"""A Source out of a text and what its file says of it: title, address, date. What the file does not say stays None."""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256

from letopis.errors import InputError, plain
from letopis.model import Source

_DATE = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:\D|$)")
_DOTTED = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D|$)")
#: Longer titles, names and addresses are cut.
LONGEST = 1000


def made(
    name: str,
    text: str,
    *,
    title: object = None,
    publisher: object = None,
    address: object = None,
    author: object = None,
    published: object = None,
    language: object = None,
) -> Source:
    """A source with its metadata tidied: blanks made one, a date as an ISO day, a language as two letters."""
    try:
        digest = sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(name, "holds half of a surrogate pair, which is no text") from error
    return Source(
        name=plain(name),
        text=text,
        sha256=digest,
        title=_tidy(title),
        publisher=_tidy(publisher),
        address=_tidy(address),
        author=_tidy(author),
        published=day(published),
        language=_language(language),
    )


def _tidy(value: object) -> str | None:
    if isinstance(value, list | tuple | set):
        value = "; ".join(str(part) for part in value)
    text = " ".join(str(value).split()) if value is not None else ""
    return text.encode("utf-8", "replace").decode()[:LONGEST] or None


def day(value: object) -> str | None:
    """A date as an ISO day; None for what is no date. ``3.7.2018`` is the third of July, as Russian texts write."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value) if value is not None else ""
    if found := _DATE.match(text):
        year, month, number = map(int, found.groups())
    elif found := _DOTTED.match(text):
        number, month, year = map(int, found.groups())
    else:
        return _mail_day(text)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def _mail_day(text: str) -> str | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        return parsedate_to_datetime(text).date().isoformat() if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _language(value: object) -> str | None:
    text = str(value).strip().lower().replace("_", "-").partition("-")[0] if value else ""
    return text if len(text) in (2, 3) and text.isalpha() else None
