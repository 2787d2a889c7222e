"""Did it happen? Negation, plan, condition and question, read with their scope."""

from __future__ import annotations

from letopis.reading.clauses.scope import governors, negated, will_be
from letopis.reading.clauses.suppositions import hypothetical
from letopis.reading.trees import Tree

#: How far before an infinitive the words stand that open its clause, marks counted.
ERE = 5


def realis_of(tree: Tree, index: int) -> str:
    """How the event told by a word stands: actual, negated, planned or hypothetical."""
    if hypothetical(tree, index):
        return "hypothetical"
    if negated(tree, index):
        return "negated"
    if _planned(tree, index):
        return "planned"
    return "actual"


def refuses(tree: Tree, index: int) -> bool:
    """Whether a will or a future is negated: не намерена обсуждать, больше не будет обсуждаться, не поедет."""
    token = tree.tokens[index]
    willing = token.feats.get("Tense") == "Fut" or token.lemma in tree.grammar.will
    if willing and negated(tree, index):
        return True
    if any(will_be(tree, child) for child in tree.children[index]):
        return negated(tree, index) or any(
            tree.tokens[c - 1].lemma in tree.grammar.negation for c in tree.children[index] if c
        )
    for above in governors(tree, index):
        head = tree.tokens[above]
        if (
            (head.lemma in tree.grammar.will or will_be(tree, above))
            and above
            and tree.tokens[above - 1].lemma in tree.grammar.negation
        ):
            return True
    return False


def _planned(tree: Tree, index: int) -> bool:
    """Whether what a word tells is still to come: by its tense, its attribute, or the word over it."""
    token = tree.tokens[index]
    if token.feats.get("Tense") == "Fut" or any(will_be(tree, child) for child in tree.children[index]):
        return True
    if token.pos == "NOUN":
        return _noun_to_come(tree, index)
    head = tree.tokens[token.head] if token.head >= 0 else None
    if token.feats.get("VerbForm") == "Conv":
        return head is not None and head.feats.get("Tense") == "Fut"
    if token.feats.get("VerbForm") != "Inf" or head is None:
        return False
    decided = (
        token.rel in ("acl", "nmod") and head.lemma in tree.grammar.decision and not _carried_out(tree, token.head)
    )
    return decided or any(_points_ahead(tree, word) for word in governors(tree, index))


def _carried_out(tree: Tree, index: int) -> bool:
    """Whether a decision had effects already (решение вмешаться позволило ...)."""
    token = tree.tokens[index]
    return token.rel == "nsubj" and tree.tokens[token.head].feats.get("Tense") == "Past"


def _points_ahead(tree: Tree, index: int) -> bool:
    """Whether a word over an infinitive is of plan or future (планирует, будет вынуждена)."""
    token = tree.tokens[index]
    future = token.feats.get("Tense") == "Fut" or any(will_be(tree, child) for child in tree.children[index])
    return future or token.lemma in tree.grammar.plan


def _noun_to_come(tree: Tree, index: int) -> bool:
    attributes = [child for child in tree.children[index] if tree.tokens[child].rel in ("amod", "acl", "acl:relcl")]
    if any(tree.tokens[child].lemma in tree.grammar.planned for child in attributes):
        return True
    above = next(iter(governors(tree, index)), None)
    if above is None:
        return False
    return tree.tokens[above].feats.get("Tense") == "Fut" or tree.tokens[above].lemma in tree.grammar.foreseen


def _came_after(tree: Tree, index: int) -> bool:
    """Whether an infinitive tells what was done after something past (заехал в порт перед тем, как встретиться)."""
    token = tree.tokens[index]
    over = tree.tokens[token.head] if token.rel in ("acl", "advcl") else None
    if over is not None and over.pos == "PRON" and over.head >= 0:  # перед тем, как
        over = tree.tokens[over.head]
    if over is None or over.feats.get("Tense") != "Past":
        return False
    words = [tree.tokens[at].lemma for at in range(max(0, index - ERE), index) if tree.tokens[at].pos != "PUNCT"]
    return any(f" {phrase} " in f" {' '.join(words)} " for phrase in tree.grammar.ere)


def unreal_infinitive(tree: Tree, index: int) -> bool:
    """Whether an infinitive or a purpose clause tells no fact of its own (чтобы подписать, способ подписать)."""
    token = tree.tokens[index]
    marks = {tree.tokens[child].lemma for child in tree.children[index] if tree.tokens[child].rel == "mark"}
    if marks & tree.grammar.purpose or tree.preposition(index) in tree.grammar.aim:
        return True
    if token.feats.get("VerbForm") != "Inf" or any(will_be(tree, child) for child in tree.children[index]):
        return False
    if _came_after(tree, index):
        return False
    if (
        token.rel in ("acl", "nmod")
        and tree.tokens[token.head].lemma in tree.grammar.possibility | tree.grammar.decision | tree.grammar.achieved
    ):
        return False
    telling = tree.grammar.plan | tree.grammar.possible | tree.grammar.achieved
    return not any(tree.tokens[above].lemma in telling for above in governors(tree, index))
