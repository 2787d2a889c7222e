"""What a word of saying or thinking holds: the clause it opens or stands beside, and who is told of in it.

A state that is said to have broken a treaty is accused by whoever says so, though no word of accusing stands there
(Кремль считает, что Лондон нарушил договор; Лондон лукавит, считает Кремль).
"""

from __future__ import annotations

from collections.abc import Iterator

from letopis.model import Party
from letopis.reading.clauses.arguments import parties_at, subject_of
from letopis.reading.clauses.scope import negated
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: How deep under the head of what is said its telling word may stand.
DEPTH = 2


def content_word(tree: Tree, index: int, words: frozenset[str]) -> int | None:
    """The first of `words` in what is said at `index` that nothing there denies, None when there is none."""
    for head in _contents(tree, index):
        for word in (head, *tree.near(head, DEPTH)):
            if word != index and tree.tokens[word].lemma in words and not negated(tree, word):
                return word
    return None


def told_of(scene: Scene, index: int, word: int) -> tuple[Party, ...]:
    """Whom what is said at `index` is about: the subject of the clause in which `word` stands."""
    tree = scene.tree
    for head in _contents(tree, index):
        if word == head or head in tree.above(word):
            subject = subject_of(tree, head)
            return () if subject is None else parties_at(scene, subject)
    return ()


def _contents(tree: Tree, index: int) -> Iterator[int]:
    """The heads of what is said: clauses below the word, or the one beside which it stands in parenthesis."""
    for child in tree.children[index]:
        if tree.tokens[child].rel in ("ccomp", "csubj") or _quoted(tree, child, index):
            yield child
    token = tree.tokens[index]
    if token.rel == "parataxis" and token.head >= 0:
        yield token.head


def _quoted(tree: Tree, child: int, index: int) -> bool:
    """Whether a clause follows a word of saying after a colon (заявил: Лондон лукавит)."""
    return tree.tokens[child].rel == "parataxis" and any(
        tree.tokens[at].text in (":", "«", '"', "“") for at in range(index + 1, child)
    )
