"""What a language must offer, and the one literal table of the languages there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from letopis.errors import UsageError
from letopis.model import Sentence

#: language code -> the module whose ``build()`` gives its pack
PACKS: Mapping[str, str] = {"ru": "letopis.language.ru.pack"}


class Analyser(Protocol):
    """Turns prose into sentences with words, trees and names."""

    def split(self, text: str, start: int, stop: int) -> list[tuple[int, int]]:
        """The sentences of ``text[start:stop]`` as offsets in `text`, blanks trimmed."""
        ...

    def analyse(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
        """One Sentence for each span, in order; offsets are those of `text`."""
        ...


@dataclass(frozen=True, slots=True)
class Pack:
    """A language: its analyser, how to know its texts, and its rules and lists (``words``, by the stage that uses them)."""

    code: str
    analyser: Analyser
    words: Any


def load(code: str = "ru") -> Pack:
    """The pack of a language.

    Raises UsageError for a language without one. The first call of a process reads models (0.8 s).
    """
    if code not in PACKS:
        raise UsageError(f"no language pack for {code!r}; there are: {', '.join(PACKS)}")
    pack: Pack = import_module(PACKS[code]).build()
    return pack
