"""Texts come in one at a time; what cannot be read comes as an error in its place, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from letopis.errors import InputError
from letopis.intake.decoding import MOST_BYTES, decode, too_large
from letopis.intake.files import STDIN, Listed, list_files, reason
from letopis.model import Source


def read_sources(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Source | InputError]:
    """The texts that the paths mean, each read when it is asked for; ``-`` stands for `stdin`.

    A text that cannot be taken in is yielded as an InputError that names it and the reason.
    """
    for found in list_files(paths):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield _read(found, stdin)
        except InputError as error:
            yield error


def list_sources(paths: Sequence[str]) -> list[Listed]:
    """The texts that would be read, with their sizes, without opening one."""
    return [found for found in list_files(paths) if isinstance(found, Listed)]


def read_file(name: str) -> str | None:
    """The text of a source's file as it is now; None when there is no such file or it is no text any more."""
    if name == STDIN:
        return None
    found = next(list_files([name]), None)
    if not isinstance(found, Listed) or found.name != name:
        return None
    try:
        return decode(name, _bytes(found, None))
    except InputError:
        return None


def _read(found: Listed, stdin: BinaryIO | None) -> Source:
    text = decode(found.name, _bytes(found, stdin))
    return Source(found.name, text, sha256(text.encode()).hexdigest())


def _bytes(found: Listed, stdin: BinaryIO | None) -> bytes:
    """The bytes of a text, never more than one above the limit."""
    if found.size is not None and found.size > MOST_BYTES:
        raise too_large(found.name, found.size)
    try:
        if found.name != STDIN:
            with Path(found.name).open("rb") as file:
                return file.read(MOST_BYTES + 1)
        if stdin is None:
            raise InputError(STDIN, "there is no standard input")
        return stdin.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(found.name, reason(error)) from error
