"""A person's corrections: appended, signed, undone by another judgement, never overwritten.

What follows from the judgements that hold is worked into the readings each time one is made or texts are added, from
what the readings said before; so they survive a rebuild, and undoing one is as if it had never been made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from letopis.errors import NothingFound, UsageError
from letopis.identity import party_id
from letopis.model import Evidence, Kind, Span
from letopis.store.rows import COLUMNS, SIDES, from_json, sides_of
from letopis.store.writing import drop_unused_actors, folded, write_parties

ON_ACTORS = ("merge", "split", "rename", "forget")
ON_RECORDS = ("accept", "reject", "edit")
#: What of an event may be edited.
EDITABLE = ("type", "mode", "realis", "when")
#: How a reading is covered that somebody rejected: it is told nowhere.
REJECTED = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: its number, when, by whom, what on what, with which detail, why, and whether it holds."""

    number: int
    made_at: str
    by: str
    act: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    holds: bool = True


def all_judgements(db: sqlite3.Connection) -> list[Judgement]:
    """All judgements, the first first; what is undone does not hold, and neither does an undo that is undone."""
    rows = db.execute("SELECT number, made_at, by, act, subject, detail, why FROM judgement ORDER BY number").fetchall()
    undone: set[int] = set()
    for number, _, _, act, subject, *_ in reversed(rows):
        if act == "undo" and number not in undone:
            undone.add(int(subject))
    return [
        Judgement(number, made_at, by, act, subject, json.loads(detail), why, number not in undone)
        for number, made_at, by, act, subject, detail, why in rows
    ]


def append(db: sqlite3.Connection, act: str, subject: str, detail: Mapping[str, Any], by: str, why: str | None) -> int:
    """Writes a judgement down and works out what follows; gives its number. Raises UsageError for an unsigned one."""
    if not by.strip():
        raise UsageError("a judgement is signed: say who makes it")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps(dict(detail), ensure_ascii=False)
    row = (now, by.strip(), act, subject, text, why)
    sql = "INSERT INTO judgement (made_at, by, act, subject, detail, why) VALUES (?, ?, ?, ?, ?, ?)"
    number = db.execute(sql, row).lastrowid
    settle_judgements(db)
    return int(number or 0)


def find_actor(db: sqlite3.Connection, who: str) -> tuple[str, str | None, str | None, str | None]:
    """The one actor that a name or id means: id, English label, Russian label, code.

    Raises NothingFound, and UsageError with the ids when several are called so.
    """
    ids = [row[0] for row in db.execute("SELECT id FROM actor WHERE id = ?", (who,))]
    ids = ids or [
        row[0] for row in db.execute("SELECT actor FROM called WHERE word = ? ORDER BY actor", (folded(who),))
    ]
    if not ids:
        raise NothingFound(f"nobody here is called {who}")
    if len(ids) > 1:
        raise UsageError(f"several are called {who}; say which by id: {', '.join(ids)}")
    named = "SELECT label, label_ru, code FROM party WHERE actor = ? ORDER BY label IS NULL, id LIMIT 1"
    label, label_ru, code = db.execute(named, ids).fetchone() or (None, None, None)
    return ids[0], label, label_ru, code


def merged(db: sqlite3.Connection, one: str, into: str) -> tuple[str, dict[str, Any]]:
    """Subject and detail of a judgement that one actor is another."""
    (old, was, *_), (new, label, label_ru, code) = find_actor(db, one), find_actor(db, into)
    if old == new:
        raise UsageError(f"{one} and {into} are one actor already")
    return old, {"id": new, "label": label, "label_ru": label_ru, "code": code, "was": was}


def renamed(db: sqlite3.Connection, who: str, label: str, label_ru: str | None) -> tuple[str, dict[str, Any]]:
    """Subject and detail of a judgement that an actor is called otherwise."""
    old, was, was_ru, code = find_actor(db, who)
    return old, {"id": old, "label": label, "label_ru": label_ru or was_ru, "code": code, "was": was}


def split_off(db: sqlite3.Connection, who: str, source: str, label: str) -> tuple[str, dict[str, Any]]:
    """Subject and detail of a judgement that an actor of one source is somebody else. Raises NothingFound."""
    old, was, _, code = find_actor(db, who)
    told = (
        "SELECT 1 FROM party p JOIN reading r ON r.id = p.reading JOIN source s ON s.id = r.source"
        " WHERE p.actor = ? AND s.name = ?"
    )
    if not db.execute(told, (old, source)).fetchone():
        raise NothingFound(f"{source} does not tell of {who}")
    new = party_id(label, code)
    if new == old:
        raise UsageError(f"{who} is called {label} already")
    return old, {"id": new, "label": label, "label_ru": None, "code": code, "was": was, "source": source}


def on_record(db: sqlite3.Connection, record: str, detail: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Subject and detail of a judgement on a record, known again by the places that tell it. Raises NothingFound."""
    owns = [row[0] for row in db.execute("SELECT own FROM reading WHERE record = ? ORDER BY own", (record,))]
    if not owns:
        raise NothingFound(f"there is no record {record}")
    strange = set(detail) - set(EDITABLE)
    if strange:
        raise UsageError(f"{', '.join(sorted(strange))} cannot be edited; {', '.join(EDITABLE)} can")
    return record, {"owns": sorted(set(owns)), **detail}


def settle_judgements(db: sqlite3.Connection) -> None:
    """Works the judgements that hold into the readings they are about, and takes the others out of them."""
    every = all_judgements(db)
    if not every:
        return
    holding = [one for one in every if one.holds]
    actors = sorted({one.subject for one in every if one.act in ON_ACTORS})
    owns = sorted({own for one in every if one.act in ON_RECORDS for own in one.detail["owns"]})
    rows = db.execute(
        "SELECT r.id, r.kind, r.own, r.covered, r.data, r.edtf, r.first, r.last, s.name, s.sha256,"
        " j.data, j.edtf, j.first, j.last FROM reading r JOIN source s ON s.id = r.source"
        " LEFT JOIN judged j ON j.reading = r.id WHERE r.id IN ("
        " SELECT reading FROM judged UNION SELECT reading FROM party WHERE actor IN (SELECT value FROM json_each(?1))"
        " UNION SELECT id FROM reading WHERE own IN (SELECT value FROM json_each(?2)))",
        (json.dumps(actors), json.dumps(owns)),
    ).fetchall()
    gone: set[str] = set()
    for row in rows:
        gone |= _settle(db, row, holding)
    drop_unused_actors(db, gone)


def _settle(db: sqlite3.Connection, row: Sequence[Any], holding: Iterable[Judgement]) -> set[str]:
    """Writes what a reading says by the judgements that hold; gives the actors that it named before."""
    number, kind, own, covered, data, edtf, first, last, source, sha256, was, was_edtf, was_first, was_last = row
    before = (was, was_edtf, was_first, was_last) if was is not None else (data, edtf, first, last)
    told: dict[str, Any] = json.loads(before[0])
    dates: Sequence[Any] = before[1:]
    rejected = False
    for one in holding:
        if one.act in ON_ACTORS:
            told = _with_actors(told, one, source)
        elif own in one.detail.get("owns", ()):
            rejected = (rejected or one.act == "reject") and one.act != "accept"
            told, dates = _with_edits(told, dates, one)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    changed = text != json.dumps(json.loads(before[0]), ensure_ascii=False, separators=(",", ":"))
    if (covered == REJECTED) != rejected and covered in (0, REJECTED):
        db.execute("UPDATE reading SET covered = ? WHERE id = ?", (REJECTED if rejected else 0, number))
        shown = "NULL" if rejected else "(SELECT record FROM reading WHERE id = dyad.reading)"
        db.execute(f"UPDATE dyad SET record = {shown} WHERE reading = ?", (number,))  # noqa: S608
    if changed and was is None:
        db.execute("INSERT INTO judged VALUES (?, ?, ?, ?, ?)", (number, *before))
    elif not changed and was is not None:
        db.execute("DELETE FROM judged WHERE reading = ?", (number,))
    if json.loads(data) == told and (edtf, first, last) == tuple(dates):
        return set()
    return _write(db, number, Kind(kind), text if changed else before[0], dates, sha256)


def _write(db: sqlite3.Connection, number: int, kind: Kind, text: str, dates: Sequence[Any], sha256: str) -> set[str]:
    db.execute("UPDATE reading SET data = ?, edtf = ?, first = ?, last = ? WHERE id = ?", (text, *dates, number))
    record = from_json(kind, text, Evidence(Span(sha256, 0, 0), "", 1.0), dates[1], dates[2])
    if kind in COLUMNS:
        names = COLUMNS[kind]
        values = [getattr(record, name) for name in names]
        places = ", ".join(f"{name} = ?" for name in names)
        db.execute(f"UPDATE {kind} SET {places} WHERE reading = ?", (*values, number))  # noqa: S608
    gone = {row[0] for row in db.execute("SELECT actor FROM party WHERE reading = ?", (number,))}
    db.execute("DELETE FROM party WHERE reading = ?", (number,))
    write_parties(db, [(number, side, party) for side, party in sides_of(record)])
    return gone


def _with_actors(told: dict[str, Any], one: Judgement, source: str) -> dict[str, Any]:
    """What a record tells once a judgement on an actor holds."""
    if one.act == "split" and one.detail["source"] != source:
        return told
    out = dict(told)
    for name in SIDES:
        value = told.get(name)
        if isinstance(value, list):
            out[name] = [party for old in value if (party := _with_actor(old, one)) is not None]
        elif isinstance(value, dict):
            out[name] = _with_actor(value, one)
    if one.detail.get("was") and told.get("person") == one.detail["was"]:
        out["person"] = one.detail["label"]
    return out


def _with_actor(party: dict[str, Any], one: Judgement) -> dict[str, Any] | None:
    if party.get("id") != one.subject:
        return party
    if one.act == "forget":
        return None
    return {**party, **{name: one.detail[name] for name in ("id", "label", "label_ru", "code")}}


def _with_edits(told: dict[str, Any], dates: Sequence[Any], one: Judgement) -> tuple[dict[str, Any], Sequence[Any]]:
    """What a record tells once a judgement on it holds, and its date with bounds."""
    if one.act != "edit":
        return told, dates
    edits = {name: one.detail[name] for name in EDITABLE if name in one.detail and name in told}
    if "when" in edits:
        when = edits["when"] or {}
        edits["when"] = when.get("edtf")
        dates = (when.get("edtf"), when.get("first"), when.get("last"))
    return {**told, **edits}, dates
