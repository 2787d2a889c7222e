"""Who can act: names with their offices, offices without names, groups (обе страны) and pronouns, as parties.

A person takes the state of the title that stands before the name, else of the list of persons, else of an earlier
mention in the same source. A pronoun or a bare title is resolved only inside its stretch and only to a single clear
antecedent; what is inferred says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from letopis.identity import party_id
from letopis.language.lexicon import fold
from letopis.language.pack import Pack
from letopis.model import Evidence, Mention, Role, Span
from letopis.reading.actors.antecedents import Dyad, find_groups, find_pronouns, party_of
from letopis.reading.actors.blocs import find_blocs
from letopis.reading.actors.initials import with_short_names
from letopis.reading.actors.names import NER, find_names, full_names, in_title, known_as
from letopis.reading.actors.namesakes import as_spelt, family_of, fuller, respelt, same_person
from letopis.reading.actors.offices import find_offices, with_owner
from letopis.reading.scenes import Office
from letopis.reading.trees import Tree

OFFICE_RULE = "ru/names/positions.txt"
#: The sectors whose organs and offices are a state's.
PUBLIC = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "OPP", "PTY"})
#: The share of a stretch's state names that makes a state the one it is about.
MOST_OF = 0.7
#: How far behind a title without a name its bearer may have been named, in characters.
LONGEST_MEMORY = 1500
#: So many persons of one family name are told apart in a source: of more, none is meant by the name alone.
MOST_NAMESAKES = 50


@dataclass(slots=True)
class Memory:
    """What a source has told so far of its persons: by family name how they are called, by office who held it.

    `coming` holds the full names of the whole source by family name, each person once; `states` and `dyad` hold the
    states it has named, `short` the organisations that it has given a short name, `organs` the institutions
    told of last, with their place, `titled` the places where a state is but a word of a title.
    """

    persons: dict[str, Mention] = field(default_factory=dict)
    coming: dict[str, list[Mention]] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    holders: dict[tuple[str | None, str | None], list[Mention]] = field(default_factory=dict)
    dyad: Dyad = field(default_factory=Dyad)
    short: dict[str, Mention] = field(default_factory=dict)
    organs: dict[str, tuple[int, Office]] = field(default_factory=dict)
    titled: set[int] = field(default_factory=set)


def expect_persons(trees: Iterable[Tree], pack: Pack, memory: Memory) -> None:
    """Remembers the full names of a source before it is read, so that a family name alone may come first.

    Of a name that is told in Latin letters once (Йон Берг (Jon Berg)) only that spelling is kept.
    """
    for tree in trees:
        for name in full_names(tree, pack):
            known = memory.coming.setdefault(pack.plain(family_of(name)), [])
            same = next((one for one in known if same_person(one, name, pack.plain)), None)
            if same is None and len(known) < MOST_NAMESAKES:
                known.append(name)
            elif same is not None:
                known[known.index(same)] = fuller(same, name, pack.transliterate)
    spelt = [one for known in memory.coming.values() for one in known if respelt(one, pack.transliterate)]
    for known in memory.coming.values() if spelt else ():
        known[:] = [as_spelt(name, spelt, pack.transliterate) for name in known]


def find_actors(trees: Sequence[Tree], pack: Pack, memory: Memory) -> list[tuple[list[Mention], list[Office]]]:
    """The mentions and the offices of each sentence of one stretch, in order of the text.

    `memory` carries persons from stretch to stretch of one source and is added to.
    """
    out: list[tuple[list[Mention], list[Office]]] = []
    for tree in trees:
        named = find_names(tree, pack)
        owned = [with_owner(name, named) for name in named if not _wraps(tree, name, named)]
        names = with_short_names(tree, owned, memory.short)
        memory.titled |= {name.start for name in names if name.type == "GPE" and in_title(tree, name)}
        offices = [_again(office, tree, memory) for office in find_offices(tree, pack, names)]
        memory.states |= {name.code for name in names if name.code and name.type in ("GPE", "ORG")}
        names = [_recognised(tree, name, offices, memory, pack) for name in names]
        persons = [_remembered(mention, memory, pack) for mention in _with_titles(tree, names, offices)]
        earlier = [mentions for mentions, _ in out]
        known = _at_home(tree, _with_states(tree, persons, offices), earlier, offices, memory)
        known = [_borne(mention, tree, memory) for mention in known]
        memory.dyad.note(mention for mention in known if mention.start not in memory.titled)
        known = sorted([*known, *find_blocs(tree, known)], key=lambda mention: (mention.start, -mention.stop))
        out.append((_with_parties(known, earlier, tree, memory.dyad), offices))
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
            yield Role(evidence, person.label, office.label, office.code or person.code, of=office.state)


def _again(office: Office, tree: Tree, memory: Memory) -> Office:
    """An institution told without its state (в посольстве) as the one of its kind that was told of shortly before."""
    if office.kind != "organ" or not office.label[:1].isupper():
        return office
    at = tree.tokens[office.first].start
    if office.code and office.state:
        memory.organs[office.label] = (at, office)
        return office
    before, known = memory.organs.get(office.label, (0, office))
    if office.code or office.state or at - before >= LONGEST_MEMORY:
        return office
    return replace(office, code=known.code, state=known.state)


def _with_titles(tree: Tree, names: Sequence[Mention], offices: Sequence[Office]) -> list[Mention]:
    """The names, persons with the role and the state of their title."""
    out = []
    for name in names:
        held = [office for office in offices if office.holder == name.first] if name.type == "PER" else []
        office = max(held, key=lambda office: _rank(office, names), default=None)
        if office is not None:
            code = office.code or name.code
            name = replace(name, role=office.label, code=code, sector=office.sector)  # noqa: PLW2901
            name = _for_company(name, office, names)  # noqa: PLW2901
        elif name.type == "PER" and name.code is None:
            name = replace(name, code=_adjective_before(tree, name, names))  # noqa: PLW2901
        out.append(name)
    return out


def _rank(office: Office, names: Sequence[Mention]) -> tuple[bool, bool, bool]:
    """How much a title tells of where its bearer belongs: the adjective on it before what it is a title in.

    A финский учёный who leads a Danish society is Finnish.
    """
    citizen = any(n.form == "adjective" and n.first == office.first and n.code == office.code for n in names)
    return office.code is not None, citizen, office.sector in PUBLIC


def _wraps(tree: Tree, name: Mention, names: Sequence[Mention]) -> bool:
    """Whether a name that the tagger found is a listed one with its legal form and marks (ОАО «X)."""
    inside = [n for n in names if n.rule != NER and n.type == "ORG" and name.first <= n.first <= n.last <= name.last]
    if name.rule != NER or name.type != "ORG" or not inside:
        return False
    own = {index for n in inside for index in range(n.first, n.last + 1)}
    rest = [tree.tokens[index] for index in range(name.first, name.last + 1) if index not in own]
    form = tree.grammar.legal_form
    return all(token.pos == "PUNCT" or {token.text.lower(), token.lemma} & form for token in rest)


def _for_company(person: Mention, office: Office, names: Sequence[Mention]) -> Mention:
    """A person who heads a company, with the company's code for what he does."""
    company = next((n for n in names if n.sector == "MNC" and n.label == office.state and n.parties), None)
    if company is None:
        return person
    party, code = party_of(person), company.parties[0].code
    return replace(person, parties=(replace(party, id=party_id(party.label, code), code=code),))


def _adjective_before(tree: Tree, person: Mention, names: Sequence[Mention]) -> str | None:
    """The state told by an adjective shortly before the name (японский политик X)."""
    for name in names:
        if name.form == "adjective" and name.last < person.first <= name.last + 4:
            between = [tree.tokens[index] for index in range(name.last + 1, person.first)]
            if between and all(token.pos in ("NOUN", "ADJ", "PROPN") for token in between):
                return name.code
    return None


def _recognised(tree: Tree, name: Mention, offices: Sequence[Office], memory: Memory, pack: Pack) -> Mention:
    """A name as the full name that the source has for its bearer; a family name alone also as title and states tell."""
    if name.type != "PER" or not name.label_ru:
        return name
    single = name.first == name.last
    full = memory.coming.get(pack.plain(family_of(name)), []) or memory.coming.get(pack.plain(name.label_ru), [])
    meant = full if single else [one for one in full if same_person(one, name, pack.plain)]
    if len(meant) == 1 and (single or name.rule == NER):
        return replace(name, label=meant[0].label, label_ru=meant[0].label_ru, code=meant[0].code, rule=meant[0].rule)
    if name.rule != NER or not single:
        return name
    held = next(((office.label, office.code) for office in offices if office.holder == name.first), None)
    gender = tree.tokens[name.first].feats.get("Gender", "")
    person = pack.persons.find_bearer(name.label_ru, gender, memory.states, held)
    return known_as(name, person) if person is not None else name


def _remembered(mention: Mention, memory: Memory, pack: Pack) -> Mention:
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
            sector=mention.sector or known.sector,
        )
    mention = _spelt(mention, pack)
    if known is None or not single or (mention.code and not known.code):
        memory.persons[key] = mention
    if mention.role is not None:
        for state in (mention.code, None):
            memory.holders.setdefault((mention.role, state), []).append(mention)
    return mention


def _spelt(mention: Mention, pack: Pack) -> Mention:
    """A name that no list knows in the spelling of the state that the text gives its bearer."""
    if mention.rule != NER or mention.code is None or mention.label_ru is None:
        return mention
    if mention.label != pack.transliterate(mention.label_ru, None):
        return mention
    return replace(mention, label=pack.transliterate(mention.label_ru, mention.code))


def _borne(mention: Mention, tree: Tree, memory: Memory) -> Mention:
    """A bare title as the person who bore it shortly before, when the source has told of one bearer only."""
    if mention.form != "descriptor" or mention.type != "PER" or tree.tokens[mention.head].feats.get("Number") == "Plur":
        return mention
    owned = mention.code if not any(party.inferred for party in mention.parties) else None
    bearers = [one for one in memory.holders.get((mention.role, owned), ()) if one.start < mention.start]
    near = [one for one in bearers if mention.start - one.stop < LONGEST_MEMORY]
    if not near or len({one.label for one in near}) > 1:
        return mention
    bearer = party_of(near[-1])
    return replace(
        mention,
        code=bearer.code,
        parties=(replace(bearer, start=mention.start, stop=mention.stop, inferred=True),),
    )


def _with_states(tree: Tree, names: Sequence[Mention], offices: Sequence[Office]) -> list[Mention]:
    """The names, and beside them the organs and the unnamed holders of offices."""
    out = list(names)
    for office in offices:
        if office.holder is not None or office.sector is None:
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
        named = [name for name in out if organ and name.type == "ORG" and _within(name, mention)]
        whole = next((name for name in named if name.first <= office.head <= name.last), None)
        if mention.form == "name" or whole is not None:
            out = [name for name in out if name not in named]
        if whole is not None and mention.form == "descriptor":
            known = mention.label or office.label.removesuffix(" of {}")
            mention = replace(whole, code=whole.code or office.code, label=known if whole.rule == NER else whole.label)
        elif mention.form == "descriptor" and len(named) == 1 and _apposed(tree, named[0], office):
            told = named[0]
            if told.code or office.sector in ("BUS", "JRN"):
                mention = replace(mention, label=told.label, label_ru=told.label_ru, code=told.code or office.code)
            out = [replace(name, acts=False) if name in named else name for name in out]
        out.append(mention)
    return sorted(out, key=lambda mention: (mention.start, -mention.stop))


def _apposed(tree: Tree, name: Mention, office: Office) -> bool:
    """Whether a kind of organisation is told with its name (агентство X, концерн «Y»)."""
    return office.sector in ("JRN", "BUS") or tree.tokens[name.head].rel == "appos"


def _proper(office: Office) -> bool:
    """Whether an organ is called by a name (Министерство обороны) and not just described (войска, компании)."""
    return office.label[:1].isupper() and office.sector in ("GOV", "LEG", "JUD")


def _with_article(state: str) -> str:
    """The English name of a state as it stands after "of"."""
    plural = state.startswith(("United", "Netherlands", "Philippines", "Soviet", "Russian Empire", "British Empire"))
    return f"the {state}" if plural else state


def _within(name: Mention, mention: Mention) -> bool:
    return mention.start <= name.start and name.stop <= mention.stop


def _at_home(
    tree: Tree,
    mentions: Sequence[Mention],
    earlier: Sequence[Sequence[Mention]],
    offices: Sequence[Office],
    memory: Memory,
) -> list[Mention]:
    """The mentions, organs and offices without a state (власти) as those of the state the stretch is about.

    An occupation (эксперт, профессор) is no office of a state and stays without one.
    """
    home = _home([*earlier, mentions], memory)
    owned = {office.holder for office in offices if office.state is not None and office.code is None}
    public = {office.first for office in offices if office.sector in PUBLIC and office.state is None}
    public |= {office.holder for office in offices if office.holder is not None and office.sector in PUBLIC} - owned
    out = []
    for mention in mentions:
        unplaced = mention.form == "descriptor" or (mention.type == "PER" and mention.role is not None)
        unplaced = unplaced and mention.first in public
        said = home is not None and unplaced and _only_said(home, mention, (*earlier, mentions), tree)
        if home is not None and unplaced and mention.code is None and not said:
            mention = replace(mention, code=home)  # noqa: PLW2901
            mention = replace(mention, parties=(replace(party_of(mention), inferred=True),))  # noqa: PLW2901
        out.append(mention)
    return out


def _only_said(home: str, mention: Mention, sentences: Sequence[Sequence[Mention]], tree: Tree) -> bool:
    """Whether a state is named only in what somebody is told to say (депутат сказал, что едет в Данию)."""
    *earlier, mentions = sentences
    states = [m.first for m in mentions if m.type == "GPE" and m.code == home and m.form != "pronoun"]
    if not states or states[0] <= mention.last or any(m.code == home for sentence in earlier for m in sentence):
        return False
    conjunction = tree.grammar.conjunction
    between = range(mention.last + 2, states[0])
    return any(tree.tokens[at].lemma in conjunction and tree.tokens[at - 1].text == "," for at in between)


def _home(sentences: Sequence[Sequence[Mention]], memory: Memory) -> str | None:
    """The code of the one state that most of the state names so far name; None when two share the stretch.

    A word of a title («Голос Америки») names no state that the stretch is about. A stretch without any is at home
    where the source was before it.
    """
    states = [m for sentence in sentences for m in sentence if m.type == "GPE" and m.code and m.form != "pronoun"]
    counts = Counter(m.code for m in states if m.start not in memory.titled)
    alone = len(counts) == 1
    if not counts:
        counts = Counter(memory.dyad.named)
    code, count = counts.most_common(1)[0] if counts else (None, 0)
    return code if alone or (count >= 3 and count >= MOST_OF * counts.total()) else None


def _with_parties(
    mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]], tree: Tree, dyad: Dyad
) -> list[Mention]:
    """Every mention that can act with its party; groups and pronouns with those they mean."""
    out = [mention if mention.parties else replace(mention, parties=(party_of(mention),)) for mention in mentions]
    out += find_pronouns(tree, out, earlier)
    out += find_groups(tree, out, earlier, dyad)
    return sorted(out, key=lambda mention: (mention.start, -mention.stop))
