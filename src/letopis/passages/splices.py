"""Places between two sentences where one text was spliced into another, told by what stands on both sides.

A boundary is measured (how near its two sides are in words, names and meaning, and whether a copy elsewhere goes on in
another way), and a logistic model weighs the measures; ``scripts/train_splices.py`` trains it. The dip of likeness at a
boundary is the depth score of TextTiling (Hearst, 1997). Only a boundary that the model is sure of is a cut.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from letopis.language.lexicon import resource
from letopis.language.logistic import Logistic, parse_logistic
from letopis.model import Cut, Evidence, Sentence, Source, Span, Stretch
from letopis.passages.copies import fingerprint
from letopis.passages.near import likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[Any]
    #: The vectors (words, dimensions) of words or lemmas, zeros for one without.
    Vectors = Callable[[Sequence[str]], Vector]

RULE = "passages/splices#model"
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
#: How many sentences before and after a boundary are looked at.
BEFORE, AFTER = 2, 3
#: So many copies of a sentence are looked at: a line repeated ten thousand times tells nothing more.
MOST_COPIES = 8
#: Sentences whose words' vectors are in memory together.
CHUNK = 256
#: A shorter text has too little on either side to judge by.
LEAST_SENTENCES = 2

_DATE = re.compile(r"\b\d{4}\b|\b\d{1,2} [а-яё]{3,8}\b")


@dataclass(frozen=True, slots=True)
class SpliceModel:
    """A logistic model of splices; `middle` is the mean vector of a sentence.

    A boundary whose probability is at least `threshold` is a cut.
    """

    logistic: Logistic
    threshold: float
    middle: tuple[float, ...]


def load_splice_model(path: str) -> SpliceModel:
    """The model of a file such as ``ru/splices.json``."""
    data = json.loads(resource(path).read_text(encoding="utf-8"))
    return SpliceModel(parse_logistic(data), data["threshold"], tuple(data["middle"]))


def find_splices(source: Source, stretches: Sequence[Stretch], vectors: Vectors, model: SpliceModel) -> list[Cut]:
    """The cuts between sentences of one stretch where another text begins, in order."""
    if sum(len(stretch.sentences) for stretch in stretches) < LEAST_SENTENCES:
        return []
    out = []
    for start, measured in measure_boundaries(source, stretches, vectors, model.middle):
        probability = model.logistic.probability(measured)
        if probability >= model.threshold:
            evidence = Evidence(Span(source.sha256, start, start), RULE, round(probability, 3))
            out.append(Cut(evidence, "splice"))
    return out


def split_at(stretches: Sequence[Stretch], cuts: Sequence[Cut]) -> list[Stretch]:
    """The stretches, each ended where a cut falls on the beginning of one of its sentences."""
    places = {cut.evidence.span.start for cut in cuts}
    out = []
    for stretch in stretches:
        part: list[Sentence] = []
        for sentence in stretch.sentences:
            if part and sentence.start in places:
                out.append(Stretch(tuple(part), stretch.headline))
                part = []
            part.append(sentence)
        out.append(Stretch(tuple(part), stretch.headline))
    return out


def measure_boundaries(
    source: Source, stretches: Sequence[Stretch], vectors: Vectors, middle: Sequence[float]
) -> list[tuple[int, dict[str, float]]]:
    """For each boundary inside a stretch the first character behind it and what is measured there."""
    text = _Text(source, stretches, vectors, middle)
    return [(text.sentences[at + 1].start, text.measure(at)) for at in text.boundaries]


class _Text:
    """The sentences of a source side by side, with what the measures need of each."""

    def __init__(self, source: Source, stretches: Sequence[Stretch], vectors: Vectors, middle: Sequence[float]) -> None:
        self._source = source
        self._vectors = vectors
        self._middle = middle
        placed = [(n, s) for n, stretch in enumerate(stretches) for s in stretch.sentences if s.tokens]
        self.sentences = [sentence for _, sentence in placed]
        self._stretch = [number for number, _ in placed]
        self._quotes = [source.text[s.start : s.stop] for s in self.sentences]
        self._prints = [fingerprint(quote) for quote in self._quotes]
        self._lemmas = [frozenset(t.lemma for t in s.tokens if t.pos in CONTENT) for s in self.sentences]
        self._names = [frozenset(t.lemma for t in s.tokens if t.pos == "PROPN") for s in self.sentences]
        self._line = self._lines()

    @property
    def boundaries(self) -> list[int]:
        """The indices of the sentences that another one of the same stretch follows."""
        return [at for at in range(len(self.sentences) - 1) if self._stretch[at] == self._stretch[at + 1]]

    def measure(self, at: int) -> dict[str, float]:
        """The measures of the boundary behind a sentence."""
        before = [n for n in range(max(0, at - BEFORE), at + 1) if self._line[n] == self._line[at]]
        after = [n for n in range(at + 1, min(len(self.sentences), at + 1 + AFTER)) if self._line[n] == self._line[at]]
        wide = self._nearness(before, after)
        left = self._next[at - 1] if len(before) > 1 else wide
        right = self._next[at + 1] if len(after) > 1 else wide
        names = [frozenset().union(*(self._names[n] for n in side)) for side in (before, after)]
        common, fewest = len(names[0] & names[1]), min(map(len, names))
        onward, backward, together = self._copies(at)
        return {
            "nearness": wide,
            "nearness_next": self._next[at],
            "dip": max(0.0, left - wide) + max(0.0, right - wide),
            "dip_left": left - wide,
            "dip_right": right - wide,
            "words": self._overlap(before, after),
            "words_next": self._overlap([at], [at + 1]),
            "names": float(min(common, 3)),
            "names_apart": float(fewest > 0 and common == 0),
            "dated": float(bool(_DATE.search(self._quotes[at + 1]))),
            "copy_onward": float(onward),
            "copy_backward": float(backward),
            "copy_together": float(together),
        }

    def _lines(self) -> list[int]:
        """The number of each sentence's line."""
        out, at, line = [], 0, 0
        for sentence in self.sentences:
            line += self._source.text.count("\n", at, sentence.start)
            at = sentence.start
            out.append(line)
        return out

    @cached_property
    def _weights(self) -> dict[str, float]:
        """How rare each lemma is in the text."""
        counts = Counter(lemma for lemmas in self._lemmas for lemma in lemmas)
        size = len(self.sentences)
        return {lemma: math.log(1 + size / (1 + count)) for lemma, count in counts.items()}

    @cached_property
    def _meanings(self) -> Vector:
        """A vector a sentence, (sentences, dimensions): its words' by their rarity, unit length, without the middle."""
        import numpy as np  # noqa: PLC0415 (late: --help stays instant)

        out = np.zeros((len(self.sentences), len(self._middle)), np.float32)
        for first in range(0, len(self.sentences), CHUNK):
            tokens = [
                (number, token)
                for number in range(first, min(first + CHUNK, len(self.sentences)))
                for token in self.sentences[number].tokens
                if token.pos in CONTENT
            ]
            if tokens:
                vectors = self._vectors([token.lemma for _, token in tokens])
                strange = np.flatnonzero(~vectors.any(axis=1))
                vectors[strange] = self._vectors([tokens[at][1].text.lower() for at in strange.tolist()])
                vectors *= np.array([self._weights[token.lemma] for _, token in tokens], np.float32)[:, None]
                np.add.at(out, [number for number, _ in tokens], vectors)
        lengths = np.linalg.norm(out, axis=1, keepdims=True)
        centred: Vector = out / (lengths + 1e-6) - np.array(self._middle, np.float32)
        return centred

    @cached_property
    def _next(self) -> list[float]:
        """The cosine between what each sentence and the next mean, -1 to 1."""
        meanings = self._meanings
        squares = (meanings * meanings).sum(1)
        products = (meanings[:-1] * meanings[1:]).sum(1)
        nearness: list[float] = (products / ((squares[:-1] * squares[1:]) ** 0.5 + 1e-6)).tolist()
        return nearness

    def _nearness(self, before: Sequence[int], after: Sequence[int]) -> float:
        """The cosine between what two groups of sentences mean, -1 to 1."""
        one, other = self._meanings[list(before)].sum(0), self._meanings[list(after)].sum(0)
        return float(one @ other) / (math.sqrt(float(one @ one) * float(other @ other)) + 1e-6)

    def _overlap(self, before: Sequence[int], after: Sequence[int]) -> float:
        """The share of the poorer side's words, by their rarity, that the other has too."""
        one, other = (frozenset().union(*(self._lemmas[n] for n in side)) for side in (before, after))
        least = min(self._weight(one), self._weight(other))
        return self._weight(one & other) / (least + 1e-6)

    def _weight(self, lemmas: frozenset[str]) -> float:
        return sum(self._weights[lemma] for lemma in sorted(lemmas))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for number, mark in enumerate(self._prints):
            if mark is not None:
                out[mark].append(number)
        return out

    def _copies(self, at: int) -> tuple[bool, bool, bool]:
        """Whether the sentence before goes on otherwise elsewhere, the one after follows another, or both stand so."""
        here, there = self._others(at), self._others(at + 1)
        following = [n + 1 for n in here if n + 1 < len(self.sentences) and self._line[n] == self._line[n + 1]]
        preceding = [n - 1 for n in there if n > 0 and self._line[n] == self._line[n - 1]]
        together = any(self._same(at + 1, n) for n in following if n != at + 1)
        together = together or any(self._same(at, n) for n in preceding if n != at)
        return bool(here) and not together, bool(there) and not together, together

    def _others(self, at: int) -> list[int]:
        mark = self._prints[at]
        if mark is None:
            return []
        return [number for number in self._places[mark][: MOST_COPIES + 1] if number != at]

    def _same(self, one: int, other: int) -> bool:
        if self._prints[one] is not None and self._prints[one] == self._prints[other]:
            return True
        return likeness(self._quotes[one], self._quotes[other]) is not None
