"""What a passage is about: an issue of international relations, told by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from letopis.language.lexicon import load_rows, values
from letopis.model import Token


class Issues:
    """Issue names by the folded dictionary forms of the words and phrases that show them."""

    def __init__(self, rows: Sequence[tuple[str, ...]], forms: Callable[[str], frozenset[str]]) -> None:
        #: The names of all issues, in the order of the list.
        self.names: tuple[str, ...] = tuple(dict.fromkeys(issue for issue, _ in rows))
        self._phrases: Mapping[str, list[tuple[str, tuple[frozenset[str], ...]]]] = defaultdict(list)
        for issue, words in rows:
            for phrase in values(words):
                parts = tuple(forms(word) for word in phrase.split())
                for form in parts[0]:
                    self._phrases[form].append((issue, parts))

    def find(self, tokens: Sequence[Token]) -> str | None:
        """The issue that the words show: the one with most words, the longer phrases first; None when none does."""
        weights: dict[str, float] = defaultdict(float)
        for at, token in enumerate(tokens):
            for issue, parts in self._phrases.get(token.lemma, ()):
                here = tokens[at : at + len(parts)]
                if len(here) == len(parts) and all(t.lemma in f for t, f in zip(here, parts, strict=True)):
                    weights[issue] += len(parts) ** 1.5
        if not weights:
            return None
        return min(weights, key=lambda issue: (-weights[issue], issue))


def load_issues(path: str, forms: Callable[[str], frozenset[str]]) -> Issues:
    """The issue lexicon of a list such as ``ru/issues.txt`` (``issue | words and phrases``)."""
    return Issues(load_rows(path, 2), forms)
