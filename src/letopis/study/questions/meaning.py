"""Words near in meaning: the word vectors that the models use anyway, looked up among the words of a chronicle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

#: Below this cosine two words are not taken for near; on the vectors of the Russian pack synonyms lie above it.
NEAR = 0.45
#: So many near words are taken for each.
MOST = 8
#: A word in fewer letters is too common to have near ones worth anything.
SHORTEST = 4


class Meaning:
    """The lemmas of a chronicle by meaning; made once for a chronicle (0.1 s and 60 MB for 50,000 lemmas)."""

    def __init__(self, words: Sequence[str], vectors: Callable[[Sequence[str]], Any]) -> None:
        self._words = [word for word in words if len(word) >= SHORTEST and word.replace("-", "").isalpha()]
        self._vectors = vectors
        self._rows: Any = None

    def near(self, word: str) -> Mapping[str, float]:
        """Lemmas of the chronicle near a lemma, with their cosine, the nearest first; empty for an unknown one."""
        import numpy as np  # noqa: PLC0415 (late: --help stays instant)

        if self._rows is None:
            self._rows = _of_length_one(self._vectors(self._words))
        if not self._words or not np.any(mine := _of_length_one(self._vectors([word]))[0]):
            return {}
        cosines = self._rows @ mine
        best = np.argsort(-cosines, kind="stable")[: MOST + 1]
        found = {self._words[at]: float(cosines[at]) for at in best if cosines[at] >= NEAR}
        return {other: cosine for other, cosine in found.items() if other != word}


def _of_length_one(rows: Any) -> Any:
    import numpy as np  # noqa: PLC0415

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths == 0, 1, lengths)
