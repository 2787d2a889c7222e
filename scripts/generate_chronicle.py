"""Writes a chronicle of made-up events, as many as asked for, straight into the tables: for measuring what asks it.

The events are those of a world with a few busy countries and many quiet ones, so that the busiest two share thousands.
Dates are days, months and years, some unknown; a tenth of the events is told again by another source in its own words,
a tenth copied. Every quotation stands in its source's text. The same numbers give the same chronicle.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from pathlib import Path

from letopis.identity import digest, party_id
from letopis.model import Event, Evidence, Kind, Party, Span, When
from letopis.reading.events.plover import load_codebook, score_of
from letopis.store.chronicle import Chronicle
from letopis.store.rows import to_json
from letopis.store.writing import folded

A_SOURCE = 50
RETOLD, COPIED, UNDATED, MONTHS, YEARS = 0.1, 0.1, 0.1, 0.2, 0.1
FIRST, DAYS = date(1990, 1, 1), 12_800
ISSUES = ("territory", "peace treaty", "fisheries", "trade", "visas", "energy", "security", "exchanges", None, None)
REALIS = ("actual",) * 7 + ("planned", "negated", "hypothetical")

Country = tuple[str, str, str]  # code, English name, Russian name
Sides = tuple[Party, Party]


def countries() -> list[Country]:
    """The countries of the Russian pack, busy ones first (the order of its table)."""
    lines = files("letopis.language").joinpath("ru/names/countries.txt").read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if "|" in line and not line.startswith("#")]
    found = {row[0]: (row[0], row[1], row[2]) for row in reversed(rows) if len(row[0]) == 3}
    first = ("RUS", "USA", "JPN", "CHN", "UKR", "DEU")
    return sorted(found.values(), key=lambda one: (first.index(one[0]) if one[0] in first else 9, one[0]))


def main() -> None:
    """Makes the chronicle that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.monotonic()
    generate(asked.into, asked.events, asked.seed)
    size = asked.into.stat().st_size / 1e6
    print(f"{asked.into}: {asked.events:,} events, {size:,.0f} MB, {time.monotonic() - begun:,.0f} s")


def generate(path: Path, events: int, seed: int = 1) -> None:
    """A new chronicle at `path`. Raises FileExistsError when something is there."""
    if path.exists():
        raise FileExistsError(path)
    with Chronicle.open(path, create=True):
        pass
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA journal_mode = MEMORY")
    db.execute("PRAGMA cache_size = -500000")
    later = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    parts = db.execute(later).fetchall()
    db.execute("BEGIN")
    for kind, name, _ in parts:
        db.execute(f"DROP {kind} {name}")
    readings = _readings(events, random.Random(seed))  # noqa: S311 (made up, not secret)
    number = 0
    while told := list(islice(readings, A_SOURCE * 400)):
        number = _write(db, told, number)
    for *_, sql in parts:
        db.execute(sql)
    db.execute("INSERT INTO unit_fts (unit_fts) VALUES ('rebuild')")
    db.execute("INSERT OR IGNORE INTO dyad SELECT * FROM facing ORDER BY one, other, placed, ends, reading")
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


# --- what is told -----------------------------------------------------------------------------------------------------

Reading = tuple[str, int | None, Event, str]  # telling, which reading is copied, record (its span is set later), quote


def _readings(events: int, chance: random.Random) -> Iterator[Reading]:
    """So many events, each with its retellings and copies some hundred places later."""
    world = [_party(*country) for country in countries()]
    weights = [1 / (rank + 1) for rank in range(len(world))]
    actors = chance.choices(world, weights, k=events)
    recipients = chance.choices(world, weights, k=events)
    codebook = load_codebook()
    types = sorted(codebook)
    waiting: list[Reading] = []
    number = 0
    for at, sides in enumerate(zip(actors, recipients, strict=True)):
        kind = chance.choice(types)
        mode = chance.choice([None, *codebook[kind].modes])
        event, quote = _event(at, sides, kind, mode, score_of(codebook, kind, mode), chance)
        number += 1
        yield f"t{at}", None, event, quote
        draw = chance.random()
        if draw < RETOLD:
            waiting.append((f"t{at}", None, event, f"Как стало известно, {quote}"))
        elif draw < RETOLD + COPIED:
            waiting.append((f"t{at}", number, event, quote))
        if len(waiting) > 500:
            number += 1
            yield waiting.pop(chance.randrange(len(waiting)))
    yield from waiting


def _event(
    at: int, sides: Sides, kind: str, mode: str | None, score: float, chance: random.Random
) -> tuple[Event, str]:
    when, told = _when(chance)
    quote = f"{told}{sides[0].label_ru} и {sides[1].label_ru}: {kind.lower()} № {at}."
    issue = chance.choice(ISSUES)
    limit = None if when else f"{chance.randint(2000, 2024)}-06-01"
    return (
        Event(
            Evidence(Span("", 0, len(quote)), "made#up", round(chance.uniform(0.5, 0.99), 2)),
            (Span("", 0, len(quote)),), kind, mode, (), (sides[0],), () if sides[0] is sides[1] else (sides[1],),
            when, limit, None, chance.choice(REALIS), chance.random() < 0.2, issue, score,
        ),
        quote,
    )  # fmt: skip


def _when(chance: random.Random) -> tuple[When | None, str]:
    draw = chance.random()
    day = FIRST + timedelta(chance.randrange(DAYS))
    if draw < UNDATED:
        return None, ""
    if draw < UNDATED + YEARS:
        return When(f"{day.year}", f"{day.year}-01-01", f"{day.year}-12-31"), f"В {day.year} году "
    if draw < UNDATED + YEARS + MONTHS:
        last = (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        month = day.isoformat()[:7]
        return When(month, f"{month}-01", last.isoformat()), f"В {month} "
    return When(day.isoformat(), day.isoformat(), day.isoformat()), f"{day.isoformat()} "


def _party(code: str, label: str, label_ru: str) -> Party:
    return Party(party_id(label, code), label, label_ru, code)


# --- how it is written ------------------------------------------------------------------------------------------------


def _write(db: sqlite3.Connection, told: list[Reading], before: int) -> int:
    """Writes readings as sources of fifty sentences each; gives the number of the last reading."""
    for first in range(0, len(told), A_SOURCE):
        _write_source(db, told[first : first + A_SOURCE], before + first)
    return before + len(told)


def _write_source(db: sqlite3.Connection, told: list[Reading], before: int) -> None:
    source = before // A_SOURCE + 1
    text = "\n".join(quote for *_, quote in told)
    published = None if source % 3 else f"{2000 + source % 25}-06-01"
    sha = sha256(text.encode()).hexdigest()
    name = f"made/{source:06}.txt"
    db.execute(
        "INSERT INTO source VALUES (?, ?, NULL, ?, NULL, NULL, NULL, ?, 'ru', ?, NULL, 0, '[]', ?)",
        (source, name, sha, published, len(text), "2026-01-01T00:00:00+00:00"),
    )
    db.execute("INSERT INTO source_text VALUES (?, ?)", (source, text))
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTS}
    start = 0
    for number, (telling, copied, event, quote) in enumerate(told, before + 1):
        place = digest(sha, start, Kind.EVENT)
        own, record = f"ev-{place}", f"ev-{digest(telling)}"
        stop = start + len(quote)
        when = event.when
        dates = (when.edtf, when.first, when.last) if when else (None, None, None)
        trigger = ({"start": start, "stop": stop},)
        data = json.loads(to_json(event)) | {"trigger": trigger}
        rows["unit"].append((number, source, start, stop, quote, None, folded(quote)))
        rows["reading"].append((
            number, f"r-{place}", own, record, "event", source, start, stop, quote, event.evidence.rule,
            event.evidence.confidence, *dates, event.not_after, event.issue, number, telling, copied,
            json.dumps(data, ensure_ascii=False),
        ))  # fmt: skip
        rows["event"].append(
            (number, event.type, event.mode, event.realis, event.reported, None, event.score, event.codebook)
        )
        placed = (event.when.first if event.when else None) or "9999-99-99"
        ends = (event.when.last if event.when else event.not_after) or "9999-99-99"
        for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for party in parties:
                words = (party.label, party.label_ru, party.code)
                rows["actor"].append((party.id, party.label, party.code))
                rows["called"] += [(folded(word), party.id) for word in words if word]
                rows["party"].append((number, side, party.id, *words, placed, ends))
        start = stop + 1
    for table, sql in _INSERTS.items():
        db.executemany(sql, rows[table])


_INSERTS = {
    "unit": "INSERT INTO unit (id, source, start, stop, quote, fingerprint, lemmas) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "reading": "INSERT INTO reading (id, reading, own, record, kind, source, start, stop, quote, rule, confidence,"
    " edtf, first, last, not_after, issue, unit, telling, copied_from, data)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "event": "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "actor": "INSERT OR IGNORE INTO actor VALUES (?, ?, ?)",
    "called": "INSERT OR IGNORE INTO called VALUES (?, ?)",
    "party": "INSERT INTO party (reading, side, actor, label, label_ru, code, inferred, placed, ends)"
    " VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
}

if __name__ == "__main__":
    main()
