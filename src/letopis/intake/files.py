"""Which files a list of paths means: files as given, folders with all that lies in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from letopis.errors import InputError

STDIN = "-"
#: Files of a chronicle, which may lie in the folder it was built from.
CHRONICLE_ENDS = (".letopis", ".letopis-wal", ".letopis-shm", ".letopis-journal")
STRANGE = (
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be read: its source's name and its size in bytes, None for standard input and addresses."""

    name: str
    size: int | None


def is_address(path: str) -> bool:
    """Whether a path is the address of something on the web."""
    return path.lower().startswith(("http://", "https://"))


def source_name(path: Path) -> str:
    r"""The name of a file as a source: its path as given, ``./`` and doubled slashes taken out (``./x`` is ``x``).

    Bytes that are no UTF-8 are shown as ``\xff``. A file called ``-`` is ``./-``, since ``-`` is standard input.
    """
    name = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return f"./{STDIN}" if name == STDIN else name


def list_files(paths: Sequence[str]) -> Iterator[Listed | InputError]:
    """The texts that the paths mean, each once, folders in the order of their file names; errors in their place.

    Hidden files, and the files of chronicles, are passed over where a folder holds them.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if found.name not in seen:
                seen.add(found.name)
                yield found


def _expand(path: str) -> Iterator[Listed | InputError]:
    if path == STDIN or is_address(path):
        yield Listed(path, None)
    elif not path:
        yield InputError("(no name)", "an empty path names no file")
    elif _is_folder(Path(path)):
        yield from _folder(Path(path))
    else:
        yield _file(Path(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _folder(folder: Path) -> Iterator[Listed | InputError]:
    """All that a folder holds, depth first; a folder that links lead to twice is read once."""
    entered: set[tuple[int, int]] = set()
    waiting = [folder]
    empty = True
    while waiting:
        path = waiting.pop()
        found = None if _is_folder(path) else _file(path)
        if found is None:
            try:
                waiting += _entries(path, entered)
            except OSError as error:
                found = InputError(source_name(path), reason(error))
        if found is not None:
            empty = False
            yield found
    if empty:
        yield InputError(source_name(folder), "is a folder without files")


def _entries(folder: Path, entered: set[tuple[int, int]]) -> list[Path]:
    """What lies in a folder, last name first (it is taken from the end); nothing when it was entered before."""
    place = folder.stat()
    if (place.st_dev, place.st_ino) in entered:
        return []
    entered.add((place.st_dev, place.st_ino))
    return sorted((path for path in folder.iterdir() if not is_passed_over(path.name)), reverse=True)


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is left out where a folder or an archive holds it."""
    return name.startswith(".") or name.endswith(CHRONICLE_ENDS)


def _file(path: Path) -> Listed | InputError:
    name = source_name(path)
    try:
        path.as_posix().encode()
        status = path.stat()
    except UnicodeEncodeError:
        return InputError(name, "has a name that is not UTF-8")
    except ValueError:
        return InputError(name, "is no file name: it holds a NUL character")
    except FileNotFoundError:
        return InputError(name, "is a link to nothing" if path.is_symlink() else "is not there")
    except OSError as error:
        return InputError(name, reason(error))
    strange = next((what for kind, what in STRANGE if kind(status.st_mode)), None)
    return InputError(name, strange) if strange else Listed(name, status.st_size)


def reason(error: OSError) -> str:
    """Why a file cannot be read, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "is not there"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    return f"cannot be read: {(error.strerror or str(error)).lower()}"
