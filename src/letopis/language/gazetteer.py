"""Names that are known: phrases looked up by the dictionary forms that their words may have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from letopis.model import Token

#: The words of a listed phrase, split as texts are (Лента.ру is three).
WORD = re.compile(r"[^\W\d_]+(?:[-–’'][^\W_]+)*(?:\d+)?|\d+(?:[.,]\d+)*|\S")
QUOTES = frozenset("«»\"„“”'")

Forms = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listed phrase names.

    `kind` is the list it comes from: country, capital, adjective, demonym, organ, organisation, place, position,
    treaty, event, city (an adjective). `rule` cites list and entry; `detail` is what the list says besides (dates, a
    state); `members` are the states that a treaty binds.
    """

    kind: str
    type: str
    label: str
    label_ru: str
    code: str | None
    rule: str
    sector: str | None = None
    detail: str | None = None
    members: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A listed phrase in a sentence: the indices of its first and last word, and what it names."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    entry: Entry
    quoted: bool


class Gazetteer:
    """Finds listed phrases in sentences, the longest first.

    Raises nothing: a word that no list knows is passed over. Words written with a capital in the list need one in the
    text, abbreviations (МИД) need two, and names listed in quotation marks («Труд») count only between such marks. Of
    two phrases of one length the one that is spelt as the text wins (ГУАМ, Гуам).
    """

    def __init__(self, phrases: Iterable[tuple[str, Entry]], forms: Forms) -> None:
        self._forms = forms
        self._index: dict[str, list[_Phrase]] = defaultdict(list)
        self._starting = lru_cache(maxsize=100_000)(self._find_starting)
        for text, entry in phrases:
            words = tuple(WORD.findall(text.strip("«»")))
            phrase = _Phrase(words, tuple(forms(word) for word in words), entry, text.startswith("«"))
            for form in phrase.forms[0]:
                self._index[form].append(phrase)

    def find(self, tokens: Sequence[Token], kinds: Container[str] | None = None) -> list[Found]:
        """The listed phrases (of these kinds), leftmost longest, none overlapping another."""
        out, at = [], 0
        while at < len(tokens):
            phrases = self._starting(tokens[at].text)
            best = self._longest(phrases, tokens, at, kinds) if phrases else None
            if best is None:
                at += 1
            else:
                out.append(best)
                at = best.last + 1
        return out

    def entries(self, kind: str) -> list[Entry]:
        """All that the lists of a kind name, each once."""
        found = {
            phrase.entry: None for phrases in self._index.values() for phrase in phrases if phrase.entry.kind == kind
        }
        return list(found)

    def lookup(self, word: str, kinds: tuple[str, ...]) -> Entry | None:
        """What one word by itself names, if a list of these kinds holds it."""
        for form in sorted(self._forms(word)):
            for phrase in self._index.get(form, ()):
                if len(phrase.words) == 1 and phrase.entry.kind in kinds:
                    return phrase.entry
        return None

    def _longest(
        self, phrases: Sequence[_Phrase], tokens: Sequence[Token], at: int, kinds: Container[str] | None
    ) -> Found | None:
        for phrase in phrases:
            if (kinds is None or phrase.entry.kind in kinds) and self._fits(phrase, tokens, at):
                return Found(at, at + len(phrase.words) - 1, phrase.entry)
        return None

    def _find_starting(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that a word may begin, the longest first, of equal ones those spelt as the word."""
        found = {id(phrase): phrase for form in sorted(self._forms(word)) for phrase in self._index.get(form, ())}
        fitting = [phrase for phrase in found.values() if _same_case(phrase.words[0], word)]
        return tuple(sorted(fitting, key=lambda phrase: (-len(phrase.words), phrase.words[0] != word)))

    def _fits(self, phrase: _Phrase, tokens: Sequence[Token], at: int) -> bool:
        """Whether a phrase that the word at `at` may begin stands there."""
        if at + len(phrase.words) > len(tokens):
            return False
        if phrase.quoted and (at == 0 or tokens[at - 1].text not in QUOTES):
            return False
        for place in range(1, len(phrase.words)):
            met = tokens[at + place].text
            if phrase.forms[place].isdisjoint(self._forms(met)) or not _same_case(phrase.words[place], met):
                return False
        return True


def _same_case(listed: str, met: str) -> bool:
    """Whether the capitals fit: a listed capital is needed, a listed abbreviation needs its first two letters large."""
    if len(listed) > 1 and listed.isupper():
        return met[:2].isupper()
    return met[:1].isupper() if listed[:1].isupper() else True
