"""Who did what to whom: PLOVER events with realis, read by word rules, syntax and the parties near by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.model import Event, Evidence, Mention, Party, Span, Token, Verdict
from letopis.reading.arguments import clause_parties, clause_words, inferred, of_whom, sides
from letopis.reading.event_dates import time_of
from letopis.reading.event_rules import EventRule, EventRules
from letopis.reading.issues import Issues
from letopis.reading.names import NER
from letopis.reading.plover import EventType, score_of
from letopis.reading.realis import realis_of, refuses, unreal_infinitive
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

__all__ = ["EventTools", "find_events", "iterate_verdicts", "time_of"]

PREDICATES = {"VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN"}
#: Acts whose content has not happened by being told: what they are about is no second event.
CLOSED = {
    "REQUEST",
    "REJECT",
    "AGREE",
    "THREATEN",
    "PROTEST",
    "CONCEDE",
    "SANCTION",
    "SUPPORT",
    "CONSULT",
    "COOPERATE",
    "AID",
}
COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
#: What a refusal of a cooperative act refuses, in PLOVER's modes of REJECT.
REFUSED_MODE = {
    "CONSULT": "meet",
    "AGREE": "assist",
    "SUPPORT": "assist",
    "COOPERATE": "assist",
    "AID": "assist",
    "CONCEDE": "yield",
    "RETREAT": "yield",
}
CONTEXTS = {
    "territory": "territory", "peace treaty": "diplomatic", "diplomacy": "diplomatic", "trade": "economic",
    "investment": "economic", "energy": "natural_resource", "gas": "natural_resource", "oil": "natural_resource",
    "fisheries": "natural_resource", "sanctions": "economic", "elections": "election", "terrorism": "terrorism",
    "human rights": "human_rights", "migration": "migration", "nuclear weapons": "cbrn", "cyber": "cyber",
    "espionage": "intelligence", "military cooperation": "military",
}  # fmt: skip
#: Relations over which a clause tells something of its own, and conjunctions under which it does not.
OPEN = {"advcl", "acl:relcl", "parataxis", "acl"}
#: How deep under a predicate its companion word may hang, and how far after it a parser's slip may have put it.
COMPANION_DEPTH = 3
COMPANION_REACH = 6


@dataclass(frozen=True, slots=True)
class EventTools:
    """What reading events needs: the rules, the codebook, the issues."""

    rules: EventRules
    codebook: Mapping[str, EventType]
    issues: Issues


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the words at `index`; `companion` is the word its condition found.

    `others` are the rules that fit there too, the likeliest first: they speak where the parties do not fit this one.
    """

    index: int
    companion: int | None
    rule: EventRule
    others: tuple[Match, ...] = ()


def find_events(scenes: Sequence[Scene], tools: EventTools, log: list[Verdict] | None = None) -> list[Event]:
    """The events of one stretch, in order of the text. `log` takes what every rule that looked decided, and why."""
    verdicts: list[Verdict] = [] if log is None else log
    out = []
    for number, scene in enumerate(scenes):
        kept, spare = _matches(scene, tools.rules, verdicts)
        for match in kept:
            tries = [match, *match.others, *([spare[match.companion]] if match.companion in spare else [])]
            events = (_event(scene, scenes[:number], one, tools, verdicts) for one in tries)
            event = next((event for event in events if event is not None), None)
            if event is not None:
                out.append(event)
    return out


# --- which words tell an event --------------------------------------------------------------------


def _matches(scene: Scene, rules: EventRules, log: list[Verdict]) -> tuple[list[Match], dict[int | None, Match]]:
    """The best rule at each word that tells an event, and, by word, those that may speak when it does not.

    Left out are words inside names and what only tells another event's content; the second are words that complete
    another predicate.
    """
    tree = scene.tree
    names = [m for m in scene.mentions if m.form == "name" and m.type != "EVENT"]
    named = {i for m in names for i in range(m.first, m.last + 1) if _part_of(m, tree, i)}
    found: dict[int, Match] = {}
    for index, token in enumerate(tree.tokens):
        if token.pos not in PREDICATES or index in named or _means_people(token):
            continue
        match = _best(scene, index, rules.by_lemma.get(token.lemma, ()), log)
        if match is not None:
            found[index] = match
    companions = {match.companion for match in found.values()}
    kept = []
    for index, match in found.items():
        reason = "it completes another predicate" if index in companions else _closed_by(tree, index, found)
        if reason is None and unreal_infinitive(tree, index):
            reason = "an infinitive or a purpose that tells no fact"
        _note(log, scene, match, spoke=reason is None, reason=reason or "its words fit")
        if reason is None:
            kept.append(match)
    return kept, {index: match for index, match in found.items() if index in companions}


def _means_people(token: Token) -> bool:
    """Whether a participle stands for those who do a thing (протестующие, подозреваемый) and not for the act."""
    return token.feats.get("VerbForm") == "Part" and token.rel in ("nsubj", "nsubj:pass", "obj", "iobj", "nmod")


def _part_of(name: Mention, tree: Tree, index: int) -> bool:
    """Whether a word inside a name is no predicate: the tagger alone may swallow one (Дания протестует)."""
    token = tree.tokens[index]
    return name.rule != NER or token.text[:1].isupper() or token.pos not in ("VERB", "NOUN")


def _best(scene: Scene, index: int, rules: Sequence[EventRule], log: list[Verdict]) -> Match | None:
    fitting: list[Match] = []
    reach = _reach(scene.tree, index) if rules else []
    for rule in rules:
        companion = _companion(reach, rule.companions) if rule.companions else None
        stranger = _companion(reach, rule.strangers) if rule.strangers else None
        match = Match(index, companion, rule)
        if rule.companions and companion is None:
            _note(log, scene, match, spoke=False, reason="none of its companion words depends on it")
        elif stranger is not None:
            _note(log, scene, match, spoke=False, reason=f"«{scene.tree.tokens[stranger].text}» excludes it")
        else:
            fitting.append(match)
    fitting.sort(key=_rank, reverse=True)
    return replace(fitting[0], others=tuple(fitting[1:])) if fitting else None


def _rank(match: Match) -> tuple[bool, float]:
    return match.companion is not None, match.rule.confidence


def _reach(tree: Tree, index: int) -> list[tuple[int, str]]:
    """The words that may complete a predicate, with lemmas: dependants, what it modifies, what follows."""
    out = list(tree.near(index, COMPANION_DEPTH))
    token = tree.tokens[index]
    if token.head >= 0 and token.rel in ("acl", "amod"):
        out.append(token.head)
    for after in range(index + 1, min(index + COMPANION_REACH, len(tree.tokens))):
        following = tree.tokens[after]
        if following.pos == "VERB" or following.text in ",;:.—–":
            break
        out.append(after)
    return [(word, tree.tokens[word].lemma) for word in out]


def _companion(reach: Sequence[tuple[int, str]], words: frozenset[str]) -> int | None:
    return next((word for word, lemma in reach if lemma in words), None)


def _closed_by(tree: Tree, index: int, found: Mapping[int, Match]) -> str | None:
    """Why a predicate inside another one's content is no event of its own, or None."""
    at = index
    for above in tree.above(index):
        token = tree.tokens[at]
        apart = token.rel in OPEN or (token.rel == "conj" and at != index)
        told = token.rel == "ccomp" and not any(tree.tokens[c].lemma in tree.grammar.purpose for c in tree.children[at])
        acting = token.rel in ("nsubj", "nsubj:pass") and tree.tokens[above].pos == "VERB" and above not in found
        if apart or told or acting:
            return None
        governor = found.get(above)
        if governor is not None and token.rel != "conj":
            charge = governor.rule.type == "ACCUSE" and tree.preposition(at) == "в"
            closed = charge or governor.rule.type in CLOSED or governor.rule.type == found[index].rule.type
            return f"it is what {governor.rule.name.split('#')[1]} is about" if closed else None
        at = above
    return None


# --- what the event is ----------------------------------------------------------------------------


def _event(scene: Scene, before: Sequence[Scene], match: Match, tools: EventTools, log: list[Verdict]) -> Event | None:
    tree, rule = scene.tree, match.rule
    actors, recipients, sure = _parties(scene, before, match)
    nominal = tree.tokens[match.index].pos in ("NOUN", "PROPN")
    reason = _unfit(rule, actors, recipients, sure=sure, nominal=nominal)
    if reason:
        _note(log, scene, match, spoke=False, reason=reason)
        return None
    kind, mode, realis = _standing(tree, match, tools.codebook)
    trigger = _trigger(scene, match)
    start, stop = _clause(scene, match, trigger)
    words = [tree.tokens[index] for index in clause_words(tree, match.index)]
    issue = tools.issues.find(words) or tools.issues.find(tree.tokens)
    evidence = Evidence(Span(scene.source, start, stop), rule.name, round(rule.confidence * (1 if sure else 0.85), 3))
    context = CONTEXTS.get(issue or "")
    return Event(
        evidence=evidence,
        trigger=trigger,
        type=kind,
        mode=mode,
        contexts=(context,) if context else (),
        actors=actors,
        recipients=recipients,
        when=time_of(scene, match.index, before),
        not_after=None,
        place=_place(scene, match.index),
        realis=realis,
        reported=False,
        issue=issue,
        score=score_of(tools.codebook, kind, mode),
    )


def _standing(tree: Tree, match: Match, codebook: Mapping[str, EventType]) -> tuple[str, str | None, str]:
    """Type, mode and realis: a refused cooperative act is a REJECT, a planned one what PLOVER makes of its future."""
    rule = match.rule
    if rule.type in COOPERATIVE and refuses(tree, match.index):
        return "REJECT", _refused_mode(tree, match), "actual"
    realis = realis_of(tree, match.index)
    kind = codebook[rule.type].planned if realis == "planned" else rule.type
    return kind, rule.mode if kind == rule.type else None, realis


def _refused_mode(tree: Tree, match: Match) -> str:
    words = {tree.tokens[word].lemma for word in tree.near(match.index, COMPANION_DEPTH)}
    return "meet" if words & tree.grammar.talks else REFUSED_MODE[match.rule.type]


def _parties(scene: Scene, before: Sequence[Scene], match: Match) -> tuple[tuple[Party, ...], tuple[Party, ...], bool]:
    """Actors, recipients, and whether both were read from the predicate's own words."""
    actors, recipients = sides(scene, match.index, match.rule)
    if match.companion is not None:
        actors, recipients = _with_companion(scene, match, actors, recipients)
    recipients = tuple(party for party in recipients if not _itself(scene, party, actors))
    mutual = match.rule.sides == "mutual"
    sure = len(_codes(actors)) >= 2 if mutual else bool(actors and recipients)
    if sure:
        return actors, recipients, True
    if mutual:
        return _fill_mutual(scene, before, match, actors), (), False
    return *_fill_directed(scene, before, match, actors, recipients), False


def _with_companion(
    scene: Scene, match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides with what stands around the companion word (подписан пакт между X и Y, получил помощь от Z)."""
    words = [match.companion or 0, *scene.tree.near(match.companion or 0, COMPANION_DEPTH)]
    if match.rule.sides == "mutual":
        for word in words:
            if len(_codes(actors)) >= 2:
                break
            actors = _joined(actors, sides(scene, word, match.rule)[0])
        return actors, recipients
    more, other = sides(scene, match.companion or 0, match.rule)
    if match.rule.sides == "undergone":
        more = more or of_whom(scene, match.companion or 0)
        return actors or tuple(p for p in more if p.id not in {r.id for r in recipients}), recipients
    if not actors:
        actors = tuple(party for party in more if _code(party) not in _codes(recipients))
    if not recipients:
        recipients = tuple(party for party in _joined(other, more) if _code(party) not in _codes(actors))
    return actors, recipients


def _joined(first: Sequence[Party], second: Sequence[Party]) -> tuple[Party, ...]:
    return tuple({party.id: party for party in (*second, *first)}.values())


def _fill_mutual(scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """A mutual act's other side: the one other state that the sentence (or the one before) names."""
    others = _others(scene, before, match, actors)
    return (*actors, *others[: 1 if actors else 2])


def _fill_directed(
    scene: Scene, before: Sequence[Scene], match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The missing sides: an actor that stands before the predicate, a recipient that is the one other state."""
    here = scene.tree.tokens[match.index].start
    if not actors:
        near = [p for p in clause_parties(scene, match.index) if p.id not in {r.id for r in recipients}]
        near = [p for p in near if _code(p) not in _codes(recipients) or p.code is None]
        ahead = [p for p in near if p.start is not None and p.start < here] or (near if not recipients else [])
        ahead.sort(key=lambda p: not _nominative(scene, p))
        actors = tuple(inferred(party) for party in ahead[:1])
    if not actors and match.rule.needs == "actor" and any(_told_of(scene, party, match.index) for party in recipients):
        actors, recipients = recipients, ()
    if not recipients:
        recipients = _others(scene, before, match, actors)[:1]
    return actors, recipients


def _itself(scene: Scene, party: Party, actors: Sequence[Party]) -> bool:
    """Whether a recipient is the very state for which an actor stands (министр подтвердил готовность Москвы)."""
    places = {m.start for m in scene.mentions if m.type == "GPE"}
    officials = [one for one in actors if one.start not in places and not (one.inferred and one.label is None)]
    return party.start in places and party.code is not None and _code(party) in _codes(officials)


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
    """States (or other parties with a code) near the predicate that are not yet among the known, nearest first."""
    taken = _codes(known)
    found: dict[str, Party] = {}
    for near in (scene, *reversed(before[-1:])):
        parties = clause_parties(scene, match.index) if near is scene else clause_parties(near, 0)
        for party in parties:
            code = _code(party)
            if code and code not in taken:
                found.setdefault(code, inferred(party))
        if found:
            break
    return tuple(found.values())


def _code(party: Party) -> str | None:
    return {"SUN": "RUS"}.get(party.code or "", party.code)


def _codes(parties: Sequence[Party]) -> set[str | None]:
    return {_code(party) for party in parties}


def _unfit(
    rule: EventRule, actors: Sequence[Party], recipients: Sequence[Party], *, sure: bool, nominal: bool
) -> str | None:
    """Why the parties found do not make an event of this rule, or None."""
    everyone = [*actors, *recipients]
    if not any(party.code for party in everyone):
        return "no state, official or organ is named near by"
    if rule.needs and not sure and not _own(rule, actors, recipients, nominal=nominal):
        return f"it needs its {rule.needs} side named"
    if not actors and rule.needs in ("actor", "both"):
        return "it needs an actor"
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


# --- where and when -------------------------------------------------------------------------------


def _trigger(scene: Scene, match: Match) -> tuple[Span, ...]:
    tokens = scene.tree.tokens
    words = [match.index, *([match.companion] if match.companion is not None else [])]
    return tuple(Span(scene.source, tokens[word].start, tokens[word].stop) for word in sorted(words))


def _clause(scene: Scene, match: Match, trigger: Sequence[Span]) -> tuple[int, int]:
    """The characters of the event: its clause, or a noun's phrase; marks at the edges left out."""
    tree = scene.tree
    if tree.tokens[match.index].pos in ("NOUN", "PROPN"):
        words = tree.subtree(match.index)
    else:
        words = clause_words(tree, match.index)
    words = _run(tree, match.index, words)
    start = min(tree.tokens[words[0]].start, *(span.start for span in trigger))
    stop = max(tree.tokens[words[-1]].stop, *(span.stop for span in trigger))
    return start, stop


def _run(tree: Tree, index: int, words: Sequence[int]) -> list[int]:
    """The words without marks and conjunctions at the edges."""
    idle = {"PUNCT", "CCONJ", "SCONJ"}
    out = list(words)
    while out and out[0] != index and tree.tokens[out[0]].pos in idle:
        out = out[1:]
    while out and out[-1] != index and tree.tokens[out[-1]].pos in idle:
        out = out[:-1]
    return out or [index]


def _place(scene: Scene, index: int) -> str | None:
    """The label of the place that the clause names with a locative."""
    words = set(clause_words(scene.tree, index))
    for mention in scene.mentions:
        located = (
            scene.tree.case(mention.head) == "Loc"
            and scene.tree.preposition(mention.head) in scene.tree.grammar.locative
        )
        if mention.head in words and mention.type in ("GPE", "LOC") and located and mention.form == "name":
            return mention.label
    return None


def _note(log: list[Verdict], scene: Scene, match: Match, *, spoke: bool, reason: str) -> None:
    token = scene.tree.tokens[match.index]
    log.append(Verdict(match.rule.name, token.start, token.stop, spoke, reason))


def iterate_verdicts(log: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts in order of the text, the last word of each rule at each place only."""
    last = {(verdict.rule, verdict.start): verdict for verdict in log}
    yield from sorted(last.values(), key=lambda verdict: (verdict.start, not verdict.spoke, verdict.rule))
