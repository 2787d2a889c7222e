"""Texts come in one at a time; what cannot be read comes as an error in its place, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import MOST_BYTES
from letopis.intake.files import STDIN, Listed, is_address, list_files, reason
from letopis.intake.formats import read_item
from letopis.intake.limits import A_BYTE, CutOff, limited
from letopis.model import Source

#: What stands between a file and what lies in it: a member of an archive, a row, an item.
INSIDE = ("!/", "#")


def read_sources(
    paths: Sequence[str], stdin: BinaryIO | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Source | InputError]:
    """The texts that the paths mean, each read when it is asked for; ``-`` stands for `stdin`.

    `columns` names the columns of tables for fields of a source (``text``, ``title`` ...). A text that cannot be taken
    in is yielded as an InputError that names it and the reason.
    """
    for found in list_files(paths):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _read(found, stdin, columns or {})


def list_sources(paths: Sequence[str]) -> list[Listed]:
    """The files that would be read, with their sizes, without opening one."""
    return [found for found in list_files(paths) if isinstance(found, Listed)]


class Files:
    """Gives the text of a source as its file has it now; keeps the texts of the file that was asked for last."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._texts: dict[str, str] = {}

    def __call__(self, name: str) -> str | None:
        """None when there is no such file, or it does not hold this text any more."""
        path = _file_of(name)
        if path is None or is_address(path):
            return None
        if path != self._path:
            self._path = path
            self._texts = {one.name: one.text for one in read_sources([path]) if isinstance(one, Source)}
        return self._texts.get(name)


def _file_of(name: str) -> str | None:
    """The file in which a source lies; None when there is none."""
    if name == STDIN:
        return None
    places = sorted({len(name), *(at for mark in INSIDE for at in _places(name, mark))}, reverse=True)
    for stop in places:
        found = next(list_files([name[:stop]]), None)
        if isinstance(found, Listed) and found.name == name[:stop] and Path(name[:stop]).is_file():
            return name[:stop]
    return None


def _places(name: str, mark: str) -> Iterator[int]:
    at = name.find(mark)
    while at > 0:
        yield at
        at = name.find(mark, at + 1)


def _read(found: Listed, stdin: BinaryIO | None, columns: Mapping[str, str]) -> Iterator[Source | InputError]:
    try:
        file = _open(found, stdin)
    except InputError as error:
        yield error
        return
    try:
        if found.name == STDIN:
            reader = BufferedReader(file)
            yield from read_item(Item(found.name, reader, columns=columns))
            reader.detach()  # standard input stays open
            return
        with closing(BufferedReader(file)) as reader:
            yield from _limited(read_item(Item(found.name, reader, found.size, columns=columns)), found)
    except OSError as error:
        yield InputError(found.name, reason(error))


def _limited(texts: Iterator[Source | InputError], found: Listed) -> Iterator[Source | InputError]:
    """The texts of a file until one takes too much time or memory; then the rest of it is told as cut off."""
    size = min(found.size or 0, MOST_BYTES)
    try:
        while True:
            with limited(size, A_BYTE):
                one = next(texts, None)
            if one is None:
                return
            yield one
    except CutOff as error:
        yield InputError(found.name, str(error))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a file brings about, the others go on)
        yield InputError(found.name, f"could not be read: {type(error).__name__}: {error}")


def _open(found: Listed, stdin: BinaryIO | None) -> Any:
    if found.name == STDIN:
        if stdin is None:
            raise InputError(STDIN, "there is no standard input")
        return stdin
    if is_address(found.name):
        from letopis.intake.fetching import open_address  # noqa: PLC0415 (late: it loads the network's modules)

        return open_address(found.name)
    try:
        return Path(found.name).open("rb", buffering=0)
    except OSError as error:
        raise InputError(found.name, reason(error)) from error
