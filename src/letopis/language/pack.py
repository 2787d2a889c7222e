"""What a language must offer, and the one literal table of the languages there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from letopis.errors import UsageError
from letopis.language.gazetteer import Entry, Gazetteer
from letopis.language.grammar import Grammar
from letopis.language.persons import Persons
from letopis.model import Sentence

#: language code -> the module whose ``build()`` gives its pack
PACKS: Mapping[str, str] = {"ru": "letopis.language.ru.pack"}


class Analyser(Protocol):
    """Turns prose into sentences with words, trees and names."""

    def split(self, text: str, start: int, stop: int) -> list[tuple[int, int]]:
        """The sentences of ``text[start:stop]`` as offsets in `text`, blanks trimmed."""
        ...

    def vectors(self, words: Sequence[str]) -> Any:
        """The vectors (words, dimensions) of words or lemmas in small letters, a numpy array; zeros for one without."""
        ...

    def analyse(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
        """One Sentence for each span, in order; offsets are those of `text`."""
        ...

    def analyse_all(self, texts: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> Iterator[list[Sentence]]:
        """The Sentences of each text with its spans, in order."""
        ...


class Words(Protocol):
    """Dictionary forms of words."""

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """The folded dictionary form of a word in its context."""
        ...

    def nominative(self, word: str, feats: Mapping[str, str], kind: str = "Surn", gender: str = "") -> str:
        """A name's word in the nominative."""
        ...

    @property
    def forms(self) -> Callable[[str], frozenset[str]]:
        """All folded dictionary forms that a word may have."""
        ...


@dataclass(frozen=True, slots=True)
class Pack:
    """A language: how to know its texts, its analyser, and the names it knows.

    `names` holds countries, organisations, places, treaties and named events, `offices` organs, positions and
    adjectives of cities, `halves` the first halves of compound adjectives, `states` the state of each code.
    """

    code: str
    reads: Callable[[str], bool]
    analyser: Analyser
    lemmas: Words
    grammar: Grammar
    names: Gazetteer
    offices: Gazetteer
    halves: Mapping[str, Entry]
    states: Mapping[str, Entry]
    persons: Persons
    plain: Callable[[str], str]
    transliterate: Callable[[str, str | None], str]


def check_register(register: Sequence[Path], code: str = "ru") -> None:
    """Raises RuleError with file, line and reason for a bad line in a user's register."""
    import_module(PACKS[code]).check_register(register)


def spelling(code: str = "ru") -> Callable[[str], str]:
    """What gives a word of a name in the one form that its spellings share; needs no model."""
    plain: Callable[[str], str] = import_module(PACKS[code]).plain
    return plain


def load(code: str = "ru", register: Sequence[Path] = ()) -> Pack:
    """The pack of a language; `register` are files of a user's with terms of office that extend the shipped ones.

    Raises UsageError for a language without one, RuleError for a bad register. The first call of a process reads
    models (1.5 s).
    """
    if code not in PACKS:
        raise UsageError(f"no language pack for {code!r}; there are: {', '.join(PACKS)}")
    pack: Pack = import_module(PACKS[code]).build(register)
    return pack
