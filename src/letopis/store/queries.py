"""Questions to the chronicle as SQL, and rows as what is handed out: `Told`, or a line of the export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from letopis.errors import UsageError
from letopis.identity import PREFIX, digest, reading_id, record_id
from letopis.model import Copy, Evidence, Kind, Span
from letopis.store.rows import from_json, to_json
from letopis.store.told import Told
from letopis.store.writing import folded

# What another record is called today: the figure this one is part of, the passage this one repeats.
_LINK = """CASE r.kind
WHEN 'figure' THEN (
    SELECT min(p.record) FROM figure f JOIN reading p ON p.own = f.part_of AND p.covered = 0 WHERE f.reading = r.id
)
WHEN 'passage' THEN (
    SELECT p.record FROM reading p WHERE p.id = (
        SELECT CASE
            WHEN count(c.passage) = count(*) AND count(DISTINCT c.passage) = 1 AND min(c.passage) <> r.id
            THEN min(c.passage)
        END
        FROM unit u LEFT JOIN unit c ON c.id = u.copy_of WHERE u.passage = r.id AND u.fingerprint IS NOT NULL
    )
)
END"""

_SELECT = f"""SELECT r.kind, r.record, r.reading, s.name, s.sha256, s.published, r.start, r.stop, r.quote, r.rule,
    r.confidence, r.data, r.first, r.last, {_LINK}
FROM source s JOIN reading r ON r.source = s.id WHERE r.covered = 0"""  # noqa: S608

IN_ORDER = " ORDER BY s.name, r.start, r.stop, r.kind, r.id"

COPIES = (
    "SELECT b_source, b_start, b_stop, b_quote, a_source, a_start, a_stop, form, b_sha256, a_sha256, b_published"
    " FROM copies"
)

_CALLED = "SELECT p.reading FROM party p JOIN called c ON c.actor = p.actor WHERE c.word = ?"
_BETWEEN = (
    "SELECT p.reading FROM called c JOIN party p ON p.actor = c.actor JOIN party q ON q.reading = p.reading AND"
    " q.id <> p.id JOIN called d ON d.actor = q.actor WHERE c.word = ? AND d.word = ?"
)
#: Sorts after every character of a date: "1956" as a bound means the whole year.
_END = "\uffff"


#: A condition in SQL on a reading ``r``, with its values.
Condition = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question in SQL with its values."""

    sql: str
    values: tuple[object, ...]


def readings(
    *,
    kind: Kind | None = None,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    since: str | None = None,
    until: str | None = None,
    issue: str | None = None,
    ids: Iterable[str] | None = None,
) -> Query:
    """All told readings that meet every condition, by source's name and place.

    Raises UsageError when `since` lies after `until`. Undated records meet no condition on the date.
    """
    conditions = list(conditions_on(kind, actor, between, since, until, issue))
    if ids is not None:
        conditions.append(("r.record IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)))
    where = "".join(f" AND {condition}" for condition, _ in conditions)
    return Query(_SELECT + where + IN_ORDER, tuple(value for _, values in conditions for value in values))


def conditions_on(
    kind: Kind | None,
    actor: str | None,
    between: tuple[str, str] | None,
    since: str | None,
    until: str | None,
    issue: str | None,
) -> Iterator[Condition]:
    """The conditions on a reading ``r`` that are asked for. Raises UsageError when `since` lies after `until`."""
    if since and until and since > until + _END:
        raise UsageError(f"since {since} lies after until {until}")
    if kind:
        yield "r.kind = ?", (kind,)
    if issue:
        yield "r.issue = ?", (issue,)
    if actor:
        yield f"r.id IN ({_CALLED})", (folded(actor),)
    if between:
        yield f"r.id IN ({_BETWEEN})", (folded(between[0]), folded(between[1]))

    if since:
        yield "r.edtf IS NOT NULL AND (r.last IS NULL OR r.last >= ?)", (since,)
    if until:
        yield "r.edtf IS NOT NULL AND (r.first IS NULL OR r.first <= ?)", (until + _END,)


def by_record(kind: Kind) -> Query:
    """All told readings of a kind, all tellings of a record together, in the order of the records' ids."""
    sql = _SELECT.replace("reading r ON", "reading r INDEXED BY reading_record ON", 1)
    return Query(f"{sql} AND r.kind = ? AND r.record IS NOT NULL ORDER BY r.record", (kind,))


def readings_of(source: str, kind: Kind | None) -> Query:
    """All told readings of one source, by place."""
    more = (" AND r.kind = ?", (kind,)) if kind else ("", ())
    return Query(f"{_SELECT} AND s.name = ?{more[0]}{IN_ORDER}", (source, *more[1]))


#: Where a record that runs over sentences may begin before one of them.
_LONGEST = 4000
_OVER = f"""SELECT u.id, r.id FROM unit u JOIN reading r ON r.source = u.source
AND r.start BETWEEN u.start - {_LONGEST} AND u.stop - 1 AND r.stop > u.start AND r.unit IS NULL
AND r.kind IN ('event', 'statement', 'agreement', 'figure')"""  # noqa: S608


def readings_in(units: Iterable[int]) -> Query:
    """All told readings of these sentences, by place; the first column is the number of the sentence.

    A record that runs over several sentences is told in each of them.
    """
    asked = "SELECT value FROM json_each(?1)"
    pairs = f"SELECT unit, id FROM reading WHERE unit IN ({asked}) UNION ALL {_OVER} WHERE u.id IN ({asked})"  # noqa: S608
    select = _SELECT.replace("SELECT", "SELECT p.unit,", 1).replace(
        "JOIN reading r ON r.source = s.id", f"JOIN reading r ON r.source = s.id JOIN ({pairs}) p ON p.id = r.id", 1
    )
    return Query(select + IN_ORDER, (json.dumps(list(units)),))


def readings_between(source: str, start: int, stop: int) -> Query:
    """All told readings of a source that touch a stretch of its text, by place."""
    some = f" AND s.name = ? AND r.start BETWEEN ? - {_LONGEST} AND ? AND r.stop > ?"
    return Query(_SELECT + some + IN_ORDER, (source, start, stop - 1, start))


def readings_by_own(ids: Iterable[str]) -> Query:
    """All told readings that have one of these ids of themselves."""
    some = " AND r.own IN (SELECT value FROM json_each(?))"
    return Query(_SELECT + some + IN_ORDER, (json.dumps(list(ids)),))


def own_ids(reading: str) -> list[str]:
    """The ids that the record at a reading may have of itself."""
    return [f"{prefix}-{reading.removeprefix('r-')}" for prefix in PREFIX.values()]


def to_told(row: tuple[Any, ...]) -> Told:
    """A row of `readings` as a record that one place tells."""
    kind, record, reading, name, sha256, published, start, stop, quote, rule, confidence, data, first, last, link = row
    evidence = Evidence(Span(sha256, start, stop), rule, confidence)
    value = from_json(Kind(kind), _linked(kind, data, link), evidence, first, last)
    return Told(record, reading, name, start, stop, quote, evidence, value, published)


def to_line(row: tuple[Any, ...]) -> dict[str, Any]:
    """A row of `readings` as a line of the export."""
    kind, record, reading, name, _, _, start, stop, quote, rule, confidence, data, _, _, link = row
    common = {"kind": kind, "id": record, "reading": reading, "source": name, "start": start, "stop": stop}
    said = {"quote": quote, "rule": rule, "confidence": confidence}
    return {**common, **said, **json.loads(_linked(kind, data, link))}


def to_flat_line(row: tuple[Any, ...]) -> dict[str, Any]:
    """A row of `flat` as a line of the export with the bounds of its date, ISO days or None."""
    line = to_line(row)
    line["first"], line["last"] = row[12], row[13]
    return line


def _linked(kind: str, data: str, link: str | None) -> str:
    word = {"figure": "part_of", "passage": "copy_of"}.get(kind)
    return json.dumps(json.loads(data) | {word: link}, ensure_ascii=False) if word else data


def copy_to_told(row: tuple[Any, ...]) -> Told:
    """A row of `COPIES` as a record: the place that repeats another."""
    name, start, stop, quote, _, a_start, a_stop, form, sha256, a_sha256, published = row
    here = Span(sha256, start, stop)
    evidence = Evidence(here, f"copies#{form}", 1.0 if form == "exact" else 0.9)
    copy = Copy(evidence, Span(a_sha256, a_start, a_stop), here, form)
    return Told(record_id(copy), reading_id(copy), name, start, stop, quote, evidence, copy, published)


def copy_to_line(row: tuple[Any, ...]) -> dict[str, Any]:
    """A row of `COPIES` as a line of the export."""
    told = copy_to_told(row)
    common = {"kind": "copy", "id": told.id, "reading": told.reading, "source": told.source, "quote": told.quote}
    said = {"rule": told.evidence.rule, "confidence": told.evidence.confidence}
    a = dict(zip(("source", "start", "stop"), row[4:7], strict=True))
    b = {"source": told.source, "start": told.start, "stop": told.stop}
    return common | said | {"a": a, "b": b, "form": row[7]}


SOURCE_FIELDS = ("title", "publisher", "address", "author", "published", "language", "sha256", "characters", "unread")


def source_to_line(name: str, fields: tuple[Any, ...]) -> dict[str, Any]:
    """A source's name and the values of `SOURCE_FIELDS` as a line of the export."""
    values = dict(zip(SOURCE_FIELDS, fields, strict=True))
    place = digest(values["sha256"], Kind.SOURCE)
    return {"kind": "source", "id": f"{PREFIX[Kind.SOURCE]}-{place}", "reading": f"r-{place}", "source": name, **values}


def told_line(told: Told) -> dict[str, Any]:
    """A told record as a line of the export."""
    common = {"kind": told.kind, "id": told.id, "reading": told.reading, "source": told.source, "start": told.start}
    said = {"stop": told.stop, "quote": told.quote, "rule": told.evidence.rule, "confidence": told.evidence.confidence}
    return {**common, **said, **json.loads(to_json(told.record))}
