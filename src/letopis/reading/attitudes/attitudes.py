"""Who is shown to be for or against whom: by acts, by words of attitude, by praise and blame.

Four readings, each with the words that show it. An act that happened or is planned (``events``) tells its actor's
attitude to its recipient, by its PLOVER type. A predicate of attitude (ненавидит, доверяет) tells its subject's. A word
of praise or blame beside somebody (лживый режим) tells the attitude of whoever speaks: the speaker inside what is said,
the author elsewhere. What no rule knows a learnt model may see (``opinions``), where it is asked. An attitude is
evidence, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from letopis.errors import RuleError
from letopis.language.lexicon import Rule, fold, load_rules
from letopis.model import Attitude, Event, Evidence, Mention, Party, Span, Statement
from letopis.reading.attitudes.opinions import AUTHOR as BY_AUTHOR
from letopis.reading.attitudes.opinions import TYPES, Candidate, Opinion, OpinionModel, find_opinions
from letopis.reading.clauses.arguments import parties_at, sides, subject_of
from letopis.reading.clauses.realis import realis_of
from letopis.reading.events.event_rules import EventRules
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: PLOVER types that show whose side one is on; an agreement or a visit shows none.
FOR = frozenset({"SUPPORT", "COOPERATE", "AID", "CONCEDE"})
AGAINST = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
#: What the confidence of an act or of a rule is worth for an attitude, as measured on marked sentences; and what that
#: is worth where a side is read from elsewhere (``docs/models.md``).
ACT, WORDED, INFERRED = 0.72, 0.65, 0.6
#: Of so many parties on one side the first are taken: a long list tells little of each.
MOST_PARTIES = 4
ACTOR, AUTHOR = "actor", "author"
KINDS = ("predicate", "word")
#: How sure the learnt model must be of a judging word, of its target, and of all; what its probability is worth.
SURE_WORD, SURE_PAIR, SURE = 0.35, 0.25, 0.2
LEARNT = "reading/opinions#model"
#: So many sentences go through the model together: more are no faster and take more memory.
AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class AttitudeRule:
    """Words that show an attitude: `kind` is predicate or word, `sign` pos or neg, `to` places of the target."""

    name: str
    kind: str
    sign: str
    sides: str
    to: tuple[str, ...]
    confidence: float


def load_attitude_words(path: str) -> dict[str, AttitudeRule]:
    """The rules of a file such as ``ru/attitudes.toml`` by folded lemma. Raises RuleError for a bad field."""
    table: dict[str, AttitudeRule] = {}
    for rule in load_rules(path):
        read = _attitude_rule(rule)
        for lemma in rule.fields["lemmas"]:
            if fold(lemma) in table:
                raise RuleError(f"{rule.name}: {lemma!r} stands in {table[fold(lemma)].name} too")
            table[fold(lemma)] = read
    return table


def _attitude_rule(rule: Rule) -> AttitudeRule:
    fields = rule.fields
    if fields.get("kind") not in KINDS or fields.get("sign") not in ("pos", "neg") or not fields.get("lemmas"):
        raise RuleError(f"{rule.name}: needs `kind` ({' or '.join(KINDS)}), `sign` (pos or neg) and `lemmas`")
    to, side = tuple(fields.get("to", ())), fields.get("sides", "directed")
    return AttitudeRule(rule.name, fields["kind"], fields["sign"], side, to, float(fields["confidence"]))


def find_attitudes(
    scenes: Sequence[Scene],
    events: Sequence[Event],
    statements: Sequence[Statement],
    words: Mapping[str, AttitudeRule],
) -> list[Attitude]:
    """The attitudes that one stretch shows, those of words first; `words` are the language's words of attitude."""
    shown = [attitude for scene in scenes for attitude in _in_sentence(scene, words)]
    worded = {attitude.cue[0].start for attitude in shown}
    acts = (attitude for event in events for attitude in _of_event(event))
    shown += [attitude for attitude in acts if all(span.start not in worded for span in attitude.cue)]
    return [_told(attitude, statements) for attitude in shown]


# --- acts -------------------------------------------------------------------------------------------------------------


def _of_event(event: Event) -> Iterator[Attitude]:
    """What an act shows: of each actor towards each recipient; without an actor, of somebody unnamed."""
    if event.realis not in ("actual", "planned") or event.type not in FOR | AGAINST:
        return
    sign = "pos" if event.type in FOR else "neg"
    for holder, target in _pairs(event.actors, event.recipients):
        sure = not target.inferred and holder is not None and not holder.inferred
        confidence = round(event.evidence.confidence * ACT * (1 if sure else INFERRED), 3)
        evidence = replace(event.evidence, confidence=confidence)
        yield Attitude(evidence, holder, target, sign, ACTOR, event.trigger, when=event.when)


def _pairs(holders: Sequence[Party], targets: Sequence[Party]) -> Iterator[tuple[Party | None, Party]]:
    for target in targets[:MOST_PARTIES]:
        for holder in holders[:MOST_PARTIES] or (None,):
            if holder is None or holder.id != target.id:
                yield holder, target


# --- words ------------------------------------------------------------------------------------------------------------


def _in_sentence(scene: Scene, words: Mapping[str, AttitudeRule]) -> Iterator[Attitude]:
    """What the words of one sentence show; nothing where they are negated or only supposed."""
    if not scene.mentions:
        return
    named = {word for m in scene.mentions if m.form == "name" for word in range(m.first, m.last + 1)}
    for index, token in enumerate(scene.tree.tokens):
        rule = words.get(token.lemma)
        if rule is None or index in named or realis_of(scene.tree, index) not in ("actual", "planned"):
            continue
        found = _predicate(scene, index, rule) if rule.kind == "predicate" else _beside(scene, index)
        for holder, target in found:
            if target.start is not None and target.start <= token.start < (target.stop or 0):
                continue
            cue = Span(scene.source, token.start, token.stop)
            confidence = round(rule.confidence * WORDED, 3)
            evidence = Evidence(_from_to(scene, cue, holder, target), rule.name, confidence)
            yield Attitude(evidence, holder, target, rule.sign, ACTOR if rule.kind == "predicate" else AUTHOR, (cue,))


def _predicate(scene: Scene, index: int, rule: AttitudeRule) -> Iterator[tuple[Party | None, Party]]:
    holders, targets = sides(scene, index, rule)
    yield from _pairs(holders, targets) if holders else ()


def _beside(scene: Scene, index: int) -> Iterator[tuple[None, Party]]:
    """Whom a word of praise or blame is said of: what it modifies, or the subject that it is the predicate of."""
    tree = scene.tree
    token = tree.tokens[index]
    alike = token.rel in ("appos", "nmod") and tree.case(index) == tree.case(token.head)
    if alike or (token.rel == "amod" and token.pos in ("ADJ", "VERB")):
        heads = [token.head]
    else:
        heads = [child for child in tree.children[index] if tree.tokens[child].rel in ("appos", "flat")]
        subject = subject_of(tree, index) if token.rel == "root" and token.pos in ("ADJ", "NOUN") else None
        heads += [subject] if subject is not None else []
    for head in heads:
        for party in parties_at(scene, head, prepositional=False)[:1]:
            yield None, party


def _from_to(scene: Scene, cue: Span, holder: Party | None, target: Party) -> Span:
    """The stretch from the first to the last of the cue and those it relates, as far as they stand in the sentence."""
    places = [(cue.start, cue.stop)]
    for party in (holder, target):
        if party is not None and party.start is not None and party.stop is not None:
            inside = scene.start <= party.start and party.stop <= scene.stop
            places += [(party.start, party.stop)] if inside else []
    return Span(cue.source, min(start for start, _ in places), max(stop for _, stop in places))


# --- what is learnt ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What one stretch shows without the learnt model: its sentences, its statements, the attitudes that rules know."""

    scenes: Sequence[Scene]
    statements: Sequence[Statement]
    attitudes: Sequence[Attitude]


def find_learnt(some: Sequence[Shown], model: OpinionModel) -> Iterator[Attitude]:
    """The attitudes of stretches that no rule knows and the model sees; many sentences go through it together."""
    scenes = [scene for one in some for scene in one.scenes]
    runs = (scenes[at : at + AT_ONCE] for at in range(0, len(scenes), AT_ONCE))
    found = (attitudes for run in runs for attitudes in _of_opinions(run, model))
    for one in some:
        known = {(span.start, attitude.target.id) for attitude in one.attitudes for span in attitude.cue}
        for attitude in (attitude for told in islice(found, len(one.scenes)) for attitude in told):
            if (attitude.cue[0].start, attitude.target.id) not in known:
                yield _told(attitude, one.statements)


def _of_opinions(scenes: Sequence[Scene], model: OpinionModel) -> Iterator[list[Attitude]]:
    """For each sentence what the learnt model is sure of, where both sides are known or one is nobody named."""
    parties = [_parties(scene) for scene in scenes]
    candidates = [candidates_of(s.tree, s.mentions) if known else () for s, known in zip(scenes, parties, strict=True)]
    trees = [scene.tree for scene in scenes]
    found = find_opinions(trees, candidates, model, word=SURE_WORD, pair=SURE_PAIR, wanted=parties)
    for scene, known, some, opinions in zip(scenes, parties, candidates, found, strict=True):
        yield [one for opinion in opinions for one in _of_opinion(opinion, scene, known, some)]


def _of_opinion(
    opinion: Opinion, scene: Scene, known: Mapping[int, Party], some: Sequence[Candidate]
) -> Iterator[Attitude]:
    target = known[some[opinion.target].head]
    holder = known.get(some[opinion.holder].head) if opinion.holder >= 0 else None
    if opinion.probability < SURE or (holder is not None and holder.id == target.id):
        return
    token = scene.tree.tokens[opinion.cue]
    cue = Span(scene.source, token.start, token.stop)
    evidence = Evidence(_from_to(scene, cue, holder, target), LEARNT, round(min(opinion.probability, 0.95), 3))
    yield Attitude(evidence, holder, target, opinion.sign, AUTHOR if opinion.holder == BY_AUTHOR else ACTOR, (cue,))


def _parties(scene: Scene) -> dict[int, Party]:
    """The one party that each acting mention means, by its head word."""
    acting = (m for m in scene.mentions if m.acts and m.form != "pronoun" and len(m.parties) == 1)
    return {mention.head: mention.parties[0] for mention in acting}


# --- who says so ------------------------------------------------------------------------------------------------------


def _told(attitude: Attitude, statements: Sequence[Statement]) -> Attitude:
    """The attitude with who says so: what an author would show, a speaker shows inside what he says."""
    at = attitude.cue[0]
    spans = [s for s in statements if s.evidence.span.start <= at.start and at.stop <= s.evidence.span.stop]
    if not spans:
        return attitude
    inner = max(spans, key=lambda statement: statement.evidence.span.start)
    if attitude.voice == AUTHOR:
        return replace(attitude, holder=inner.speaker, voice=ACTOR, when=inner.when)
    return replace(attitude, reporter=inner.speaker)


# --- what the learnt reading needs ------------------------------------------------------------------------------------


def known_signs(words: Mapping[str, AttitudeRule], events: EventRules) -> dict[str, int]:
    """The sign of each lemma that a rule knows: 1 for praise and help, 2 for blame and harm."""
    signs: dict[str, int] = {}
    for lemma, rules in events.by_lemma.items():
        good, bad = (sum(rule.type in types for rule in rules) for types in (FOR, AGAINST))
        if good != bad:
            signs[lemma] = 1 if good > bad else 2
    signs.update({lemma: 1 if rule.sign == "pos" else 2 for lemma, rule in words.items()})
    return signs


def candidates_of(tree: Tree, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """Who may judge or be judged in a sentence: those named or described, and persons and bodies by a common noun."""
    found: dict[int, Candidate] = {}
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (m.form == "descriptor", m.first - m.last)):
        if mention.form == "pronoun" or mention.head in taken or mention.type not in TYPES:
            continue
        found[mention.head] = Candidate(mention.head, mention.first, mention.last, mention.type)
        taken.update(range(mention.first, mention.last + 1))
    for entity in tree.sentence.entities:
        words = [i for i, token in enumerate(tree.tokens) if entity.start <= token.start < entity.stop]
        if words and not taken & set(words):
            head = next((word for word in words if tree.tokens[word].head not in words), words[0])
            found[head] = Candidate(head, words[0], words[-1], entity.type)
            taken.update(words)
    for index, token in enumerate(tree.tokens):
        body = token.pos == "NOUN" and (token.feats.get("Animacy") == "Anim" or token.lemma in tree.grammar.body)
        if body and index not in taken:
            first = index - 1 if index and tree.tokens[index - 1].head == index and _described(tree, index) else index
            found[index] = Candidate(index, first, index, "NOUN")
    return tuple(found[head] for head in sorted(found))


def _described(tree: Tree, index: int) -> bool:
    return tree.tokens[index - 1].rel == "amod"
