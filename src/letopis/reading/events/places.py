"""Where an event takes place: what its clause names with a preposition of place."""

from __future__ import annotations

from letopis.model import Mention
from letopis.reading.clauses.arguments import clause_words, subject_of
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: How a place's name hangs on the noun beside it (остров Готланд).
BESIDE = ("appos", "nmod", "flat", "flat:name")
NEAR = ("Gen", "Ins")


def find_place(scene: Scene, index: int) -> str | None:
    """The label of the place of the event told by the word at `index`; None when its clause names none.

    A capital that acts through an unnamed "they" (в Риге недовольны) is a government, not a place.
    """
    words = set(clause_words(scene.tree, index))
    for mention in scene.mentions:
        if mention.type not in ("GPE", "LOC") or mention.form != "name" or mention.head not in words:
            continue
        if _is_located(scene.tree, mention) and not _is_government(scene.tree, mention, index):
            return mention.place or mention.label
    return None


def _is_located(tree: Tree, mention: Mention) -> bool:
    head = mention.head
    above = tree.tokens[head].head
    if above >= 0 and tree.tokens[head].rel in BESIDE and tree.tokens[above].lemma in tree.grammar.place_noun:
        head = above
    near = mention.type == "LOC" or head != mention.head
    preposition, case = tree.preposition(head), tree.case(head)
    if preposition in tree.grammar.locative:
        return case == "Loc"
    if preposition not in tree.grammar.nearby or case not in NEAR or mention.acts:  # no place is near a country
        return False
    return near or preposition != "у"  # у Москвы есть: a city may have something


def _is_government(tree: Tree, mention: Mention, index: int) -> bool:
    token = tree.tokens[index]
    impersonal = token.feats.get("Number") == "Plur" and token.feats.get("Voice") != "Pass"
    tied = tree.tokens[mention.head].head == index and mention.head < index
    return mention.place is not None and tied and impersonal and subject_of(tree, index) is None
