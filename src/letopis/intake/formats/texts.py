"""Plain text in the encodings that Russian text comes in."""

from __future__ import annotations

from collections.abc import Iterator

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.decoding import checked, decode
from letopis.intake.made import made
from letopis.model import Source


def read(item: Item) -> Iterator[Source | InputError]:
    """The text of a file."""
    yield made(item.name, checked(item.name, decode(item.name, item.all())))
