"""What the models see of a word: its id and its shape, and what the first convolution makes of the two.

The first convolution is linear in a word's vector, so its three taps are worked out once for each word form (word id
and shape) and for all models together; a text then only looks them up. Shapes after ``slovnet.shape``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

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
#: Word forms kept with their taps, 9 kB each; the half that is met least goes when there are more.
MOST_FORMS = 14_000
#: Spellings kept with their form, 0.2 kB each.
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
    """The taps of word forms: ``taps[k]`` (forms, channels) is what a word adds to its neighbour at ``1 - k``.

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
        self._uses = np.zeros(most + 1, np.int64)
        self._rows: dict[tuple[int, int], int] = {}
        self._spelt: dict[str, int] = {"": SEPARATOR}

    def rows(self, words: Sequence[str]) -> Rows:
        """The row in ``taps`` of each word; an empty word is a separator.

        The rows hold until the next call. There may be no more different words than forms are kept.
        """
        found = list(map(self._spelt.get, words))
        if None in found:
            self._learn({word for word, row in zip(words, found, strict=True) if row is None}, words)
            found = list(map(self._spelt.get, words))
        rows = np.array(found, np.intp)
        self._uses += np.bincount(rows, minlength=len(self._uses))
        return rows

    def _learn(self, new: Iterable[str], words: Sequence[str]) -> None:
        """Gives every new spelling its row; where there is no room, rarer forms go first."""
        forms = {word: self._form(word) for word in new}
        fresh = set(forms.values()) - self._rows.keys()
        if len(self._rows) + len(fresh) >= len(self._uses):
            self._forget()
            forms = {word: self._form(word) for word in words if word}
            fresh = set(forms.values()) - self._rows.keys()
        elif len(self._spelt) + len(forms) > MOST_SPELLINGS:
            self._spelt = {"": SEPARATOR}
            forms = {word: self._form(word) for word in words if word}
        self._work_out(sorted(fresh))
        self._spelt.update((word, self._rows[form]) for word, form in forms.items())

    def _form(self, word: str) -> tuple[int, int]:
        return self._ids.get(word.lower(), self._unknown), self._shapes[shape(word)]

    def _work_out(self, forms: Sequence[tuple[int, int]]) -> None:
        """Puts the taps of forms behind those that are there."""
        if not forms:
            return
        ids, shapes = np.array(forms, np.intp).T
        taps = self._vectors[ids] @ self._weight
        taps += self._shape_taps[shapes]
        first = len(self._rows) + 1
        self.taps[:, first : first + len(forms)] = taps.reshape(len(forms), 3, -1).swapaxes(0, 1)
        self._rows.update((form, first + at) for at, form in enumerate(forms))

    def _forget(self) -> None:
        """Keeps the half of the forms that was met most, with half of their counts so that news can win."""
        forms = list(self._rows)
        kept = np.argsort(-self._uses[1 : len(forms) + 1], kind="stable")[: len(self._uses) // 2]
        kept.sort()
        for taps in self.taps:
            taps[1 : len(kept) + 1] = taps[kept + 1]
        uses = self._uses[kept + 1] // 2
        self._uses[:] = 0
        self._uses[1 : len(kept) + 1] = uses
        self._rows = {forms[at]: row for row, at in enumerate(kept.tolist(), 1)}
        self._spelt = {"": SEPARATOR}
