"""What a chronicle answers about histories: who is called what, which records follow each other, who dealt with whom."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from letopis.store import queries, walks
from letopis.store.opening import errors_of
from letopis.store.told import Told
from letopis.store.walks import Asked, Deed
from letopis.store.writing import folded


class Histories:
    """Questions to an open chronicle; its errors are ChronicleErrors."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    # --- what there is to ask for -------------------------------------------------------------------------------------

    def called(self, word: str) -> list[tuple[str, str | None, str | None]]:
        """Everybody who is called so, in any case: id, name, code."""
        query = "SELECT a.id, a.name, a.code FROM called c JOIN actor a ON a.id = c.actor WHERE c.word = ? ORDER BY a.id"
        return self._rows(query, folded(word))

    def words(self) -> list[str]:
        """All that somebody is called, in lower case."""
        return [word for (word,) in self._rows("SELECT DISTINCT word FROM called ORDER BY word")]

    def issues(self) -> list[str]:
        """All issues that something is about."""
        return self._column("SELECT DISTINCT issue FROM reading WHERE issue IS NOT NULL ORDER BY issue")

    def source_names(self) -> list[str]:
        """The names of all sources."""
        return self._column("SELECT name FROM source ORDER BY name")

    # --- histories ----------------------------------------------------------------------------------------------------

    def walk(self, asked: Asked, ids: Sequence[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """The records that meet a question, each once, by date: placed, ends, id; among `ids` only, when given."""
        with errors_of(self.path):
            yield from walks.walk_records(self._db, asked, ids)

    def tellings(self, ids: Iterable[str]) -> Iterator[Told]:
        """All tellings of these records."""
        query = queries.readings(ids=ids)
        return map(queries.to_told, self._rows(query.sql, *query.values))

    def independent(self, ids: Iterable[str]) -> dict[str, int]:
        """How many sources tell each of these records in words of their own; copies and near copies do not count."""
        with errors_of(self.path):
            return walks.count_independent(self._db, json.dumps(list(ids)))

    def events_at(self, places: Iterable[tuple[str, int, int]]) -> list[list[str]]:
        """For each place (source, start, stop) the events told on some of its words."""
        query = (
            "SELECT r.record FROM source s CROSS JOIN reading r ON r.source = s.id WHERE s.name = ? AND r.kind = 'event'"
            " AND r.covered = 0 AND r.start < ? AND r.stop > ?"
        )
        return [self._column(query, source, stop, start) for source, start, stop in places]

    # --- dyads --------------------------------------------------------------------------------------------------------

    def deeds(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Deed]:
        """Every telling of every event between two codes that face each other (not side by side), pair by pair."""
        with errors_of(self.path):
            yield from walks.deeds_between(self._db, pairs)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All pairs of codes that anything is told of."""
        return iter(self._rows("SELECT DISTINCT one, other FROM dyad ORDER BY one, other"))

    def _column(self, sql: str, *values: object) -> list[Any]:
        return [value for (value,) in self._rows(sql, *values)]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with errors_of(self.path):
            return self._db.execute(sql, values).fetchall()
