"""Reads a rule's own examples with the real tools."""

from __future__ import annotations

from hashlib import sha256

from letopis.model import Record, Source
from letopis.pipeline import Tools, read_source

Place = tuple[int, int]


def read(text: str, tools: Tools, published: str | None = None) -> tuple[Record, ...]:
    """All records of a text."""
    source = Source("-", text, sha256(text.encode()).hexdigest(), published=published)
    return read_source(source, tools).records


def meet(place: Place, other: Place) -> bool:
    """Whether two places share a character."""
    return place[0] < other[1] and other[0] < place[1]
