"""Sentences, words, trees and names of Russian text, by the slovnet models that the natasha wheel carries."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from letopis.language.ru.lemmas import Lemmatizer
from letopis.model import Entity, Sentence, Token

#: One thread a process: several processes read side by side, and threads inside the small products only cost.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from letopis.language.ru.engine import Engine, Reading  # noqa: E402 (numpy reads the number of threads when it loads)
from letopis.language.ru.subjects import mend_subjects  # noqa: E402
from letopis.language.ru.tensors import Floats  # noqa: E402
from letopis.language.ru.trees import mend  # noqa: E402

#: A sentence longer than this many tokens is read in pieces: the parser's cost grows with the square.
MOST_TOKENS = 256
#: No word is longer than this for the models.
LONGEST_WORD = 60
#: One letter more tells the lemmatiser that a word was cut off.
MOST_LETTERS = LONGEST_WORD + 1
#: Words with their tag that are kept with their lemma, 0.4 kB each.
MOST_WORDS = 60_000

TOKEN = re.compile(
    r"[А-ЯЁа-яёA-Za-z]+(?:[-–’'][А-ЯЁа-яёA-Za-z0-9]+)*-?(?:\d+)?"  # words, compounds, names with a number (Л-16)
    r"|\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}\b)?"  # numbers, ordinals (1990-х)
    r"|\.{2,}|\S"
)


class RussianAnalyser:
    """The tools of the Russian pack, loaded once a process (0.3 s; 110 MB, 350 MB when its caches are full)."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer = lemmatizer
        self.engine = Engine()
        self._features = lru_cache(maxsize=1000)(_features)
        self._word = lru_cache(maxsize=MOST_WORDS)(self._find_word)

    def vectors(self, words: Sequence[str]) -> Floats:
        """The vectors (words, 300) of words or lemmas in small letters; zeros for one without."""
        return self.engine.forms.vectors(words)

    def split(self, text: str, start: int, stop: int) -> list[tuple[int, int]]:
        """The sentences of ``text[start:stop]`` as offsets in `text`, blanks trimmed; long ones in pieces."""
        from razdel import sentenize  # noqa: PLC0415 (late: --help stays instant)

        out = []
        for found in sentenize(text[start:stop]):
            first = start + found.start
            if found.text:
                out += _pieces(text, first, first + len(found.text))
        return out

    def analyse(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
        """One Sentence for each span that ``split`` gave, in order."""
        return self._read((text, start, stop) for start, stop in spans)

    def analyse_all(self, texts: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> Iterator[list[Sentence]]:
        """The Sentences of each text with its spans, in order: many short texts go through the models together."""
        counts: deque[int] = deque()

        def places() -> Iterator[tuple[str, int, int]]:
            for text, spans in texts:
                counts.append(len(spans))
                yield from ((text, start, stop) for start, stop in spans)

        collected: list[Sentence] = []
        for sentence in self._read(places()):
            while counts and len(collected) == counts[0]:
                yield collected
                collected = collected[counts.popleft() :]
            collected.append(sentence)
        for count in counts:
            yield collected[:count]
            collected = collected[count:]

    def _read(self, places: Iterable[tuple[str, int, int]]) -> Iterator[Sentence]:
        waiting: deque[tuple[int, int, list[tuple[int, int]], list[str]]] = deque()

        def words() -> Iterator[list[str]]:
            for text, start, stop in places:
                bounds = [found.span() for found in TOKEN.finditer(text, start, stop)]
                spelt = [text[a:b] for a, b in bounds]
                waiting.append((start, stop, bounds, spelt))
                yield [_plain(word) for word in spelt]

        for reading in self.engine.read(words(), mend):
            yield self._sentence(*waiting.popleft(), reading)

    def _sentence(
        self, start: int, stop: int, bounds: list[tuple[int, int]], words: list[str], reading: Reading
    ) -> Sentence:
        known = map(self._word, [word[:MOST_LETTERS] for word in words], reading.tags)
        tokens = mend_subjects(
            [
                Token(a, b, word, lemma, pos, feats, head, rel)
                for (a, b), word, (lemma, pos, feats), head, rel in zip(
                    bounds, words, known, reading.heads, reading.rels, strict=True
                )
            ]
        )
        named = reading.marks.count("O") < len(words)
        return Sentence(start, stop, tokens, tuple(_entities(bounds, reading.marks)) if named else ())

    def _find_word(self, word: str, tag: str) -> tuple[str, str, dict[str, str]]:
        """Lemma, part of speech and features; words of one tag share their features."""
        pos, feats = self._features(tag)
        return self.lemmatizer.lemma(word, pos, feats), pos, feats


def _plain(word: str) -> str:
    """The word as the models know it: as the press writes it, with е for ё, and no longer than they were taught."""
    if len(word) > LONGEST_WORD:
        word = word[:LONGEST_WORD]
    return word.replace("ё", "е").replace("Ё", "Е") if "ё" in word or "Ё" in word else word


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The sentence itself, or pieces of it with at most MOST_TOKENS tokens each."""
    if stop - start < MOST_TOKENS:
        return [(start, stop)]
    bounds = [found.span() for found in TOKEN.finditer(text, start, stop)]
    chunks = [bounds[at : at + MOST_TOKENS] for at in range(0, len(bounds), MOST_TOKENS)]
    return [(chunk[0][0], chunk[-1][1]) for chunk in chunks]


def _features(tag: str) -> tuple[str, dict[str, str]]:
    """A tag such as ``NOUN|Case=Nom|Number=Sing`` taken apart."""
    pos, *feats = tag.split("|")
    return pos, dict(feat.split("=", 1) for feat in feats)


def _entities(bounds: list[tuple[int, int]], tags: list[str]) -> Iterator[Entity]:
    """The named stretches of BIO tags."""
    begun: tuple[int, int, str] | None = None
    for (start, stop), tag in zip(bounds, tags, strict=True):
        mark, _, kind = tag.partition("-")
        if begun and mark == "I" and kind == begun[2]:
            begun = (begun[0], stop, kind)
            continue
        if begun:
            yield Entity(*begun)
        begun = (start, stop, kind) if mark in ("B", "I") else None
    if begun:
        yield Entity(*begun)
