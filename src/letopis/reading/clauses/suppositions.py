"""Whether what a word tells is only supposed: questions, conditions, possibilities, doubts and duties."""

from __future__ import annotations

from letopis.language.lexicon import fold
from letopis.reading.clauses.scope import governors, negated
from letopis.reading.trees import Tree

#: Among how many first words of a sentence a word of imagining stands.
OPENING = 3


def hypothetical(tree: Tree, index: int) -> bool:
    """Whether what a word tells is only supposed: asked, doubted, due, possible or under a condition."""
    return any(sign(tree, index) for sign in SIGNS)


def _asked(tree: Tree, index: int) -> bool:
    return _asks(tree) and not any(tree.opens_clause(word) for word in [index, *tree.above(index)])


def _conditional(tree: Tree, index: int) -> bool:
    """Whether a condition or a conditional particle stands at the word or over it, up to the next full clause."""
    supposing = tree.grammar.condition | tree.grammar.purpose
    for word in [index, *tree.above(index)]:
        for child in tree.children[word]:
            token = tree.tokens[child]
            opens = token.rel == "mark" or token.lemma in tree.grammar.subjunctive
            if opens and _marks(tree, child) & (tree.grammar.condition if word == index else supposing):
                return True
        if tree.tokens[word].rel in ("ccomp", "root", "parataxis", "acl:relcl") and word != index:
            return False
    return False


def _marks(tree: Tree, index: int) -> set[str]:
    """A conjunction's dictionary forms, those of its fixed parts too (как будто)."""
    return {tree.tokens[word].lemma for word in (index, *tree.children[index])}


def _in_case(tree: Tree, index: int) -> bool:
    """Whether a noun stands in a phrase for what may come (в случае нападения, при условии вывода войск)."""
    head = tree.tokens[index].head
    if head < 0 or tree.tokens[index].pos != "NOUN":
        return False
    return f"{tree.preposition(head)} {tree.tokens[head].lemma}" in tree.grammar.in_case


def _imagined(tree: Tree, index: int) -> bool:
    """Whether the sentence only imagines (допустим, Дания напала; по сценарию учений Дания напала)."""
    if any(fold(token.text) in tree.grammar.imagining for token in tree.tokens[:OPENING]):
        return True
    beside = [child for child in tree.children[index] if tree.tokens[child].rel == "obl"]
    return any(f"{tree.preposition(child)} {tree.tokens[child].lemma}" in tree.grammar.imagining for child in beside)


def _asks(tree: Tree) -> bool:
    """Whether the sentence asks whether something is so; asking why it is so takes it for granted."""
    if all(token.text != "?" for token in tree.tokens[-2:]):
        return False
    return not any(token.lemma in tree.grammar.why for token in tree.tokens)


def _deed_to_come(tree: Tree, index: int) -> bool:
    """Whether a noun for a deed has effects that are still to come (ввод войск приведёт к войне)."""
    token = tree.tokens[index]
    if token.pos != "NOUN" or token.rel != "nsubj" or not token.lemma.endswith(tree.grammar.deed_ending):
        return False
    above = tree.tokens[token.head]
    return above.feats.get("Tense") == "Fut" and above.lemma not in tree.grammar.carrying


def _joined_to_condition(tree: Tree, index: int) -> bool:
    """Whether a verb is the second of a condition (если Х продолжит спорить и откажется), wherever a parser hung it."""
    if (
        tree.tokens[index].rel != "conj"
        or tree.tokens[index].feats.get("VerbForm") != "Fin"
        or _has_subject(tree, index)
    ):
        return False
    before = next((at for at in range(index - 1, -1, -1) if tree.tokens[at].feats.get("VerbForm") == "Fin"), None)
    return before is not None and any(
        tree.tokens[child].rel == "mark" and tree.tokens[child].lemma in tree.grammar.condition
        for child in tree.children[before]
    )


def _has_subject(tree: Tree, index: int) -> bool:
    return any(tree.tokens[child].rel.startswith("nsubj") for child in tree.children[index])


def _doubted(tree: Tree, index: int) -> bool:
    """Whether the clause is what somebody holds for unlikely or possible (считает маловероятным, что ...)."""
    for word in [index, *tree.above(index)]:
        head = tree.tokens[word].head
        if head >= 0 and (tree.tokens[word].rel in ("ccomp", "csubj", "acl") or _says_that(tree, word)):
            near = [head, *(child for child in tree.children[head] if child < word), max(tree.tokens[head].head, 0)]
            if any(tree.tokens[at].lemma in tree.grammar.doubt for at in near):
                return True
    return False


def _says_that(tree: Tree, index: int) -> bool:
    """Whether a clause opens with "что", whatever the parser takes it for."""
    return any(
        tree.tokens[child].rel == "mark" and tree.tokens[child].lemma in tree.grammar.conjunction
        for child in tree.children[index]
    )


def _only_due(tree: Tree, index: int) -> bool:
    """Whether somebody merely ought to (Европа должна уступить); what is arranged is due (посол должен прибыть)."""
    token = tree.tokens[index]
    if token.feats.get("VerbForm") != "Inf" or token.lemma in tree.grammar.arranged:
        return False
    above = next(iter(governors(tree, index)), None)
    if above is None or tree.tokens[above].lemma not in tree.grammar.obligation:
        return False
    return not any(tree.tokens[child].lemma in tree.grammar.auxiliary for child in tree.children[above])


def _maybe(tree: Tree, index: int) -> bool:
    beside = [child for child in tree.children[index] if tree.tokens[child].rel != "conj"]
    near = [*beside, *(above for above in governors(tree, index) if not _managed(tree, above))]
    near += [
        deep for above in governors(tree, index)[:1] for deep in tree.children[above] if tree.tokens[deep].pos == "ADV"
    ]
    if any(tree.tokens[word].lemma in tree.grammar.possible and not _of_effect(tree, index, word) for word in near):
        return not negated(tree, index)
    head = tree.tokens[index].head
    if head >= 0 and tree.tokens[head].pos == "ADJ" and tree.tokens[head].lemma in tree.grammar.possible:
        return tree.tokens[index].rel.startswith("nsubj")
    if head >= 0 and tree.tokens[head].lemma in tree.grammar.possibility:
        return tree.tokens[index].pos == "NOUN" or tree.tokens[index].feats.get("VerbForm") == "Inf"
    return False


def _of_effect(tree: Tree, index: int, word: int) -> bool:
    """Whether what is possible is only what a noun brings about (санкции могут навредить): the noun itself is so."""
    if tree.tokens[index].head != word or not tree.tokens[index].rel.startswith("nsubj"):
        return False
    brought = [child for child in tree.children[word] if tree.tokens[child].rel == "xcomp"]
    return bool(brought) and not any(tree.tokens[child].lemma in tree.grammar.carrying for child in brought)


def _managed(tree: Tree, index: int) -> bool:
    """Whether a word of possibility tells a success (смог договориться)."""
    token = tree.tokens[index]
    return (
        token.lemma in tree.grammar.modal and token.feats.get("Tense") == "Past" and token.feats.get("Aspect") == "Perf"
    )


#: What makes an event hypothetical, each a function of a tree and a word.
SIGNS = (_in_case, _imagined, _deed_to_come, _joined_to_condition, _doubted, _only_due, _asked, _conditional, _maybe)
