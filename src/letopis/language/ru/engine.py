"""Runs the three slovnet models (names, morphology, syntax) over many sentences at once, in numpy.

The networks are slovnet 0.6's (``slovnet.exec.model``): word and shape embedding, three layers of convolution (width
3), ReLU and batch normalisation, then a head for each task. What is computed is the same; how differs:

- All sentences of a batch lie in one sequence of rows with a separator between them: no padding, no sorting.
- Normalisation is linear and goes into the weights that follow it.
- A convolution is three taps (what a row gives to the next row, to itself, to the one before) and a shifted sum; the
  taps of the first one are kept for each word form (``forms``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from letopis.errors import LetopisError
from letopis.language.ru.forms import Forms, Rows
from letopis.language.ru.layers import Encoder, Linear, first_taps
from letopis.language.ru.tensors import Floats, Model, data_folder, read_model, read_vectors
from letopis.language.ru.trees import is_tree

#: Rows read at once: enough for the products to be fast, few enough to stay in the processor's cache.
BATCH = 2048
#: Arc scores (words, 1 + words) of a sentence whose best heads are no tree -> heads (0 for the root) that are one.
Mend = Callable[[Floats], Rows]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the models say of each word: BIO mark, morphological tag, head (its place, -1 for the root), relation."""

    marks: list[str]
    tags: list[str]
    heads: list[int]
    rels: list[str]


@dataclass(frozen=True, slots=True)
class Packed:
    """Sentences in one sequence of rows: sentence `i` has ``sizes[i]`` rows from ``starts[i]``, separators around."""

    starts: Rows
    sizes: Rows
    separators: Rows

    @classmethod
    def of(cls, sizes: Sequence[int]) -> Packed:
        """The places of sentences of these sizes, a separator before each and one behind the last."""
        counts = np.array(sizes, np.intp)
        separators = np.concatenate(([0], np.cumsum(counts + 1)))
        return cls(separators[:-1] + 1, counts, separators)

    def bounds(self) -> list[tuple[int, int]]:
        """First row and the row behind the last, for each sentence."""
        return list(zip(self.starts.tolist(), (self.starts + self.sizes).tolist(), strict=True))


class Engine:
    """The models, read from `folder` (0.2 s; 50 MB, and 170 MB more when it keeps all word forms it may)."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or data_folder()
        models = [read_model(folder, name) for name in ("ner", "morph", "syntax")]
        if any(not model.shares(models[0], "word", "shape") for model in models):
            raise LetopisError("the Russian models do not go together: install natasha 1.6")
        weight, shape_taps = first_taps(models)
        self.forms = Forms(models[0].items("word"), models[0].items("shape"), read_vectors(folder), weight, shape_taps)
        self._encoders = [Encoder(model.arrays) for model in models]
        self._names, self._morph, self._syntax = Names(models[0]), Morph(models[1]), Syntax(models[2])

    def read(self, sentences: Iterable[Sequence[str]], mend: Mend | None = None) -> Iterator[Reading]:
        """One Reading for each sentence (a list of words, none of them empty), in order; batches are made here.

        `mend` makes trees of what is none; without it heads and relations are the parser's raw choice.
        """
        batch: list[Sequence[str]] = []
        rows = 0
        for words in sentences:
            if batch and rows + len(words) >= BATCH:
                yield from self._read(batch, mend)
                batch, rows = [], 0
            batch.append(words)
            rows += len(words) + 1
        if batch:
            yield from self._read(batch, mend)

    def _read(self, batch: Sequence[Sequence[str]], mend: Mend | None) -> Iterator[Reading]:
        packed = Packed.of([len(words) for words in batch])
        flat = [""]
        for words in batch:
            flat.extend(words)
            flat.append("")
        names, morph, syntax = self._encode(self.forms.rows(flat), packed)
        marks, tags = self._names(names, packed), self._morph(morph)
        heads, rels = self._syntax(syntax, packed, mend)
        for start, stop in packed.bounds():
            yield Reading(marks[start:stop], tags[start:stop], heads[start:stop], rels[start:stop])

    def _encode(self, rows: Rows, packed: Packed) -> list[Floats]:
        """The last layer (rows, 64) of each model, before its normalisation."""
        taps = self.forms.taps
        first = np.take(taps[1], rows, axis=0)
        first[1:] += np.take(taps[0], rows[:-1], axis=0)
        first[:-1] += np.take(taps[2], rows[1:], axis=0)
        np.maximum(first, 0, out=first)
        parts = np.split(first, len(self._encoders), axis=1)
        return [encode(part, packed.separators) for encode, part in zip(self._encoders, parts, strict=True)]


class Names:
    """BIO marks by a conditional random field."""

    def __init__(self, model: Model) -> None:
        self._marks = model.items("tag")
        self._proj = Linear(model.arrays, "head")
        self._transitions = model.arrays["head.crf.transitions"]

    def __call__(self, rows: Floats, packed: Packed) -> list[str]:
        """The mark of every row; those of separators say nothing."""
        order = np.argsort(-packed.sizes, kind="stable")
        starts, sizes = packed.starts[order], packed.sizes[order]
        steps = np.arange(sizes[0])
        places = np.minimum(starts + steps[:, None], len(rows) - 1)  # step, sentence
        reach = (sizes > steps[:, None]).sum(axis=1).tolist()
        emissions = self._proj(rows)[places].transpose(0, 2, 1)  # step, mark, sentence
        best = _viterbi(emissions, reach, self._transitions)
        marks = np.zeros(len(rows), np.intp)
        for step, count in enumerate(reach):
            marks[places[step, :count]] = best[step, :count]
        return [self._marks[mark] for mark in marks.tolist()]


def _viterbi(emissions: Floats, reach: Sequence[int], transitions: Floats) -> Rows:
    """The best marks (steps, sentences) of sentences in falling order of size.

    `emissions` is (steps, marks, sentences); ``reach[step]`` sentences are longer than `step`.
    """
    scores = np.array(emissions)
    for step in range(1, len(scores)):
        count = reach[step]
        scores[step, :, :count] += (scores[step - 1, :, None, :count] + transitions[:, :, None]).max(axis=0)
    best: Rows = scores.argmax(axis=1)
    for step in range(len(scores) - 1, 0, -1):
        count = reach[step]
        onward = scores[step - 1, :, :count] + transitions[:, best[step, :count]]
        best[step - 1, :count] = onward.argmax(axis=0)
    return best


class Morph:
    """Part of speech and features, as one of 753 tags."""

    def __init__(self, model: Model) -> None:
        self._tags = model.items("tag")
        self._proj = Linear(model.arrays, "head")

    def __call__(self, rows: Floats) -> list[str]:
        """The tag of every row."""
        return [self._tags[tag] for tag in self._proj(rows).argmax(axis=1).tolist()]


class Biaffine:
    """Two views of a row, as a head and as a tail, and the root's in the place of separators."""

    def __init__(self, arrays: Mapping[str, Floats], name: str) -> None:
        self._views = [Linear(arrays, f"{name}.{side}") for side in ("head", "tail")]
        self._roots = [np.maximum(view.plain(arrays[f"{name}.root"]), 0) for view in self._views]
        self.kernel = arrays[f"{name}.kernel"]

    def __call__(self, rows: Floats, separators: Rows) -> tuple[Floats, Floats]:
        """(rows, 64) to twice (rows, 32)."""
        one, other = (np.maximum(view(rows), 0) for view in self._views)
        one[separators], other[separators] = self._roots
        return one, other


class Syntax:
    """Heads by a biaffine product of all pairs of words, then the relation of each word to its head by another.

    In a mended sentence the root's relation and no other is ``root``.
    """

    def __init__(self, model: Model) -> None:
        self._rels = model.items("rel")
        self._root, self._loose = self._rels.index("root"), self._rels.index("parataxis")
        self._arcs, self._labels = Biaffine(model.arrays, "head"), Biaffine(model.arrays, "rel")
        size = len(self._labels.kernel)
        kernel = self._labels.kernel.reshape(size, len(self._rels), size)  # head, relation, word
        self._label_kernel = np.ascontiguousarray(kernel.transpose(0, 2, 1).reshape(size * size, -1))

    def __call__(self, rows: Floats, packed: Packed, mend: Mend | None) -> tuple[list[int], list[str]]:
        """Head and relation of every row; those of separators say nothing."""
        heads = self._heads(rows, packed, mend)
        before = np.repeat(packed.separators, np.append(packed.sizes + 1, 1))  # the root of each row's sentence
        head, tail = self._labels(rows, packed.separators)
        pairs = head[before + heads][:, :, None] * tail[:, None, :]
        rels = (pairs.reshape(len(rows), -1) @ self._label_kernel).argmax(axis=1)
        if mend:
            rels[(heads != 0) & (rels == self._root)] = self._loose
            rels[heads == 0] = self._root
        return (heads - 1).tolist(), [self._rels[rel] for rel in rels.tolist()]

    def _heads(self, rows: Floats, packed: Packed, mend: Mend | None) -> Rows:
        """For each row 0 (the root) or 1 + the place of its head in the sentence."""
        word, head = self._arcs(rows, packed.separators)
        word = word @ self._arcs.kernel
        heads = np.zeros(len(rows), np.intp)
        for start, stop in packed.bounds():
            if start == stop:
                continue
            scores = word[start:stop] @ head[start - 1 : stop].T
            own = scores.argmax(axis=1)
            heads[start:stop] = own if mend is None or is_tree(own) else mend(scores)
        return heads
