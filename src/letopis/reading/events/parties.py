"""Who does an act and to whom: the sides that a clause fills, and what its neighbours and other readings add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from letopis.identity import party_id
from letopis.model import Party
from letopis.reading.actors.antecedents import successor
from letopis.reading.clauses.arguments import (
    clause_words,
    is_passive,
    of_whom,
    parties_at,
    sides,
    subject_of,
)
from letopis.reading.clauses.unnamed import nameless, nameless_object
from letopis.reading.events.contents import told_of
from letopis.reading.events.event_rules import EventRule
from letopis.reading.events.guesses import (
    code_of,
    codes_of,
    fill_directed,
    fill_mutual,
    guesses_of,
    others_near,
    too_bold,
)
from letopis.reading.events.matching import COMPANION_DEPTH, Match
from letopis.reading.scenes import Scene

#: Words less sure than this tell an act of two sides only where both are named.
VAGUE = 0.7
#: Organs of a state that stand abroad: those who protest before them are not its people.
ABROAD = ("Embassy", "Consulate")
#: The class of those who use force without a state.
REBELS = "REB"
#: Acts that are done to the object of their verb.
DONE_TO = frozenset({"AID", "ASSAULT", "COERCE", "SUPPORT"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does an act to whom; `sure` when both were read from the predicate's own words.

    `doubted` are guesses too bold to be told: they show that the act has another side, and not who it is.
    """

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    sure: bool
    doubted: tuple[Party, ...] = ()


def find_parties(
    scene: Scene,
    before: Sequence[Scene],
    match: Match,
    strangers: tuple[tuple[Party, ...], tuple[Party, ...]],
    *,
    homely: bool = False,
) -> Cast:
    """The parties of an act. Where the text has only `strangers` in a slot, nobody else stands for them.

    A `homely` stretch is hardly about states: in it no guess is told.
    """
    actors, recipients = sides(scene, match.index, match.rule)
    if match.told is not None:
        recipients = tuple(p for p in told_of(scene, match.index, match.told) if code_of(p) not in codes_of(actors))
        actors = actors or others_near(scene, before, match, recipients)[:1]
        return Cast(actors, recipients, bool(codes_of(actors) - {None} and codes_of(recipients) - {None}))
    if match.companion is not None:
        actors, recipients = _with_companion(scene, match, actors, recipients)
    recipients = tuple(party for party in recipients if not _itself(scene, party, actors))
    mutual = match.rule.sides == "mutual"
    sure = len(codes_of(actors)) >= 2 if mutual else bool(actors and recipients)
    actors, recipients = actors or strangers[0], recipients or strangers[1]
    if mutual and not sure:
        read = (actors, recipients)
        actors = fill_mutual(scene, before, match, actors)
        return Cast(actors, (), sure=False, doubted=guesses_of(read, (actors, ())) if homely else ())
    bold: tuple[Party, ...] = ()
    if not sure:
        read = (actors, recipients)
        actors, recipients = fill_directed(scene, before, match, actors, recipients)
        filled = (actors, recipients)
        bold = guesses_of(read, filled) if homely else too_bold(scene, match, read, filled)
    if match.rule.type == "PROTEST" and not any(party.code for party in actors):
        actors = _own_people(scene, actors, recipients)
    words = clause_words(scene.tree, match.index)
    actors, recipients = (
        _of_the_state(scene, words, actors, recipients),
        _of_the_state(scene, words, recipients, actors),
    )
    return Cast(actors, recipients, sure, bold)


def _of_the_state(
    scene: Scene, words: Sequence[int], parties: tuple[Party, ...], others: Sequence[Party]
) -> tuple[Party, ...]:
    """Nameless opponents of a state are its own, where their clause knows no other (Тегеран разогнал оппозицию)."""
    tree = scene.tree
    nameless = [p for p in parties if p.code is None]
    if not nameless:
        return parties
    opponents = {token.start for token in tree.tokens if token.lemma in tree.grammar.opponents}
    nameless = [p for p in nameless if opponents & set(range(p.start or -1, p.stop or 0))]
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
        actors = tuple(party for party in more if code_of(party) not in codes_of(recipients))
    if not recipients:
        recipients = tuple(party for party in _joined(other, more) if code_of(party) not in codes_of(actors))
    return actors, recipients


def _joined(first: Sequence[Party], second: Sequence[Party]) -> tuple[Party, ...]:
    return tuple({party.id: party for party in (*second, *first)}.values())


def _itself(scene: Scene, party: Party, actors: Sequence[Party]) -> bool:
    """Whether a recipient is the very state for which an actor stands (министр подтвердил готовность Москвы)."""
    places = {m.start for m in scene.mentions if m.type == "GPE"}
    officials = [one for one in actors if one.start not in places and not (one.inferred and one.label is None)]
    return party.start in places and party.code is not None and code_of(party) in codes_of(officials)


def without(parties: Sequence[Party], others: Sequence[Party]) -> list[Party]:
    """The parties but for some."""
    return [party for party in parties if party not in others]


def is_done_by_things(scene: Scene, match: Match) -> bool:
    """Whether the subject of a verb of travelling is a thing that nobody is named with (платформа отправилась)."""
    tree = scene.tree
    subject = subject_of(tree, match.index) if match.rule.sides == "visit" else None
    if subject is None or subject == match.companion or tree.tokens[subject].head != match.index:
        return False
    if tree.tokens[match.index].pos != "VERB" or tree.tokens[subject].pos != "NOUN":
        return False
    thing = tree.tokens[subject].feats.get("Animacy") == "Inan" and tree.tokens[subject].lemma not in tree.grammar.body
    return thing and not parties_at(scene, subject)


def is_armed(scene: Scene, party: Party) -> bool:
    """Whether a party is a group of insurgents that the lists know, which no state's code stands for."""
    return any(m.sector == REBELS and m.start == party.start for m in scene.mentions)


def named(parties: Sequence[Party]) -> bool:
    """Whether any party was read from the predicate's own words."""
    return any(not party.inferred for party in parties)


def unfit(
    rule: EventRule,
    actors: Sequence[Party],
    recipients: Sequence[Party],
    *,
    sure: bool,
    nominal: bool,
    public: bool,
) -> str | None:
    """Why the parties found do not make an event of this rule, or None."""
    if rule.contents and not sure:
        return "it needs somebody who says it and another state of whom it is said"
    if not public:
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
