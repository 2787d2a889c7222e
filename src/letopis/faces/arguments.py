"""What is typed after a command, made into values; what means nothing is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

DEFAULT = "chronicle.letopis"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Day(click.ParamType[str]):
    """An ISO date or its beginning: 1956, 1956-10 or 1956-10-19; comes out as it was typed."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 (click's signature)
        return "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        parts = text.split("-") if _DATE.fullmatch(text) else []
        try:
            date(*(int(part) for part in [*parts, "1", "1"][:3]))
        except (ValueError, TypeError):
            self.fail(f"{text!r} is no date; write 1956, 1956-10 or 1956-10-19", param, ctx)
        return text


def with_chronicle(arguments: tuple[str, ...], what: str) -> tuple[str, str]:
    """The chronicle and the other argument of ``[CHRONICLE] WHAT``. Raises click's UsageError."""
    if not arguments:
        raise click.UsageError(f"Missing argument '{what}'.")
    if len(arguments) > 2:
        raise click.UsageError(f"Got unexpected extra argument ({arguments[2]}).")
    return (DEFAULT, arguments[0]) if len(arguments) == 1 else (arguments[0], arguments[1])


FIELDS = ("text", "title", "address", "publisher", "author", "published", "language", "name")


def columns_of(named: Sequence[str], text: str | None) -> dict[str, str]:
    """The columns of a table by the field of a source, of ``FIELD=COLUMN``. Raises click's UsageError."""
    columns = {"text": text} if text else {}
    for one in named:
        field, equals, column = one.partition("=")
        if not equals or not column or field not in FIELDS:
            raise click.UsageError(f"{one!r} is no FIELD=COLUMN; fields are {', '.join(FIELDS)}")
        columns[field] = column
    return columns


def with_several(arguments: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The chronicle and the other arguments of ``[CHRONICLE] ONE TWO``. Raises click's UsageError."""
    if len(arguments) == len(names):
        return DEFAULT, arguments
    if len(arguments) == len(names) + 1:
        return arguments[0], arguments[1:]
    raise click.UsageError(f"Expected [CHRONICLE] {' '.join(names)}.")


def with_words(arguments: tuple[str, ...], what: str) -> tuple[str, str]:
    """The chronicle and the words of ``[CHRONICLE] WORDS...``: a first argument that is a file is the chronicle.

    Raises click's UsageError.
    """
    if not arguments:
        raise click.UsageError(f"Missing argument '{what}'.")
    first, *rest = arguments
    if rest and (Path(first).suffix == ".letopis" or Path(first).is_file()):
        return first, " ".join(rest)
    return DEFAULT, " ".join(arguments)


def place_of(text: str) -> tuple[str, int]:
    """The path and the offset of ``PATH:OFFSET``. Raises click's UsageError."""
    path, colon, offset = text.rpartition(":")
    if not (colon and path and offset.isascii() and offset.isdecimal()):
        raise click.UsageError(f"{text!r} is no place; write PATH:OFFSET, as in heap/monday.txt:120")
    return path, int(offset)
