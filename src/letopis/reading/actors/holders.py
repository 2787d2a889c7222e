"""Who bears a title: the name behind it, before it, or told of it by a verb (стал, занял пост)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from letopis.language.gazetteer import QUOTES, Found
from letopis.language.lexicon import fold
from letopis.model import Mention
from letopis.reading.trees import Tree

#: Offices that are held at a place (посол в Париже).
POSTED = {
    "ambassador", "envoy", "representative", "permanent representative", "special envoy", "consul", "observer",
    "plenipotentiary representative", "leader", "attache", "spokesperson", "expert", "analyst", "scholar", "negotiator",
    "correspondent", "candidate", "special representative", "head of delegation", "commander", "governor",
}  # fmt: skip
#: How many words may stand between a title and the name that bears it (министр экономического развития РФ X).
LONGEST_TITLE = 12
#: Offices of which nobody holds two at once: one name after both bears the nearer.
SUPREME = {"president", "prime minister", "king", "queen", "emperor", "chancellor"}


def find_holder(
    hit: Found, tree: Tree, persons: Sequence[Mention], titles: Mapping[int, Found]
) -> tuple[int | None, int]:
    """The first word of the name that bears the title (None without one), and how far the title's words reach.

    `titles` are the titles of the sentence by their first words: of several in a row all are borne by the name after
    the last (министр, глава комиссии X).
    """
    starts = {name.first: name for name in persons}
    at, reach = _walk(hit, tree, starts, titles)
    if hit.entry.kind != "position":
        return None, reach
    if at in starts and (_agree(tree, hit, starts[at]) or _names(tree, hit, starts[at])):
        return at, reach
    ends = {name.last: name for name in persons}
    before = ends.get(_named_before(hit, tree, titles))
    if before is not None and _agree(tree, hit, before, strict=reach + 1 < len(tree.tokens)):
        return before.first, reach
    return next(_told_of(hit, tree, persons), None), reach


def _names(tree: Tree, hit: Found, person: Mention) -> bool:
    """Whether the tree makes a name the title's, whatever case the tagger gives a foreign name."""
    token = tree.tokens[person.head]
    return token.head == tree.head_of(hit.first, hit.last) and token.rel == "appos"


def _walk(hit: Found, tree: Tree, starts: Mapping[int, Mention], titles: Mapping[int, Found]) -> tuple[int, int]:
    """Where the words after a title end, and the last word that is the title's own."""
    at, own = hit.last + 1, None
    while at < len(tree.tokens) and at <= hit.last + LONGEST_TITLE:
        if at in starts and (tree.tokens[at - 1].text != "," or own is not None):
            break
        following = _next_title(at, hit, tree, titles)
        if following is not None:
            own = at - 1 if own is None else own
            at = following.last + 1
            continue
        closing = _closing(tree, at)
        if closing > at:
            at = closing + 1
            continue
        if _stops(tree, at, hit):
            break
        at += 1
    return at, (at - 1 if own is None else own)


def _stops(tree: Tree, at: int, hit: Found) -> bool:
    """Whether a word cannot stand inside a title."""
    token = tree.tokens[at]
    if token.pos in ("VERB", "AUX", "SCONJ", "ADV", "PRON") and not token.text[:1].isupper():
        return True
    if token.pos == "PUNCT" and token.text not in QUOTES | {"-"}:
        return True
    if token.pos == "ADP" and not _in_title(tree, token.lemma, hit):
        return True
    nominative = token.pos == "NOUN" and tree.case(at) == "Nom" and token.text.islower()
    return nominative and tree.case(tree.head_of(hit.first, hit.last)) != "Nom"


def _closing(tree: Tree, at: int) -> int:
    """The index of the bracket that closes one opened at a word; the word itself where none opens or closes soon."""
    if tree.tokens[at].text != "(":
        return at
    return next((i for i in range(at, min(at + 14, len(tree.tokens))) if tree.tokens[i].text == ")"), at)


def _next_title(at: int, hit: Found, tree: Tree, titles: Mapping[int, Found]) -> Found | None:
    """The title that a comma or и joins to this one: another office in the same case."""
    if hit.entry.kind != "position":
        return None
    joined = tree.tokens[at].text in (",", "и")
    first = at + joined
    while first < len(tree.tokens) and first not in titles and tree.tokens[first].pos in ("ADJ", "DET", "ADV"):
        first += 1
    other = titles.get(first)
    if other is None or other.entry.kind != "position" or other.entry.label == hit.entry.label:
        return None
    if {hit.entry.label, other.entry.label} <= SUPREME:
        return None
    here, there = tree.head_of(hit.first, hit.last), tree.head_of(other.first, other.last)
    if not joined and tree.case(there) not in ("Nom", "Dat", "Ins"):
        return None
    same = _alike(tree.case(here), tree.case(there)) and tree.case(here) != ""
    return other if same and _singular(tree, here) and not _plural_verb(tree, here) else None


def _plural_verb(tree: Tree, head: int) -> bool:
    """Whether titles are the subjects of one verb in the plural: then they are several people's."""
    above = tree.tokens[head].head
    return above >= 0 and tree.tokens[above].pos == "VERB" and tree.tokens[above].feats.get("Number") == "Plur"


def _singular(tree: Tree, index: int) -> bool:
    return tree.tokens[index].feats.get("Number") != "Plur"


def _named_before(hit: Found, tree: Tree, titles: Mapping[int, Found]) -> int:
    """The last word of the name before a title (X, ныне посол; X (X), посол; X, посол и судья), else -1."""
    at = hit.first - 1
    while at > 0 and hit.first - at < 5 and tree.tokens[at].pos in ("ADJ", "DET", "ADV"):
        at -= 1
    if at < 1 or tree.tokens[at].text not in (",", "—", "–", "-", "и", "("):
        return -1
    if tree.tokens[at].text in (",", "и"):
        earlier = _title_before(at, hit, tree, titles)
        if earlier is not None:
            return _named_before(earlier, tree, titles)
    at -= 1
    if tree.tokens[at].text == ",":
        at -= 1
    if tree.tokens[at].text == ")":
        at = next((left for left in range(at, max(at - 10, -1), -1) if tree.tokens[left].text == "("), 0) - 1
    return at


def _title_before(at: int, hit: Found, tree: Tree, titles: Mapping[int, Found]) -> Found | None:
    """The title whose own words end where a comma or и stands, when it is in this title's case."""
    heads = [title for title in titles.values() if title.last < at and title.entry.kind == "position"]
    last = max(heads, key=lambda title: title.first, default=None)
    if last is None or at - last.last > LONGEST_TITLE:
        return None
    words = range(last.last + 1, at)
    if any(tree.tokens[i].pos in ("VERB", "AUX", "SCONJ") or tree.tokens[i].text in ",;:—–" for i in words):
        return None
    here, there = tree.head_of(hit.first, hit.last), tree.head_of(last.first, last.last)
    return last if _alike(tree.case(here), tree.case(there)) else None


def _agree(tree: Tree, hit: Found, person: Mention, *, strict: bool = False) -> bool:
    """Whether a title and a name stand in one case, as far as the tagger tells; замглавы shows none."""
    head = tree.head_of(hit.first, hit.last)
    if not _singular(tree, head):
        return False
    plain = fold(tree.tokens[head].text) == tree.tokens[head].lemma
    case = tree.case(person.head)
    if plain and case in ("Nom", ""):
        return True
    if strict and not case:
        return plain
    return _alike("" if plain and not strict else tree.case(head), case)


def _alike(case: str, other: str) -> bool:
    """Whether two cases may be one: an unknown is any, and of living beings the accusative is the genitive."""
    same = {"Acc": "Gen"}
    return not case or not other or same.get(case, case) == same.get(other, other)


def _in_title(tree: Tree, preposition: str, hit: Found) -> bool:
    """Whether a preposition may stand inside a title: министр по делам, посол в Париже; in an organ only по."""
    grammar = tree.grammar
    if hit.entry.kind == "organ":
        return preposition in grammar.organ_preposition
    return preposition in grammar.title_preposition or (preposition in grammar.locative and hit.entry.label in POSTED)


# Told by a verb


def _told_of(hit: Found, tree: Tree, persons: Sequence[Mention]) -> Iterator[int]:
    """The first word of who is told to be it: стал министром, назначен послом, занял пост министра, X — посол."""
    head = tree.head_of(hit.first, hit.last)
    post = _post_over(head, tree)
    verb = tree.tokens[post if post is not None else head].head
    if post is None and _is_predicate(tree, head):
        yield from _subject(tree, head, persons)
    elif verb >= 0 and _fact(tree, verb):
        lemma = tree.tokens[verb].lemma
        became = post is None and lemma in tree.grammar.becoming and tree.case(head) == "Ins"
        if became or (post is not None and lemma in tree.grammar.holding):
            yield from _subject(tree, verb, persons)


def _post_over(head: int, tree: Tree) -> int | None:
    """The word for a post that a title depends on (пост министра)."""
    above = tree.tokens[head].head
    if above >= 0 and tree.tokens[above].lemma in tree.grammar.post and tree.case(head) == "Gen":
        return above
    return None


def _is_predicate(tree: Tree, head: int) -> bool:
    """Whether the title is said of a subject by itself or with был: neither future nor denied."""
    children = tree.children[head]
    subject = any(tree.tokens[child].rel.startswith("nsubj") for child in children)
    return subject and tree.case(head) in ("Nom", "Ins") and _fact(tree, head)


def _fact(tree: Tree, verb: int) -> bool:
    """Whether a predicate is told as a fact: not denied, not future, not wished."""
    words = [
        verb,
        *(c for c in tree.children[verb] if tree.tokens[c].rel in ("advmod", "aux", "cop", "aux:pass", "mark")),
    ]
    tokens = [tree.tokens[word] for word in words]
    grammar = tree.grammar
    bad = (
        grammar.negation | grammar.condition | grammar.subjunctive | grammar.purpose | grammar.modal - {"быть", "стать"}
    )
    return not any(t.feats.get("Tense") == "Fut" or t.lemma in bad - grammar.becoming for t in tokens)


def _subject(tree: Tree, verb: int, persons: Sequence[Mention]) -> Iterator[int]:
    """The first word of the person, or the pronoun, that is the subject of a verb or what its participle describes."""
    heads = [child for child in tree.children[verb] if tree.tokens[child].rel.startswith("nsubj")]
    if not heads and tree.tokens[verb].rel in ("acl", "amod"):
        heads = [tree.tokens[verb].head]
    if not heads and tree.tokens[verb].rel == "conj" and tree.tokens[verb].head >= 0:
        heads = [c for c in tree.children[tree.tokens[verb].head] if tree.tokens[c].rel.startswith("nsubj")]
    for head in sorted(heads, key=lambda head: abs(head - verb))[:1]:
        for person in persons:
            if person.first <= head <= person.last:
                yield person.first
        if head >= 0 and tree.tokens[head].lemma in tree.grammar.pronoun and tree.tokens[head].pos == "PRON":
            yield head
        elif head >= 0:
            yield from (
                p.first for p in persons if p.head in tree.children[head] and tree.tokens[p.head].rel == "appos"
            )


def find_heads(tree: Tree, persons: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    """Verbs that make somebody the head of something: the verb, who (the first word), the word for what is headed."""
    for verb, token in enumerate(tree.tokens):
        if token.lemma in tree.grammar.heading and token.pos == "VERB" and _fact(tree, verb):
            what = [c for c in tree.children[verb] if tree.tokens[c].rel in ("obj", "obl") and not tree.preposition(c)]
            who = next(_subject(tree, verb, persons), None)
            if what and who is not None:
                yield verb, who, what[0]
