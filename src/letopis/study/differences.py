"""What is new: between two chronicles, or in one since a build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.study.timeline import Entry, entries_of

#: The kinds whose records have an identity of their own.
KINDS = (Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE)


@dataclass(frozen=True, slots=True)
class Difference:
    """Names of sources and ids of records that came and went; a text that changed did both.

    ``joined`` are pairs: an id of the old, and that of the record it is part of now. ``told_again`` are records told in
    more places than before, ``told_less`` in fewer.
    """

    sources_came: tuple[str, ...]
    sources_went: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    told_again: tuple[str, ...] = ()
    told_less: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.sources_came, self.sources_went, self.came, self.went, self.joined, self.told_again))


def compare(old: Chronicle, new: Chronicle) -> Difference:
    """What the new chronicle has and the old has not, and the other way round."""
    before = {(source.name, source.sha256) for source in old.sources()}
    after = {(source.name, source.sha256) for source in new.sources()}
    aliases = new.histories.aliases()
    came: list[str] = []
    went: list[str] = []
    again: list[str] = []
    less: list[str] = []
    for kind in KINDS:
        for record, earlier, later in _merged(old.histories.ids(kind), new.histories.ids(kind)):
            if earlier != later:
                lists = came if not earlier else went if not later else again if later > earlier else less
                lists.append(record)
    joined = tuple((record, aliases[record]) for record in went if record in aliases)
    return Difference(
        tuple(sorted(name for name, _ in after - before)),
        tuple(sorted(name for name, _ in before - after)),
        tuple(came),
        tuple(record for record in went if record not in aliases),
        joined,
        tuple(again),
        tuple(less),
    )


def new_since(chronicle: Chronicle, moment: str | None = None) -> Difference:
    """What the sources tell that were read since a moment (ISO time in UTC or its beginning), or by the last build."""
    sources = chronicle.histories.read_since(moment)
    came: list[str] = []
    again: list[str] = []
    for kind in KINDS if sources else ():
        alone, shared = chronicle.histories.told_only_in(kind, sources)
        came += alone
        again += shared
    return Difference(tuple(sources), (), tuple(came), told_again=tuple(again))


def tell_new(chronicle: Chronicle, difference: Difference) -> list[Entry]:
    """The records that came, as entries of a timeline, by date."""
    return list(entries_of(chronicle, difference.came))


_Ids = Iterator[tuple[str, int]]


def _merged(old: _Ids, new: _Ids) -> Iterator[tuple[str, int, int]]:
    """Two sequences of ids in order as one: id, tellings in the old, tellings in the new (0: not there)."""
    one, other = next(old, None), next(new, None)
    while one or other:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None  # noqa: S101 (the loop's condition, for the type checker)
            yield one[0], one[1], 0
            one = next(old, None)
        elif one is None or other[0] < one[0]:
            yield other[0], 0, other[1]
            other = next(new, None)
        else:
            yield one[0], one[1], other[1]
            one, other = next(old, None), next(new, None)
