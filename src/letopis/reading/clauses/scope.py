"""What stands over a word and denies or moves it: negations, auxiliaries, modal verbs and what governs it."""

from __future__ import annotations

from letopis.reading.trees import Tree


def negated(tree: Tree, index: int) -> bool:
    """Whether a negation stands at the word, at the auxiliary or modal over it, or as its preposition (без)."""
    before = [index - 1] if index > 0 else []
    if any(_denies(tree, word) for word in [*_own(tree, index), *before]):
        return True
    if tree.preposition(index) in tree.grammar.absence or _without_sign(tree, index):
        return True
    for above in governors(tree, index):
        token = tree.tokens[above]
        if token.lemma in tree.grammar.absence | tree.grammar.averting:
            return True
        modal = token.lemma in tree.grammar.will | tree.grammar.modal or token.pos == "AUX"
        denied = above > 0 and tree.tokens[above - 1].lemma in tree.grammar.negation
        if denied and (modal or _carries(tree, above, index)):
            return True
    return False


def _carries(tree: Tree, verb: int, noun: int) -> bool:
    """Whether what a noun names is done when a verb over it is (начала вывод войск; вывод войск начался)."""
    carrying = tree.grammar.carrying - tree.grammar.persisting
    if tree.tokens[noun].pos != "NOUN" or tree.tokens[verb].lemma not in carrying:
        return False
    rels = {tree.tokens[child].rel for child in tree.children[verb]}
    return tree.tokens[noun].rel != "nsubj" or rels.isdisjoint({"obj", "xcomp"})


def _without_sign(tree: Tree, index: int) -> bool:
    """Whether the clause is what nothing shows (нет признаков того, что Дания уступит)."""
    above = tree.above(index)[:4]
    signs = [at for at, word in enumerate(above) if tree.tokens[word].lemma in tree.grammar.evidence]
    return bool(signs) and any(tree.tokens[word].lemma in tree.grammar.absence for word in above[signs[0] :])


def _denies(tree: Tree, index: int) -> bool:
    """Whether a word is a negation that denies (не), and no part of a stronger yes (не только)."""
    after = tree.tokens[index + 1].lemma if index + 1 < len(tree.tokens) else ""
    return tree.tokens[index].lemma in tree.grammar.negation and after not in tree.grammar.only


def will_be(tree: Tree, index: int) -> bool:
    """Whether a word is the auxiliary of the future (будет), which the tagger may take for a present."""
    token = tree.tokens[index]
    future = token.feats.get("Tense") == "Fut" or (token.feats.get("Tense") == "Pres" and token.rel.startswith("aux"))
    return token.lemma in tree.grammar.auxiliary and future


def _own(tree: Tree, index: int) -> list[int]:
    """The particles of the word and of its auxiliaries."""
    out = [child for child in tree.children[index] if tree.tokens[child].pos in ("PART", "AUX", "ADV")]
    return out + [deep for child in out for deep in tree.children[child]]


def governors(tree: Tree, index: int) -> list[int]:
    """The words over an infinitive (or over a noun that a verb takes), up to two arcs."""
    token = tree.tokens[index]
    out: list[int] = []
    for above in tree.above(index):
        rel = token.rel
        if rel not in ("xcomp", "obj", "nsubj", "nsubj:pass", "csubj", "obl", "csubj:pass") or len(out) == 2:
            break
        carried = tree.tokens[above].lemma in tree.grammar.carrying | tree.grammar.averting
        if token.pos in ("NOUN", "PROPN") and (not carried or _tells_what_it_was(tree, above, rel)):
            break
        out.append(above)
        token = tree.tokens[above]
    return out


def _tells_what_it_was(tree: Tree, verb: int, rel: str) -> bool:
    """Whether a verb says of its subject only what it was (вывод войск не стал неожиданностью)."""
    token = tree.tokens[verb]
    became = token.lemma in tree.grammar.becoming and token.feats.get("Tense") == "Past"
    acts = any(tree.tokens[c].rel == "xcomp" and tree.tokens[c].pos == "VERB" for c in tree.children[verb])
    return became and rel == "nsubj" and not acts
