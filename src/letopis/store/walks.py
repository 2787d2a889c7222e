"""Histories walked in the order of time: which records meet a question, without reading more than is asked for.

Every question becomes a few walks along one index each, merged by date; a page of a long history costs what the page
costs, not what the history does.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from letopis.model import Kind

#: Where undated records stand: after all others.
UNDATED = "9999-99-99"
#: Characters of an ISO date that name a year, a month, a day.
YEAR, MONTH, DAY = 4, 7, 10
#: Sorts after every character of a date: "1956" as a bound means the whole year.
END = "\uffff"


@dataclass(frozen=True, slots=True)
class Who:
    """A party that is asked for: codes (a country with all that acts for it) or the ids of single actors."""

    codes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a history is asked for; what is empty or None asks for nothing.

    `reported`, `types` and `realis` ask for events alone. Without `realis` what is only supposed is left out unless
    `supposed`. With `since` undated records are left out; with `until` alone those stay that cannot be later.
    """

    kinds: tuple[Kind, ...] = (Kind.EVENT,)
    actor: Who | None = None
    between: tuple[Who, Who] | None = None
    issue: str | None = None
    types: tuple[str, ...] = ()
    realis: tuple[str, ...] = ()
    supposed: bool = False
    reported: bool | None = None
    certainty: float | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk along an index: the tables it joins, the prefix it starts from, and how its columns are called."""

    tables: str
    where: str
    values: tuple[object, ...]
    at: str


def walk_records(
    db: sqlite3.Connection, asked: Asked, ids: Sequence[str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """The records that meet a question, each once: placed, ends and id, in the order of their dates."""
    conditions, values = _conditions(asked)
    streams = [
        _rows(db, walk, moment, conditions, values)
        for walk in (_walks(asked) if ids is None else _among(asked, ids))
        for moment in _moments(asked, walk)
    ]
    seen: set[str] = set()
    for placed, ends, record in heapq.merge(*streams):
        if record not in seen:
            seen.add(record)
            yield placed, ends, record


def count_spans(db: sqlite3.Connection, asked: Asked, length: int) -> list[tuple[str, str, int]]:
    """How many events of each type a question finds in each year, month or day (4, 7 or 10 characters of a date).

    An event counts once, by its earliest date; in a month or a day only when its whole date lies within.
    """
    conditions, values = _conditions(asked)
    selects, given = [], []
    # Of everything all events are looked at: in their own order, six times as fast as in the order of dates.
    every = _Walk("event e CROSS JOIN reading r ON r.id = e.reading", "1", (), "r")
    for walk in _walks(asked) if asked.source or asked.between or asked.actor else (every,):
        for when, days in _moments(asked, walk):
            columns = f"r.record, {walk.at}.placed, {walk.at}.ends, e.type"
            where = " AND ".join((walk.where, when, *conditions))
            selects.append(f"SELECT {columns} FROM {walk.tables} WHERE {where}")  # noqa: S608
            given += [*walk.values, *days, *values]
    within = f"AND substr(ends, 1, {length}) = span" if length > YEAR else ""
    sql = f"""SELECT substr(placed, 1, {length}) AS span, type, count(*) FROM (
    SELECT record, min(placed) AS placed, ends, type FROM ({" UNION ALL ".join(selects)}) GROUP BY record
) WHERE placed < '{UNDATED}' AND length(span) = {length} {within} GROUP BY span, type"""  # noqa: S608
    return db.execute(sql, given).fetchall()


_Moment = tuple[str, tuple[object, ...]]


def _rows(
    db: sqlite3.Connection, walk: _Walk, moment: _Moment, conditions: tuple[str, ...], values: tuple[object, ...]
) -> Iterator[tuple[str, str, str]]:
    when, days = moment
    where = " AND ".join((walk.where, when, *conditions))
    sql = f"SELECT {walk.at}.placed, {walk.at}.ends, r.record FROM {walk.tables} WHERE {where}"  # noqa: S608
    order = f" ORDER BY {walk.at}.placed, {walk.at}.ends, r.record"
    return iter(db.execute(sql + order, (*walk.values, *days, *values)))


# --- where a walk goes ------------------------------------------------------------------------------------------------

#: Dates that reach over the end of a year, as the index of them is declared; all others begin in the year asked for.
_CROSSING = "r.covered = 0 AND substr(r.placed, 1, 4) < substr(r.ends, 1, 4)"


def _walks(asked: Asked) -> Iterator[_Walk]:
    if asked.source:
        where, values = "o.name = ?", [asked.source]
        for who in (asked.actor, *(asked.between or ())):
            if who:
                exists, more = _takes_part(who)
                where, values = f"{where} AND {exists}", [*values, *more]
        yield _Walk(f"source o CROSS JOIN reading r ON r.source = o.id {_event(asked)}", where, tuple(values), "r")
    elif asked.between and all(who.codes for who in asked.between):
        for pair in pairs_of(*asked.between):
            yield _Walk(_joined("dyad d", asked), "d.one = ? AND d.other = ?", pair, "d")
    elif asked.between:
        yield from _of_party(asked, asked.between[0], asked.between[1])
    elif asked.actor:
        yield from _of_party(asked, asked.actor)
    else:
        for kind in asked.kinds:
            yield _Walk(f"reading r {_event(asked)}", "r.kind = ?", (kind,), "r")
            if asked.since:
                crossing = f"reading r INDEXED BY reading_crossing {_event(asked)}"
                yield _Walk(crossing, f"r.kind = ? AND {_CROSSING}", (kind,), "r")


def _event(asked: Asked) -> str:
    """The join of the event's own table; events alone when something of theirs is asked for."""
    return f"{'CROSS' if _of_events(asked) else 'LEFT'} JOIN event e ON e.reading = r.id"


def _joined(first: str, asked: Asked) -> str:
    """Party or dyad with its reading. An event's own row is small: where it decides, the reading is looked at last."""
    at = first[-1]
    if _of_events(asked):
        return f"{first} CROSS JOIN event e ON e.reading = {at}.reading CROSS JOIN reading r ON r.id = {at}.reading"
    return f"{first} CROSS JOIN reading r ON r.id = {at}.reading {_event(asked)}"


def _of_events(asked: Asked) -> bool:
    return bool(asked.types or asked.realis or asked.reported is not None)


def _among(asked: Asked, ids: Sequence[str]) -> Iterator[_Walk]:
    """The walk over given records alone: whoever is asked for is looked up in each."""
    tables = f"json_each(?) j CROSS JOIN reading r ON r.record = j.value {_event(asked)}"
    where, values = "1", [json.dumps(ids)]
    for who in (asked.actor, *(asked.between or ())):
        if who:
            exists, more = _takes_part(who)
            where, values = f"{where} AND {exists}", [*values, *more]
    yield _Walk(tables, where, tuple(values), "r")


def _takes_part(who: Who) -> tuple[str, tuple[str, ...]]:
    """The condition that a party takes part in a reading, with its values."""
    also = f"(q.code IN ({_marks(who.codes)}) OR q.actor IN ({_marks(who.actors)}))"
    return f"EXISTS (SELECT 1 FROM party q WHERE q.reading = r.id AND {also})", (*who.codes, *who.actors)  # noqa: S608


def pairs_of(one: Who, other: Who) -> list[tuple[str, str]]:
    """The pairs of different codes of two parties, each as a dyad is kept."""
    return sorted({(min(pair), max(pair)) for pair in product(one.codes, other.codes) if pair[0] != pair[1]})


def _of_party(asked: Asked, who: Who, other: Who | None = None) -> Iterator[_Walk]:
    tables = _joined("party p", asked)
    more: tuple[object, ...] = ()
    where = ""
    if other:
        also = f"(q.code IN ({_marks(other.codes)}) OR q.actor IN ({_marks(other.actors)}))"
        where = f" AND EXISTS (SELECT 1 FROM party q WHERE q.reading = r.id AND q.id <> p.id AND {also})"  # noqa: S608
        more = (*other.codes, *other.actors)
    for column, names in (("code", who.codes), ("actor", who.actors)):
        for name in names:
            yield _Walk(tables, f"p.{column} = ?{where}", (name, *more), "p")


# --- what it leaves out -----------------------------------------------------------------------------------------------


def _moments(asked: Asked, walk: _Walk) -> Iterator[_Moment]:
    """The stretches of the index that can hold what a period asks for."""
    at, since, until = walk.at, asked.since, asked.until
    if not since and not until:
        yield "1", ()
        return
    last = min(UNDATED, until + END) if until else UNDATED
    dated = f"{at}.placed < '{UNDATED}' AND {at}.placed <= ?"
    if not since:
        yield dated, (last,)
        yield f"{at}.placed = '{UNDATED}' AND {at}.ends <= ?", (last,)
    elif walk.where == "r.kind = ?":
        yield f"{dated} AND r.placed >= ? AND r.ends >= ?", (last, since[:4], since)
    elif _CROSSING in walk.where:
        yield f"{dated} AND r.placed < ? AND r.ends >= ?", (last, since[:4], since)
    else:
        yield f"{dated} AND {at}.ends >= ?", (last, since)


def _conditions(asked: Asked) -> tuple[tuple[str, ...], tuple[object, ...]]:
    found: list[tuple[str, tuple[object, ...]]] = [
        ("r.covered = 0", ()),
        (f"+r.kind IN ({_marks(asked.kinds)})", asked.kinds),
    ]
    if asked.types:
        found.append((f"e.type IN ({_marks(asked.types)})", asked.types))
    if asked.realis:
        found.append((f"e.realis IN ({_marks(asked.realis)})", asked.realis))
    elif not asked.supposed:
        found.append(("(e.realis IS NULL OR e.realis NOT IN ('hypothetical', 'generic'))", ()))
    if asked.reported is not None:
        found.append(("e.reported = ?", (asked.reported,)))
    if asked.issue:
        found.append(("r.issue = ?", (asked.issue,)))
    if asked.certainty is not None:
        found.append(("r.confidence >= ?", (asked.certainty,)))
    if asked.actor and asked.between:
        found.append(_takes_part(asked.actor))
    return tuple(one for one, _ in found), tuple(value for _, values in found for value in values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


# --- what is known of records -----------------------------------------------------------------------------------------

_INDEPENDENT = """SELECT r.record, count(DISTINCT r.source) FROM reading r
WHERE r.record IN (SELECT value FROM json_each(?)) AND r.covered = 0 AND r.copied_from IS NULL AND NOT EXISTS (
    SELECT 1 FROM near n JOIN reading o ON o.unit = n.a
    WHERE n.b = r.unit AND o.record = r.record AND o.source <> r.source
)
GROUP BY r.record"""


def count_independent(db: sqlite3.Connection, ids: str) -> dict[str, int]:
    """For records (a JSON list of ids) the sources that tell each in words of their own, copies and near copies not."""
    return dict(db.execute(_INDEPENDENT, (ids,)).fetchall())


_DEEDS = """SELECT record, way, first, last, type, score, realis, reported, issue, source, own FROM dyad
WHERE one = ? AND other = ? AND record IS NOT NULL AND type IS NOT NULL AND way <> 2"""


class Deed(NamedTuple):
    """One telling of an event between two countries; `way` as in the table of dyads, `source` the number of its row.

    A tuple, no dataclass: an index reads tens of thousands.
    """

    record: str
    way: int
    first: str | None
    last: str | None
    type: str
    score: float | None
    realis: str
    reported: int
    issue: str | None
    source: int
    own: int


def deeds_between(db: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> Iterator[Deed]:
    """Every telling of every event that one of two countries did to the other, or both together, by date."""
    for pair in pairs:
        yield from map(Deed._make, db.execute(_DEEDS, pair))


# --- what a profile is of ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """Readings (`r`) that a profile is of, and which other parties (`q`) of theirs are others than who it is of."""

    tables: str
    condition: str
    values: tuple[object, ...]
    others: str = "1"
    other_values: tuple[object, ...] = ()


def where_of(subject: Who | tuple[Who, Who] | None, issue: str | None = None, source: str | None = None) -> Where:
    """The readings in which a party or two take part, that are about an issue, or that one source gives."""
    if isinstance(subject, tuple):
        codes = tuple(code for who in subject for code in who.codes)
        pairs = pairs_of(*subject)
        tables = "json_each(?) j CROSS JOIN dyad d ON d.one = j.value ->> 0 AND d.other = j.value ->> 1"
        tables += " CROSS JOIN reading r ON r.id = d.reading"
        others = f"q.code NOT IN ({_marks(codes)})"
        return Where(tables, "d.way <> 2", (json.dumps(pairs),), others, codes)
    if subject is not None:
        column, names = ("code", subject.codes) if subject.codes else ("actor", subject.actors)
        tables = (
            "json_each(?) j CROSS JOIN party p ON p." + column + " = j.value CROSS JOIN reading r ON r.id = p.reading"
        )
        others = f"q.{column} IS NOT NULL AND q.{column} NOT IN ({_marks(names)})"
        return Where(tables, "1", (json.dumps(names),), others, names)
    if issue is not None:
        return Where("reading r", "r.issue = ?", (issue,))
    return Where("source o CROSS JOIN reading r ON r.source = o.id", "o.name = ?", (source,))
