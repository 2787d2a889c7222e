"""The said part that a cue word brings: where in its sentence the words stand that are somebody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from letopis.reading.trees import Tree

QUOTES = '«»"„“”'
TRIM = " \t\r\n,;:.—–-…!?)(" + QUOTES
DASHES = "—–-"
#: How far behind its cue a clause's conjunction may stand, and how long an aside (…, отметил он, …) may be.
MARK_REACH = 14
LONGEST_ASIDE = 18
#: How many words may stand between a cue and the colon that opens its said part.
COLON_REACH = 10
IsCue = Callable[[str], bool]
Place = tuple[int, int]


def clause_said(tree: Tree, index: int, is_cue: IsCue) -> Place | None:
    """After ``заявил, что``: the clause without its conjunction, up to where another voice speaks."""
    token = tree.tokens[index]
    if token.pos not in ("VERB", "ADJ", "NOUN"):
        return None
    mark = mark_after(tree, index)
    if mark is None:
        return None
    last = len(tree.tokens) - 1
    if token.rel in ("acl", "acl:relcl", "amod") or (token.rel == "advcl" and token.head > index):
        last = max(tree.subtree(index))
    asks = tree.tokens[mark].lemma in tree.grammar.question or tree.tokens[mark + 1].lemma in tree.grammar.whether
    first = mark if asks else mark + 1
    first = next((w for w in range(index + 1, mark - 1) if _held(tree, w)), first)
    return extent(tree, first, range(first, _last_of_voice(tree, index, mark, last, is_cue) + 1))


def _held(tree: Tree, word: int) -> bool:
    """Whether an adjective says what the clause behind it is held to be (считает странным, что …)."""
    token = tree.tokens[word]
    alone = token.pos == "ADJ" and token.rel != "amod" and token.feats.get("Gender") in ("Neut", "Masc")
    return alone and tree.case(word) == "Ins" and token.feats.get("Number") == "Sing"


def is_conjunction(tree: Tree, index: int) -> bool:
    """Whether a word is что behind a comma."""
    return index > 0 and tree.tokens[index].lemma in tree.grammar.conjunction and tree.tokens[index - 1].text == ","


def mark_after(tree: Tree, index: int) -> int | None:
    """The conjunction that opens the cue's clause: behind a comma, no other verb between."""
    tokens, grammar = tree.tokens, tree.grammar
    for mark in range(index + 1, min(index + MARK_REACH, len(tokens) - 1)):
        token = tokens[mark]
        if is_conjunction(tree, mark):
            return mark
        if tokens[mark - 1].text == "," and token.lemma in grammar.question:
            pointed = tokens[mark - 2].lemma in grammar.correlative  # обратил внимание на то, как
            if mark - index <= 4 + pointed:
                return mark
        if tokens[mark - 1].text == "," and tokens[mark + 1].lemma in grammar.whether and token.pos in ("VERB", "ADJ"):
            return mark
        if token.pos == "VERB" or token.text in ";:":
            return None
    return None


def _last_of_voice(tree: Tree, cue: int, mark: int, last: int, is_cue: IsCue) -> int:
    """The last word of what a cue brings, where another speaker, or the same one's next cue, begins before the end."""
    for at in range(mark + 2, last + 1):
        token = tree.tokens[at]
        if _sums_up(tree, at):
            return _comma_before(tree, at, mark)
        if not is_cue(token.lemma) or token.pos not in ("VERB", "ADJ"):
            if _second_act(tree, cue, at):
                comma = _opening(tree, at, mark)
                if comma is not None:
                    return comma - 1
            continue
        comma = None
        if token.feats.get("VerbForm") == "Conv":
            comma = at - 1 if tree.tokens[at - 1].text == "," else None
        elif mark_after(tree, at) is not None or _second_act(tree, cue, at):
            comma = _opening(tree, at, mark)
        elif _trails(tree, at, last):
            comma = at - 1
        if comma is not None:
            return comma - 1
    return last


def _sums_up(tree: Tree, at: int) -> bool:
    """Whether a clause begins that hangs on all before it (…, в связи с чем он ушёл; …, после чего)."""
    token = tree.tokens[at]
    oblique = token.lemma in tree.grammar.conjunction and token.feats.get("Case") in ("Ins", "Gen", "Loc", "Dat")
    return oblique and tree.tokens[at - 1].pos == "ADP"


def _comma_before(tree: Tree, at: int, first: int) -> int:
    return next((mark - 1 for mark in range(at - 1, first, -1) if tree.tokens[mark].text == ","), at - 1)


def _second_act(tree: Tree, cue: int, at: int) -> bool:
    """Whether a finite verb goes on from the cue itself and not from what is said (…, но выразил надежду)."""
    token = tree.tokens[at]
    return token.rel == "conj" and token.head == cue and token.feats.get("VerbForm") == "Fin"


def _opening(tree: Tree, at: int, first: int) -> int | None:
    """The comma or semicolon before a clause's verb whose next word joins another voice (а, но, однако)."""
    tokens = tree.tokens
    for mark in range(at - 1, first + 1, -1):
        if tokens[mark].text == ";" or (
            tokens[mark].text == "," and tokens[mark + 1].lemma in tree.grammar.other_voice
        ):
            return mark
        if tokens[mark].feats.get("VerbForm") == "Fin" or tokens[mark].lemma in tree.grammar.conjunction:
            return None
    return None


def _trails(tree: Tree, at: int, last: int) -> bool:
    """Whether a cue and its speaker end the sentence behind a comma (…, передаёт «Интерфакс»)."""
    tokens = tree.tokens
    if tokens[at - 1].text != "," or tokens[at].feats.get("VerbForm") != "Fin" or last - at > LONGEST_ASIDE:
        return False
    return not tells(tree, range(at + 1, last + 1))


def about_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``заявил``: ``о`` with its phrase, the preposition included."""
    if tree.tokens[index].pos != "VERB" or denied(tree, index):
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
                return phrase(tree, mark + 1, words) if mark is not None else None
            return phrase(tree, words[0], words)
    return _about_behind(tree, index)


def _about_behind(tree: Tree, index: int) -> Place | None:
    """``о`` right behind its cue that the parser hung elsewhere: up to the next comma."""
    tokens = tree.tokens
    at = index + 1
    if at >= len(tokens) - 1 or tree.grammar.plain.get(tokens[at].lemma, tokens[at].lemma) not in tree.grammar.about:
        return None
    if tokens[at + 1].pos in ("DET", "PRON") and tree.case(at + 1) == "Loc" and tokens[at + 2].text == ",":
        return None
    end = next((w for w in range(at, len(tokens)) if tokens[w].text in ",;:—–"), len(tokens))
    return extent(tree, at, range(at, end))


def denied(tree: Tree, index: int) -> bool:
    """Whether a cue is negated by the word before it."""
    return index > 0 and tree.tokens[index - 1].lemma in tree.grammar.negation


def naming_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``назвал``: what is called how, to the end of the clause."""
    if tree.tokens[index].pos != "VERB":
        return None
    words = [w for c in tree.children[index] if c > index and not tree.opens_clause(c) for w in tree.subtree(c)]
    words = [w for w in words if tree.tokens[w].pos != "PUNCT" or w < max(words)]
    if len([w for w in words if tree.tokens[w].pos != "PUNCT"]) < 2:
        return None
    return phrase(tree, min(words), words)


def holding_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``считает`` and ``рассматривает``: what is held to be what, in the instrumental or with ``как``."""
    tokens, grammar = tree.tokens, tree.grammar
    if tokens[index].pos != "VERB" or tokens[index].feats.get("VerbForm") == "Part":
        return None
    after = [c for c in tree.children[index] if c > index]
    after = [c for c in after if not tree.opens_clause(c) or _likens(tree, c)]
    inside = [w for c in after for w in tree.subtree(c)]
    predicates = [w for w in tree.children[index] if w > index and tree.case(w) == "Ins" and not tree.preposition(w)]
    likened = [w for w in inside if tokens[w].lemma in grammar.comparison]
    if not predicates and not likened:
        return None
    words = [w for w in inside if tokens[w].pos != "PUNCT" or w < max(inside)]
    return phrase(tree, min(words), words) if words else None


def _likens(tree: Tree, index: int) -> bool:
    """Whether a clause is a bare comparison (как провокацию) and has no verb."""
    likened = any(tree.tokens[child].lemma in tree.grammar.comparison for child in tree.children[index])
    return likened and tree.tokens[index].pos != "VERB"


def infinitive_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``предложил``, ``призвал``: what is to be done, from the infinitive to the end of its clause."""
    if tree.tokens[index].pos not in ("VERB", "NOUN", "ADJ") or tree.tokens[index].feats.get("Voice") == "Pass":
        return None
    for child in tree.children[index]:
        token = tree.tokens[child]
        if child > index and token.feats.get("VerbForm") == "Inf" and token.rel in ("xcomp", "csubj", "obj", "acl"):
            words = [word for word in tree.subtree(child) if word > index]
            return phrase(tree, words[0], words)
    return None


def object_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``выразил``, ``подтвердил``: what is expressed, a noun with all that depends on it."""
    if tree.tokens[index].pos != "VERB":
        return None
    for child in tree.children[index]:
        token = tree.tokens[child]
        if token.rel == "obj" and token.pos == "NOUN" and child > index and not tree.preposition(child):
            words = tree.subtree(child)
            return phrase(tree, words[0], words) if len(words) > 2 else None
    return None


def point_said(tree: Tree, index: int, is_cue: IsCue) -> Place | None:
    """After ``подчеркнул``: ``важность``, ``необходимость`` with all that depends on it."""
    points = (c for c in tree.children[index] if tree.tokens[c].lemma in tree.grammar.point and c > index)
    return object_said(tree, index, is_cue) if next(points, None) is not None else None


def colon_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``пишет газета:`` and ``вывод:``: the rest of the sentence, where it is no quotation."""
    tokens = tree.tokens
    for at in range(index + 1, min(index + COLON_REACH, len(tokens) - 2)):
        if tokens[at].text == ":":
            quoted = tokens[at + 1].text in QUOTES
            rest = range(at + 1, len(tokens))
            return extent(tree, at + 1, rest) if not quoted and tells(tree, rest) else None
        if tokens[at].pos == "VERB" or tokens[at].text in ",;":
            return None
    return None


def relative_said(tree: Tree, index: int, _: IsCue) -> Place | None:
    """After ``сообщение, согласно которому``: the relative clause."""
    tokens, grammar = tree.tokens, tree.grammar
    for at in range(index + 1, min(index + MARK_REACH, len(tokens) - 3)):
        if tokens[at].pos == "VERB":
            return None
        opens = tokens[at].text == "," and tokens[at + 1].lemma in grammar.source_preposition
        if opens and tokens[at + 2].lemma in grammar.relative:
            words = list(range(at + 3, len(tokens)))
            comma = next((w for w in words if tokens[w].text == "," and w - at > 6), len(tokens))
            whole = comma == len(tokens) or not tells(tree, range(at + 3, comma))
            return extent(tree, at + 3, words if whole else [w for w in words if w < comma])
    return None


def tells(tree: Tree, words: range) -> bool:
    """Whether the words hold a finite verb or a short predicate."""
    tokens = (tree.tokens[word] for word in words)
    return any(t.feats.get("VerbForm") == "Fin" or t.feats.get("Variant") == "Short" for t in tokens)


# --- places ---------------------------------------------------------------------------------------


def trimmed(text: str, start: int, stop: int) -> Place:
    """A place without the blanks and stops at its ends."""
    while start < stop and text[start] in " \t\r\n,;:.—–-":
        start += 1
    while start < stop and text[stop - 1] in " \t\r\n,;:.—–-":
        stop -= 1
    return start, stop


def extent(tree: Tree, first: int, words: Sequence[int] | range) -> Place | None:
    """The characters from a word to the last of the words, marks and blanks at both ends left out."""
    inside = [w for w in words if w >= first]
    while inside and tree.tokens[inside[-1]].text in TRIM and tree.tokens[inside[-1]].text not in '»"':
        inside.pop()
    while inside and tree.tokens[inside[0]].text in ",:;—–-":
        inside.pop(0)
    if not inside:
        return None
    return tree.tokens[inside[0]].start, tree.tokens[inside[-1]].stop


def phrase(tree: Tree, first: int, words: Sequence[int]) -> Place | None:
    """The same for a phrase that the parser may have cut short: a word or two left before the stop belong to it."""
    last = max(words, default=first)
    rest = [w for w in range(last + 1, len(tree.tokens)) if tree.tokens[w].pos != "PUNCT"]
    return extent(tree, first, [*words, *(rest if len(rest) <= 2 else [])])
