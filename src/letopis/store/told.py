"""What the chronicle hands out: a record as one place tells it, a found sentence, a kept source, counts, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from letopis.model import KIND_OF, Evidence, Kind, Record


@dataclass(frozen=True, slots=True)
class Told:
    """A record as one place of one source tells it; the record's own fields are reached directly (``told.type``).

    ``id`` is the thing told, ``reading`` this telling of it; ``source`` is the source's name, ``published`` its date.
    """

    id: str
    reading: str
    source: str
    start: int
    stop: int
    quote: str
    evidence: Evidence
    record: Record
    published: str | None

    @property
    def kind(self) -> Kind:
        return KIND_OF[type(self.record)]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in Told.__slots__:
            raise AttributeError(name)
        return getattr(self.record, name)


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that was searched for; ``unit`` is its number in the file, ``lemmas`` its words' dictionary forms."""

    unit: int
    source: str
    start: int
    stop: int
    quote: str
    published: str | None
    lemmas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source without its text: what is known of it, and how its reading went."""

    name: str
    sha256: str
    title: str | None
    publisher: str | None
    address: str | None
    author: str | None
    published: str | None
    language: str | None
    characters: int
    unread: str | None
    silent: int
    problems: tuple[str, ...]
    read_at: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that one version of a text has and another has not."""

    start: int
    stop: int
    quote: str


@dataclass(frozen=True, slots=True)
class Version:
    """A text of a source: 1 is the oldest, the last is read. ``came`` and ``went`` compare it with the one before.

    ``came_as`` is the name under which the text came in, ``went`` gives places in the text before.
    """

    number: int
    came_as: str
    sha256: str
    published: str | None
    characters: int
    came: tuple[Change, ...]
    went: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """How much a chronicle holds. ``records`` counts things told, ``readings`` the places that tell them, by kind.

    ``changed`` names each source that has older versions, with all its versions; ``failing`` what a watch follows and
    cannot have, with the reason.
    """

    sources: int
    characters: int
    unread: tuple[tuple[str, str], ...]
    records: Mapping[str, int]
    readings: Mapping[str, int]
    sentences: int
    silent: int
    changed: tuple[tuple[str, tuple[Version, ...]], ...] = ()
    failing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A citation that does not verify: in which source, which reading (None: the source itself), and why."""

    source: str
    reading: str | None
    reason: str
