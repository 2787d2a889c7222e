"""Mail: one message (eml) or a box of them (mbox), and the documents attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from io import BytesIO

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import MOST_BYTES, checked
from letopis.intake.made import made
from letopis.model import Source

_TAGS = re.compile(r"<[^>]*>")


def read(item: Item) -> Iterator[Source | InputError]:
    """A source for each message with a text, then for each document attached to it."""
    messages = _box(item) if item.kind == "mbox" else iter([item.all()])
    for number, data in enumerate(messages, start=1):
        name = f"{item.name}#{number}" if item.kind == "mbox" else item.name
        try:
            message = message_from_bytes(data, policy=policy.default)
            if not isinstance(message, EmailMessage) or not message.keys():
                raise InputError(name, "is no mail message: it has no headers")
            yield _message(name, message)
        except InputError as error:
            yield error
            continue
        except (MessageError, LookupError, ValueError, TypeError, AttributeError) as error:
            yield InputError(name, f"is a broken mail message: {error}")
            continue
        yield from _attached(item, message)


def _message(name: str, message: EmailMessage) -> Source:
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    if body is not None and body.get_content_subtype() == "html":
        text = _plain(text)
    title = message["subject"]
    if title and not text.lstrip().startswith(str(title)):
        text = f"{title}\n\n{text}"
    return made(name, checked(name, text), title=title, author=message["from"], published=message["date"],
                language=message["content-language"])  # fmt: skip


def _plain(html: str) -> str:
    try:
        from letopis.intake.formats.pages import fragment  # noqa: PLC0415 (an extra; without it tags are dropped)
    except ImportError:
        return _TAGS.sub(" ", html)
    return fragment(html)


def _attached(item: Item, message: EmailMessage) -> Iterator[Source | InputError]:
    from letopis.intake.formats import read_item  # noqa: PLC0415 (formats read each other)

    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or part.get_content_maintype() in ("image", "audio", "video"):
            continue
        try:
            inner = item.member(part.get_filename() or "(attached)", BytesIO(data), len(data))
        except InputError as error:
            yield error
            continue
        yield from read_item(inner)


def _box(item: Item) -> Iterator[bytes]:
    """The messages of a box (RFC 4155): each begins with a line ``From `` after an empty line."""
    lines: list[bytes] = []
    size, empty = 0, True
    for line in item.file:
        if empty and line.startswith(b"From ") and lines:
            yield b"".join(lines)
            lines, size = [], 0
        elif not (empty and line.startswith(b"From ")) and size <= MOST_BYTES:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        empty = not line.strip()
    if lines:
        yield b"".join(lines)
