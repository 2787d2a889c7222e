"""Titles and organs in a sentence: what office it is, whose state's, and who holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.language.gazetteer import QUOTES, Found
from letopis.language.lexicon import fold
from letopis.language.pack import Pack
from letopis.model import Mention
from letopis.reading.scenes import Office
from letopis.reading.trees import Tree

#: Offices that are held at a place (посол в Париже).
POSTED = {
    "ambassador", "envoy", "representative", "permanent representative", "special envoy", "consul", "observer",
    "plenipotentiary representative", "leader", "attache", "spokesperson",
}  # fmt: skip
#: How many words may stand between a title and the name that bears it (министр экономического развития РФ X).
LONGEST_TITLE = 9


def find_offices(tree: Tree, pack: Pack, names: Sequence[Mention]) -> list[Office]:
    """The titles and organs of a sentence, in order of the text; an organ that a title names is one of its own."""
    hits = _listed(tree, pack, names)
    by_word = {index: name for name in names for index in range(name.first, name.last + 1)}
    named_organisations = {i for name in names if name.type == "ORG" for i in range(name.first, name.last + 1)}
    out = []
    hits += [inner for hit in hits for inner in _organ_inside(hit, tree, pack)]
    for hit in hits:
        if tree.tokens[hit.first].rel == "fixed" or tree.tokens[hit.last].pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        if hit.first in named_organisations and by_word[hit.first].last > hit.last and by_word[hit.first].code:
            continue
        out.append(_office(hit, tree, names))
    return out


def _listed(tree: Tree, pack: Pack, names: Sequence[Mention]) -> list[Found]:
    """What the lists know, an adjective of a state inside a title passed over (глава датского МИД)."""
    states = {name.first for name in names if name.form == "adjective" and name.first == name.last}
    words = [index for index in range(len(tree.tokens)) if index not in states]
    hits = pack.offices.find([tree.tokens[index] for index in words])
    return [Found(words[hit.first], words[hit.last], hit.entry) for hit in hits]


def _organ_inside(hit: Found, tree: Tree, pack: Pack) -> Iterator[Found]:
    """The organ that a title names (МИД in глава МИД)."""
    if hit.entry.kind == "position" and hit.last > hit.first:
        for inner in pack.offices.find(tree.tokens[hit.first + 1 : hit.last + 1]):
            if inner.entry.kind == "organ":
                yield Found(inner.first + hit.first + 1, inner.last + hit.first + 1, inner.entry)


def _office(hit: Found, tree: Tree, names: Sequence[Mention]) -> Office:
    head = tree.head_of(hit.first, hit.last)
    holder, reach = _holder(hit, tree, names)
    owner = _owner(hit, head, reach, tree, names)
    last = max(hit.last, owner.last) if owner is not None and hit.last < owner.last <= reach else hit.last
    first = min(hit.first, owner.first) if owner is not None and owner.last == hit.first - 1 else hit.first
    code = (owner.parties[0].code if owner.parties else owner.code) if owner is not None else None
    return Office(
        first, last, head, hit.entry.kind, hit.entry.label, hit.entry.label_ru, hit.entry.sector, code,
        owner.label if owner is not None else None, holder, hit.entry.rule,
    )  # fmt: skip


def _holder(hit: Found, tree: Tree, names: Sequence[Mention]) -> tuple[int | None, int]:
    """The first word of the name that bears the title (None without one), and how far the title's words reach."""
    persons = {name.first: name for name in names if name.type == "PER"}
    ends = {name.last: name.first for name in names if name.type == "PER"}
    at = hit.last + 1
    while at < len(tree.tokens) and at <= hit.last + LONGEST_TITLE:
        token = tree.tokens[at]
        if at in persons and hit.entry.kind == "position":
            return (at if _agree(tree, hit, persons[at]) else None), at - 1
        if token.pos in ("VERB", "AUX", "SCONJ", "ADV") or (token.pos == "PUNCT" and token.text not in QUOTES):
            break
        if token.pos == "ADP" and not _in_title(tree, token.lemma, hit.entry.label):
            break
        if token.pos == "NOUN" and tree.case(at) == "Nom" and tree.case(hit.last) != "Nom":
            break
        at += 1
    if hit.entry.kind == "position" and (at == len(tree.tokens) or tree.tokens[at].pos == "PUNCT"):
        last = _named_before(hit, tree)
        if last in ends and _agree(tree, hit, persons[ends[last]]):
            return ends[last], at - 1
    return None, at - 1


def _named_before(hit: Found, tree: Tree) -> int:
    """The word right before a title behind its bearer's name (X, нынешний министр; X (X), посол), -1 without one."""
    at = hit.first - 1
    while at > 0 and hit.first - at < 4 and tree.tokens[at].pos in ("ADJ", "DET"):
        at -= 1
    if at < 1 or tree.tokens[at].text not in (",", "—", "–"):
        return -1
    at -= 1
    if tree.tokens[at].text == ")":
        at = next((left for left in range(at, max(at - 8, -1), -1) if tree.tokens[left].text == "("), 0) - 1
    return at


def _agree(tree: Tree, hit: Found, person: Mention) -> bool:
    """Whether a title and a name stand in one case, as far as the tagger tells; замглавы shows none."""
    head = tree.head_of(hit.first, hit.last)
    plain = fold(tree.tokens[head].text) == tree.tokens[head].lemma
    cases = {"" if plain else tree.case(head), tree.case(person.head)} - {""}
    return len(cases) < 2 or (plain and tree.case(person.head) == "Nom")


def _in_title(tree: Tree, preposition: str, label: str) -> bool:
    """Whether a preposition may stand inside a title: министр по делам, посол в Париже."""
    grammar = tree.grammar
    return preposition in grammar.title_preposition or (preposition in grammar.locative and label in POSTED)


def _owner(hit: Found, head: int, reach: int, tree: Tree, names: Sequence[Mention]) -> Mention | None:
    """The state (or organisation) whose office it is: an adjective before it, a genitive after it."""
    states = [name for name in names if name.type in ("GPE", "ORG") and (name.code or name.type == "ORG")]
    adjectives = [name for name in states if name.form == "adjective"]
    nouns = [name for name in states if name.form != "adjective"]
    after = [name for name in nouns if hit.last < name.first <= reach and not _placed(tree, name)]
    after += [name for name in adjectives if hit.last < name.first <= reach]
    before = [name for name in adjectives if hit.first <= name.first <= hit.last or _leads(tree, name, hit.first)]
    below = [name for name in nouns if name.head in tree.children[head] and not tree.preposition(name.head)]
    return next(iter([*after, *before, *below]), None)


def _leads(tree: Tree, name: Mention, first: int) -> bool:
    """Whether an adjective stands shortly before a title, nothing but nouns and adjectives between."""
    between = range(name.last + 1, first)
    return name.last < first <= name.last + 3 and all(tree.tokens[index].pos in ("ADJ", "NOUN") for index in between)


def _placed(tree: Tree, name: Mention) -> bool:
    """Whether a preposition stands before the name: посол Японии в Москве is no office of Moscow's."""
    return name.first > 0 and tree.tokens[name.first - 1].pos == "ADP"


def with_owner(name: Mention, names: Sequence[Mention]) -> Mention:
    """A listed organ (Конгресс) with the state that is named right after or before it instead of its usual one."""
    if (
        name.type != "ORG"
        or not name.rule.startswith("ru/names/organisations")
        or name.code is None
        or len(name.code) != 3
    ):
        return name
    beside = [n for n in names if n.type == "GPE" and n.code and (n.first == name.last + 1 or n.last == name.first - 1)]
    fitting = [n for n in beside if n.form == "adjective" or (n.form == "name" and n.first > name.last)]
    return replace(name, code=fitting[0].code) if fitting else name
