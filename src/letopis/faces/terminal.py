"""Text for a terminal: no control character of a source reaches it raw, lines fit, columns stand under each other."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Collection, Iterator

WIDTH = 100

#: Controls above ASCII, separators that break lines, marks that turn the direction of writing, halves of characters.
_STEERING = "\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_CONTROL = re.compile(f"[\x00-\x1f{_STEERING}]")
_UNESCAPED = re.compile(f"[{_STEERING}]")  # by JSON
_BLANKS = "\t\n\v\f\r\x85\u2028\u2029"


def clean(text: str) -> str:
    """The text as one line that is safe to print: every character stays one character.

    Line ends and tabs become blanks, C0 controls their pictures (``␛``), all else that steers a terminal ``�``.
    """
    return _CONTROL.sub(lambda found: _picture(found[0]), text)


def _picture(char: str) -> str:
    if char in _BLANKS:
        return " "
    return chr(0x2400 + ord(char)) if char < " " else "␡" if char == "\x7f" else "\N{REPLACEMENT CHARACTER}"


def to_json(value: object) -> str:
    """The value as one line of JSON in readable letters; what would steer a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shorten(text: str, most: int) -> str:
    """The text, or its beginning up to a blank with ``…`` when it is longer than `most` characters."""
    if len(text) <= most:
        return text
    blank = text.rfind(" ", 1, most)
    return text[: blank if blank > 0 else most - 1].rstrip() + "…"


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """The text in lines of at most `width` columns, all of them indented."""
    lines = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return lines or [indent.rstrip()]


def columns(text: str) -> int:
    """How many columns of a terminal a text fills."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def underline(text: str, marks: Collection[tuple[int, int, str]], width: int, indent: str = "") -> Iterator[str]:
    """The text in lines, each followed by a line of marks where something in it is marked.

    `marks` are places in `text` with the character that stands below them; a later one is drawn over an earlier one.
    """
    below = [" "] * len(text)
    for start, stop, char in marks:
        below[start:stop] = [char] * (stop - start)
    safe = clean(text)
    for start, stop in _lines(safe, width - len(indent)):
        yield (indent + safe[start:stop]).rstrip()
        drawn = "".join(mark * _columns(char) for mark, char in zip(below[start:stop], safe[start:stop], strict=True))
        if drawn.strip():
            yield (indent + drawn).rstrip()


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where lines of at most `width` columns begin and end, broken at blanks where there are any."""
    start = 0
    while start < len(text):
        while start < len(text) and text[start] == " ":
            start += 1
        stop = _reach(text, start, width)
        blank = text.rfind(" ", start, stop + 1) if stop < len(text) else -1
        stop = blank if blank > start else stop
        if stop > start:
            yield start, stop
        start = stop


def _reach(text: str, start: int, width: int) -> int:
    """How far a line that begins at `start` can go; one character at least."""
    used, at = 0, start
    while at < len(text) and (used := used + _columns(text[at])) <= width:
        at += 1
    return at if at > start or start >= len(text) else start + 1
