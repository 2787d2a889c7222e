"""Who does an act and to whom: the sides that a clause fills, and what its neighbours and other readings add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from letopis.identity import party_id
from letopis.model import Party
from letopis.reading.actors.antecedents import state_party, successor
from letopis.reading.clauses.arguments import (
    clause_parties,
    clause_words,
    is_passive,
    of_whom,
    parties_at,
    sides,
    subject_of,
)
from letopis.reading.clauses.phrase_parties import inferred
from letopis.reading.clauses.unnamed import nameless, nameless_object
from letopis.reading.events.contents import told_of
from letopis.reading.events.event_rules import EventRule
from letopis.reading.events.matching import COMPANION_DEPTH, Match
from letopis.reading.scenes import Scene

#: The class of companies, which are parties only where they are told to be.
COMPANY = "MNC"
#: Words less sure than this tell an act of two sides only where both are named.
VAGUE = 0.7
#: Organs of a state that stand abroad: those who protest before them are not its people.
ABROAD = ("Embassy", "Consulate")
#: Acts of force, and the class of those who use it without a state.
FORCE = frozenset({"ASSAULT", "COERCE"})
REBELS = "REB"
#: Acts that are done to the object of their verb.
DONE_TO = frozenset({"AID", "ASSAULT", "COERCE", "SUPPORT"})
#: Acts that need nobody to whom they are done: none but the object of a noun's own verb is guessed.
ALONE = frozenset({"MOBILIZE", "CONCEDE", "RETREAT"}) | FORCE


def find_parties(
    scene: Scene, before: Sequence[Scene], match: Match, strangers: tuple[tuple[Party, ...], tuple[Party, ...]]
) -> tuple[tuple[Party, ...], tuple[Party, ...], bool]:
    """Actors, recipients, and whether both were read from the predicate's own words.

    Where the text has only `strangers` in a slot, nobody else stands for them.
    """
    actors, recipients = sides(scene, match.index, match.rule)
    if match.told is not None:
        recipients = tuple(p for p in told_of(scene, match.index, match.told) if _code(p) not in codes_of(actors))
        actors = actors or _others(scene, before, match, recipients)[:1]
        return actors, recipients, bool(codes_of(actors) - {None} and codes_of(recipients) - {None})
    if match.companion is not None:
        actors, recipients = _with_companion(scene, match, actors, recipients)
    recipients = tuple(party for party in recipients if not _itself(scene, party, actors))
    mutual = match.rule.sides == "mutual"
    sure = len(codes_of(actors)) >= 2 if mutual else bool(actors and recipients)
    actors, recipients = actors or strangers[0], recipients or strangers[1]
    if mutual and not sure:
        return _fill_mutual(scene, before, match, actors), (), False
    if not sure:
        actors, recipients = _fill_directed(scene, before, match, actors, recipients)
    if match.rule.type == "PROTEST" and not any(party.code for party in actors):
        actors = _own_people(scene, actors, recipients)
    words = clause_words(scene.tree, match.index)
    return _of_the_state(scene, words, actors, recipients), _of_the_state(scene, words, recipients, actors), sure


def _of_the_state(
    scene: Scene, words: Sequence[int], parties: tuple[Party, ...], others: Sequence[Party]
) -> tuple[Party, ...]:
    """Nameless opponents of a state are its own, where their clause knows no other (Тегеран разогнал оппозицию)."""
    tree = scene.tree
    opponents = {token.start for token in tree.tokens if token.lemma in tree.grammar.opponents}
    nameless = [p for p in parties if p.code is None and opponents & set(range(p.start or -1, p.stop or 0))]
    codes = {successor(party.code) for party in others if party.code}
    named = {successor(m.code) for m in scene.mentions if m.code and m.head in words}
    if not nameless or len(codes) != 1 or named - codes:
        return parties
    code = next(iter(codes))
    return tuple(
        replace(p, id=party_id(p.label, code), code=code, inferred=True) if p in nameless else p for p in parties
    )


def _own_people(scene: Scene, actors: tuple[Party, ...], recipients: Sequence[Party]) -> tuple[Party, ...]:
    """Nameless people who protest are of the state they protest against, where their sentence knows no other."""
    states = codes_of(party for party in recipients if party.code)
    named = {successor(m.code) for m in scene.mentions if m.code}
    abroad = any((party.label or "").startswith(ABROAD) for party in recipients)
    if abroad or len(states) != 1 or named != states:
        return actors
    nameless = actors or (Party(party_id(None, None), None, None, None),)
    code = next(iter(states))
    return tuple(replace(p, id=party_id(p.label, code), code=code, inferred=True) for p in nameless)


def strangers_of(scene: Scene, match: Match) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The people in the slots of a verb whom the text does not name, as actors and as recipients."""
    tree, rule = scene.tree, match.rule
    if rule.sides == "mutual" or tree.tokens[match.index].pos != "VERB":
        return (), ()
    undergone = rule.sides == "undergone" or is_passive(tree, match.index)
    done_to = rule.type in DONE_TO and "acc" in rule.to
    return (
        () if undergone else nameless(tree, subject_of(tree, match.index)),
        nameless_object(tree, match.index) if done_to else (),
    )


def _with_companion(
    scene: Scene, match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides with what stands around the companion word (подписан пакт между X и Y, получил помощь от Z)."""
    words = [match.companion or 0, *scene.tree.near(match.companion or 0, COMPANION_DEPTH)]
    if match.rule.sides == "mutual":
        for word in words:
            if len(codes_of(actors)) >= 2:
                break
            actors = _joined(actors, sides(scene, word, match.rule)[0])
        return actors, recipients
    more, other = sides(scene, match.companion or 0, match.rule)
    if match.rule.sides == "undergone":
        more = more or of_whom(scene, match.companion or 0)
        return actors or tuple(p for p in more if p.id not in {r.id for r in recipients}), recipients
    if not actors:
        actors = tuple(party for party in more if _code(party) not in codes_of(recipients))
    if not recipients:
        recipients = tuple(party for party in _joined(other, more) if _code(party) not in codes_of(actors))
    return actors, recipients


def _joined(first: Sequence[Party], second: Sequence[Party]) -> tuple[Party, ...]:
    return tuple({party.id: party for party in (*second, *first)}.values())


def _fill_mutual(scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """A mutual act's other side: the one other state that the sentence (or the one before) names."""
    if len(actors) == 1 and _gathers(scene, match, actors[0]):
        return actors
    others = _others(scene, before, match, actors)
    return (*actors, *others[: 1 if actors else 2])


def _gathers(scene: Scene, match: Match, party: Party) -> bool:
    """Whether a party of many states meets alone (заседание ЕС)."""
    return match.rule.type == "CONSULT" and any(m.sector == "IGO" and m.code == party.code for m in scene.mentions)


def _fill_directed(
    scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The missing sides: an actor that stands before the predicate, a recipient that is the one other state."""
    here = scene.tree.tokens[match.index].start
    actors = actors or _house(scene, match.index)
    if not actors:
        near = [p for p in clause_parties(scene, match.index) if p.id not in {r.id for r in recipients}]
        near = [p for p in near if (_code(p) not in codes_of(recipients) or p.code is None) and p.sector != COMPANY]
        ahead = [p for p in near if p.start is not None and p.start < here] or (near if not recipients else [])
        ahead.sort(key=lambda p: not _nominative(scene, p))
        actors = tuple(inferred(party) for party in ahead[:1])
    if not actors and match.rule.needs == "actor" and any(_told_of(scene, party, match.index) for party in recipients):
        actors, recipients = recipients, ()
    if not recipients:
        alone = match.rule.type in ALONE
        recipients = _touched(scene, match.index) if alone else _others(scene, before, match, actors)[:1]
        recipients = tuple(inferred(party) for party in recipients if _code(party) not in codes_of(actors))
    return actors, recipients


def _house(scene: Scene, index: int) -> tuple[Party, ...]:
    """The state in which nobody named acts: в Берлине недовольны, в Перу введён комендантский час."""
    tree = scene.tree
    token = tree.tokens[index]
    impersonal = token.feats.get("Number") == "Plur" and subject_of(tree, index) is None
    if not impersonal and token.feats.get("Voice") != "Pass":
        return ()
    places = [m for m in scene.mentions if m.type == "GPE" and m.code and m.form == "name" and m.head < index]
    places = [m for m in places if tree.tokens[m.head].head == index and tree.case(m.head) == "Loc"]
    return tuple(inferred(state_party(m)) for m in places if tree.preposition(m.head) in tree.grammar.locative)[:1]


def _touched(scene: Scene, index: int) -> tuple[Party, ...]:
    """Whom an act told by a noun is said to touch (манёвры встревожили Оман): the object of its verb."""
    tree = scene.tree
    token = tree.tokens[index]
    if token.pos != "NOUN" or token.rel != "nsubj":
        return ()
    objects = [child for child in tree.children[token.head] if tree.tokens[child].rel == "obj"]
    return tuple(party for child in objects for party in parties_at(scene, child) if party.code)


def _itself(scene: Scene, party: Party, actors: Sequence[Party]) -> bool:
    """Whether a recipient is the very state for which an actor stands (министр подтвердил готовность Москвы)."""
    places = {m.start for m in scene.mentions if m.type == "GPE"}
    officials = [one for one in actors if one.start not in places and not (one.inferred and one.label is None)]
    return party.start in places and party.code is not None and _code(party) in codes_of(officials)


def _told_of(scene: Scene, party: Party, index: int) -> bool:
    """Whether a party stands in what a predicate tells of (о решении Японии объявили): its own act is told."""
    tree = scene.tree
    head = next((m.head for m in scene.mentions if m.start == party.start), None)
    words = [] if head is None else [head, *tree.above(head)]
    return index in words and any(tree.preposition(word) in tree.grammar.about for word in words[: words.index(index)])


def _nominative(scene: Scene, party: Party) -> bool:
    """Whether a party is named in the nominative, as a subject is."""
    return any(m.start == party.start and scene.tree.case(m.head) == "Nom" for m in scene.mentions)


def _others(scene: Scene, before: Sequence[Scene], match: Match, known: Sequence[Party]) -> tuple[Party, ...]:
    """States (or bodies of states) near the predicate that are not yet among the known, nearest first."""
    taken = codes_of(known)
    found: dict[str, Party] = {}
    for near in (scene, *reversed(before[-1:])):
        parties = clause_parties(scene, match.index) if near is scene else clause_parties(near, 0)
        for party in parties:
            code = _code(party)
            if code and code not in taken and party.sector != COMPANY:
                found.setdefault(code, inferred(party))
        if found:
            break
    return tuple(found.values())


def without(parties: Sequence[Party], others: Sequence[Party]) -> list[Party]:
    """The parties but for some."""
    return [party for party in parties if party not in others]


def is_armed(scene: Scene, party: Party) -> bool:
    """Whether a party is a group of insurgents that the lists know, which no state's code stands for."""
    return any(m.sector == REBELS and m.start == party.start for m in scene.mentions)


def named(parties: Sequence[Party]) -> bool:
    """Whether any party was read from the predicate's own words."""
    return any(not party.inferred for party in parties)


def _code(party: Party) -> str | None:
    return {"SUN": "RUS"}.get(party.code or "", party.code)


def codes_of(parties: Iterable[Party]) -> set[str | None]:
    """The codes by which parties act, None for one without."""
    return {_code(party) for party in parties}


def unfit(
    rule: EventRule, actors: Sequence[Party], recipients: Sequence[Party], *, sure: bool, nominal: bool, armed: bool
) -> str | None:
    """Why the parties found do not make an event of this rule, or None."""
    everyone = [*actors, *recipients]
    if rule.contents and not sure:
        return "it needs somebody who says it and another state of whom it is said"
    if not armed and not any(party.code for party in everyone):
        return "no state, official or organ is named near by"
    if rule.needs and not sure and not _own(rule, actors, recipients, nominal=nominal):
        return f"it needs its {rule.needs} side named"
    if not actors and rule.needs in ("actor", "both"):
        return "it needs an actor"
    if rule.needs == "both" and rule.sides == "directed" and rule.confidence < VAGUE and not recipients:
        return "it needs a recipient"
    return None


def _own(rule: EventRule, actors: Sequence[Party], recipients: Sequence[Party], *, nominal: bool) -> bool:
    """Whether the sides a rule needs are there: read beside a noun, which may be a mere topic; any beside a verb."""
    read_actors = [party for party in actors if not party.inferred]
    read_recipients = [party for party in recipients if not party.inferred]
    if rule.sides == "mutual":
        return bool(read_actors)
    if not nominal:
        return bool(recipients if rule.needs == "recipient" else actors or recipients)
    needed = {"actor": [read_actors], "recipient": [read_recipients], "both": [read_actors, read_recipients]}
    if rule.needs == "both":
        return bool((read_actors and recipients) or (read_recipients and actors))
    return all(needed[rule.needs or "actor"])
