"""Said parts around a cue that stands beside its sentence: ``по словам X, …`` and ``…, отметил он, …``."""

from __future__ import annotations

from letopis.reading.clauses.arguments import subject_of
from letopis.reading.statements.said import LONGEST_ASIDE, IsCue, Place, extent, mark_after, tells
from letopis.reading.trees import Tree


def source_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``по словам X,``: the rest of the sentence; before it, when it ends the sentence; around it, inside one."""
    before = tree.tokens[index - 1].lemma if index else ""
    if not {tree.preposition(index), before} & tree.grammar.source_preposition:
        return None
    return _around_source(tree, index)


def view_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """The same for ``на взгляд X`` and ``с точки зрения X``."""
    if index == 0 or tree.tokens[index - 1].lemma not in tree.grammar.view:
        return None
    return _around_source(tree, index)


def such_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """Before ``…, — такова оценка X``: the sentence up to there."""
    opens = index - 2
    if opens < 2 or tree.tokens[index - 1].lemma not in tree.grammar.such or tree.tokens[opens].text not in ",—–-":
        return None
    verbs = any(token.pos == "VERB" for token in tree.tokens[:opens]) or tells(tree, range(opens))
    return extent(tree, 0, range(opens)) if verbs else None


def _around_source(tree: Tree, index: int) -> Place | None:
    tokens = tree.tokens
    first = _phrase_start(tree, index)
    last = _phrase_end(tree, index)
    if _opens_clause(tree, first):
        return extent(tree, last + 1, range(last + 1, len(tokens)))
    if _inside_sentence(tree, first, last):
        return extent(tree, 0, range(len(tokens)))
    if last < len(tokens) - 2:
        return extent(tree, last + 1, range(last + 1, len(tokens)))
    return extent(tree, 0, range(first)) if first > 3 else None


def _phrase_start(tree: Tree, index: int) -> int:
    """The first word of a source's phrase: its preposition."""
    starts = tree.grammar.source_preposition | tree.grammar.view
    near = [at for at in range(max(0, index - 4), index) if tree.tokens[at].lemma in starts]
    return near[0] if near else index


def _phrase_end(tree: Tree, index: int) -> int:
    """The last word of a source's phrase or the comma after it; a pronoun needs no comma (по его мнению мост нужен)."""
    tokens = tree.tokens
    owned = index > 0 and tokens[index - 1].pos in ("PRON", "DET")
    if owned and index + 1 < len(tokens) and tokens[index + 1].pos != "PUNCT":
        return index
    return _comma_after(tree, index)


def _opens_clause(tree: Tree, first: int) -> bool:
    """Whether a source's phrase stands right behind a conjunction: who speaks in the clause above has told of it."""
    at = first - 2 if first >= 2 and tree.tokens[first - 1].text == "," else first - 1
    return at > 1 and tree.tokens[at].lemma in tree.grammar.conjunction and tree.tokens[at - 1].text == ","


def _inside_sentence(tree: Tree, first: int, last: int) -> bool:
    """Whether a source's phrase stands inside a clause, as its commas on both sides of it show."""
    tokens = tree.tokens
    if first < 2 or tokens[first - 1].text != "," or last >= len(tokens) - 2 or tokens[last].text != ",":
        return False
    named = any(t.pos in ("NOUN", "PROPN") and t.feats.get("Case") in ("Nom", "Acc") for t in tokens[: first - 1])
    return named if first > 4 else _leads(tree, range(first - 1))


def _comma_after(tree: Tree, index: int) -> int:
    """The first comma after a word that is not inside a title (…, министра …): the end of the source's phrase."""
    for at in range(index + 1, len(tree.tokens)):
        if tree.tokens[at].text in ",:—–":
            return at
    return len(tree.tokens) - 1


def aside_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """Around ``, отметил он,``: the sentence before it, after it (В частности, отметил он, …), or all of it.

    After ``как сообщил X,`` the rest of the sentence.
    """
    tokens = tree.tokens
    if not _predicates(tree, index) or index == 0 or mark_after(tree, index) is not None:
        return None
    likening = next((at for at in (index - 1, index - 2) if tokens[at].lemma in tree.grammar.comparison), None)
    if likening is not None and (likening == index - 1 or tokens[index - 1].pos in ("PRON", "PROPN", "NOUN", "ADV")):
        return _after_as(tree, index)
    opens = next((at for at in range(index - 1, max(-1, index - 4), -1) if tokens[at].text in ",—–-"), None)
    if opens is None or not _detached(tree, index, opens):
        return None
    closes = _aside_end(tree, index)
    if closes is not None and tells(tree, range(closes + 1, len(tokens))) and not _adds(tree, closes):
        whole = tells(tree, range(opens)) or opens > 4 or _leads(tree, range(opens))
        return extent(tree, 0 if whole else closes + 1, range(0 if whole else closes + 1, len(tokens)))
    ends = _next_act(tree, index, len(tokens) if closes is None else closes)
    short = ends - index <= LONGEST_ASIDE and not tells(tree, range(index + 1, ends))
    return extent(tree, 0, range(opens)) if short and opens >= 2 and tells(tree, range(opens)) else None


def _predicates(tree: Tree, index: int) -> bool:
    """Whether a cue is a finite verb or a short adjective (уверен)."""
    token = tree.tokens[index]
    return token.feats.get("VerbForm") == "Fin" or token.feats.get("Variant") == "Short"


def _aside_end(tree: Tree, index: int) -> int | None:
    """The mark that closes an aside: a comma or dash; a colon opens what the same speaker goes on to say."""
    tokens = tree.tokens
    return next((at for at in range(index + 1, min(index + 10, len(tokens))) if tokens[at].text in ",:—–-"), None)


def _next_act(tree: Tree, index: int, ends: int) -> int:
    """Where what the speaker does beside speaking begins (…, говорит он и закрывает дверь)."""
    tokens = tree.tokens
    joined = (at for at in range(index + 1, ends - 1) if tokens[at].pos == "CCONJ")
    return next((at for at in joined if tells(tree, range(at + 1, at + 2))), ends)


def _adds(tree: Tree, closes: int) -> bool:
    """Whether behind an aside the reporter goes on (…, отметила она, обратив внимание; …, пишет он: …)."""
    tokens = tree.tokens
    following = tokens[closes + 1] if closes + 1 < len(tokens) else None
    if tokens[closes].text == ":" or following is None:
        return True
    return following.feats.get("VerbForm") == "Conv"


def _after_as(tree: Tree, index: int) -> Place | None:
    """``Как сообщил X, …``; ``…, как сообщил X, …``; ``…, как сообщил X``."""
    comma = _comma_after(tree, index)
    named = tree.tokens[index - 1].lemma not in tree.grammar.comparison
    if comma == index + 1 and tree.tokens[index].feats.get("Voice") == "Act" and not named:
        comma = _comma_after(tree, comma)
    if comma < len(tree.tokens) - 3:
        before = range(next((at for at in range(index, -1, -1) if tree.tokens[at].text == ","), 0))
        first = 0 if _leads(tree, before) and not _in_relative(tree, index) else comma + 1
        return extent(tree, first, range(first, len(tree.tokens)))
    return extent(tree, 0, range(index - 1)) if index > 6 else None


def _leads(tree: Tree, words: range) -> bool:
    """Whether words before an aside belong to its sentence's clause and are more than a connective (Однако, …)."""
    tokens = [tree.tokens[word] for word in words]
    if len(tokens) > 3 or tells(tree, words):
        return True
    named = any(t.pos in ("NOUN", "PROPN") and t.feats.get("Case") in ("Nom", "Acc", "Gen") for t in tokens)
    return named and not any(token.pos in ("ADP", "ADV") for token in tokens)


def _in_relative(tree: Tree, index: int) -> bool:
    """Whether an aside stands between a relative pronoun and its verb (который, как она считает, может помочь)."""
    for at in range(index - 1, -1, -1):
        if tree.tokens[at].lemma in tree.grammar.relative:
            return True
        if tree.tokens[at].feats.get("VerbForm") == "Fin":
            return False
    return False


def _detached(tree: Tree, index: int, opens: int) -> bool:
    """Whether the cue and its speaker stand beside the sentence and not in it."""
    tokens, grammar = tree.tokens, tree.grammar
    joining = grammar.relative | grammar.joining | grammar.conjunction | grammar.purpose
    if any(tokens[at].lemma in joining or tokens[at].pos in ("NOUN", "PROPN") for at in range(opens, index)):
        return False
    if tokens[index].rel in ("acl:relcl", "acl", "ccomp"):
        return False
    subject = subject_of(tree, index)
    return subject is None or subject > opens
