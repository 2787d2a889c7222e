"""How much of a file is read: bounds that archives, pages and tables share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from letopis.errors import InputError, plain
from letopis.intake.decoding import MOST_BYTES, too_large

#: An archive may lie in an archive in an archive, no deeper.
DEEPEST = 3
#: All members of an archive together, and their number.
MOST_UNPACKED, MOST_MEMBERS = 8 * 1024**3, 200_000
#: A member that unpacks to more than so many times its size is a bomb; small ones may.
STEEPEST, SMALL = 200, 1024 * 1024


@dataclass(slots=True)
class Budget:
    """What a file may still unpack, shared by all archives inside it."""

    bytes: int = MOST_UNPACKED
    members: int = field(default_factory=lambda: MOST_MEMBERS)


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read: its name, its bytes, its size where known, how deep in archives it lies, what it may unpack.

    `columns` names the column of a table for a field of a source (``text``, ``title`` ...), `kind` is the format.
    """

    name: str
    file: io.BufferedReader[Any]
    size: int | None = None
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""

    def of(self, kind: str) -> Item:
        """The same file, known to be of this format."""
        return replace(self, kind=kind)

    def all(self) -> bytes:
        """All bytes. Raises InputError for more than are read."""
        if self.size is not None and self.size > MOST_BYTES:
            raise too_large(self.name, self.size)
        data = self.file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise too_large(self.name, len(data))
        return data

    def member(self, name: str, file: Any, size: int | None = None, packed: int | None = None) -> Item:
        """A file inside this one. Raises InputError when it lies too deep, is a bomb, or there are too many."""
        inner = f"{self.name}!/{safe(name)}"
        if self.depth >= DEEPEST:
            raise InputError(inner, f"lies in more than {DEEPEST} archives")
        if packed and size and size > SMALL and size > packed * STEEPEST:
            raise InputError(inner, f"unpacks to {size:,} bytes out of {packed:,}: refused as a bomb")
        self.budget.members -= 1
        if self.budget.members < 0:
            raise InputError(self.name, f"holds more than {MOST_MEMBERS:,} files; the rest is not read")
        bounded: io.BufferedReader[Any] = io.BufferedReader(Bounded(file, inner, self.budget, packed))
        return replace(self, name=inner, file=bounded, size=size, depth=self.depth + 1, kind="")


class Bounded(io.RawIOBase):
    """Reads another file and raises InputError when it gives more than it may, whatever it says of its size."""

    def __init__(self, file: Any, name: str, budget: Budget, packed: int | None) -> None:
        self._file, self._name, self._budget = file, name, budget
        self._most = max(SMALL, packed * STEEPEST) if packed else MOST_UNPACKED
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        self._read += len(data)
        self._budget.bytes -= len(data)
        if self._read > self._most:
            raise InputError(self._name, f"unpacks to more than {self._most:,} bytes: refused as a bomb")
        if self._budget.bytes < 0:
            raise InputError(self._name, f"the archive unpacks to more than {MOST_UNPACKED:,} bytes: not read further")
        buffer[: len(data)] = data
        return len(data)


def safe(name: str) -> str:
    """A member's name as part of a source's name: it never leads out of the archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return plain("/".join(parts)) or "(no name)"


def check_zip(name: str, data: bytes) -> None:
    """Raises InputError for a broken ZIP, one with too many members, or one that unpacks to far more than it is.

    For formats that are a ZIP (DOCX, EPUB) and are unpacked by a library.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(name, f"is a broken ZIP: {error}") from error
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > 4 * MOST_BYTES or (size > SMALL and size > len(data) * STEEPEST):
        raise InputError(name, f"unpacks to {size:,} bytes out of {len(data):,}: refused as a bomb")
