"""A sentence's dependency tree as the readings walk it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from letopis.language.grammar import Grammar
from letopis.model import Sentence, Token


class Tree:
    """A view on one sentence in the light of its language's grammar: children, subtrees, prepositions.

    Word numbers are indices in ``sentence.tokens``.
    """

    def __init__(self, sentence: Sentence, grammar: Grammar) -> None:
        self.sentence = sentence
        self.grammar = grammar
        self.tokens: tuple[Token, ...] = sentence.tokens
        self._prepositions: dict[int, str] = {}

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependants of each word, in order of the text."""
        out: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head >= 0:
                out[token.head].append(index)
        return out

    def subtree(self, index: int) -> list[int]:
        """The word and all below it, in order of the text."""
        out, todo = [], [index]
        while todo:
            at = todo.pop()
            out.append(at)
            todo += self.children[at]
        return sorted(out)

    @cached_property
    def clause_children(self) -> list[list[int]]:
        """The dependants of each word that begin no clause of their own, in order of the text."""
        return [[child for child in some if not self.opens_clause(child)] if some else some for some in self.children]

    def near(self, index: int, depth: int) -> list[int]:
        """The words at most `depth` arcs below a word in its own clause, nearest first, the word itself left out."""
        layer = self.clause_children[index]
        out = list(layer)
        for _ in range(depth - 1):
            layer = [child for word in layer for child in self.clause_children[word]]
            out += layer
        return out

    @cached_property
    def semicolons(self) -> list[int]:
        """The marks that end a clause whatever the parser says."""
        return [index for index, token in enumerate(self.tokens) if token.text == ";"]

    def inside(self, start: int, stop: int) -> range:
        """The words that lie within a stretch of characters."""
        return range(bisect_left(self._starts, start), bisect_right(self._stops, stop))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _stops(self) -> list[int]:
        return [token.stop for token in self.tokens]

    def opens_clause(self, index: int) -> bool:
        """Whether a clause of its own begins at a word (что ..., который ..., a second verb)."""
        token = self.tokens[index]
        if token.rel in ("ccomp", "advcl", "parataxis", "acl:relcl", "csubj"):
            return True
        return token.rel == "conj" and token.pos == "VERB"

    def above(self, index: int) -> list[int]:
        """The heads of a word up to the root, nearest first."""
        out = []
        at = self.tokens[index].head
        while at >= 0:
            out.append(at)
            at = self.tokens[at].head
        return out

    def preposition(self, index: int) -> str:
        """The preposition of a word in dictionary forms (``в``, ``в отношение``), "" when there is none."""
        known = self._prepositions.get(index)
        if known is None:
            known = self._prepositions[index] = self._find_preposition(index)
        return known

    def _find_preposition(self, index: int) -> str:
        marks = [child for child in self.children[index] if self.tokens[child].rel == "case" and child < index]
        if not marks:
            return ""
        words = [word for mark in marks for word in (mark, *self._fixed(mark))]
        return " ".join(self.grammar.plain.get(self.tokens[word].lemma, self.tokens[word].lemma) for word in words)

    def _fixed(self, index: int) -> list[int]:
        return [child for child in self.children[index] if self.tokens[child].rel == "fixed"]

    def case(self, index: int) -> str:
        """The word's case, "" when it has none."""
        return self.tokens[index].feats.get("Case", "")

    def head_of(self, first: int, last: int) -> int:
        """The word of a stretch of words whose head lies outside it (the first such)."""
        for index in range(first, last + 1):
            if not first <= self.tokens[index].head <= last:
                return index
        return first

    def conjuncts(self, index: int) -> list[int]:
        """The words coordinated with a word that are its dependants (X и Y: Y for X), to any length."""
        out, todo = [], [index]
        while todo:
            at = todo.pop()
            more = [child for child in self.children[at] if self.tokens[child].rel == "conj"]
            out += more
            todo += more
        return sorted(out)

    def meanwhile(self, index: int) -> bool:
        """Whether a phrase only tells when or where something is done (накануне визита, во второй день саммита)."""
        prepositions = self.preposition(index).split()
        return bool(self.grammar.meanwhile & {self.tokens[index].lemma, self.preposition(index), *prepositions[:1]})
