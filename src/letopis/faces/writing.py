"""Where lines go: to standard output, or whole into a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

import click

from letopis.errors import UsageError


def write_lines(lines: Iterable[str], out: str | None, end: str = "\n", *, prose: bool = False) -> None:
    """Prints lines, or writes them to the file `out`, which is there whole or not at all. Raises OSError, UsageError.

    What is printed is UTF-8, as files are; only `prose` for a reader is in the terminal's own encoding.
    """
    if out is None:
        for line in lines:
            click.echo(line if prose else (line + end).encode("utf-8", "backslashreplace"), nl=prose)
        return
    target = Path(out)
    if target.is_dir():
        raise UsageError(f"{out}: is a folder")
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(line + end for line in lines)
        os.replace(part, target)  # noqa: PTH105 (over an older file, on every system)
    finally:
        part.unlink(missing_ok=True)


T = TypeVar("T")


def with_first(items: Iterator[T]) -> tuple[T | None, Iterator[T]]:
    """The first of some items (None: there are none), and all of them again."""
    first = next(items, None)
    return first, items if first is None else chain([first], items)
