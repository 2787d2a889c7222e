"""Who does it and to whom: the parties around a predicate, by relation, case and preposition.

Subjects come down to participles, gerunds and infinitives; agents of passives stand in the instrumental; a noun takes
its parties from adjectives (японские санкции), genitives (визит Медведева) and prepositions (переговоры с Ираном).
A party that is not itself an argument is taken from inside one (позиция России). What is still missing is looked for
in the clause, then in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from letopis.identity import party_id
from letopis.model import Mention, Party
from letopis.reading.actors.antecedents import state_party
from letopis.reading.clauses.phrase_parties import adjective_parties, distinct, modifier_parties, own_parties, without
from letopis.reading.clauses.unnamed import owners
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

CASES = {"Nom": "nom", "Gen": "gen", "Dat": "dat", "Acc": "acc", "Ins": "ins", "Loc": "loc"}
#: Acts done by speaking: a place is their doer where nobody else is told.
SPOKEN = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
#: The class of newspapers, agencies and broadcasters.
MEDIA = "JRN"
#: The class of courts, and where those stand before which somebody is accused.
JUDICIARY = "JUD"
FORA = frozenset({"в+acc", "в+loc", "перед+ins", "к+dat"})
#: The classes of companies.
FIRMS = frozenset({"MNC", "BUS"})
#: Acts that may take land: it is the state's that owns it, even where the text does not say whose it is.
TAKING = frozenset({"ASSAULT", "COERCE"})
#: Acts of force: the land where one happens is not for that the one it is done to (удары в Сирии).
ELSEWHERE = frozenset({"ASSAULT", "MOBILIZE"})


class Sided(Protocol):
    """What tells where the parties of a predicate stand."""

    @property
    def sides(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Argument:
    """Parties that stand in one slot around a predicate; `index` is the slot's head word."""

    slot: str
    index: int
    parties: tuple[Party, ...]


def arguments_of(scene: Scene, index: int) -> list[Argument]:
    """The arguments of the predicate at `index` that hold parties, in order of the text."""
    tree = scene.tree
    nominal = tree.tokens[index].pos in ("NOUN", "PROPN")
    out = _noun_arguments(scene, index) if nominal else _verb_arguments(scene, index)
    return [argument for argument in out if argument.parties]


def parties_at(scene: Scene, index: int, *, prepositional: bool = True) -> tuple[Party, ...]:
    """The parties that the noun phrase at a word means: itself, or the state that modifies it; its conjuncts too."""
    out = list(own_parties(scene, index, prepositional=prepositional))
    for conjunct in scene.tree.conjuncts(index):
        if scene.tree.tokens[conjunct].pos in ("NOUN", "PROPN", "ADJ", "PRON", "DET"):
            out += own_parties(scene, conjunct, prepositional=prepositional)
    return distinct(out)


def sides(scene: Scene, index: int, rule: Sided) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The actors and the recipients of an event told at `index` by a rule, missing sides filled from near by."""
    arguments = arguments_of(scene, index)
    kind = getattr(rule, "type", "")  # an attitude is no event and has none
    if kind in TAKING and scene.tree.meanwhile(index):  # после теракта министр ушёл: he did not do it
        below = set(scene.tree.subtree(index))
        arguments = [argument for argument in arguments if argument.index in below]
    if kind in TAKING:  # сбил самолёт «Аэрофлота»: it was not done to the company
        arguments = [replace(a, parties=_without_companies(scene, a)) for a in arguments]
    if kind == "ACCUSE":  # подал жалобу в суд: it is not the court that is blamed
        courts = {office.head for office in scene.offices if office.sector == JUDICIARY}
        arguments = [a for a in arguments if a.index not in courts or a.slot not in FORA]
        # осудил убийство датчан: who is blamed did it to them
        arguments = [replace(a, parties=_without_victims(scene, a)) for a in arguments]
    if rule.sides == "mutual":  # европейское сотрудничество is one among Europeans
        arguments = [a for a in arguments if a.slot != "adj" or any(party.code for party in a.parties)]
        topics = {"acc"} if kind == "CONSULT" else set()  # what is discussed does not take part
        return _mutual(arguments, [slot for slot in scene.tree.grammar.mutual_slot if slot not in topics]), ()
    if rule.sides == "undergone":
        actors = _first(arguments, scene.tree.grammar.doer_slot)
        recipients = _first(arguments, ("subj", "gen", "acc", "dat"))
        return actors, without(recipients, actors)
    grammar = scene.tree.grammar
    order = (*rule.to, *(grammar.visit_slot if rule.sides == "visit" else grammar.recipient_slot))
    gen_is_recipient = "gen" in rule.to
    nominal = scene.tree.tokens[index].pos in ("NOUN", "PROPN")
    if gen_is_recipient:
        actor_slots: tuple[str, ...] = ("subj", "agent", "adj")
    elif nominal:  # осудил вторжение Боливии: the noun's own doer before the subject of the verb that carries it
        actor_slots = ("agent", "gen", "adj", "subj")
    else:
        actor_slots = ("subj", "agent", "gen", "adj")
    actor_slots = tuple(slot for slot in actor_slots if slot != "adj" or slot not in rule.to)
    arguments = [_of_bodies(scene, a) if a.slot in getattr(rule, "by", ()) else a for a in arguments]
    actors = _first(arguments, actor_slots) or (_voices_of(scene, index) if kind in SPOKEN else ())
    nobody = not actors and rule.sides != "visit" and is_impersonal(scene.tree, index)
    if (actors and kind in ELSEWHERE) or nobody or _befalls_people(scene.tree, index):
        order = tuple(slot for slot in order if slot in rule.to or not slot.endswith("+loc"))
    used = {argument.index for argument in arguments if argument.slot in actor_slots and argument.parties == actors}
    rest = [argument for argument in arguments if argument.index not in used]
    recipients = without(_first(rest, order), actors)
    if not recipients and kind in TAKING and {"acc", "gen"} & set(rule.to):
        recipients = without(owners(scene, index), actors)
    return actors, recipients


def _without_victims(scene: Scene, argument: Argument) -> tuple[Party, ...]:
    """The parties of an argument; of one that tells what was done to somebody those alone who did it."""
    if scene.tree.tokens[argument.index].lemma not in scene.tree.grammar.harm:
        return argument.parties
    doers = [party for agent in _agents_below(scene, argument.index) for party in agent.parties]
    attributes = [child for child in scene.tree.children[argument.index] if scene.tree.tokens[child].rel == "amod"]
    return distinct([*doers, *(party for child in attributes for party in adjective_parties(scene, child))])


def _without_companies(scene: Scene, argument: Argument) -> tuple[Party, ...]:
    """The parties of an argument; a company that only runs the plane or ship in it gives way to the state it is of."""
    word = scene.tree.tokens[argument.index]
    if word.lemma not in scene.tree.grammar.conveyance:
        return argument.parties
    run = {office.head for office in scene.offices if office.sector in FIRMS} - {argument.index}
    firms = {m.start: m for m in scene.mentions if m.type == "ORG" and (m.sector in FIRMS or m.head in run)}
    out = [party for party in argument.parties if party.start not in firms]
    for party in argument.parties:
        code = firms[party.start].code if party.start in firms else None
        if code:
            out.append(Party(party_id(None, code), None, None, code, start=word.start, stop=word.stop, inferred=True))
    return distinct(out)


def _befalls_people(tree: Tree, index: int) -> bool:
    """Whether a verb is done to people (в Осло арестован шпион): the land where it is done does not suffer it."""
    passive = is_passive(tree, index)
    objects = [c for c in tree.children[index] if tree.tokens[c].rel == "obj" and not tree.preposition(c)]
    subject = subject_of(tree, index) if passive else None
    words = objects if subject is None else [*objects, subject]
    return any(tree.tokens[word].feats.get("Animacy") == "Anim" for word in words)


def _of_bodies(scene: Scene, argument: Argument) -> Argument:
    """An argument as the doer's, with its organisations alone."""
    bodies = {mention.start for mention in scene.mentions if mention.type == "ORG"}
    return Argument("agent", argument.index, tuple(party for party in argument.parties if party.start in bodies))


def _voices_of(scene: Scene, index: int) -> tuple[Party, ...]:
    """Who speaks when a plural verb without a subject only tells where (в Осло осудили удары): those states."""
    tree = scene.tree
    feats = tree.tokens[index].feats
    if feats.get("VerbForm") != "Fin" or feats.get("Number") != "Plur" or subject_of(tree, index) is not None:
        return ()
    verbs = [index, *([tree.tokens[index].head] if tree.tokens[index].rel == "conj" else [])]
    for verb in verbs:
        for child in tree.children[verb]:
            if tree.case(child) == "Loc" and tree.preposition(child) in tree.grammar.locative:
                placed = {child, *tree.conjuncts(child)}
                states = [m for m in scene.mentions if m.head in placed and m.type == "GPE" and m.code]
                if states:
                    return distinct([state_party(m) for m in states])
    return ()


def of_whom(scene: Scene, index: int) -> tuple[Party, ...]:
    """The parties in the genitive of a noun (поддержкой Китая)."""
    return _first(arguments_of(scene, index), ("gen",))


def clause_parties(scene: Scene, index: int) -> list[Party]:
    """The acting parties of the sentence, those of the predicate's own clause first, the nearest first.

    A paper that is named tells of an act and is seldom in it.
    """
    tree = scene.tree
    clause = set(clause_words(tree, index))
    here = tree.tokens[index].start
    papers = {office.head for office in scene.offices if office.sector == MEDIA}
    papers |= {m.head for m in scene.mentions if m.sector == MEDIA}
    acting = [
        m
        for m in scene.mentions
        if m.form == "pronoun" or (m.acts and (m.code or m.label) and m.head not in papers and not _located(tree, m))
    ]
    acting.sort(key=lambda m: (m.head not in clause, abs(m.start - here)))
    adjectives = [
        m for m in scene.mentions if m.form == "adjective" and m.code and tree.tokens[m.head].head not in papers
    ]
    adjectives.sort(key=lambda m: (m.head not in clause, abs(m.start - here)))
    return [party for m in acting for party in m.parties] + [state_party(m) for m in adjectives]


def _located(tree: Tree, mention: Mention) -> bool:
    """Whether a state is only where something happens (в США)."""
    return (
        mention.type == "GPE"
        and tree.case(mention.head) == "Loc"
        and tree.preposition(mention.head) in tree.grammar.locative
    )


def clause_words(tree: Tree, index: int) -> list[int]:
    """The words of the clause a word stands in: its subtree up to other clauses; a noun's is its predicate's."""
    top = index
    if tree.tokens[index].pos in ("NOUN", "PROPN"):
        top = next((above for above in tree.above(index) if tree.tokens[above].pos in ("VERB", "ADJ")), index)
    out, todo = [], [top]
    while todo:
        at = todo.pop()
        out.append(at)
        todo += tree.clause_children[at]
    first, last = _between_semicolons(tree, index)
    return sorted(word for word in out if first < word < last)


def _between_semicolons(tree: Tree, index: int) -> tuple[int, int]:
    """The semicolons around a word, or the sentence's ends."""
    marks = tree.semicolons
    return max((m for m in marks if m < index), default=-1), min(
        (m for m in marks if m > index), default=len(tree.tokens)
    )


# --- slots ----------------------------------------------------------------------------------------


def _verb_arguments(scene: Scene, index: int) -> Iterator[Argument]:
    tree = scene.tree
    passive = is_passive(tree, index)
    subject = subject_of(tree, index)
    if subject is not None:
        parties = parties_at(scene, subject, prepositional=False)
        yield Argument("acc" if passive else "subj", subject, parties)
    shared = [tree.tokens[index].head] if tree.tokens[index].rel == "conj" else []
    for child in [*tree.children[index], *_shared_objects(tree, index, shared)]:
        if child != subject:
            yield from _slot(scene, child, passive=passive)


def _shared_objects(tree: Tree, index: int, heads: Sequence[int]) -> list[int]:
    """Objects that a second verb shares with the first (задержал и потопил суда): only where it has nothing else."""
    for child in tree.children[index]:
        if tree.tokens[child].rel in ("obj", "iobj", "ccomp", "xcomp") or tree.preposition(child) in tree.grammar.about:
            return []
    return [c for head in heads for c in tree.children[head] if tree.tokens[c].rel in ("obj", "iobj") and c > head]


def is_passive(tree: Tree, index: int) -> bool:
    """Whether a predicate's subject is what it is done to."""
    token = tree.tokens[index]
    return token.feats.get("Voice") == "Pass" or any(
        tree.tokens[child].rel == "nsubj:pass" for child in tree.children[index]
    )


def is_impersonal(tree: Tree, index: int) -> bool:
    """Whether a plural verb has no subject (в Перу запретили въезд): somebody acts where it says."""
    feats = tree.tokens[index].feats
    return feats.get("VerbForm") == "Fin" and feats.get("Number") == "Plur" and subject_of(tree, index) is None


def subject_of(tree: Tree, index: int) -> int | None:
    """The word that is the subject of a predicate, its own or the one it takes from the verb it hangs on."""
    subjects = [c for c in tree.children[index] if tree.tokens[c].rel in ("nsubj", "nsubj:pass", "csubj")]
    subjects = [child for child in subjects if not tree.preposition(child)]
    if subjects:
        return _antecedent(tree, min(subjects, key=lambda child: abs(child - index)))
    token, head = tree.tokens[index], tree.tokens[index].head
    if head < 0:
        return None
    if token.rel == "acl" and token.feats.get("VerbForm") == "Inf" and _decided(tree, head):
        return subject_of(tree, tree.tokens[head].head)
    if token.rel in ("acl", "amod", "acl:relcl"):
        return head if tree.tokens[head].pos in ("NOUN", "PROPN", "PRON") else None
    if token.rel in ("conj", "advcl", "xcomp", "parataxis", "ccomp", "obl", "obj", "aux", "cop") and _hangs(
        tree, index
    ):
        commanded = _commanded(tree, head) if token.rel == "xcomp" else None
        return commanded if commanded is not None else subject_of(tree, head)
    return None


def _decided(tree: Tree, noun: int) -> bool:
    """Whether a noun over an infinitive is what somebody has or takes (принял решение выслать): he does it."""
    above = tree.tokens[noun].head
    if tree.tokens[noun].pos == "PRON":  # перед тем, как выслать
        return above >= 0
    owned = any(tree.tokens[c].rel == "nmod" and not tree.preposition(c) for c in tree.children[noun])
    return above >= 0 and not owned and tree.tokens[noun].rel == "obj" and tree.tokens[above].pos == "VERB"


def _hangs(tree: Tree, index: int) -> bool:
    """Whether a verb takes its subject from its head: a second verb, a gerund, an infinitive."""
    token = tree.tokens[index]
    form = token.feats.get("VerbForm")
    if tree.tokens[token.head].pos not in ("VERB", "ADJ", "AUX"):
        return False
    return form in ("Conv", "Inf") or token.rel == "conj" or token.pos == "ADJ"


def _commanded(tree: Tree, verb: int) -> int | None:
    """Whom a verb of asking sets over its infinitive (призвал Иран вывести): None where it has no such object."""
    if tree.tokens[verb].lemma not in tree.grammar.asking:
        return None
    return next((c for c in tree.children[verb] if tree.tokens[c].rel in ("obj", "iobj")), None)


def _blamed(tree: Tree, verb: int) -> int | None:
    """Whom a verb of blaming blames: he did what it blames him for (обвинил Москву в обстреле)."""
    if tree.tokens[verb].lemma not in tree.grammar.blaming:
        return None
    return next((c for c in tree.children[verb] if tree.tokens[c].rel in ("obj", "iobj")), None)


def _antecedent(tree: Tree, index: int) -> int:
    """The noun that a relative pronoun stands for, else the word itself."""
    if tree.tokens[index].lemma not in tree.grammar.relative:
        return index
    for above in tree.above(index):
        if tree.tokens[above].rel in ("acl:relcl", "acl") and tree.tokens[above].head >= 0:
            return tree.tokens[above].head
    return index


def _slot(scene: Scene, child: int, *, passive: bool) -> Iterator[Argument]:
    """The slot that a dependant of a verb fills, by its case and preposition."""
    tree = scene.tree
    token = tree.tokens[child]
    if token.rel in (
        "punct",
        "cc",
        "mark",
        "advmod",
        "aux",
        "aux:pass",
        "cop",
        "case",
        "conj",
        "ccomp",
        "advcl",
        "parataxis",
    ):
        return
    if token.rel == "xcomp" and token.pos == "VERB":
        if tree.tokens[token.head].lemma in tree.grammar.asking:  # what somebody is asked to do has parties of its own
            return
        for inner in tree.children[child]:
            if tree.tokens[inner].rel in ("obj", "obl", "iobj"):
                yield from _slot(scene, inner, passive=False)
        return
    child = _antecedent(tree, child)
    token = tree.tokens[child]
    preposition = tree.preposition(child)
    named = tree.grammar.slot_noun.get(f"{preposition} {token.lemma}")
    if named is not None:
        yield Argument(named, child, modifier_parties(scene, child, prepositional=True))
        return
    case = CASES.get(tree.case(child), "")
    parties = parties_at(scene, child)
    if not preposition and case == "ins" and (passive or token.rel == "obl:agent"):
        yield Argument("agent", child, parties)
    elif preposition:
        yield Argument(_slot_name(tree, preposition, case), child, parties)
    else:
        yield Argument(case if token.rel != "obj" else "acc", child, parties)


def _slot_name(tree: Tree, preposition: str, case: str) -> str:
    """The slot of a preposition and a case: ``против+gen``; compound ones by their noun (в отношении, со стороны)."""
    words = preposition.split()
    if len(words) > 1:
        return tree.grammar.slot_noun.get(" ".join(words[:2]), f"{preposition}+{case}")
    return f"{preposition}+{case}"


def _noun_arguments(scene: Scene, index: int) -> Iterator[Argument]:
    tree = scene.tree
    agents = _agents_below(scene, index)
    yield from agents
    by_agents = {party.id for argument in agents for party in argument.parties}
    governed = bool(agents)
    for child in [*tree.children[index], *_shared_modifiers(tree, index)]:
        token = tree.tokens[child]
        preposition, case = tree.preposition(child), CASES.get(tree.case(child), "")
        if token.rel in ("amod", "det"):
            yield Argument(_adjective_slot(tree, child), child, adjective_parties(scene, child))
        elif token.rel in ("nmod", "obl", "appos", "nsubj", "flat") and preposition:
            named = tree.grammar.slot_noun.get(f"{preposition} {token.lemma}")
            if named is not None:
                parties = modifier_parties(scene, child, prepositional=True)
                yield Argument(named, child, parties)
            else:
                yield Argument(_slot_name(tree, preposition, case), child, parties_at(scene, child))
        elif token.rel in ("nmod", "nsubj", "iobj", "obl"):
            slot = "dat" if case == "dat" else ("acc" if governed else "gen")
            parties = parties_at(scene, child, prepositional=False)
            yield Argument(slot, child, tuple(party for party in parties if party.id not in by_agents))
    yield from _carrier_arguments(scene, index)


def _shared_modifiers(tree: Tree, index: int) -> list[int]:
    """What joined nouns share: the adjective before the first, the genitive behind the second (осада и штурм Ур)."""
    own = {tree.tokens[child].rel for child in tree.children[index]}
    shared = []
    if tree.tokens[index].rel == "conj" and index - tree.tokens[index].head == 2 and "amod" not in own:
        shared += [c for c in tree.children[tree.tokens[index].head] if tree.tokens[c].rel == "amod"]
    if index + 2 < len(tree.tokens) and tree.tokens[index + 2].head == index and tree.tokens[index + 2].rel == "conj":
        behind = [c for c in tree.children[index + 2] if tree.tokens[c].rel == "nmod" and not tree.preposition(c)]
        shared += behind if "nmod" not in own else []
    return shared


def _adjective_slot(tree: Tree, index: int) -> str:
    """The slot of an adjective: the doer's, or behind a prefix that of whom it is about (антияпонские санкции)."""
    word = tree.tokens[index].text.lower()
    return next((slot for prefix, slot in tree.grammar.slot_prefix.items() if word.startswith(prefix)), "adj")


def _agents_below(scene: Scene, index: int) -> list[Argument]:
    """Who does what a noun says, in the instrumental (арест танкера Ирана Гибралтаром), however the parser hung it."""
    tree = scene.tree
    below = set(tree.subtree(index))
    doers = [m for m in scene.mentions if m.acts and m.form != "adjective" and m.head in below and m.head > index]
    return [
        Argument("agent", mention.head, mention.parties)
        for mention in doers
        if tree.case(mention.head) == "Ins" and tree.tokens[mention.first - 1].pos not in ("ADP", "CCONJ")
    ][:1]


def _carrier_arguments(scene: Scene, index: int) -> Iterator[Argument]:
    """What the verb that carries a noun adds: совершил визит в X, выступил с критикой Y."""
    tree = scene.tree
    head = tree.tokens[index].head
    if (
        head < 0
        or tree.preposition(index) in tree.grammar.about | tree.grammar.cause  # who tells of a thing did not do it
        or tree.tokens[head].pos != "VERB"
        or tree.tokens[index].rel not in ("obj", "obl", "nsubj:pass", "nsubj")
    ):
        return
    if tree.tokens[index].rel == "obj" and tree.tokens[head].lemma in tree.grammar.blaming:
        return  # осудил похищение: he did not do it
    if tree.tokens[index].rel in ("obj", "obl"):
        subject = _blamed(tree, head) if tree.preposition(index) else None
        subject = subject if subject is not None else subject_of(tree, head)
        if subject is not None:
            yield Argument("subj", subject, parties_at(scene, subject, prepositional=False))
    for child in tree.children[head]:
        if child != index and tree.tokens[child].rel in ("obl", "iobj"):
            yield from _slot(scene, child, passive=is_passive(tree, head))


# --- parties of a phrase --------------------------------------------------------------------------


# --- choosing -------------------------------------------------------------------------------------


def _first(arguments: Sequence[Argument], order: Sequence[str]) -> tuple[Party, ...]:
    """The parties of the first slot that names one with a code, else of the first that means one, or any."""
    filled = [[p for argument in arguments if argument.slot == slot for p in argument.parties] for slot in order]
    named = next((parties for parties in filled if any(p.code and not p.inferred for p in parties)), None)
    coded = named or next((parties for parties in filled if any(party.code for party in parties)), None)
    if coded is not None:
        return distinct([party for party in coded if party.code or party.label])
    return distinct(next((parties for parties in filled if parties), []))


def _mutual(arguments: Sequence[Argument], slots: Sequence[str]) -> tuple[Party, ...]:
    """All parties of a mutual act; objects count only while fewer than two are known."""
    found: list[Party] = []
    for slot in slots:
        if slot in ("acc", "dat") and len(distinct(found)) >= 2:
            break
        found += [party for argument in arguments if argument.slot == slot for party in argument.parties]
    return distinct(found)
