"""Did it happen? Negation, plan, condition and question, read with their scope."""

from __future__ import annotations

from letopis.reading.trees import Tree


def realis_of(tree: Tree, index: int) -> str:
    """How the event told by a word stands: actual, negated, planned or hypothetical."""
    if _hypothetical(tree, index):
        return "hypothetical"
    if negated(tree, index):
        return "negated"
    if _planned(tree, index):
        return "planned"
    return "actual"


def negated(tree: Tree, index: int) -> bool:
    """Whether a negation stands at the word, at the auxiliary or modal over it, or as its preposition (без)."""
    if any(_denies(tree, child) for child in _own(tree, index)):
        return True
    if index > 0 and _denies(tree, index - 1):
        return True
    if tree.preposition(index) in tree.grammar.absence:
        return True
    for above in _governors(tree, index):
        token = tree.tokens[above]
        if token.lemma in tree.grammar.absence | tree.grammar.averting:
            return True
        modal = token.lemma in tree.grammar.will | tree.grammar.modal or token.pos == "AUX"
        if modal and (tree.tokens[above - 1].lemma in tree.grammar.negation if above else False):
            return True
    return False


def _denies(tree: Tree, index: int) -> bool:
    """Whether a word is a negation that denies (не), and no part of a stronger yes (не только)."""
    after = tree.tokens[index + 1].lemma if index + 1 < len(tree.tokens) else ""
    return tree.tokens[index].lemma in tree.grammar.negation and after not in tree.grammar.only


def refuses(tree: Tree, index: int) -> bool:
    """Whether a will or a future is negated: не намерена обсуждать, больше не будет обсуждаться, не поедет."""
    token = tree.tokens[index]
    willing = token.feats.get("Tense") == "Fut" or token.lemma in tree.grammar.will
    if willing and negated(tree, index):
        return True
    if any(_will_be(tree, child) for child in tree.children[index]):
        return negated(tree, index) or any(
            tree.tokens[c - 1].lemma in tree.grammar.negation for c in tree.children[index] if c
        )
    for above in _governors(tree, index):
        head = tree.tokens[above]
        if (
            (head.lemma in tree.grammar.will or _will_be(tree, above))
            and above
            and tree.tokens[above - 1].lemma in tree.grammar.negation
        ):
            return True
    return False


def _will_be(tree: Tree, index: int) -> bool:
    """Whether a word is the auxiliary of the future (будет), which the tagger may take for a present."""
    token = tree.tokens[index]
    future = token.feats.get("Tense") == "Fut" or (token.feats.get("Tense") == "Pres" and token.rel.startswith("aux"))
    return token.lemma in tree.grammar.auxiliary and future


def _own(tree: Tree, index: int) -> list[int]:
    """The particles of the word and of its auxiliaries."""
    out = [child for child in tree.children[index] if tree.tokens[child].pos in ("PART", "AUX", "ADV")]
    return out + [deep for child in out for deep in tree.children[child]]


def _governors(tree: Tree, index: int) -> list[int]:
    """The words over an infinitive (or over a noun that a verb takes), up to two arcs."""
    token = tree.tokens[index]
    out: list[int] = []
    for above in tree.above(index):
        rel = token.rel
        if rel not in ("xcomp", "obj", "nsubj", "nsubj:pass", "csubj", "obl", "csubj:pass") or len(out) == 2:
            break
        if token.pos in ("NOUN", "PROPN") and tree.tokens[above].lemma not in tree.grammar.carrying | tree.grammar.averting:
            break
        out.append(above)
        token = tree.tokens[above]
    return out


def _hypothetical(tree: Tree, index: int) -> bool:
    if _deed_to_come(tree, index) or _joined_to_condition(tree, index) or _doubted(tree, index) or _only_due(tree, index):
        return True
    if _asks(tree) and not any(tree.opens_clause(word) for word in [index, *tree.above(index)]):
        return True
    for word in [index, *tree.above(index)]:
        for child in tree.children[word]:
            token = tree.tokens[child]
            if token.lemma in tree.grammar.condition and (
                token.rel == "mark" or token.lemma in tree.grammar.subjunctive
            ):
                return True
        if tree.tokens[word].rel in ("ccomp", "root", "parataxis", "acl:relcl") and word != index:
            break
    return _maybe(tree, index)


def _asks(tree: Tree) -> bool:
    """Whether the sentence asks whether something is so; asking why it is so takes it for granted."""
    if any(token.lemma in tree.grammar.why for token in tree.tokens):
        return False
    return any(token.text == "?" for token in tree.tokens[-2:])


def _deed_to_come(tree: Tree, index: int) -> bool:
    """Whether a noun for a deed has effects that are still to come (ввод войск приведёт к войне)."""
    token = tree.tokens[index]
    if token.pos != "NOUN" or token.rel != "nsubj" or not token.lemma.endswith(tree.grammar.deed_ending):
        return False
    above = tree.tokens[token.head]
    return above.feats.get("Tense") == "Fut" and above.lemma not in tree.grammar.carrying


def _joined_to_condition(tree: Tree, index: int) -> bool:
    """Whether a verb is the second of a condition (если Х продолжит спорить и откажется), wherever a parser hung it."""
    if tree.tokens[index].rel != "conj" or tree.tokens[index].feats.get("VerbForm") != "Fin" or _has_subject(tree, index):
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
        if tree.tokens[word].rel in ("ccomp", "csubj", "acl") and head >= 0 and word != head:
            near = [head, *(child for child in tree.children[head] if child < word)]
            if any(tree.tokens[at].lemma in tree.grammar.doubt for at in near):
                return True
    return False


def _only_due(tree: Tree, index: int) -> bool:
    """Whether somebody merely ought to (Европа должна уступить); what is arranged is due (посол должен прибыть)."""
    token = tree.tokens[index]
    if token.feats.get("VerbForm") != "Inf" or token.lemma in tree.grammar.arranged:
        return False
    above = next(iter(_governors(tree, index)), None)
    if above is None or tree.tokens[above].lemma not in tree.grammar.obligation:
        return False
    return not any(tree.tokens[child].lemma in tree.grammar.auxiliary for child in tree.children[above])


def _maybe(tree: Tree, index: int) -> bool:
    beside = [child for child in tree.children[index] if tree.tokens[child].rel != "conj"]
    near = [*beside, *(above for above in _governors(tree, index) if not _managed(tree, above))]
    near += [
        deep for above in _governors(tree, index)[:1] for deep in tree.children[above] if tree.tokens[deep].pos == "ADV"
    ]
    if any(tree.tokens[word].lemma in tree.grammar.possible and not _of_effect(tree, index, word) for word in near):
        return not negated(tree, index)
    head = tree.tokens[index].head
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


def _planned(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    if token.feats.get("Tense") == "Fut":
        return True
    if any(_will_be(tree, child) for child in tree.children[index]):
        return True
    if any(
        tree.tokens[child].lemma in tree.grammar.planned and tree.tokens[child].rel in ("amod", "acl", "acl:relcl")
        for child in tree.children[index]
    ):
        return True
    if token.rel in ("acl", "nmod") and token.feats.get("VerbForm") == "Inf" and (
        tree.tokens[token.head].lemma in tree.grammar.decision
    ):
        return True
    governors = _governors(tree, index)
    if token.feats.get("VerbForm") == "Inf" and any(
        tree.tokens[above].lemma in tree.grammar.plan for above in governors
    ):
        return True
    if token.feats.get("VerbForm") == "Conv" and token.head >= 0 and tree.tokens[token.head].feats.get("Tense") == "Fut":
        return True
    if token.pos == "NOUN" and governors:
        above = tree.tokens[governors[0]]
        return above.feats.get("Tense") == "Fut" or above.lemma in tree.grammar.foreseen
    return False


def unreal_infinitive(tree: Tree, index: int) -> bool:
    """Whether an infinitive or a purpose clause tells no fact of its own (чтобы подписать, способ подписать)."""
    token = tree.tokens[index]
    marks = {tree.tokens[child].lemma for child in tree.children[index] if tree.tokens[child].rel == "mark"}
    if marks & tree.grammar.purpose or tree.preposition(index) in tree.grammar.aim:
        return True
    if token.feats.get("VerbForm") != "Inf" or any(_will_be(tree, child) for child in tree.children[index]):
        return False
    governors = _governors(tree, index)
    if token.rel in ("acl", "nmod") and tree.tokens[token.head].lemma in tree.grammar.possibility | tree.grammar.decision:
        return False
    telling = tree.grammar.plan | tree.grammar.possible | tree.grammar.achieved
    return not any(tree.tokens[above].lemma in telling for above in governors)
