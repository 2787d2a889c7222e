"""Sentences by the dictionary forms of their words, as SQL; the full-text index is SQLite's FTS5, ranked by BM25."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from letopis.model import Kind
from letopis.store.queries import Query, conditions_on
from letopis.store.told import Found

_UNIT = "u.id, s.name, u.start, u.stop, u.quote, s.published, u.lemmas"
_FROM = "JOIN unit u ON u.id = f.rowid JOIN source s ON s.id = u.source"
_BEST = "SELECT rowid, rank FROM unit_fts WHERE unit_fts MATCH ?"
#: The words of the index with the number of sentences that have them; the table lives as long as the connection.
WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, unit_fts, row)"
ALL_WORDS = "SELECT term, doc FROM temp.word"
SOME_WORDS = "SELECT value, coalesce((SELECT doc FROM temp.word WHERE term = value), 0) FROM json_each(?)"


def quoted(word: str) -> str:
    """A word as FTS5 takes it literally."""
    return '"' + word.replace('"', '""') + '"'


def any_of(phrases: Iterable[Sequence[str]]) -> str:
    """The FTS5 expression for sentences that have at least one of these phrases of lemmas."""
    return " OR ".join(quoted(" ".join(phrase)) for phrase in phrases)


def matching(
    expression: str,
    *,
    limit: int,
    source: str | None = None,
    kind: Kind | None = None,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    since: str | None = None,
    until: str | None = None,
    issue: str | None = None,
    among: int | None = None,
) -> Query:
    """The sentences that an FTS5 expression matches, best first; repeated sentences stand once, where they are read.

    With `among` only so many of the best are looked at: the index ranks by itself, without a look at the sentences. The
    other conditions are met by a record of the sentence. Raises UsageError when `since` lies after `until`.
    """
    conditions = list(conditions_on(kind, actor, between, since, until, issue))
    where, values = "", []
    if conditions:
        where = "".join(f" AND {condition}" for condition, _ in conditions)
        where = f" AND u.id IN (SELECT r.unit FROM reading r WHERE r.covered = 0{where})"  # noqa: S608
        values = [value for _, some in conditions for value in some]
    if source:
        where += " AND s.name = ?"
        values.append(source)
    best = _BEST + (" ORDER BY rank LIMIT ?" if among else "")
    ranked = f"SELECT {_UNIT} FROM ({best}) f {_FROM} WHERE u.copy_of IS NULL{where}"  # noqa: S608
    sql = f"{ranked} ORDER BY f.rank, s.name, u.start LIMIT ?"
    return Query(sql, (expression, *([among] if among else []), *values, limit))


def units_of(records: Iterable[str]) -> Query:
    """The sentences in which these records are told, by source and place."""
    sql = (
        f"SELECT DISTINCT {_UNIT} FROM reading r JOIN unit f ON f.id = r.unit "  # noqa: S608
        f"{_FROM.replace('f.rowid', 'f.id')} WHERE r.covered = 0 AND u.copy_of IS NULL"
        " AND r.record IN (SELECT value FROM json_each(?)) ORDER BY s.name, u.start"
    )
    return Query(sql, (json.dumps(list(records)),))


def to_found(row: tuple[Any, ...]) -> Found:
    """A row of `matching` or `units_of` as a found sentence."""
    unit, source, start, stop, quote, published, lemmas = row
    return Found(unit, source, start, stop, quote, published, tuple(lemmas.split()))
