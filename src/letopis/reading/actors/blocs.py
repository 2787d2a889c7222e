"""Groups of states that act as one without a code: Запад, Европа, западные страны, европейские санкции."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from letopis.model import Mention
from letopis.reading.trees import Tree

RULE = "ru/grammar.toml#bloc"


def find_blocs(tree: Tree, known: Sequence[Mention]) -> Iterator[Mention]:
    """The groups that a sentence names: by name, by their states or people, or by an adjective beside an act.

    They are descriptions, not names. An adjective alone does not act: it only tells whose the act is. What is part of
    a longer name (Европейский союз) is none.
    """
    grammar = tree.grammar
    labels = {*grammar.bloc.values(), *grammar.bloc_adjective.values()}
    longer = [m for m in known if m.last > m.first]
    for m in longer:
        if m.label in labels and not m.acts and _stands_for_states(tree, m.head):
            yield _mention(tree, m.first, m.last, m.head, m.label or "", acts=True)
    held = {index for m in longer for index in range(m.first, m.last + 1)}
    for index, token in enumerate(tree.tokens):
        if index in held:
            continue
        if token.lemma in grammar.bloc and token.text[0].isupper() and _stands_for_states(tree, index):
            yield _mention(tree, index, index, index, grammar.bloc[token.lemma], acts=True)
        elif token.lemma in grammar.bloc_adjective and token.rel == "amod":
            label, noun = grammar.bloc_adjective[token.lemma], token.head
            if index < noun and tree.tokens[noun].lemma in grammar.bloc_noun:
                if not _stands_for_states(tree, noun):
                    continue
                yield _mention(tree, index, noun, noun, label, acts=True)
            else:
                yield _mention(tree, index, index, index, label, acts=False)


def _stands_for_states(tree: Tree, index: int) -> bool:
    """Whether a part of the world is not the place where, whence or whither, nor that of which something lies."""
    preposition = tree.preposition(index)
    head = tree.tokens[index].head
    placed = preposition in tree.grammar.place_preposition | tree.grammar.locative
    return not placed and (head < 0 or tree.tokens[head].lemma not in tree.grammar.city_head)


def _mention(tree: Tree, first: int, last: int, head: int, label: str, *, acts: bool) -> Mention:
    words = tree.tokens[first : last + 1]
    return Mention(
        words[0].start, words[-1].stop, first, last, head, "ORG", "descriptor", label,
        " ".join(word.text for word in words), None, acts=acts, rule=RULE, confidence=0.8,
    )  # fmt: skip
