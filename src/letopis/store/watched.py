"""What a watch remembers of the addresses and files it follows."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from letopis.store.opening import errors_of, transaction


@dataclass(frozen=True, slots=True)
class Visit:
    """How it went with an address or file the last time; a row of the table `watched` (see schema/006.sql)."""

    address: str
    kind: str
    mark: str | None = None
    etag: str | None = None
    modified: str | None = None
    asked_at: str = ""
    answered_at: str | None = None
    next_at: str | None = None
    failures: int = 0
    problem: str | None = None


_COLUMNS = ", ".join(field.name for field in fields(Visit))
_KEEP = f"INSERT OR REPLACE INTO watched ({_COLUMNS}) VALUES ({', '.join('?' * len(fields(Visit)))})"  # noqa: S608


class Watched:
    """The table of an open chronicle. Raises ChronicleErrors."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._db = path, connection

    def last(self, address: str) -> Visit | None:
        """The last visit of an address; None before the first."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM watched WHERE address = ?", address)  # noqa: S608
        return rows[0] if rows else None

    def keep(self, visit: Visit) -> None:
        """Remembers a visit in the place of the one before."""
        with errors_of(self._path), transaction(self._db):
            self._db.execute(_KEEP, astuple(visit))

    def drop(self, address: str) -> None:
        """Forgets an address."""
        with errors_of(self._path), transaction(self._db):
            self._db.execute("DELETE FROM watched WHERE address = ?", (address,))

    def forget_old_problems(self, most: int) -> None:
        """Keeps of the items that failed the last so many: a broken feed may bring new ones without end."""
        newest = "SELECT address FROM watched WHERE kind = 'item' ORDER BY asked_at DESC, address LIMIT ?"
        with errors_of(self._path), transaction(self._db):
            self._db.execute(f"DELETE FROM watched WHERE kind = 'item' AND address NOT IN ({newest})", (most,))  # noqa: S608

    def feeds(self) -> list[Visit]:
        """All feeds, by address."""
        return self._rows(f"SELECT {_COLUMNS} FROM watched WHERE kind = 'feed' ORDER BY address")  # noqa: S608

    def failing(self) -> list[Visit]:
        """Everything that is not well, feeds first."""
        return self._rows(
            f"SELECT {_COLUMNS} FROM watched WHERE problem IS NOT NULL ORDER BY kind <> 'feed', kind, address"  # noqa: S608
        )

    def _rows(self, sql: str, *values: object) -> list[Visit]:
        with errors_of(self._path):
            return [Visit(*row) for row in self._db.execute(sql, values)]
