"""Titles and organs in a sentence: what office it is, whose state's, and who holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from letopis.language.gazetteer import Found
from letopis.language.pack import Pack
from letopis.model import Mention
from letopis.reading.actors.holders import find_heads, find_holder
from letopis.reading.actors.names import NER
from letopis.reading.scenes import Office
from letopis.reading.trees import Tree

#: The sectors of occupations, which are had in an organisation and are no office of it.
CIVIL = frozenset({"EDU", "CVL", "JRN"})


def find_offices(tree: Tree, pack: Pack, names: Sequence[Mention]) -> list[Office]:
    """The titles and organs of a sentence, in order of the text; an organ that a title names is one of its own."""
    hits = _listed(tree, pack, names)
    by_word = {index: name for name in names for index in range(name.first, name.last + 1)}
    named_organisations = {i for name in names if name.type == "ORG" for i in range(name.first, name.last + 1)}
    out = []
    hits += [inner for hit in hits for inner in _organ_inside(hit, tree, pack)]
    cities = {hit.last: hit for hit in hits if hit.entry.kind == "city"}
    persons = [name for name in names if name.type == "PER"]
    hits = [_as_title(hit, tree, pack, persons) for hit in hits if hit.entry.kind != "city"]
    titles = {hit.first: hit for hit in hits if hit.entry.kind == "position"}
    for hit in hits:
        if tree.tokens[hit.first].rel == "fixed" or tree.tokens[hit.last].pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        head = tree.tokens[tree.head_of(hit.first, hit.last)]
        if hit.entry.kind == "position" and head.feats.get("Animacy") == "Inan":
            continue
        if hit.first in named_organisations and by_word[hit.first].last > hit.last and by_word[hit.first].code:
            continue
        out.append(_in_city(_office(hit, tree, names, titles), cities))
    return [*out, *_headed(tree, names, out)]


def _headed(tree: Tree, names: Sequence[Mention], offices: Sequence[Office]) -> Iterator[Office]:
    """The offices that a verb tells (возглавил министерство): head of the organ or organisation in its object."""
    for verb, who, what in find_heads(tree, [name for name in names if name.type == "PER"]):
        below = tree.subtree(what)
        organs = [office for office in offices if office.kind == "organ" and office.head in below]
        owners = [name for name in names if name.type == "ORG" and name.head in below]
        if not organs and not owners:
            continue
        code = next((code for code in [*(o.code for o in organs), *(o.code for o in owners)] if code), None)
        label = next((organ.state for organ in organs), None) or next((name.label for name in owners), None)
        rule = "ru/grammar.toml#heading"
        yield Office(verb, max(below), verb, "position", "head", "глава", "GOV", code, label, who, rule)


def _listed(tree: Tree, pack: Pack, names: Sequence[Mention]) -> list[Found]:
    """What the lists know, an adjective of a state inside a title passed over (глава датского МИД)."""
    states = {name.first for name in names if name.form == "adjective" and name.first == name.last}
    words = [index for index in range(len(tree.tokens)) if index not in states]
    hits = pack.offices.find([tree.tokens[index] for index in words])
    return [Found(words[hit.first], words[hit.last], hit.entry) for hit in hits]


def _as_title(hit: Found, tree: Tree, pack: Pack, persons: Sequence[Mention]) -> Found:
    """A word for many (гражданин, житель) as the occupation of the one who is named behind it."""
    feats = tree.tokens[hit.last].feats
    if hit.entry.kind != "organ" or feats.get("Number") == "Plur" or feats.get("Animacy") != "Anim":
        return hit
    for other in pack.offices.find(tree.tokens[hit.first : hit.last + 1], ("position",)):
        title = Found(hit.first + other.first, hit.first + other.last, other.entry)
        if find_holder(title, tree, persons, {})[0] is not None:
            return title
    return hit


def _in_city(office: Office, cities: Mapping[int, Found]) -> Office:
    """An office with the state of the city whose adjective stands before it."""
    city = cities.get(office.first - 1)
    if city is None or office.code is not None or office.kind != "position":
        return office
    return replace(office, code=city.entry.code)


def _organ_inside(hit: Found, tree: Tree, pack: Pack) -> Iterator[Found]:
    """The organ that a title names (МИД in глава МИД)."""
    if hit.entry.kind == "position" and hit.last > hit.first:
        for inner in pack.offices.find(tree.tokens[hit.first + 1 : hit.last + 1]):
            if inner.entry.kind == "organ":
                yield Found(inner.first + hit.first + 1, inner.last + hit.first + 1, inner.entry)


def _office(hit: Found, tree: Tree, names: Sequence[Mention], titles: Mapping[int, Found]) -> Office:
    head = tree.head_of(hit.first, hit.last)
    holder, reach = find_holder(hit, tree, [name for name in names if name.type == "PER"], titles)
    owner = _owner(hit, head, reach, tree, names)
    last = max(hit.last, owner.last) if owner is not None and hit.last < owner.last <= reach else hit.last
    first = min(hit.first, owner.first) if owner is not None and owner.last == hit.first - 1 else hit.first
    code = _state_of(owner) or _seat(hit, owner, names) if owner is not None else None
    return Office(
        first, last, head, hit.entry.kind, hit.entry.label, hit.entry.label_ru, hit.entry.sector, code,
        owner.label if owner is not None else None, holder, hit.entry.rule,
    )  # fmt: skip


def _state_of(owner: Mention) -> str | None:
    """The state or the organisation of states whose an office is that belongs to it; a society's own code is none."""
    if owner.sector == "NGO":
        return None
    if owner.sector == "MNC":
        return owner.code
    return owner.parties[0].code if owner.parties else owner.code


def _seat(hit: Found, owner: Mention, names: Sequence[Mention]) -> str | None:
    """The state of the adjective before an organisation that no list knows (редактор датской газеты X)."""
    if owner.type != "ORG" or owner.sector == "NGO":
        return None
    states = (name.code for name in names if name.form == "adjective" and hit.first < name.first < owner.first)
    return next(states, None)


def _owner(hit: Found, head: int, reach: int, tree: Tree, names: Sequence[Mention]) -> Mention | None:
    """The state (or organisation) whose office it is: an adjective before it, a genitive after it."""
    states = [name for name in names if name.type in ("GPE", "ORG") and (name.code or name.type == "ORG")]
    adjectives = [name for name in states if name.form == "adjective"]
    nouns = [name for name in states if name.form not in ("adjective", "demonym")]
    after = [n for n in nouns if hit.last < n.first <= reach and (not _placed(tree, n) or _works_in(hit, tree, n))]
    after += [name for name in adjectives if hit.last < name.first <= reach]
    before = [name for name in adjectives if hit.first <= name.first <= hit.last or _leads(tree, name, hit.first)]
    below = [name for name in nouns if name.head in tree.children[head] and not tree.preposition(name.head)]
    found = [*after, *before, *below]
    if hit.entry.kind == "organ":
        found.sort(key=lambda name: name.code is None)
    return next(iter(found), None)


def _leads(tree: Tree, name: Mention, first: int) -> bool:
    """Whether an adjective stands shortly before a title, nothing but nouns and adjectives between."""
    between = range(name.last + 1, first)
    return name.last < first <= name.last + 3 and all(tree.tokens[index].pos in ("ADJ", "NOUN") for index in between)


def _placed(tree: Tree, name: Mention) -> bool:
    """Whether a preposition stands before the name: посол Японии в Москве is no office of Moscow's."""
    return name.first > 0 and tree.tokens[name.first - 1].pos == "ADP"


def _works_in(hit: Found, tree: Tree, name: Mention) -> bool:
    """Whether an organisation is where an occupation is had (эксперт в Пентагоне); an office at one is not its own."""
    placed = tree.tokens[name.first - 1].lemma in tree.grammar.locative and tree.case(name.head) == "Loc"
    return placed and name.type == "ORG" and hit.entry.sector in CIVIL


def with_owner(name: Mention, names: Sequence[Mention]) -> Mention:
    """An organ or organisation with the state that is named with it: a listed one (Конгресс) instead of its usual one.

    An organisation that no list knows takes the state of its adjective or of the genitive right behind it.
    """
    if name.type != "ORG" or (name.code is not None and not _borrowed(name)):
        return name
    states = [n for n in names if n.type == "GPE" and n.code]
    if name.code is not None:
        beside = [n for n in states if n.first == name.last + 1 or n.last == name.first - 1]
        fitting = [n for n in beside if n.form == "adjective" or (n.form == "name" and n.first > name.last)]
    elif name.rule == NER and name.last > name.first:
        inside = [
            n for n in states if n.form == "adjective" and name.first <= n.first <= min(name.last, name.first + 1)
        ]
        ending = [n for n in states if n.form == "name" and n.last == name.last and n.first > name.first]
        behind = [n for n in states if n.form == "name" and n.first == name.last + 1]
        fitting = [*inside, *ending, *behind]
    else:
        fitting = []
    return replace(name, code=fitting[0].code) if len({n.code for n in fitting}) == 1 else name


def _borrowed(name: Mention) -> bool:
    """Whether a listed organ's state is only the usual one."""
    return name.rule.startswith("ru/names/organisations") and len(name.code or "") == 3
