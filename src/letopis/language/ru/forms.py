"""What the models see of a word: its id and its shape, and what the first convolution makes of the two.

The first convolution is linear in a word's vector, so its three taps are worked out once for each word form (word id
and shape) and for all models together; a text then only looks them up. Shapes after ``slovnet.shape``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from letopis.language.ru.tensors import Floats, Vectors

Rows = NDArray[np.intp]

PUNCTUATION = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`\"'«»„“ʼʻ”№…"
KIND = re.compile(
    rf"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)|(?P<PUNCT>[{re.escape(PUNCTUATION)}]+)", re.IGNORECASE
)
UNKNOWN = "<unk>"
#: The row that stands between sentences: all its taps are zero.
SEPARATOR = 0
#: Word forms kept with their taps, 9 kB each; the quarter that is met least goes when there are more.
MOST_FORMS = 18_000
#: Spellings kept with the number of their form, 0.2 kB each; all go when there are more.
MOST_SPELLINGS = 100_000


def shape(word: str) -> str:
    """A word's script and case, or its mark: ``RU_Xx``, ``NUM``, ``PUNCT_,``."""
    found = KIND.match(word)
    kind = found.lastgroup if found else "OTHER"
    if kind in ("RU", "EN"):
        return f"{kind}_{_outline(word)}"
    if kind == "PUNCT":
        return f"PUNCT_{word if len(word) == 1 else 'OTHER'}"
    return str(kind)


def _outline(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    if _is_title(word):
        return "Xx"
    left, dash, right = word.partition("-")
    return "Xx-Xx" if dash and _is_title(left) and _is_title(right) else "OTHER"


def _is_title(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


class Forms:
    """The taps of word forms: ``taps[k]`` (rows, channels) is what a word adds to its neighbour at ``1 - k``.

    `weight` (vector, 3 · channels) turns word vectors into taps, `shape_taps` (shapes, 3 · channels) holds what shapes
    and the bias add; the channels of all models lie side by side. Memory is bounded whatever is read.
    """

    def __init__(
        self,
        words: Sequence[str],
        shapes: Sequence[str],
        vectors: Vectors,
        weight: Floats,
        shape_taps: Floats,
        most: int = MOST_FORMS,
    ) -> None:
        self._ids: Mapping[str, int] = {word: at for at, word in enumerate(words)}
        self._shapes: Mapping[str, int] = {name: at for at, name in enumerate(shapes)}
        self._unknown = self._ids[UNKNOWN]
        self._vectors, self._weight, self._shape_taps = vectors, weight, shape_taps
        self.taps: Floats = np.zeros((3, most + 1, weight.shape[1] // 3), np.float32)
        self._clear()

    def _clear(self) -> None:
        self._spelt: dict[str, int] = {"": 0}
        self._keys: list[tuple[int, int]] = [(-1, -1)]  # a form's number -> its word's id and its shape's
        self._forms = {self._keys[0]: 0}
        self._uses = np.zeros(MOST_SPELLINGS + 1, np.int32)
        self._row_of = np.full(MOST_SPELLINGS + 1, -1, np.int32)
        self._row_of[0] = SEPARATOR
        self._free = list(range(self.taps.shape[1] - 1, SEPARATOR, -1))

    def rows(self, words: Sequence[str]) -> Rows:
        """The row in ``taps`` of each word; an empty word is a separator.

        The rows hold until the next call. There may be no more different words than forms are kept.
        """
        forms = np.array(self._numbers(words), np.intp)
        met, counts = np.unique(forms, return_counts=True)
        self._uses[met] += counts.astype(np.int32)
        fresh = met[self._row_of[met] < 0]
        if len(fresh) > len(self._free):
            self._forget(met)
        if len(fresh):
            self._work_out(fresh)
        return self._row_of[forms].astype(np.intp)

    def vectors(self, words: Sequence[str]) -> Floats:
        """The vectors (words, dimensions) of words in small letters; zeros for one without."""
        ids = np.array([self._ids.get(word, self._unknown) for word in words], np.intp)
        found = self._vectors[ids]
        found[ids == self._unknown] = 0
        return found

    def _numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word's form."""
        if len(self._spelt) + len(words) > MOST_SPELLINGS:
            self._clear()
        spelt = self._spelt
        for word in set(words).difference(spelt):
            form = self._ids.get(word.lower(), self._unknown), self._shapes[shape(word)]
            spelt[word] = self._forms.setdefault(form, len(self._keys))
            if spelt[word] == len(self._keys):
                self._keys.append(form)
        return [spelt[word] for word in words]

    def _work_out(self, fresh: Rows) -> None:
        """Fills free rows with the taps of forms."""
        ids, shapes = np.array([self._keys[form] for form in fresh.tolist()], np.intp).T
        taps = self._vectors[ids] @ self._weight
        taps += self._shape_taps[shapes]
        rows = [self._free.pop() for _ in fresh]
        self.taps[:, rows] = taps.reshape(len(rows), 3, -1).swapaxes(0, 1)
        self._row_of[fresh] = rows

    def _forget(self, needed: Rows) -> None:
        """Frees the rows of the forms met least, a quarter and more, but none `needed`; halves all counts."""
        kept = np.flatnonzero(self._row_of > SEPARATOR)
        kept = np.setdiff1d(kept, needed, assume_unique=True)
        count = max(self.taps.shape[1] // 4, len(needed) - len(self._free))
        gone = kept[np.argsort(self._uses[kept], kind="stable")[:count]]
        self._free += self._row_of[gone].tolist()
        self._row_of[gone] = -1
        self._uses //= 2
