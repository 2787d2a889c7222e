"""Near copies as they are kept: pairs of sentences that are read, and the numbers by which the next one finds them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from letopis.passages.copies import Place, rank
from letopis.passages.near import ONE_OF, likeness, shingles

_PLACE = "SELECT u.id, s.sha256, s.published, s.name, u.start, u.quote FROM unit u JOIN source s ON s.id = u.source "

#: To so many sentences a number leads.
MOST_HOMES = 100

#: A sentence by its row number, with the place where it stands.
Placed = tuple[int, Place]


def places(db: sqlite3.Connection, where: str, value: object) -> list[Placed]:
    """The sentences `where` a condition on the unit ``u`` holds for `value`."""
    return [(unit, Place(*place)) for unit, *place in db.execute(_PLACE + where, (value,)).fetchall()]


def find_near(db: sqlite3.Connection, read: Sequence[Placed]) -> None:
    """Pairs sentences that are read with those they nearly repeat; one that has been looked at stays as it is.

    A number leads to the first `MOST_HOMES` sentences that have it: the hundred-and-first version of one sentence, or
    the next of ten thousand lines made by one form, is held against those and no more, so that time stays linear.
    Which of so many are paired then depends on which came first.
    """
    numbers = shingles([place.quote for _, place in read])
    homes, sizes = _homes(db, numbers)
    known = dict(read)
    near: list[_Row] = []
    kept: list[tuple[int, int, int]] = []
    for (unit, place), own in zip(read, numbers, strict=True):
        if not own or unit in sizes:
            continue
        leading = [homes[number] for number in own if number in homes]
        near += _pairs(unit, place, _placed(db, _worth_a_look(len(own), leading, sizes), known))
        sizes[unit] = len(own)
        kept += [(number, unit, len(own)) for number in own if len(homes.get(number, ())) < MOST_HOMES]
        for some in leading:
            some.extend([unit] * (len(some) < MOST_HOMES))
    db.executemany("INSERT OR IGNORE INTO near VALUES (?, ?, ?, ?, ?, ?, ?)", near)
    db.executemany("INSERT INTO shingle VALUES (?, ?, ?)", sorted(kept))


def leave_near(db: sqlite3.Connection, gone: Sequence[Placed]) -> None:
    """Takes sentences that are read no more out of all near pairs."""
    numbers = zip(gone, shingles([place.quote for _, place in gone]), strict=True)
    rows = [(number, unit) for (unit, _), some in numbers for number in some]
    db.executemany("DELETE FROM shingle WHERE hash = ? AND unit = ?", sorted(rows))
    db.executemany("DELETE FROM near WHERE a = ?1 OR b = ?1", [(unit,) for unit, _ in gone])


_Row = tuple[int | str, ...]


def _homes(db: sqlite3.Connection, numbers: Sequence[Sequence[int]]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Which sentences that are kept have each of these numbers, and how many numbers each of them has.

    A number that only one of the sentences has, and none that is kept, leads nowhere and is left out.
    """
    times = Counter(chain.from_iterable(numbers))
    homes: dict[int, list[int]] = {number: [] for number, several in times.items() if several > 1}
    sizes = {}
    query = "SELECT hash, unit, size FROM json_each(?) CROSS JOIN shingle ON hash = value"
    for number, unit, size in db.execute(query, (json.dumps(sorted(times)),)):
        some = homes.setdefault(number, [])
        if len(some) < MOST_HOMES:  # a chronicle of an earlier version may hold more
            some.append(unit)
        sizes[unit] = size
    return homes, sizes


def _worth_a_look(size: int, homes: Iterable[Sequence[int]], sizes: Mapping[int, int]) -> list[int]:
    """The sentences that share enough numbers with one that has `size` of them."""
    if not homes:
        return []
    shared = Counter(chain.from_iterable(homes))
    return [unit for unit, count in shared.items() if count * ONE_OF >= size or count * ONE_OF >= sizes[unit]]


def _placed(db: sqlite3.Connection, units: Iterable[int], known: Mapping[int, Place]) -> Iterator[Placed]:
    yield from ((unit, known[unit]) for unit in units if unit in known)
    if strange := [unit for unit in units if unit not in known]:
        yield from places(db, "WHERE u.id IN (SELECT value FROM json_each(?))", json.dumps(strange))


def _pairs(unit: int, place: Place, others: Iterable[Placed]) -> Iterator[_Row]:
    """A row of ``near`` for each of the others that the sentence nearly repeats."""
    for other, there in others:
        alike = likeness(place.quote, there.quote)
        if alike is not None:
            here = (rank(place), unit, place.start + alike.a[0], place.start + alike.a[1])
            far = (rank(there), other, there.start + alike.b[0], there.start + alike.b[1])
            (_, *a), (_, *b) = sorted((here, far))
            yield b[0], a[0], alike.form, *b[1:], *a[1:]
