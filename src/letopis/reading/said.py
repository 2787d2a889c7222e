"""The said part that a cue word brings: where in its sentence the words stand that are somebody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from letopis.reading.arguments import subject_of
from letopis.reading.trees import Tree

TRIM = ' \t,;:.—–-!?…«»"„“”)('
#: How far behind its cue a clause's conjunction may stand, and how long an aside (…, отметил он, …) may be.
MARK_REACH = 12
LONGEST_ASIDE = 16
IsCue = Callable[[str], bool]


def clause_said(tree: Tree, index: int, is_cue: IsCue) -> tuple[int, int] | None:
    """After ``заявил, что``: the clause without its conjunction, up to a clause that another cue brings."""
    token = tree.tokens[index]
    if token.pos not in ("VERB", "ADJ", "NOUN"):
        return None
    mark = _mark_after(tree, index)
    if mark is None:
        return None
    last = len(tree.tokens) - 1
    if token.rel in ("acl", "acl:relcl", "amod") or (token.rel == "advcl" and token.head > index):
        last = max(tree.subtree(index))
    return extent(tree, mark + 1, range(mark + 1, _other_voice(tree, mark + 1, last, is_cue) + 1))


def _mark_after(tree: Tree, index: int) -> int | None:
    """The conjunction that opens the cue's clause: behind a comma, no other verb between."""
    for mark in range(index + 1, min(index + MARK_REACH, len(tree.tokens) - 1)):
        token = tree.tokens[mark]
        if token.lemma in tree.grammar.conjunction and tree.tokens[mark - 1].text == ",":
            return mark
        if token.pos == "VERB" or token.text in ";:":
            return None
    return None


def _other_voice(tree: Tree, first: int, last: int, is_cue: IsCue) -> int:
    """The last word of a clause before ``, а Y отметил, что``: where another speaker's words begin."""
    for at in range(first + 2, last + 1):
        token = tree.tokens[at]
        told = token.rel == "conj" and is_cue(token.lemma) and _mark_after(tree, at) is not None
        if told and token.pos in ("VERB", "ADJ"):
            comma = next((c for c in range(at - 1, first, -1) if tree.tokens[c].text == "," and _joins(tree, c)), None)
            if comma is not None:
                return comma - 1
    return last


def _joins(tree: Tree, comma: int) -> bool:
    return comma + 1 < len(tree.tokens) and tree.tokens[comma + 1].lemma in tree.grammar.other_voice


def about_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """After ``заявил``: ``о`` with its phrase, the preposition included."""
    if tree.tokens[index].pos != "VERB":
        return None
    for child in tree.children[index]:
        if (
            tree.tokens[child].rel in ("obl", "nmod", "obj")
            and child > index
            and tree.preposition(child) in tree.grammar.about
        ):
            words = tree.subtree(child)
            if tree.tokens[child].pos in ("DET", "PRON"):
                mark = next((w for w in words if tree.tokens[w].lemma in tree.grammar.conjunction), None)
                return extent(tree, mark + 1, words) if mark is not None else None
            return extent(tree, words[0], words)
    return None


def naming_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """After ``назвал``: what is called how, to the end of the clause."""
    if tree.tokens[index].pos != "VERB":
        return None
    words = [w for c in tree.children[index] if c > index and not tree.opens_clause(c) for w in tree.subtree(c)]
    words = [w for w in words if tree.tokens[w].pos != "PUNCT" or w < max(words)]
    if len([w for w in words if tree.tokens[w].pos != "PUNCT"]) < 2:
        return None
    return extent(tree, min(words), words)


def infinitive_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """After ``предложил``, ``призвал``: what is to be done, from the infinitive to the end of its clause."""
    if tree.tokens[index].pos not in ("VERB", "NOUN", "ADJ"):
        return None
    for child in tree.children[index]:
        token = tree.tokens[child]
        if child > index and token.feats.get("VerbForm") == "Inf" and token.rel in ("xcomp", "csubj", "obj", "acl"):
            words = [word for word in tree.subtree(child) if word > index]
            return extent(tree, words[0], words)
    return None


def object_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """After ``выразил``, ``подтвердил``: what is expressed, a noun with all that depends on it."""
    if tree.tokens[index].pos != "VERB":
        return None
    for child in tree.children[index]:
        token = tree.tokens[child]
        if token.rel == "obj" and token.pos == "NOUN" and child > index and not tree.preposition(child):
            words = tree.subtree(child)
            return extent(tree, words[0], words) if len(words) > 2 else None
    return None


def source_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """After ``по словам X,``: the rest of the sentence; before it, when it ends the sentence."""
    before = tree.tokens[index - 1].lemma if index else ""
    if not {tree.preposition(index), before} & tree.grammar.source_preposition:
        return None
    phrase = tree.subtree(index)
    words = [w for w in phrase if w <= _comma_after(tree, index)]
    comma = _comma_after(tree, index)
    if comma < len(tree.tokens) - 2:
        return extent(tree, comma + 1, range(comma + 1, len(tree.tokens)))
    first = min(words) if words else index
    return extent(tree, 0, range(first)) if first > 3 else None


def _comma_after(tree: Tree, index: int) -> int:
    """The first comma after a word that is not inside a title (…, министра …): the end of the source's phrase."""
    for at in range(index + 1, len(tree.tokens)):
        if tree.tokens[at].text in ",:—–":
            return at
    return len(tree.tokens) - 1


def aside_said(tree: Tree, index: int, _: IsCue) -> tuple[int, int] | None:
    """Around ``, отметил он,``: the sentence before it, after it (В частности, отметил он, …), or all of it.

    After ``как сообщил X,`` the rest of the sentence.
    """
    tokens = tree.tokens
    if tokens[index].pos != "VERB" or tokens[index].feats.get("VerbForm") != "Fin" or index == 0:
        return None
    if tokens[index - 1].lemma in tree.grammar.comparison:
        return _after_as(tree, index)
    opens = next((at for at in range(index - 1, max(-1, index - 4), -1) if tokens[at].text in ",—–-"), None)
    if opens is None or not _detached(tree, index, opens):
        return None
    closes = next((at for at in range(index + 1, min(index + 9, len(tokens))) if tokens[at].text in ",—–-"), None)
    if closes is not None and _tells(tree, range(closes + 1, len(tokens))):
        whole = _tells(tree, range(opens)) or opens > 4
        return extent(tree, 0 if whole else closes + 1, range(0 if whole else closes + 1, len(tokens)))
    short = len(tokens) - index <= LONGEST_ASIDE and not _tells(tree, range(index + 1, len(tokens)))
    return extent(tree, 0, range(opens)) if short and opens >= 4 and _tells(tree, range(opens)) else None


def _after_as(tree: Tree, index: int) -> tuple[int, int] | None:
    comma = _comma_after(tree, index)
    if comma < len(tree.tokens) - 3 and index - 1 <= 3:
        return extent(tree, comma + 1, range(comma + 1, len(tree.tokens)))
    return extent(tree, 0, range(index - 1)) if index > 6 else None


def _detached(tree: Tree, index: int, opens: int) -> bool:
    """Whether the cue and its speaker stand beside the sentence and not in it."""
    tokens, grammar = tree.tokens, tree.grammar
    joining = grammar.relative | grammar.joining | grammar.conjunction | grammar.purpose
    if any(tokens[at].lemma in joining for at in range(opens, index)):
        return False
    if _mark_after(tree, index) is not None or tokens[index].rel in ("acl:relcl", "acl", "ccomp"):
        return False
    subject = subject_of(tree, index)
    return subject is None or subject > opens


def _tells(tree: Tree, words: range) -> bool:
    """Whether the words hold a finite verb or a short predicate."""
    tokens = (tree.tokens[word] for word in words)
    return any(t.feats.get("VerbForm") == "Fin" or t.feats.get("Variant") == "Short" for t in tokens)


def extent(tree: Tree, first: int, words: Sequence[int] | range) -> tuple[int, int] | None:
    """The characters from a word to the last of the words, marks and blanks at both ends left out."""
    inside = [w for w in words if w >= first]
    while inside and tree.tokens[inside[-1]].text in TRIM and tree.tokens[inside[-1]].text not in '»"':
        inside.pop()
    while inside and tree.tokens[inside[0]].text in ",:;—–-":
        inside.pop(0)
    if not inside:
        return None
    last = inside[-1]
    rest = [w for w in range(last + 1, len(tree.tokens)) if tree.tokens[w].pos != "PUNCT"]
    if rest and len(rest) <= 2:
        last = rest[-1]
    return tree.tokens[inside[0]].start, tree.tokens[last].stop
