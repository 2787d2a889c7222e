"""Who can act: names with their offices, offices without names, groups (обе страны) and pronouns, as parties.

A person takes the state of the title that stands before the name, else of the list of persons, else of an earlier
mention in the same source. A pronoun or a bare title is resolved only inside its stretch and only to a single clear
antecedent; what is inferred says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from letopis.identity import party_id
from letopis.language.gazetteer import Found
from letopis.language.grammar import Grammar
from letopis.language.lexicon import fold
from letopis.language.pack import Pack
from letopis.model import Evidence, Mention, Party, Role, Span
from letopis.reading.names import find_names
from letopis.reading.scenes import Office
from letopis.reading.trees import Tree

OFFICE_RULE = "ru/names/positions.txt"
#: Offices that are held at a place (посол в Париже).
POSTED = {
    "ambassador", "envoy", "representative", "permanent representative", "special envoy", "consul", "observer",
    "plenipotentiary representative", "leader", "attache", "spokesperson",
}  # fmt: skip
#: The share of a stretch's state names that makes a state the one it is about.
MOST_OF = 0.7
#: How many words may stand between a title and the name that bears it (министр экономического развития РФ X).
LONGEST_TITLE = 9


@dataclass(slots=True)
class Memory:
    """What a source has told so far of its persons: family name -> how the person is called and where from."""

    persons: dict[str, Mention] = field(default_factory=dict)


def find_actors(trees: Sequence[Tree], pack: Pack, memory: Memory) -> list[tuple[list[Mention], list[Office]]]:
    """The mentions and the offices of each sentence of one stretch, in order of the text.

    `memory` carries persons from stretch to stretch of one source and is added to.
    """
    out: list[tuple[list[Mention], list[Office]]] = []
    for tree in trees:
        names = find_names(tree, pack)
        offices = _offices(tree, pack, names)
        names = [_owned(name, names) for name in names]
        persons = [_remembered(mention, memory) for mention in _with_titles(tree, names, offices)]
        earlier = [mentions for mentions, _ in out]
        known = _at_home(_with_states(tree, persons, offices), earlier)
        out.append((_with_parties(known, earlier, tree), offices))
    return out


def find_roles(tree: Tree, mentions: Sequence[Mention], offices: Sequence[Office], source: str) -> Iterator[Role]:
    """The roles that titles, beside or after names, tell in a sentence."""
    for office in offices:
        if office.holder is None:
            continue
        person = next((m for m in mentions if m.type == "PER" and m.first == office.holder), None)
        if person is not None and person.label:
            start = min(tree.tokens[office.first].start, person.start)
            stop = max(tree.tokens[office.last].stop, person.stop)
            evidence = Evidence(Span(source, start, stop), f"{OFFICE_RULE}#{office.label}", 0.9)
            yield Role(evidence, person.label, office.label, office.code or person.code)


def _offices(tree: Tree, pack: Pack, names: Sequence[Mention]) -> list[Office]:
    hits = pack.offices.find(tree.tokens)
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
        if token.pos in ("VERB", "AUX", "PUNCT", "SCONJ", "ADV") or token.text in ",:;—–-":
            break
        if token.pos == "ADP" and not _in_title(tree, token.lemma, hit.entry.label):
            break
        if token.pos == "NOUN" and tree.case(at) == "Nom" and tree.case(hit.last) != "Nom":
            break
        at += 1
    before = hit.first - 1
    if hit.entry.kind == "position" and before >= 1 and tree.tokens[before].text == "," and before - 1 in ends:
        return ends[before - 1], at - 1
    return None, at - 1


def _agree(tree: Tree, hit: Found, person: Mention) -> bool:
    """Whether a title and a name stand in one case, as far as the tagger tells."""
    cases = {tree.case(tree.head_of(hit.first, hit.last)), tree.case(person.head)} - {""}
    return len(cases) < 2


def _in_title(tree: Tree, preposition: str, label: str) -> bool:
    """Whether a preposition may stand inside a title: министр по делам, посол в Париже."""
    grammar = tree.grammar
    return preposition in grammar.title_preposition or (preposition in grammar.locative and label in POSTED)


def _owner(hit: Found, head: int, reach: int, tree: Tree, names: Sequence[Mention]) -> Mention | None:
    """The state (or organisation) whose office it is: an adjective before it, a genitive after it."""
    states = [name for name in names if name.type in ("GPE", "ORG") and (name.code or name.type == "ORG")]
    for name in states:
        if name.form != "adjective" and hit.last < name.first <= reach and not _placed(tree, name):
            return name
    for name in states:
        if name.form == "adjective" and hit.last < name.first <= reach:
            return name
    for name in states:
        if name.form == "adjective" and name.last < hit.first and hit.first - name.last <= 3:
            between = range(name.last + 1, hit.first)
            if all(tree.tokens[index].pos in ("ADJ", "NOUN") for index in between):
                return name
        if name.form == "adjective" and hit.first <= name.first <= hit.last:
            return name
    for name in states:
        if name.form != "adjective" and name.head in tree.children[head] and not tree.preposition(name.head):
            return name
    return None


def _placed(tree: Tree, name: Mention) -> bool:
    """Whether a preposition stands before the name: посол Японии в Москве is no office of Moscow's."""
    return name.first > 0 and tree.tokens[name.first - 1].pos == "ADP"


def _owned(name: Mention, names: Sequence[Mention]) -> Mention:
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


def _with_titles(tree: Tree, names: Sequence[Mention], offices: Sequence[Office]) -> list[Mention]:
    """The names, persons with the role and the state of their title."""
    held = {office.holder: office for office in offices if office.holder is not None}
    out = []
    for name in names:
        office = held.get(name.first) if name.type == "PER" else None
        if office is not None:
            name = replace(name, role=office.label, code=office.code or name.code)  # noqa: PLW2901
        elif name.type == "PER" and name.code is None:
            name = replace(name, code=_adjective_before(tree, name, names))  # noqa: PLW2901
        out.append(name)
    return out


def _adjective_before(tree: Tree, person: Mention, names: Sequence[Mention]) -> str | None:
    """The state told by an adjective shortly before the name (японский политик X)."""
    for name in names:
        if name.form == "adjective" and name.last < person.first <= name.last + 4:
            between = [tree.tokens[index] for index in range(name.last + 1, person.first)]
            if between and all(token.pos in ("NOUN", "ADJ", "PROPN") for token in between):
                return name.code
    return None


def _remembered(mention: Mention, memory: Memory) -> Mention:
    """The mention with what the source told of this person before; what it tells now is remembered."""
    if mention.type != "PER" or not mention.label_ru:
        return mention
    key = fold(mention.label_ru.split()[-1])
    known = memory.persons.get(key)
    single = mention.first == mention.last
    if known is not None and (single or known.label == mention.label):
        mention = replace(
            mention,
            label=known.label if (single and mention.rule == known.rule) or mention.code is None else mention.label,
            label_ru=known.label_ru if single else mention.label_ru,
            code=mention.code or known.code,
            role=mention.role or known.role,
        )
    if known is None or not single or (mention.code and not known.code):
        memory.persons[key] = mention
    return mention


def _with_states(tree: Tree, names: Sequence[Mention], offices: Sequence[Office]) -> list[Mention]:
    """The names, and beside them the organs and the unnamed holders of offices."""
    out = list(names)
    for office in offices:
        if office.holder is not None:
            continue
        first, last = office.first, office.last
        organ = office.kind == "organ"
        label = office.label.format(_with_article(office.state)) if organ and office.state and office.code else None
        mention = Mention(
            tree.tokens[first].start, tree.tokens[last].stop, first, last, office.head,
            "ORG" if organ else "PER", "name" if organ and office.code and _proper(office) else "descriptor", label,
            " ".join(token.text for token in tree.tokens[first : last + 1]), office.code, acts=True,
            role=None if organ else office.label, rule=office.rule, confidence=0.85,
        )  # fmt: skip
        out = [name for name in out if not (name.type == "ORG" and _within(name, mention))]
        out.append(mention)
    return sorted(out, key=lambda mention: (mention.start, -mention.stop))


def _proper(office: Office) -> bool:
    """Whether an organ is called by a name (Министерство обороны) and not just described (войска, компании)."""
    return office.label[:1].isupper() and office.sector in ("GOV", "LEG", "JUD")


def _with_article(state: str) -> str:
    """The English name of a state as it stands after "of"."""
    plural = state.startswith(("United", "Netherlands", "Philippines", "Soviet", "Russian Empire", "British Empire"))
    return f"the {state}" if plural else state


def _within(name: Mention, mention: Mention) -> bool:
    return mention.start <= name.start and name.stop <= mention.stop


def _at_home(mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]]) -> list[Mention]:
    """The mentions, organs and offices without a state (власти) as those of the state the stretch is about."""
    home = _home([*earlier, mentions])
    out = []
    for mention in mentions:
        unplaced = mention.form == "descriptor" or (mention.type == "PER" and mention.role is not None)
        if home is not None and unplaced and mention.code is None:
            mention = replace(mention, code=home.code)  # noqa: PLW2901
            mention = replace(mention, parties=(replace(party_of(mention), inferred=True),))  # noqa: PLW2901
        out.append(mention)
    return out


def _home(sentences: Sequence[Sequence[Mention]]) -> Mention | None:
    """A mention of the one state that most of the state names so far name; None when two share the stretch."""
    states = [m for sentence in sentences for m in sentence if m.type == "GPE" and m.code and m.form != "pronoun"]
    counts = Counter(m.code for m in states)
    if not counts:
        return None
    code, count = counts.most_common(1)[0]
    sure = len(counts) == 1 or (count >= 3 and count >= MOST_OF * len(states))
    return next(m for m in states if m.code == code) if sure else None


def _with_parties(mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]], tree: Tree) -> list[Mention]:
    """Every mention that can act with its party; groups and pronouns with those they mean."""
    out = [mention if mention.parties else replace(mention, parties=(party_of(mention),)) for mention in mentions]
    out += _pronouns(tree, out, earlier)
    out += _groups(tree, out, earlier)
    return sorted(out, key=lambda mention: (mention.start, -mention.stop))


def party_of(mention: Mention) -> Party:
    """The party that a mention names."""
    sector = None
    return Party(
        party_id(mention.label, mention.code),
        mention.label,
        mention.label_ru,
        mention.code,
        sector,
        mention.role,
        mention.start,
        mention.stop,
    )


def _pronouns(tree: Tree, mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]]) -> Iterator[Mention]:
    """Third-person pronouns with a single clear antecedent: the person or state that was the last one to act."""
    for index, token in enumerate(tree.tokens):
        gender = tree.grammar.pronoun.get(token.lemma)
        if gender is None or token.pos != "PRON" or token.feats.get("Number") == "Plur":
            continue
        before = [mention for mention in mentions if mention.stop <= token.start]
        antecedent = _antecedent([*earlier[-2:], before], gender, tree.grammar)
        if antecedent is not None:
            parties = tuple(
                replace(party, start=token.start, stop=token.stop, inferred=True) for party in antecedent.parties
            )
            yield replace(
                antecedent, start=token.start, stop=token.stop, first=index, last=index, head=index,
                form="pronoun", parties=parties, confidence=0.7,
            )  # fmt: skip


def _antecedent(before: Sequence[Sequence[Mention]], gender: str, grammar: Grammar) -> Mention | None:
    """The nearest mention that a pronoun of this gender can mean: a person, or for она and оно a state."""
    for sentence in reversed(before):
        persons = [m for m in sentence if m.type == "PER" and m.acts and m.form in ("name", "descriptor")]
        fitting = [m for m in persons if _gender(m, grammar) in (gender, None)]
        labels = {m.label or m.role for m in fitting}
        if fitting and gender in ("Masc", "Fem") and (len(labels) == 1 or len(sentence) > 0):
            return fitting[0]
        if gender in ("Fem", "Neut"):
            states = [m for m in sentence if m.type == "GPE" and m.acts and m.form == "name"]
            if len({m.code for m in states}) == 1:
                return states[0]
    return None


def _gender(mention: Mention, grammar: Grammar) -> str | None:
    """The grammatical gender a person's name shows: by the ending of the family name, None when it does not."""
    if not mention.label_ru:
        return None
    last = mention.label_ru.split()[-1].lower()
    if last.endswith(grammar.feminine_ending):
        return "Fem"
    return "Masc" if last.endswith(grammar.masculine_ending) else None


def _groups(tree: Tree, mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]]) -> Iterator[Mention]:
    """Both sides of a pair that the stretch has named (стороны, обе страны, два государства)."""
    for index, token in enumerate(tree.tokens):
        plural = token.feats.get("Number") == "Plur"
        if token.lemma not in tree.grammar.group_noun or not (plural or _paired(tree, index)):
            continue
        if token.lemma not in tree.grammar.group_alone and not _paired(tree, index):
            continue
        pair = _pair([*earlier, [m for m in mentions if m.head != index]])
        if pair:
            parties = tuple(replace(p, start=token.start, stop=token.stop, inferred=True) for p in pair)
            yield Mention(
                token.start, token.stop, index, index, index, "GPE", "pronoun", None, None, None, acts=True,
                rule="ru/actors#both_sides", confidence=0.7, parties=parties,
            )  # fmt: skip


def _paired(tree: Tree, index: int) -> bool:
    """Whether a word of two (оба, два) stands with the noun."""
    return any(tree.tokens[child].lemma in tree.grammar.pair for child in tree.children[index])


def _pair(before: Sequence[Sequence[Mention]]) -> tuple[Party, ...]:
    """The two states that the sentences name, nearest first; nothing when they name one or more than two."""
    states: dict[str, Party] = {}
    for sentence in reversed(before):
        for mention in sentence:
            if mention.type == "GPE" and mention.code and mention.form != "pronoun" and mention.parties:
                states.setdefault(mention.code, state_party(mention))
        if len(states) >= 2:
            break
    return tuple(states.values()) if len(states) == 2 else ()


def state_party(mention: Mention) -> Party:
    """The state that a mention of it in any form (adjective, demonym, capital) stands for."""
    return Party(
        party_id(mention.label, mention.code),
        mention.label,
        mention.label_ru,
        mention.code,
        None,
        None,
        mention.start,
        mention.stop,
    )
