"""Parties that a clause has without naming them: people and bodies in its slots, and the owners of land it takes."""

from __future__ import annotations

from letopis.identity import party_id
from letopis.model import Party
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: Relations of what a predicate is done to, beside verbs and beside nouns.
OBJECTS = frozenset({"obj", "nsubj:pass", "nmod", "iobj"})


def owners(scene: Scene, index: int) -> tuple[Party, ...]:
    """The owners of land that a predicate is done to and that bears no code (захват Голан)."""
    tree = scene.tree
    words = _objects(tree, index)
    words += [child for word in words for child in tree.children[word] if tree.tokens[child].rel == "amod"]
    found = {tree.grammar.sovereign.get(tree.tokens[word].lemma): word for word in words}
    return tuple(_party(tree, word, code) for code, word in found.items() if code)


def nameless(tree: Tree, word: int | None) -> tuple[Party, ...]:
    """The people or the body that a plain noun means (повстанцы, партия), as a party without name or state."""
    if word is None:
        return ()
    token = tree.tokens[word]
    people = token.feats.get("Animacy") == "Anim" or token.lemma in tree.grammar.body
    return (_party(tree, word, None),) if token.pos == "NOUN" and people else ()


def nameless_object(tree: Tree, index: int) -> tuple[Party, ...]:
    """The people or the body that a verb is done to."""
    objects = (word for word in _objects(tree, index) if tree.tokens[word].rel != "nmod")
    return next((party for word in objects if (party := nameless(tree, word))), ())


def _objects(tree: Tree, index: int) -> list[int]:
    """What a predicate is done to, with what is joined to it."""
    objects = [c for c in tree.children[index] if tree.tokens[c].rel in OBJECTS and not tree.preposition(c)]
    return [word for child in objects for word in (child, *tree.conjuncts(child))]


def _party(tree: Tree, word: int, code: str | None) -> Party:
    token = tree.tokens[word]
    return Party(party_id(None, code), None, None, code, start=token.start, stop=token.stop, inferred=code is not None)
