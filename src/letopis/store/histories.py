"""What a chronicle answers about histories: who is called what, which records follow which, who dealt with whom."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.store import queries, walks
from letopis.store.opening import errors_of
from letopis.store.told import Told
from letopis.store.walks import Asked, Deed, Where
from letopis.store.writing import folded


@dataclass(frozen=True, slots=True)
class Known:
    """A person as a chronicle knows them: id, names, state or organisation, in how many places, with which offices."""

    id: str
    label: str
    label_ru: str
    code: str | None
    places: int
    roles: tuple[str, ...]


class Histories:
    """Questions to an open chronicle; its errors are ChronicleErrors."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    # --- what there is to ask for -------------------------------------------------------------------------------------

    def called(self, word: str) -> list[tuple[str, str | None, str | None]]:
        """Everybody who is called so, in any case: id, name, code."""
        query = (
            "SELECT a.id, a.name, a.code FROM called c JOIN actor a ON a.id = c.actor WHERE c.word = ? ORDER BY a.id"
        )
        return self._rows(query, folded(word))

    def persons(self) -> list[Known]:
        """The persons who act or speak, each once, by id."""
        query = """SELECT p.actor, p.label, p.label_ru, p.code, count(*), group_concat(DISTINCT p.role)
            FROM party p JOIN reading r ON r.id = p.reading
            WHERE r.covered = 0 AND p.label_ru IS NOT NULL AND p.inferred = 0
            AND p.label IN (SELECT label FROM name WHERE type = 'PER') GROUP BY p.actor ORDER BY p.actor"""
        return [
            Known(actor, label, label_ru, code, places, tuple(sorted(roles.split(","))) if roles else ())
            for actor, label, label_ru, code, places, roles in self._rows(query)
        ]

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

    def count_spans(self, asked: Asked, length: int) -> list[tuple[str, str, int]]:
        """Span, type and number of the events that meet a question: by year, month or day (`length` 4, 7, 10)."""
        with errors_of(self.path):
            return walks.count_spans(self._db, asked, length)

    def tellings(self, ids: Iterable[str]) -> Iterator[Told]:
        """All tellings of these records."""
        query = queries.readings(ids=ids)
        return map(queries.to_told, self._rows(query.sql, *query.values))

    def first_places(self, ids: Iterable[str]) -> dict[str, tuple[str, int, int]]:
        """Where each of these records is told first: source, start, stop."""
        query = (
            "SELECT r.record, s.name, r.start, r.stop FROM json_each(?) j CROSS JOIN reading r ON r.record = j.value"
            " JOIN source s ON s.id = r.source WHERE r.covered = 0"
        )
        found: dict[str, tuple[str, int, int]] = {}
        for record, *place in self._rows(query, json.dumps(list(ids))):
            found[record] = min(found.get(record, (place[0], place[1], place[2])), (place[0], place[1], place[2]))
        return found

    def independent(self, ids: Iterable[str]) -> dict[str, int]:
        """How many sources tell each of these records in words of their own; copies and near copies do not count."""
        with errors_of(self.path):
            return walks.count_independent(self._db, json.dumps(list(ids)))

    def events_at(self, places: Iterable[tuple[str, int, int]]) -> list[list[str]]:
        """For each place (source, start, stop) the events told on some of its words."""
        query = (
            "SELECT r.record FROM source s CROSS JOIN reading r ON r.source = s.id WHERE s.name = ?"
            " AND +r.kind = 'event' AND r.covered = 0 AND r.start < ? AND r.stop > ?"
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

    def span_of_dyads(self) -> tuple[str, str] | None:
        """The first and the last day of all dated dealings of two countries; None when there are none."""
        ((first,),) = self._rows("SELECT min(placed) FROM dyad WHERE placed < ?", walks.UNDATED)
        ((last,),) = self._rows("SELECT max(placed) FROM dyad WHERE placed < ?", walks.UNDATED)
        return (first, last) if first else None

    def undated_dyads(self) -> int:
        """How many events between two codes have no year."""
        query = "SELECT count(DISTINCT record) FROM dyad WHERE placed >= ? AND type IS NOT NULL"
        ((count,),) = self._rows(query, walks.UNDATED)
        return int(count)

    def busiest(self, count: int) -> list[tuple[str, str]]:
        """The pairs of codes that most is told of."""
        query = "SELECT one, other FROM dyad GROUP BY one, other ORDER BY count(*) DESC, one, other LIMIT ?"
        return self._rows(query, count)

    def ties(self, count: int) -> list[tuple[str, str, int]]:
        """What the countries that most is told of have told with each other: one, other, in how many places."""
        query = """WITH side AS (SELECT one AS code FROM dyad UNION ALL SELECT other FROM dyad),
            busy AS (SELECT code FROM side GROUP BY code ORDER BY count(*) DESC, code LIMIT ?)
            SELECT one, other, count(*) AS many FROM dyad
            WHERE one IN (SELECT code FROM busy) AND other IN (SELECT code FROM busy)
            GROUP BY one, other ORDER BY many DESC, one, other"""
        return self._rows(query, count)

    def last_events(self, count: int) -> list[str]:
        """The events of the last known days, the last first."""
        query = (
            "SELECT record FROM reading WHERE kind = 'event' AND covered = 0 AND placed < ?"
            " ORDER BY placed DESC, ends DESC, record LIMIT ?"
        )
        return list(dict.fromkeys(self._column(query, walks.UNDATED, 4 * count)))[:count]

    def most_told(self, count: int) -> list[str]:
        """The events that most places tell, the most told first."""
        query = (
            "SELECT record FROM reading INDEXED BY reading_record WHERE kind = 'event' AND covered = 0"
            " AND record IS NOT NULL GROUP BY record ORDER BY count(*) DESC, record LIMIT ?"
        )
        return self._column(query, count)

    def busiest_actors(self, count: int) -> list[tuple[str, str | None, int]]:
        """The actors that most is told of: name, code, in how many places."""
        query = (
            "SELECT coalesce(a.name, a.code), a.code, count(*) AS many FROM party p JOIN actor a ON a.id = p.actor"
            " WHERE coalesce(a.name, a.code) IS NOT NULL GROUP BY a.id ORDER BY many DESC, a.name LIMIT ?"
        )
        return self._rows(query, count)

    def count_issues(self) -> list[tuple[str, int]]:
        """The issues with how many places tell of each, the most told first."""
        query = (
            "SELECT issue, count(*) AS many FROM reading WHERE issue IS NOT NULL AND covered = 0 GROUP BY issue"
            " ORDER BY many DESC, issue"
        )
        return self._rows(query)

    def placed_events(self) -> list[tuple[str, str]]:
        """Every event with a place, and the place: place, record; once for each place that its tellings name."""
        query = (
            "SELECT DISTINCT e.place, r.record FROM event e CROSS JOIN reading r ON r.id = e.reading"
            " WHERE e.place IS NOT NULL AND r.covered = 0 AND r.record IS NOT NULL ORDER BY r.record, e.place"
        )
        return self._rows(query)

    # --- what is new --------------------------------------------------------------------------------------------------

    def ids(self, kind: Kind) -> Iterator[tuple[str, int]]:
        """The records of a kind in the order of their ids, each with the number of its tellings."""
        query = (
            "SELECT record, count(*) FROM reading INDEXED BY reading_record WHERE kind = ? AND covered = 0"
            " AND record IS NOT NULL GROUP BY record ORDER BY record"
        )
        with errors_of(self.path):
            yield from self._db.execute(query, (kind,))

    def aliases(self) -> dict[str, str]:
        """Ids that records had once, and the ids they bear now."""
        return dict(self._rows("SELECT old, id FROM alias"))

    def read_since(self, moment: str | None) -> list[str]:
        """The sources read since a moment (ISO time in UTC or its beginning), or by the last build."""
        if moment is None:
            ((moment,),) = self._rows("SELECT max(value) FROM meta WHERE key = 'last_build'")
        return self._column("SELECT name FROM source WHERE read_at >= ? ORDER BY name", moment) if moment else []

    def told_only_in(self, kind: Kind, sources: Iterable[str]) -> tuple[list[str], list[str]]:
        """The records of a kind that these sources tell: those that no other source tells, and those that others do."""
        query = """WITH new AS (SELECT id FROM source WHERE name IN (SELECT value FROM json_each(?)))
            SELECT t.record, NOT EXISTS (
                SELECT 1 FROM reading o
                WHERE o.record = t.record AND o.covered = 0 AND o.source NOT IN (SELECT id FROM new)
            ) FROM (
                SELECT DISTINCT r.record FROM new CROSS JOIN reading r ON r.source = new.id
                WHERE r.kind = ? AND r.covered = 0
            ) t ORDER BY t.record"""
        rows = self._rows(query, json.dumps(list(sources)), kind)
        return [record for record, alone in rows if alone], [record for record, alone in rows if not alone]

    # --- profiles -----------------------------------------------------------------------------------------------------

    # A plus before a column: its index is no way to the few readings that are meant.

    def count_kinds(self, where: Where) -> list[tuple[str, int, int]]:
        """For what is asked for: each kind of record with how many there are and in how many places."""
        return self._counted(where, "r.kind")

    def count_by(self, where: Where, column: str, limit: int = 10) -> list[tuple[str, int]]:
        """The commonest values of `type`, `issue`, `realis` or `source` of the events that are asked for."""
        columns = {"type": "e.type", "issue": "r.issue", "realis": "e.realis", "source": "s.name"}
        return [(value, records) for value, records, _ in self._counted(where, columns[column], "event")][:limit]

    def partners(self, where: Where, limit: int = 10) -> list[tuple[str, int]]:
        """Whom the events that are asked for name besides who is asked for: labels or codes, the commonest first."""
        sql = f"""SELECT coalesce(q.label, q.code) AS name, count(DISTINCT r.record) AS many
            FROM {where.tables} CROSS JOIN party q ON q.reading = r.id
            WHERE r.covered = 0 AND +r.kind = 'event' AND {where.condition} AND {where.others} AND name IS NOT NULL
            GROUP BY name ORDER BY many DESC, name LIMIT ?"""  # noqa: S608
        return self._rows(sql, *where.values, *where.other_values, limit)

    def span(self, where: Where) -> tuple[str | None, str | None]:
        """The first and the last day of the dated events that are asked for."""
        sql = f"""SELECT min(r.first), max(r.last) FROM {where.tables}
            WHERE r.covered = 0 AND +r.kind = 'event' AND {where.condition}"""  # noqa: S608
        ((first, last),) = self._rows(sql, *where.values)
        return first, last

    def own_text(self, source: str) -> tuple[int, int, list[tuple[str, int]]]:
        """The characters of a source's sentences, those that repeat an earlier place, and the sources of these.

        Of several places that say the same the one published first counts as the first.
        """
        ((total,),) = self._rows(
            "SELECT coalesce(sum(u.stop - u.start), 0) FROM unit u JOIN source s ON s.id = u.source WHERE s.name = ?",
            source,
        )
        rows = self._rows(
            "SELECT b_start, b_stop, a_source FROM copies WHERE b_source = ? ORDER BY b_start, b_stop", source
        )
        copied = reach = 0
        from_where: dict[str, int] = {}
        for start, stop, other in rows:
            copied += max(0, stop - max(start, reach))
            reach = max(reach, stop)
            from_where[other] = from_where.get(other, 0) + stop - start
        return total, copied, sorted(from_where.items(), key=lambda one: (-one[1], one[0]))

    def _counted(self, where: Where, column: str, kind: str | None = None) -> list[tuple[str, int, int]]:
        sql = f"""SELECT {column}, count(DISTINCT r.record) AS many, count(DISTINCT r.id) FROM {where.tables}
            {"CROSS JOIN event e ON e.reading = r.id CROSS JOIN source s ON s.id = r.source" if kind else ""}
            WHERE r.covered = 0 AND +r.kind {"= 'event'" if kind else "IS NOT NULL"} AND {where.condition}
            AND {column} IS NOT NULL GROUP BY {column} ORDER BY many DESC, {column}"""  # noqa: S608
        return self._rows(sql, *where.values)

    def _column(self, sql: str, *values: object) -> list[Any]:
        return [value for (value,) in self._rows(sql, *values)]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with errors_of(self.path):
            return self._db.execute(sql, values).fetchall()
