"""What several sources together say: which copies are read, which sentences are near, which tellings are one record.

Everything here ends in the same state whatever the order in which sources came and went, but for near copies where
more sentences share a number than it leads to (``nearness.MOST_HOMES``). It runs inside the transaction that adds or
forgets a source, and looks only at what that touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from letopis.identity import record_id
from letopis.model import Evidence, Kind, Record, Span
from letopis.passages.copies import Place, move, rank
from letopis.store.nearness import Placed, find_near, leave_near, places
from letopis.store.rows import from_json
from letopis.store.writing import Telling, drop_unused_actors, write_reading

_WATCH = """
CREATE TEMP TABLE touched (telling TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE gone (record TEXT, own TEXT);
CREATE TEMP TRIGGER reading_came AFTER INSERT ON main.reading WHEN NEW.telling IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched VALUES (NEW.telling);
END;
CREATE TEMP TRIGGER reading_went AFTER DELETE ON main.reading WHEN OLD.telling IS NOT NULL AND OLD.covered = 0 BEGIN
    INSERT OR IGNORE INTO touched VALUES (OLD.telling);
    INSERT INTO gone VALUES (OLD.record, OLD.own);
END;
CREATE TEMP TRIGGER reading_turned AFTER UPDATE OF covered ON main.reading WHEN OLD.telling IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched VALUES (OLD.telling);
    INSERT INTO gone VALUES (OLD.record, OLD.own);
END;
"""

#: So many sentences are settled in one go.
BATCH = 4000


def watch(db: sqlite3.Connection) -> None:
    """From now on the connection remembers which tellings a transaction touches."""
    db.executescript(_WATCH)


def settle_sources(db: sqlite3.Connection, sources: Sequence[int]) -> None:
    """Settles everything that newly written sources touch."""
    rows = db.execute(
        "SELECT DISTINCT fingerprint FROM json_each(?) JOIN unit ON source = value WHERE fingerprint IS NOT NULL",
        (json.dumps(sources),),
    )
    _settle_copies(db, [row[0] for row in rows.fetchall()])
    _settle_ids(db)


def remove_source(db: sqlite3.Connection, source: int) -> None:
    """Takes a source out with everything read from it; what it was the first to tell is read elsewhere."""
    freed = db.execute(
        "SELECT f.id, f.fingerprint FROM unit h JOIN unit f ON f.copy_of = h.id"
        " WHERE h.source = ? AND f.source <> h.source",
        (source,),
    ).fetchall()
    for unit, _ in freed:
        _uncover(db, unit)
    actors = db.execute(
        "SELECT DISTINCT p.actor FROM reading r JOIN party p ON p.reading = r.id WHERE r.source = ?", (source,)
    ).fetchall()
    leave_near(db, places(db, "WHERE u.source = ? AND u.fingerprint IS NOT NULL AND u.copy_of IS NULL", source))
    db.execute("DELETE FROM source WHERE id = ?", (source,))
    _settle_copies(db, sorted({fingerprint for _, fingerprint in freed}))
    _settle_ids(db)
    drop_unused_actors(db, [actor for (actor,) in actors])


# --- copies -----------------------------------------------------------------------------------------------------------


def _settle_copies(db: sqlite3.Connection, fingerprints: Sequence[str]) -> None:
    """Among the sentences of one fingerprint one is read; the others tell what it tells."""
    for first in range(0, len(fingerprints), BATCH):
        groups = list(_heads(db, fingerprints[first : first + BATCH]))
        leave_near(db, [other for _, *others in groups for other in others])
        for read, *others in groups:
            _follow(db, read, others)
        find_near(db, [read for read, *_ in groups])


def _heads(db: sqlite3.Connection, fingerprints: Sequence[str]) -> Iterator[list[Placed]]:
    """The sentences of each fingerprint that are read, before all others the one that shall be."""
    rows = db.execute(
        "SELECT u.fingerprint, u.id, s.sha256, s.published, s.name, u.start, u.quote FROM json_each(?)"
        " CROSS JOIN unit u ON u.fingerprint = value AND u.copy_of IS NULL JOIN source s ON s.id = u.source",
        (json.dumps(fingerprints),),
    ).fetchall()
    for _, heads in groupby(rows, itemgetter(0)):
        yield sorted(((unit, Place(*place)) for _, unit, *place in heads), key=lambda one: rank(one[1]))


def _follow(db: sqlite3.Connection, read: Placed, others: Sequence[Placed]) -> None:
    """Makes `others`, and the sentences that followed them, copies of the sentence that is read."""
    told = list(_own_records(db, *read)) if others else []
    for other in others:
        for unit, there in (other, *places(db, "WHERE u.copy_of = ?", other[0])):
            _cover(db, unit, read[0])
            _retell(db, unit, there, read[1], told)


_Own = tuple[int, str | None, Record]


def _own_records(db: sqlite3.Connection, unit: int, place: Place) -> Iterator[_Own]:
    """What a sentence itself says: row number, telling and record."""
    rows = db.execute(
        "SELECT id, telling, kind, start, stop, rule, confidence, data, first, last FROM reading"
        " WHERE unit = ? AND copied_from IS NULL",
        (unit,),
    ).fetchall()
    for number, telling, kind, start, stop, rule, confidence, data, first, last in rows:
        evidence = Evidence(Span(place.sha256, start, stop), rule, confidence)
        yield number, telling, from_json(Kind(kind), data, evidence, first, last)


def _cover(db: sqlite3.Connection, unit: int, head: int) -> None:
    db.execute("DELETE FROM reading WHERE unit = ? AND copied_from IS NOT NULL", (unit,))
    db.execute("UPDATE reading SET covered = 1, record = NULL WHERE unit = ? AND covered = 0", (unit,))
    db.execute("UPDATE unit SET copy_of = ? WHERE id = ?", (head, unit))


def _uncover(db: sqlite3.Connection, unit: int) -> None:
    db.execute("DELETE FROM reading WHERE unit = ? AND copied_from IS NOT NULL", (unit,))
    db.execute(
        "UPDATE reading SET covered = 0, record = CASE WHEN telling IS NULL THEN own END"
        " WHERE unit = ? AND covered = 1",
        (unit,),
    )
    db.execute("UPDATE unit SET copy_of = NULL WHERE id = ?", (unit,))


def _retell(db: sqlite3.Connection, unit: int, there: Place, read: Place, told: Iterable[_Own]) -> None:
    """Writes what the read sentence tells as further readings at the place of its copy."""
    (source,) = db.execute("SELECT source FROM unit WHERE id = ?", (unit,)).fetchone()
    for number, telling, record in told:
        moved = move(record, read, there)
        if moved is None or _says_itself(db, source, moved):
            continue
        span = moved.evidence.span
        quote = there.quote[span.start - there.start : span.stop - there.start]
        write_reading(db, source, Telling(moved, quote, unit, telling, number))


def _says_itself(db: sqlite3.Connection, source: int, record: Record) -> bool:
    """Whether the source tells this very thing here on words that reach out of the copied sentence."""
    query = "SELECT 1 FROM reading WHERE own = ? AND source = ? AND unit IS NULL"
    return db.execute(query, (record_id(record), source)).fetchone() is not None


# --- ids --------------------------------------------------------------------------------------------------------------


def _settle_ids(db: sqlite3.Connection) -> None:
    """Gives every touched record the least id of its tellings; ids that fell away become aliases."""
    left = [tuple(row) for row in db.execute("SELECT record, own FROM gone WHERE record IS NOT NULL").fetchall()]
    displaced = _rename(db)
    for record, own in left:
        if record not in displaced:
            now = db.execute("SELECT min(record) FROM reading WHERE own = ?", (own,)).fetchone()[0]
            displaced |= {record: now} if now else {}
    for old, new in displaced.items():
        if old != new and not _alive(db, old):
            db.execute("UPDATE alias SET id = ? WHERE id = ?", (new, old))
            db.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (old, new))
    db.execute("DELETE FROM touched")
    db.execute("DELETE FROM gone")


#: Each touched telling, the least of its ids, and those of its readings that do not bear it.
_TOUCHED = """
SELECT t.least, r.id, r.record FROM (
    SELECT telling, (
        SELECT min(own) FROM reading r WHERE r.telling = t.telling AND r.telling IS NOT NULL AND r.covered = 0
    ) AS least FROM touched t
) t CROSS JOIN reading r
    ON r.telling = t.telling AND r.telling IS NOT NULL AND r.covered = 0 AND r.record IS NOT t.least
ORDER BY t.telling
"""


def _rename(db: sqlite3.Connection) -> dict[str, str]:
    """Sets the ids of all touched records; gives the ids that some had before, each with what it is now."""
    rows = db.execute(_TOUCHED).fetchall()
    db.executemany("UPDATE reading SET record = ? WHERE id = ?", [(least, number) for least, number, _ in rows])
    db.executemany("DELETE FROM alias WHERE old = ?", {(least,) for least, *_ in rows})
    return {before: least for least, _, before in rows if before is not None}


def _alive(db: sqlite3.Connection, record: str) -> bool:
    return db.execute("SELECT 1 FROM reading WHERE record = ?", (record,)).fetchone() is not None
