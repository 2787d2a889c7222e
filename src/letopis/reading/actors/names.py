"""Names in a sentence: countries in all their forms, persons, organisations, places, treaties, named events.

Two finders work together: lists look phrases up by dictionary form, the neural tagger knows names that no list holds.
Lists decide where both speak, for they know what the name stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from letopis.identity import party_id
from letopis.language.gazetteer import Entry, Found
from letopis.language.lexicon import fold
from letopis.language.pack import Pack
from letopis.language.terms import Person
from letopis.model import Entity, Evidence, Mention, Name, Party, Span, Token
from letopis.reading.trees import Tree

#: How the rules of the register begin: its persons are politicians.
REGISTER = "register#"
NER = "slovnet_ner_news_v1"
#: Words in Latin letters that may be a company's name, and the rule that such names cite.
LATIN = re.compile(r"[A-Z][A-Za-z&’'.-]*[A-Za-z0-9]")
#: So many words a title in quotation marks has at most, for a name in it to be read as one of its words.
LONGEST_TITLE = 5
LATIN_RULE = "latin_letters"
#: A short name: capitals of one alphabet, small letters only between them.
SHORT = re.compile(r"[А-ЯЁ][а-яА-ЯЁ]{0,4}[А-ЯЁ]{1,4}|[A-Z][a-zA-Z]{0,4}[A-Z]{1,4}")
#: Marks that open and close a name.
OPENING, CLOSING = frozenset('«„“"'), frozenset('»“”"')
#: How far a Latin spelling in brackets may reach behind a name, in words; letters with marks are words of their own.
LONGEST_SPELLING = 14
ROMAN = re.compile(r"[IVXLCDM]+")
#: Words that may hold a country in one of their parts, and how short they may be.
COMPOUND = ("ADJ", "NOUN", "PROPN", "ADV")
SHORTEST_HALF = 5
#: Sectors whose names only sound of a state: media and companies.
BRANDS = frozenset({"JRN", "MNC", "BUS"})
STATES = ("country", "adjective", "demonym")


def find_names(tree: Tree, pack: Pack) -> list[Mention]:
    """The names of a sentence, in order of the text; they may nest (an organ and its country), never cross."""
    found = [_as_people(hit, tree, pack) for hit in pack.names.find(tree.tokens)]
    found = [hit for hit in found if _believed(hit, tree)]
    found += [inner for hit in found for inner in _states_inside(hit, tree, pack)]
    listed = [_listed(hit, tree, _city_of(hit, tree, pack)) for hit in found]
    halves = [
        half
        for index, token in enumerate(tree.tokens)
        if len(token.text) >= SHORTEST_HALF and token.pos in COMPOUND
        for half in _halves(index, token, pack)
    ]
    entities = [part for entity in _whole(tree.sentence.entities, tree) for part in _apart(entity, tree)]
    tagged = [_tagged(entity, tree, pack) for entity in entities]
    taken = listed + halves
    names = taken + [name for name in tagged if name is not None and not any(_clash(name, other) for other in taken)]
    names += _latin_names(tree, names)
    return sorted(names, key=lambda name: (name.start, -name.stop))


def _whole(entities: Sequence[Entity], tree: Tree) -> Iterator[Entity]:
    """The tagger's names, a person's parts joined where the tagger splits a name that the tree holds together."""
    flat = {token.start for token in tree.tokens if token.rel.startswith("flat")}
    waiting: Entity | None = None
    for entity in entities:
        joined = waiting is not None and waiting.type == entity.type == "PER" and entity.start in flat
        if waiting is not None and joined and entity.start - waiting.stop <= 1:
            waiting = replace(waiting, stop=entity.stop)
            continue
        if waiting is not None:
            yield waiting
        waiting = entity
    if waiting is not None:
        yield waiting


def _apart(entity: Entity, tree: Tree) -> Iterator[Entity]:
    """An organisation's name and the short one that stands in brackets behind it, each by itself."""
    inside = [token for token in tree.tokens if _covers(entity, token)]
    if entity.type != "ORG" or len(inside) < 4 or inside[-1].text != ")" or inside[-3].text != "(":
        yield entity
        return
    short = inside[-2]
    if SHORT.fullmatch(short.text) is None:
        yield entity
        return
    yield replace(entity, stop=inside[-4].stop)
    yield replace(entity, start=short.start, stop=short.stop)


def _states_inside(hit: Found, tree: Tree, pack: Pack) -> Iterator[Found]:
    """The states that a longer name holds (пакт о нейтралитете между СССР и Японией)."""
    if hit.last > hit.first and hit.entry.kind in ("treaty", "event", "organisation"):
        for inner in pack.names.find(tree.tokens[hit.first : hit.last + 1], STATES):
            yield Found(hit.first + inner.first, hit.first + inner.last, inner.entry)


def name_records(mentions: Sequence[Mention], source: str) -> Iterator[Name]:
    """The Name records of mentions that are names; pronouns, bare descriptions and states in a brand are none."""
    brands = [mention for mention in mentions if mention.sector in BRANDS]
    for mention in mentions:
        branded = mention.type == "GPE" and any(_within(mention, brand) for brand in brands)
        if mention.form in ("name", "adjective", "demonym") and not branded:
            evidence = Evidence(Span(source, mention.start, mention.stop), mention.rule, mention.confidence)
            yield Name(
                evidence, mention.type, mention.label, mention.label_ru, mention.code, mention.form, mention.metonym
            )


def _within(name: Mention, other: Mention) -> bool:
    return other.start <= name.start and name.stop <= other.stop


def _latin_names(tree: Tree, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Companies and media that Russian text writes in Latin letters, where neither list nor tagger has them."""
    if not any("A" <= token.text[0] <= "Z" for token in tree.tokens):
        return
    held = {index for name in taken for index in range(name.first, name.last + 1)}
    at = 0
    while at < len(tree.tokens):
        last = at
        while last < len(tree.tokens) and last not in held and LATIN.fullmatch(tree.tokens[last].text):
            last += 1
        if last > at and _is_brand(tree, at, last - 1):
            text = " ".join(token.text for token in tree.tokens[at:last])
            start, stop = tree.tokens[at].start, tree.tokens[last - 1].stop
            head = tree.head_of(at, last - 1)
            yield Mention(
                start, stop, at, last - 1, head, "ORG", "name", text, text, None, acts=True, rule=LATIN_RULE,
                confidence=0.6,
            )  # fmt: skip
        at = max(last, at + 1)


def _is_brand(tree: Tree, first: int, last: int) -> bool:
    """Whether Latin words are a name of their own: no spelling in brackets, no numeral, no thing that is made."""
    if all(ROMAN.fullmatch(token.text) for token in tree.tokens[first : last + 1]):
        return False
    before = tree.tokens[first - 1] if first else None
    after = tree.tokens[last + 1].text if last + 1 < len(tree.tokens) else ""
    if before is not None and (before.text in "(/.@#-" or before.text.isdigit()):
        return False
    nearest = [token.lemma for token in tree.tokens[max(first - 3, 0) : first]]
    return not after[:1].isdigit() and not tree.grammar.product & set(nearest)


def _clash(name: Mention, other: Mention) -> bool:
    """Whether a tagged name says again what a list says, or crosses it."""
    if name.stop <= other.start or other.stop <= name.start:
        return False
    inside = name.start <= other.start and other.stop <= name.stop
    longer = name.last - name.first > other.last - other.first
    return not (inside and longer and name.type in ("ORG", "PER"))


def _believed(hit: Found, tree: Tree) -> bool:
    """Whether a listed phrase is meant as that name: the tagger must agree where the word could be another."""
    first = tree.tokens[hit.first]
    if hit.entry.kind in ("adjective", "demonym"):
        wanted = ("ADJ", "PROPN", "DET") if hit.entry.kind == "adjective" else ("NOUN", "PROPN", "ADJ")
        return first.pos in wanted and not _inside_person(hit, tree)
    if hit.first != hit.last:
        return True
    if hit.entry.kind in ("treaty", "event"):
        return True
    latin = LATIN.fullmatch(first.text) is not None
    common = hit.entry.kind == "organisation" and first.text.islower() and first.pos == "NOUN"
    sure = first.pos == "PROPN" or latin or common or any(_covers(entity, first) for entity in tree.sentence.entities)
    if hit.entry.kind in ("country", "capital"):  # the tagger alone takes a lone country for a person
        return sure and not any(_covers(e, first) and e.stop - e.start > len(first.text) for e in _persons(tree))
    return sure and (not _inside_person(hit, tree) or _leads_person(hit, tree))


def _as_people(hit: Found, tree: Tree, pack: Pack) -> Found:
    """An adjective that stands as a noun, as the people that it also names (русские считают)."""
    if hit.entry.kind != "adjective" or tree.tokens[hit.first].pos != "NOUN":
        return hit
    people = pack.names.find(tree.tokens[hit.first : hit.last + 1], ("demonym",))
    return Found(hit.first, hit.last, people[0].entry) if people else hit


def _inside_person(hit: Found, tree: Tree) -> bool:
    first, last = tree.tokens[hit.first], tree.tokens[hit.last]
    return any(e.start <= first.start and last.stop <= e.stop for e in _persons(tree))


def _leads_person(hit: Found, tree: Tree) -> bool:
    """Whether the tagger put an organisation at the head of the name of its member (Аль-Кайды Усамы бин Ладена)."""
    first, last = tree.tokens[hit.first], tree.tokens[hit.last]
    return hit.entry.kind == "organisation" and any(
        e.start == first.start and last.stop < e.stop and "-" in first.text for e in _persons(tree)
    )


def _persons(tree: Tree) -> list[Entity]:
    return [entity for entity in tree.sentence.entities if entity.type == "PER"]


def _covers(entity: Entity, token: Token) -> bool:
    return entity.start <= token.start and token.stop <= entity.stop


def _city_of(hit: Found, tree: Tree, pack: Pack) -> str | None:
    """The label of a capital as a city; the list of countries has that of its state."""
    if hit.entry.kind != "capital":
        return None
    found = pack.names.find(tree.tokens[hit.first : hit.last + 1], ("place",))
    return found[0].entry.label if found else None


def _listed(hit: Found, tree: Tree, city: str | None) -> Mention:
    entry, tokens = hit.entry, tree.tokens
    head = tree.head_of(hit.first, hit.last)
    kind = entry.kind
    metonym = kind == "capital" and _as_government(tree, head)
    label = entry.label
    form = kind if kind in ("adjective", "demonym") else "name"
    state = kind in ("country", "demonym", "organisation") or metonym or entry.label in ("the West",)
    return Mention(
        start=tokens[hit.first].start,
        stop=tokens[hit.last].stop,
        first=hit.first,
        last=hit.last,
        head=head,
        type=entry.type,
        form=form,
        label=label,
        label_ru=entry.label_ru,
        code=_name_code(entry),
        acts=state,
        metonym=metonym,
        rule=entry.rule,
        confidence=0.95,
        parties=_company(hit, tokens) or tuple(_member(state) for state in entry.members),
        sector=entry.sector if kind == "organisation" and not (entry.sector == "NGO" and entry.detail) else None,
        place=city,
    )


def _company(hit: Found, tokens: Sequence[Token]) -> tuple[Party, ...]:
    """A company acts under its own code; its name bears that of its state."""
    entry = hit.entry
    if entry.sector != "MNC" or not entry.code or not entry.detail:
        return ()
    identity = party_id(entry.label, entry.code)
    start, stop = tokens[hit.first].start, tokens[hit.last].stop
    return (Party(identity, entry.label, entry.label_ru, entry.code, "MNC", None, start, stop),)


def _member(state: Entry) -> Party:
    """A state that a treaty binds, known from the list and not from this place."""
    identity = party_id(state.label, state.code)
    return Party(identity, state.label, state.label_ru, state.code, None, None, None, None, inferred=True)


def _name_code(entry: Entry) -> str | None:
    """The code a name bears: of a national organisation its country, of an international one its own."""
    if entry.kind == "organisation":
        return entry.detail or entry.code
    return entry.code


def _as_government(tree: Tree, head: int) -> bool:
    """Whether a capital stands for its government: not where it is a place (в Токио, аэропорт Токио)."""
    if tree.preposition(head) in tree.grammar.place_preposition:
        return False
    above = tree.tokens[head].head
    return above < 0 or tree.tokens[above].lemma not in tree.grammar.city_head


def _halves(index: int, token: Token, pack: Pack) -> Iterator[Mention]:
    """The countries in a compound (японо-российский) or behind a prefix (антироссийский)."""
    lower = token.text.lower()
    prefixes = pack.grammar.adjective_prefix
    if "-" not in lower and not lower.startswith(prefixes) and fold(lower) not in pack.halves:
        return
    parts = token.text.split("-")
    at = token.start
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        entry = _adjective(part, pack) if last and len(parts) > 1 else pack.halves.get(fold(part))
        if len(parts) > 1 and entry is not None:
            yield _half(index, at, at + len(part), entry)
        at += len(part) + 1
    for prefix in prefixes:
        if len(parts) == 1 and lower.startswith(prefix) and len(lower) > len(prefix) + 4:
            entry = _adjective(lower[len(prefix) :], pack)
            if entry is not None:
                yield _half(index, token.start, token.stop, entry)


def _adjective(word: str, pack: Pack) -> Entry | None:
    return pack.names.lookup(word, ("adjective",))


def _half(index: int, start: int, stop: int, entry: Entry) -> Mention:
    return Mention(
        start,
        stop,
        index,
        index,
        index,
        "GPE",
        "adjective",
        entry.label,
        entry.label_ru,
        entry.code,
        acts=False,
        rule=entry.rule,
    )


def full_names(tree: Tree, pack: Pack) -> Iterator[Mention]:
    """The persons whom a sentence calls by more than one word."""
    for entity in _whole(tree.sentence.entities, tree):
        several = entity.type == "PER" and len(tree.inside(entity.start, entity.stop)) > 1
        name = _tagged(entity, tree, pack) if several else None
        if name is not None and name.last > name.first and len((name.label_ru or "").split()) > 1:
            yield name


def known_as(name: Mention, person: Person) -> Mention:
    """The name of a person as the register has it."""
    return replace(
        name, label=person.label, label_ru=person.names[0], code=person.code, rule=f"{REGISTER}{person.label}"
    )


def _tagged(entity: Entity, tree: Tree, pack: Pack) -> Mention | None:
    """A name that the tagger found and no list knows."""
    inside: Sequence[int] = tree.inside(entity.start, entity.stop)
    bracket = next((index for index in inside if tree.tokens[index].text == "("), None)
    if entity.type == "PER" and bracket is not None:
        inside = [index for index in inside if index < bracket]
    if entity.type == "PER" and len(inside) > 1:
        led = [h for h in pack.names.find([tree.tokens[i] for i in inside], ("organisation",)) if h.first == 0]
        skipped = led[0].last + 1 if led and "-" in tree.tokens[inside[0]].text else 0
        inside = inside[skipped:]
    if entity.type == "ORG":
        inside = _quoted(tree, inside)
    if not inside or not any(tree.tokens[index].text[:1].isupper() for index in inside):
        return None
    first, last = inside[0], inside[-1]
    tokens = tree.tokens[first : last + 1]
    words = [token.text for token in tokens if token.text not in ".«»\"'"]
    gender = tokens[-1].feats.get("Gender", "")
    person = pack.persons.find(words, gender) if entity.type == "PER" else None
    russian = _nominative(tokens, entity.type, pack)
    if not any(letter.isalpha() for letter in russian):
        return None
    return Mention(
        start=tokens[0].start,
        stop=tokens[-1].stop,
        first=first,
        last=last,
        head=tree.head_of(first, last),
        type=entity.type,
        form="name",
        label=person.label if person else _latin(tree, last) or pack.transliterate(russian, None) or russian,
        label_ru=person.names[0] if person else russian,
        code=person.code if person else None,
        acts=entity.type in ("PER", "ORG"),
        rule=f"{REGISTER}{person.label}" if person else NER,
        confidence=0.9 if person else 0.8,
    )


def _quoted(tree: Tree, inside: Sequence[int]) -> Sequence[int]:
    """Of an organisation told by its kind and a name in quotation marks the words of the name (ОАО «Луч»)."""
    opening = next((at for at, index in enumerate(inside) if at and tree.tokens[index].text in OPENING), None)
    if opening is None:
        return inside
    rest = inside[opening + 1 :]
    closing = next((at for at, index in enumerate(rest) if tree.tokens[index].text in CLOSING), len(rest))
    quoted = rest[:closing]
    return quoted if quoted and closing >= len(rest) - 1 else inside


def in_title(tree: Tree, name: Mention) -> bool:
    """Whether a name stands in a short title in quotation marks («Голос Америки», «Россия сегодня»)."""
    tokens = tree.tokens
    before = range(name.first - 1, max(-1, name.first - 1 - LONGEST_TITLE), -1)
    opening = next((at for at in before if tokens[at].text in OPENING), None)
    if opening is None:
        return False
    inside = tokens[opening + 1 : opening + 1 + LONGEST_TITLE]
    closing = next((at for at, token in enumerate(inside) if token.text in CLOSING), None)
    if closing is None or opening + 1 + closing <= name.last or not inside[0].text[:1].isupper():
        return False
    return not any(token.pos == "VERB" for token in inside[:closing])


def _latin(tree: Tree, last: int) -> str | None:
    """The Latin spelling that stands in brackets after a name: Жоао Соареш (João Soares)."""
    after = tree.tokens[last + 1 : last + LONGEST_SPELLING]
    closes = next((at for at, token in enumerate(after) if token.text == ")"), 0)
    if closes < 2 or after[0].text != "(":
        return None
    pieces = pairwise(after[:closes])
    words = "".join((" " if a.stop < b.start and a.text != "(" else "") + b.text for a, b in pieces).split(" ")
    latin = all(word.replace("-", "").isalpha() and max(word) < "Ѐ" for word in words)
    latin = latin and words[0][:1].isupper() and words[-1][:1].isupper()
    return " ".join(words) if latin else None


def _nominative(tokens: tuple[Token, ...], kind: str, pack: Pack) -> str:
    """A name in the nominative as far as the dictionary knows how; marks and foreign words stay."""
    if kind == "ORG":
        return " ".join(token.text for token in tokens).strip('«»" ')
    out = []
    for number, token in enumerate(tokens):
        grammeme = "Geox" if kind == "LOC" else ("Surn" if number == len(tokens) - 1 else "Name")
        out.append(pack.lemmas.nominative(token.text, token.feats, grammeme, tokens[0].feats.get("Gender", "")))
    return " ".join(out).replace(" .", ".").strip('«»" ')
