"""The one door to what is kept: open, add, ask, cite, verify, forget.

A chronicle is one SQLite file in WAL mode: others may read it while it is written, and a source is in it whole or not
at all, whenever the process is killed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import fields
from datetime import UTC, datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from letopis.errors import NothingFound, UsageError
from letopis.model import Account, Kind
from letopis.store import checking, queries, searching
from letopis.store.histories import Histories
from letopis.store.judgements import (
    ON_RECORDS,
    Judgement,
    all_judgements,
    append,
    find_actor,
    merged,
    on_record,
    renamed,
    settle_judgements,
    split_off,
)
from letopis.store.opening import connect, errors_of, transaction
from letopis.store.settle import remove_source, settle_sources, watch
from letopis.store.told import Found, Info, KeptSource, Problem, Told, Version
from letopis.store.versions import forget_versions, keep_version, replaced_by, versions_of
from letopis.store.watched import Watched
from letopis.store.writing import folded, write_account

#: So many of the best sentences are looked at before all are.
LOOKED_AT = 500
_KEPT = tuple(field.name for field in fields(KeptSource))


class Chronicle:
    """An open chronicle. Close it, or use it as a context manager; all its errors are ChronicleErrors."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, patience: float = 10.0) -> Self:
        """The chronicle in the file `path`; an older one is brought up to date, a missing one made if `create`.

        `patience` is how many seconds a write waits for another process. Raises ChronicleError when there is no file,
        and the errors below it when the file cannot be used.
        """
        path = Path(path)
        connection = connect(path, create=create, patience=patience)
        with errors_of(path):
            watch(connection)
        return cls(path, connection)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def histories(self) -> Histories:
        """What follows what, and who dealt with whom: the questions of timelines, indices and profiles."""
        return Histories(self.path, self._db)

    @property
    def watched(self) -> Watched:
        """What a watch follows, and how it went."""
        return Watched(self.path, self._db)

    # --- writing ------------------------------------------------------------------------------------------------------

    def has(self, name: str, sha256: str) -> bool:
        """Whether this content is kept under this name, or was until a newer one of its address came."""
        query = (
            "SELECT 1 FROM source WHERE name = ?1 AND sha256 = ?2"
            " UNION ALL SELECT 1 FROM version WHERE came_as = ?1 AND sha256 = ?2 AND name <> came_as"
        )
        return bool(self._rows(query, name, sha256))

    def begin_build(self) -> None:
        """From now on what is added is what the last build brought."""
        with errors_of(self.path), transaction(self._db):
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('last_build', ?)", (now,))

    def last_build(self) -> tuple[datetime | None, datetime | None, int]:
        """When the last build began, when it last brought a source, and how many it has brought so far."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'last_build'")
        begun = rows[0][0] if rows else None
        ((last, count),) = self._rows("SELECT max(read_at), count(*) FROM source WHERE read_at >= ?", begun or "9")
        when = (datetime.fromisoformat(begun) if begun else None, datetime.fromisoformat(last) if last else None)
        return (*when, int(count))

    def add(self, account: Account) -> bool:
        """Writes what one source says, and settles what it has in common with others; False when it is there already.

        Of a source of the same name or address with other content only the text is kept, as an older version. All of it
        is written, or nothing.
        """
        return self.add_all([account]) == 1

    def add_all(self, accounts: Iterable[Account]) -> int:
        """Adds several sources in one go, all or none, which is faster; says how many were not there already."""
        with errors_of(self.path):
            new = [one for one in accounts if not self.has(one.source.name, one.source.sha256)]
            with transaction(self._db) if new else nullcontext():
                numbers = [self._write(one) for one in new if not self.has(one.source.name, one.source.sha256)]
                settle_sources(self._db, numbers)
                settle_judgements(self._db)
                return len(numbers)

    def _write(self, account: Account) -> int:
        for number in replaced_by(self._db, account.source):
            keep_version(self._db, number, account.source.name)
            remove_source(self._db, number)
        return write_account(self._db, account, datetime.now(UTC).isoformat(timespec="microseconds"))

    def forget(self, name: str) -> None:
        """Takes a source out with everything read from it and its older versions. Raises NothingFound."""
        with errors_of(self.path), transaction(self._db):
            found = self._rows("SELECT id FROM source WHERE name = ?", name)
            if not found:
                raise NothingFound(f"{self.path}: there is no source {name}")
            remove_source(self._db, found[0][0])
            forget_versions(self._db, name)

    # --- judging ------------------------------------------------------------------------------------------------------

    def judgements(self) -> list[Judgement]:
        """What people judged, the first first."""
        with errors_of(self.path):
            return all_judgements(self._db)

    def merge_actors(self, one: str, into: str, *, by: str, why: str | None = None) -> int:
        """One actor is another; gives the judgement's number. Raises NothingFound, UsageError."""
        return self._judge("merge", by, why, lambda: merged(self._db, one, into))

    def split_actor(self, who: str, *, source: str, name: str, by: str, why: str | None = None) -> int:
        """An actor of one source is somebody else, of this name. Raises NothingFound, UsageError."""
        return self._judge("split", by, why, lambda: split_off(self._db, who, source, name))

    def rename_actor(self, who: str, name: str, *, name_ru: str | None = None, by: str, why: str | None = None) -> int:
        """An actor is called otherwise. Raises NothingFound, UsageError."""
        return self._judge("rename", by, why, lambda: renamed(self._db, who, name, name_ru))

    def forget_actor(self, who: str, *, by: str, why: str | None = None) -> int:
        """What was taken for an actor is none: it takes part in nothing. Raises NothingFound, UsageError."""
        return self._judge("forget", by, why, lambda: (find_actor(self._db, who)[0], {}))

    def judge_record(self, record: str, act: str, *, by: str, why: str | None = None, **edits: Any) -> int:
        """A record is right (`accept`), wrong (`reject`: told nowhere any more), or otherwise (`edit`).

        `edits` are type, mode, realis, and when (edtf, first, last). Raises NothingFound, UsageError.
        """
        if act not in ON_RECORDS:
            raise UsageError(f"a record is judged by {', '.join(ON_RECORDS)}")
        return self._judge(act, by, why, lambda: on_record(self._db, self._live(record), edits))

    def undo(self, number: int, *, by: str, why: str | None = None) -> int:
        """Takes a judgement back; it stays in the log. Raises NothingFound, UsageError when it is undone already."""
        held = {one.number: one for one in self.judgements()}
        if number not in held:
            raise NothingFound(f"{self.path}: there is no judgement {number}")
        if not held[number].holds:
            raise UsageError(f"judgement {number} is undone already")
        return self._judge("undo", by, why, lambda: (str(number), {}))

    def _judge(self, act: str, by: str, why: str | None, made: Callable[[], tuple[str, dict[str, Any]]]) -> int:
        with errors_of(self.path), transaction(self._db):
            subject, detail = made()
            return append(self._db, act, subject, detail, by, why)

    # --- reading ------------------------------------------------------------------------------------------------------

    def sources(self, *, skip: int = 0, limit: int = -1) -> list[KeptSource]:
        """The sources without their texts, by name: all, or at most `limit` after the first `skip`."""
        rows = self._rows(f"SELECT {', '.join(_KEPT)} FROM source ORDER BY name LIMIT ? OFFSET ?", limit, skip)  # noqa: S608
        kept = [dict(zip(_KEPT, row, strict=True)) for row in rows]
        return [KeptSource(**row | {"problems": tuple(json.loads(row["problems"]))}) for row in kept]

    def text(self, source: str, version: int | None = None) -> str:
        """The kept text of a source, by its name; the one that is read, or an older version. Raises NothingFound."""
        query = "SELECT t.text FROM source s JOIN source_text t ON t.source = s.id WHERE s.name = ?"
        older = "SELECT text FROM version WHERE name = ? AND number = ?"
        rows = self._rows(query, source) if version is None else self._rows(older, source, version)
        for (text,) in rows:
            return str(text)
        which = "" if version is None else f"version {version} of "
        raise NothingFound(f"{self.path}: there is no {which}source {source}")

    def versions(self, source: str) -> list[Version]:
        """All texts of a source, the oldest first, each with the sentences that came and went. Raises NothingFound.

        The last is the one that is read.
        """
        with errors_of(self.path):
            found = versions_of(self._db, source)
        if not found:
            raise NothingFound(f"{self.path}: there is no source {source}")
        return found

    def layers(self, source: str) -> Iterator[dict[str, Any]]:
        """What lies over a source's text as the export writes it: passages, debris, cuts, and what is copied."""
        for kind in (Kind.PASSAGE, Kind.DEBRIS, Kind.CUT, Kind.COPY):
            yield from self._lines_of(source, kind)

    def records(
        self,
        kind: Kind | str | None = None,
        *,
        actor: str | None = None,
        between: tuple[str, str] | None = None,
        since: str | None = None,
        until: str | None = None,
        issue: str | None = None,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Told]:
        """Every telling that meets all conditions, one after the other, by source's name and place.

        `actor` and `between` match a code or a label, English or Russian, in any case, of any party; `since` and
        `until` are ISO dates or their beginnings and leave undated records out. Raises UsageError.
        """
        kind = _kind(kind)
        live = None if ids is None else [self._live(old) for old in ids]
        query = queries.readings(
            kind=kind, actor=actor, between=between, since=since, until=until, issue=issue, ids=live
        )
        told = map(queries.to_told, self._stream(query.sql, *query.values))
        if kind not in (None, Kind.COPY) or actor or between or since or until or issue or ids is not None:
            return told
        return merge(told, self._copies(), key=lambda one: (one.source, one.start))

    def events(self, **conditions: Any) -> list[Told]:
        """The events that meet all conditions of `records`."""
        return list(self.records(Kind.EVENT, **conditions))

    def statements(self, **conditions: Any) -> list[Told]:
        """The statements that meet all conditions of `records`."""
        return list(self.records(Kind.STATEMENT, **conditions))

    def agreements(self, **conditions: Any) -> list[Told]:
        """The agreements that meet all conditions of `records`."""
        return list(self.records(Kind.AGREEMENT, **conditions))

    def figures(self, **conditions: Any) -> list[Told]:
        """The figures that meet all conditions of `records`."""
        return list(self.records(Kind.FIGURE, **conditions))

    def attitudes(self, **conditions: Any) -> list[Told]:
        """The attitudes that meet all conditions of `records`; each is evidence from one place, not a verdict."""
        return list(self.records(Kind.ATTITUDE, **conditions))

    def find(self, name: str) -> list[Told]:
        """All tellings of a record by its id, an id it had before, or the id of one of its readings.

        Raises NothingFound.
        """
        found = list(self.records(ids=[name]))
        found = found or [copy for copy in self._copies() if name in (copy.id, copy.reading)]
        if not found:
            raise NothingFound(f"{self.path}: there is no record {name}")
        return found

    def cite(self, reading: str) -> Told:
        """One telling by the id of the reading; of a text kept under several names, the first. Raises NothingFound."""
        query = queries.readings_by_own(queries.own_ids(reading))
        for row in self._rows(query.sql, *query.values):
            return queries.to_told(row)
        for copy in self._copies():
            if copy.reading == reading:
                return copy
        raise NothingFound(f"{self.path}: there is no reading {reading}")

    def search(self, lemmas: str | Iterable[str], *, limit: int = 100, **conditions: Any) -> list[Found]:
        """The sentences that have all these lemmas (lower case, ``ё`` as ``е``), best first; see `match`."""
        words = lemmas.split() if isinstance(lemmas, str) else list(lemmas)
        if not words:
            raise UsageError("a search needs at least one word")
        return self.match(" ".join(map(searching.quoted, words)), limit=limit, **conditions)

    def match(self, expression: str, *, limit: int = 100, **conditions: Any) -> list[Found]:
        """The sentences that an FTS5 expression over lemmas matches, best first (see ``store/searching.py``).

        `conditions` are source, kind, actor, between, since, until and issue. Raises UsageError.
        """
        kind = _kind(conditions.pop("kind", None))
        rows: list[Any] = []
        for among in (max(LOOKED_AT, 5 * limit), None):
            query = searching.matching(expression, limit=limit, kind=kind, among=among, **conditions)
            rows = self._rows(query.sql, *query.values)
            if len(rows) == limit:  # enough among the best; else all that match are looked at
                break
        return [searching.to_found(row) for row in rows]

    def sentences(self, records: Iterable[str]) -> list[Found]:
        """The sentences in which these records are told, repeated ones once."""
        query = searching.units_of(records)
        return [searching.to_found(row) for row in self._rows(query.sql, *query.values)]

    def told_in(self, units: Iterable[int]) -> dict[int, list[Told]]:
        """What is told in these sentences, by the number of the sentence."""
        query = queries.readings_in(units)
        told: dict[int, list[Told]] = defaultdict(list)
        for row in self._rows(query.sql, *query.values):
            told[row[0]].append(queries.to_told(row[1:]))
        return told

    def told_between(self, source: str, start: int, stop: int) -> list[Told]:
        """What is told on some of these characters of a source, by place."""
        query = queries.readings_between(source, start, stop)
        return [queries.to_told(row) for row in self._rows(query.sql, *query.values)]

    def words(self, only: Iterable[str] | None = None) -> dict[str, int]:
        """In how many sentences each lemma stands: of all lemmas, or of these only."""
        self._rows(searching.WORDS)
        if only is None:
            return dict(self._rows(searching.ALL_WORDS))
        return dict(self._rows(searching.SOME_WORDS, json.dumps(list(only))))

    def lemmas(self) -> Iterator[tuple[str, list[str]]]:
        """Each source that has sentences, by name, with the lemmas of every sentence, blanks between, in order."""
        rows = self._stream(
            "SELECT s.name, u.lemmas FROM source s JOIN unit u ON u.source = s.id ORDER BY s.name, u.start"
        )
        for name, group in groupby(rows, itemgetter(0)):
            yield str(name), [str(lemmas) for _, lemmas in group]

    def common_words(self, most: int) -> list[str]:
        """The lemmas that stand in most sentences, at most so many."""
        self._rows(searching.WORDS)
        return [row[0] for row in self._rows("SELECT term FROM temp.word ORDER BY doc DESC, term LIMIT ?", most)]

    def count_sentences(self) -> int:
        """How many sentences are kept."""
        ((sentences,),) = self._rows("SELECT count(*) FROM unit")
        return int(sentences)

    def known(self, word: str) -> list[str]:
        """The names of parties (in small letters) that a word calls: the word itself, or a last name of it."""
        asked = folded(word)
        rows = self._rows(
            "SELECT word FROM called WHERE word = ? OR word LIKE ? ESCAPE '!'", asked, "% " + _escaped(asked)
        )
        return sorted({str(row[0]) for row in rows}, key=lambda name: (name != asked, name))

    def version(self) -> str:
        """A word that is another one whenever what is told may be another: for caches."""
        ((count, last, newest),) = self._rows("SELECT count(*), max(read_at), max(id) FROM source")
        ((judged,),) = self._rows("SELECT count(*) FROM judgement")
        return f"{count}-{newest}-{last}-{judged}"

    def info(self) -> Info:
        """How much there is: sources, characters, records by kind, sentences, and what was not read."""
        ((sources, characters, silent),) = self._rows(
            "SELECT count(*), coalesce(sum(characters), 0), coalesce(sum(silent), 0) FROM source"
        )
        told = self._rows(
            "SELECT kind, count(DISTINCT record), count(*) FROM reading WHERE covered = 0 GROUP BY kind ORDER BY kind"
        )
        ((copies,),) = self._rows("SELECT count(*) FROM copies")
        records, readings = ({row[0]: row[at] for row in (*told, ("copy", copies, copies))} for at in (1, 2))
        unread = self._rows("SELECT name, unread FROM source WHERE unread IS NOT NULL ORDER BY name")
        ((sentences,),) = self._rows("SELECT count(*) FROM unit")
        names = self._rows("SELECT DISTINCT name FROM version ORDER BY name")
        changed = tuple((name, tuple(self.versions(name))) for (name,) in names)
        failing = tuple((visit.address, visit.problem or "") for visit in self.watched.failing())
        return Info(sources, characters, tuple(unread), records, readings, sentences, silent, changed, failing)

    def verify(self, read_file: Callable[[str], str | None] = lambda _: None) -> Iterator[Problem]:
        """Every citation that does not hold against the kept text, every source that its file no longer gives.

        `read_file` gives the decoded text of a source by its name, or None when there is no file to be had.
        """
        with errors_of(self.path):
            yield from checking.problems(self._db, read_file)

    def export(self, kind: Kind | str | None = None) -> Iterator[dict[str, Any]]:
        """Every reading as the export contract writes it, source by source. Raises UsageError for an unknown kind."""
        return self._lines(_kind(kind))

    def flat(self, kind: Kind, *, by_record: bool = False) -> Iterator[dict[str, Any]]:
        """Every reading of a kind as the contract writes it, with the bounds of its date (``first``, ``last``).

        By source and place, or all tellings of a record together.
        """
        if kind is Kind.SOURCE:
            yield from self._lines(Kind.SOURCE)
            return
        if by_record:
            query = queries.by_record(kind)
            yield from map(queries.to_flat_line, self._stream(query.sql, *query.values))
            return
        for (name,) in self._rows("SELECT name FROM source ORDER BY name"):
            query = queries.readings_of(name, kind)
            yield from map(queries.to_flat_line, self._rows(query.sql, *query.values))

    def _lines(self, kind: Kind | None) -> Iterator[dict[str, Any]]:
        for (name,) in self._rows("SELECT name FROM source ORDER BY name"):
            if kind in (None, Kind.SOURCE):
                known = ", ".join(queries.SOURCE_FIELDS)
                for row in self._rows(f"SELECT {known} FROM source WHERE name = ?", name):  # noqa: S608
                    yield queries.source_to_line(name, row)
            if kind is not Kind.SOURCE:
                yield from self._lines_of(name, kind)

    def _lines_of(self, source: str, kind: Kind | None) -> Iterator[dict[str, Any]]:
        if kind is not Kind.COPY:
            query = queries.readings_of(source, kind)
            yield from map(queries.to_line, self._stream(query.sql, *query.values))
        if kind in (None, Kind.COPY):
            rows = self._stream(
                f"{queries.COPIES} WHERE b_source = ? ORDER BY b_start, b_stop, a_source, a_start", source
            )
            yield from map(queries.copy_to_line, rows)

    # --- the file -----------------------------------------------------------------------------------------------------

    def _copies(self) -> Iterator[Told]:
        return map(
            queries.copy_to_told,
            self._stream(f"{queries.COPIES} ORDER BY b_source, b_start, b_stop, a_source, a_start"),
        )

    def _live(self, name: str) -> str:
        """The id that a record bears today."""
        if self._rows("SELECT 1 FROM reading WHERE record = ?", name):
            return name
        owns = queries.own_ids(name) if name.startswith("r-") else [name]
        for own in owns:
            for (record,) in self._rows("SELECT min(record) FROM reading WHERE own = ? AND covered = 0", own):
                if record:
                    return str(record)
        aliases = self._rows("SELECT id FROM alias WHERE old = ?", name)
        return str(aliases[0][0]) if aliases else name

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with errors_of(self.path):
            return self._db.execute(sql, values).fetchall()

    def _stream(self, sql: str, *values: object) -> Iterator[Any]:
        with errors_of(self.path):
            yield from self._db.execute(sql, values)


def _kind(kind: Kind | str | None) -> Kind | None:
    try:
        return None if kind is None else Kind(kind)
    except ValueError:
        words = ", ".join(Kind)
        raise UsageError(f"there is no kind {kind}; kinds are {words}") from None


def _escaped(word: str) -> str:
    return "".join("!" + letter if letter in "%_!" else letter for letter in word)
