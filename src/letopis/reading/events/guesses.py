"""Guesses at the sides that a clause leaves open: who of those near by is meant, and which guess is too bold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from letopis.model import Mention, Party
from letopis.reading.actors.antecedents import state_party, successor
from letopis.reading.clauses.arguments import clause_parties, parties_at, subject_of
from letopis.reading.clauses.phrase_parties import inferred
from letopis.reading.events.matching import Match
from letopis.reading.events.standing import is_political
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: The class of companies, which are parties only where they are told to be.
COMPANY = "MNC"
#: Acts of force, and the class of those who use it without a state.
FORCE = frozenset({"ASSAULT", "COERCE"})
#: Acts that need nobody to whom they are done: none but the object of a noun's own verb is guessed.
ALONE = frozenset({"MOBILIZE", "CONCEDE", "RETREAT"}) | FORCE


def fill_mutual(scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """A mutual act's other side: the one other state that the sentence (or the one before) names."""
    if len(actors) == 1 and _gathers(scene, match, actors[0]):
        return actors
    others = others_near(scene, before, match, actors)
    return (*actors, *others[: 1 if actors else 2])


def _gathers(scene: Scene, match: Match, party: Party) -> bool:
    """Whether a party of many states meets alone (заседание ЕС)."""
    return match.rule.type == "CONSULT" and any(m.sector == "IGO" and m.code == party.code for m in scene.mentions)


def fill_directed(
    scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The missing sides: an actor that stands before the predicate, a recipient that is the one other state."""
    here = scene.tree.tokens[match.index].start
    actors = actors or _house(scene, match.index)
    if not actors:
        near = [p for p in clause_parties(scene, match.index) if p.id not in {r.id for r in recipients}]
        near = [p for p in near if (code_of(p) not in codes_of(recipients) or p.code is None) and p.sector != COMPANY]
        near = [p for p in near if not _beside(scene, p, recipients) and not _blames(scene, p, match.index)]
        near = [p for p in near if not _meanwhile(scene, p, match.index)]
        ahead = [p for p in near if p.start is not None and p.start < here] or (near if not recipients else [])
        ahead.sort(key=lambda p: not _nominative(scene, p))
        actors = tuple(inferred(party) for party in ahead[:1])
    if not actors and match.rule.needs == "actor" and any(_told_of(scene, party, match.index) for party in recipients):
        actors, recipients = recipients, ()
    if not recipients:
        alone = match.rule.type in ALONE
        recipients = _touched(scene, match.index) if alone else others_near(scene, before, match, actors)[:1]
        recipients = tuple(inferred(party) for party in recipients if code_of(party) not in codes_of(actors))
    return actors, recipients


def others_near(scene: Scene, before: Sequence[Scene], match: Match, known: Sequence[Party]) -> tuple[Party, ...]:
    """States (or bodies of states) near the predicate that are not yet among the known, nearest first."""
    taken = codes_of(known)
    found: dict[str, Party] = {}
    for near in (scene, *reversed(before[-1:])):
        parties = clause_parties(scene, match.index) if near is scene else clause_parties(near, 0)
        for party in parties:
            code = code_of(party)
            if not code or code in taken or party.sector == COMPANY or not is_political(near, party):
                continue
            if near is not scene or not (_beside(scene, party, known) or _suffers(scene, party, match)):
                found.setdefault(code, inferred(party))
        if found:
            break
    return tuple(found.values())


def guesses_of(
    read: tuple[tuple[Party, ...], tuple[Party, ...]], filled: tuple[tuple[Party, ...], tuple[Party, ...]]
) -> tuple[Party, ...]:
    """The parties that were filled in."""
    return tuple(party for here, there in zip(read, filled, strict=True) for party in there if party not in here)


def too_bold(
    scene: Scene,
    match: Match,
    read: tuple[tuple[Party, ...], tuple[Party, ...]],
    filled: tuple[tuple[Party, ...], tuple[Party, ...]],
) -> tuple[Party, ...]:
    """The guesses that the sentence does not bear out.

    A doer needs a sentence of two states, for a story at home is full of others who could be meant; whom it is done to
    must be the one other state.
    """
    states = {code_of(p) for m in scene.mentions if m.acts for p in m.parties if p.code and is_political(scene, p)}
    doubted: list[Party] = []
    if not read[0] and len(states) < 2:
        doubted += [party for party in filled[0] if not _over(scene, match.index, party)]
    if not read[1] and len(states - codes_of(filled[0])) > 1:
        doubted += filled[1]
    elif not read[1] and match.rule.type == "CONSULT":
        doubted += [party for party in filled[1] if not _of_object(scene, match.index, party)]
    return tuple(doubted)


def _of_object(scene: Scene, index: int, party: Party) -> bool:
    """Whether a party stands in what is said of a predicate's object (посетил остров, который Перу считает своим)."""
    tree = scene.tree
    objects = {child for child in tree.children[index] if tree.tokens[child].rel == "obj"}
    return any(not objects.isdisjoint(tree.above(m.head)) for m in scene.mentions if m.start == party.start)


def _blames(scene: Scene, party: Party, index: int) -> bool:
    """Whether a party blames somebody for the act that a noun tells (осудил похищение посла): it did not do it."""
    tree = scene.tree
    head = tree.tokens[index].head
    if head < 0 or tree.tokens[index].rel != "obj" or tree.tokens[head].lemma not in tree.grammar.blaming:
        return False
    return any(p.start == party.start for p in parties_at(scene, subject_of(tree, head) or 0))


def _suffers(scene: Scene, party: Party, match: Match) -> bool:
    """Whether a party suffers what somebody is blamed for (осудил похищение посла Перу): it is not to blame."""
    tree = scene.tree
    if match.rule.type != "ACCUSE" or not any(token.lemma in tree.grammar.harm for token in tree.tokens):
        return False
    heads = [m.head for m in scene.mentions if m.start == party.start]
    return any(tree.tokens[word].lemma in tree.grammar.harm for head in heads for word in tree.above(head))


def _meanwhile(scene: Scene, party: Party, index: int) -> bool:
    """Whether a party stands in a phrase of the predicate's that only tells when (избит во время визита премьера)."""
    tree = scene.tree
    heads = [m.head for m in scene.mentions if m.start == party.start]
    return any(tree.tokens[w].head == index and tree.meanwhile(w) for h in heads for w in (h, *tree.above(h)))


def _beside(scene: Scene, party: Party, known: Sequence[Party]) -> bool:
    """Whether a party is named within the words of a known one (комиссия ЕС, a town in a name): it is no other side."""
    words = {word for p in known for m in scene.mentions if m.start == p.start for word in _phrase(scene.tree, m)}
    spans = [range(m.first, m.last + 1) for m in scene.mentions if m.start == party.start]
    return any(not words.isdisjoint(span) for span in spans)


def _phrase(tree: Tree, mention: Mention) -> set[int]:
    """The words of a person's name, and the nouns that hang on a name without a state."""
    own = range(mention.first, mention.last + 1) if mention.type == "PER" else ()
    owners = [] if mention.code else [c for c in tree.children[mention.head] if tree.tokens[c].rel == "nmod"]
    return {*own, *(word for word in owners if not tree.preposition(word))}


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


def _told_of(scene: Scene, party: Party, index: int) -> bool:
    """Whether a party stands in what a predicate tells of (о решении Японии объявили): its own act is told."""
    tree = scene.tree
    head = next((m.head for m in scene.mentions if m.start == party.start), None)
    words = [] if head is None else [head, *tree.above(head)]
    return index in words and any(tree.preposition(word) in tree.grammar.about for word in words[: words.index(index)])


def _nominative(scene: Scene, party: Party) -> bool:
    """Whether a party is named in the nominative, as a subject is."""
    return any(m.start == party.start and scene.tree.case(m.head) == "Nom" for m in scene.mentions)


def _over(scene: Scene, index: int, party: Party) -> bool:
    """Whether a party stands beside the predicate or a word over it (министр обещал, что направит): likely its doer.

    Likely is also who says it behind it (вопрос закрыт, заявил министр).
    """
    tree = scene.tree
    words = {index, *tree.above(index)}
    words |= {child for child in tree.children[index] if tree.tokens[child].rel == "parataxis"}
    heads = (m.head for m in scene.mentions if m.start == party.start and m.type != "LOC")
    return any(_carrier(tree, head) in words for head in heads)


def _carrier(tree: Tree, index: int) -> int:
    """The first word over a noun that is no noun or attribute itself, else the last one."""
    return next((w for w in tree.above(index) if tree.tokens[w].pos not in ("NOUN", "PROPN", "ADJ")), index)


def code_of(party: Party) -> str | None:
    """The code by which a party acts, that of a gone state as its successor's."""
    return successor(party.code) if party.code else party.code


def codes_of(parties: Iterable[Party]) -> set[str | None]:
    """The codes by which parties act, None for one without."""
    return {code_of(party) for party in parties}
