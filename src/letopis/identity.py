"""Ids made of content: the same sources give the same ids, whatever the order, the path or the time of day."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from letopis.model import KIND_OF, Attitude, Event, Kind, Record

PREFIX = {
    Kind.SOURCE: "so",
    Kind.PASSAGE: "pa",
    Kind.DEBRIS: "de",
    Kind.CUT: "cu",
    Kind.COPY: "co",
    Kind.NAME: "na",
    Kind.ROLE: "ro",
    Kind.TIME: "ti",
    Kind.EVENT: "ev",
    Kind.STATEMENT: "st",
    Kind.AGREEMENT: "ag",
    Kind.FIGURE: "fi",
    Kind.ATTITUDE: "at",
}


def digest(*parts: object, size: int = 16) -> str:
    """A short hash of the parts: `size` hexadecimal digits of their SHA-256."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:size]


def place_digest(record: Record) -> str:
    """The hash that names the place of a record: source, offsets, kind, and what tells two at one place apart."""
    span = record.evidence.span
    more: tuple[object, ...] = ()
    if isinstance(record, Event):
        more = (record.type, *(part.start for part in record.trigger))
    elif isinstance(record, Attitude):
        holder = record.holder.id if record.holder else record.voice
        more = (record.sign, holder, record.target.id, *(part.start for part in record.cue))
    return digest(span.source, span.start, span.stop, KIND_OF[type(record)], *more)


def record_id(record: Record) -> str:
    """The id a record has of itself, before tellings join: ``ev-`` and the digest of its place."""
    return f"{PREFIX[KIND_OF[type(record)]]}-{place_digest(record)}"


def reading_id(record: Record) -> str:
    """The id of this place's telling: ``r-`` and the digest of its place."""
    return reading_of(record_id(record))


def reading_of(own: str) -> str:
    """The id of the telling of a record that has the id `own` of itself: both end in the digest of the place."""
    return f"r-{own.partition('-')[2]}"


@lru_cache(maxsize=1 << 13)
def party_id(label: str | None, code: str | None) -> str:
    """The id of an actor: made of its canonical English label and code."""
    return f"ac-{digest(label, code, size=12)}"
