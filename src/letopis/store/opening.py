"""The file itself: opened, made, brought up to date, refused; SQLite's errors in letopis's words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from letopis.errors import (
    ChronicleError,
    DamagedChronicle,
    LockedChronicle,
    NewerChronicle,
    NotAChronicle,
    WriteFailed,
)

#: "LETP", in the header of the file.
APPLICATION_ID = 0x4C455450
#: Up to this size a file is checked whole when it is opened: it takes a few milliseconds.
CHECKED_BYTES = 4_000_000

_SETTINGS = (
    "foreign_keys = ON",
    "synchronous = NORMAL",
    "temp_store = MEMORY",
    "cache_size = -262144",
    "wal_autocheckpoint = 8000",
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_WRITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_TOOBIG})


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Errors of SQLite come out as errors of letopis that name the file; a wrong call stays what it is."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _translated(path, error) from error


def _translated(path: Path, error: sqlite3.Error) -> ChronicleError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _BUSY:
        return LockedChronicle(f"{path}: another build is writing; try again when it is done")
    if code in _WRITE:
        return WriteFailed(f"{path}: cannot be written ({error}); what was there is kept")
    if code == sqlite3.SQLITE_NOTADB:
        return NotAChronicle(f"{path}: is no chronicle ({error})")
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return ChronicleError(f"{path}: cannot be opened ({error})")
    return DamagedChronicle(f"{path}: the chronicle is damaged ({error}); build it anew from its sources")


def connect(path: Path, *, create: bool, patience: float) -> sqlite3.Connection:
    """A connection to the chronicle at `path`, made or brought up to date where needed.

    Waits up to `patience` seconds for another build's write. Raises the errors of a chronicle that cannot be used.
    """
    _look(path, create=create)
    with errors_of(path):
        connection = sqlite3.connect(_address(path), uri=True, timeout=patience, isolation_level=None)
        try:
            _prepare(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
    return connection


def _look(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise NotAChronicle(f"{path}: is a folder, not a chronicle")
    if not path.exists() and not create:
        raise ChronicleError(f"{path}: there is no chronicle here; `letopis build` makes one")
    if not path.parent.is_dir():
        raise WriteFailed(f"{path}: cannot be written (there is no folder {path.parent})")


def _address(path: Path) -> str:
    """The file's address. One in a place that cannot be written is read as it lies, without a journal beside it."""
    place = path.resolve()
    journal = place.with_name(place.name + "-wal")
    if place.exists() and not os.access(place.parent, os.W_OK) and not journal.exists():
        return f"{place.as_uri()}?mode=ro&immutable=1"
    return f"{place.as_uri()}?mode=rwc"


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        if not create or _number(connection, "SELECT count(*) FROM sqlite_master"):
            raise NotAChronicle(f"{path}: is no chronicle of letopis")
        connection.execute("PRAGMA journal_mode = WAL")
    newest = len(migrations())
    if _number(connection, "PRAGMA user_version") > newest:
        raise NewerChronicle(f"{path}: was written by a later version of letopis; this one reads files up to {newest}")
    if path.stat().st_size <= CHECKED_BYTES:
        check(connection, path)
    if _number(connection, "PRAGMA user_version") < newest:
        migrate(connection)


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedChronicle when the file's own structure is broken."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedChronicle(f"{path}: the chronicle is damaged ({found}); build it anew from its sources")


def migrations() -> tuple[str, ...]:
    """The scripts that make a chronicle, oldest first; the number of those applied is its schema version."""
    scripts = [entry for entry in files("letopis.store").joinpath("schema").iterdir() if entry.name.endswith(".sql")]
    return tuple(script.read_text(encoding="utf-8") for script in sorted(scripts, key=lambda script: script.name))


def migrate(connection: sqlite3.Connection) -> None:
    """Applies the scripts that the file has not seen yet: all of them or, when one fails, none."""
    with transaction(connection):
        done = _number(connection, "PRAGMA user_version")
        for script in migrations()[done:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations())}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('created', ?)", (now,))
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('letopis', ?)", (_version(),))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is written, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _version() -> str:
    try:
        return version("letopis")
    except PackageNotFoundError:
        return "unknown"
