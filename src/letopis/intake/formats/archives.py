"""ZIP, tar and gzip: every file inside is read as if it lay beside, nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any

from letopis.errors import InputError
from letopis.intake.bounds import Item, safe
from letopis.intake.files import is_passed_over
from letopis.intake.formats import read_item
from letopis.model import Source

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, LZMAError, EOFError, OSError,
           NotImplementedError, RuntimeError, ValueError, IndexError)  # fmt: skip


def read(item: Item) -> Iterator[Source | InputError]:
    """The texts in an archive, in order. A broken end is told after what was whole."""
    read_kind = {"zip": _zip, "tar": _tar, "gzip": _gzip}[item.kind]
    count = 0
    try:
        for found in read_kind(item):
            count += 1
            yield found
    except _BROKEN as error:
        yield InputError(item.name, f"is a broken or cut off archive: {error}")
        return
    if not count:
        yield InputError(item.name, "is an archive without files")


def _zip(item: Item) -> Iterator[Source | InputError]:
    file: Any = item.file if item.file.seekable() else BytesIO(item.all())
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.is_dir() or is_passed_over(safe(info.filename).rpartition("/")[2]):
                continue
            if info.flag_bits & 1:
                yield InputError(f"{item.name}!/{safe(info.filename)}", "is locked with a password")
                continue
            with archive.open(info) as member:
                yield from _member(item, info.filename, member, info.file_size, info.compress_size or 1)


def _tar(item: Item) -> Iterator[Source | InputError]:
    with tarfile.open(fileobj=item.file, mode="r|") as archive:
        for info in archive:
            if not info.isfile() or is_passed_over(safe(info.name).rpartition("/")[2]):
                continue
            member = archive.extractfile(info)
            if member is not None:
                yield from _member(item, info.name, member, info.size, None)


def _gzip(item: Item) -> Iterator[Source | InputError]:
    name = item.name.rpartition("/")[2]
    inner = name[:-4] + ".tar" if name.lower().endswith(".tgz") else name.removesuffix(".gz").removesuffix(".GZ")
    with gzip.GzipFile(fileobj=item.file) as member:
        yield from _member(item, inner, member, None, item.size)


def _member(item: Item, name: str, member: Any, size: int | None, packed: int | None) -> Iterator[Source | InputError]:
    try:
        inner = item.member(name, member, size, packed)
    except InputError as error:
        yield error
        return
    yield from read_item(inner)
