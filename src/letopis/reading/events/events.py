"""Who did what to whom: PLOVER events with realis, read by word rules, syntax and the parties near by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.model import Event, Evidence, Party, Span, Verdict
from letopis.reading.clauses.arguments import (
    clause_words,
)
from letopis.reading.clauses.phrase_parties import inferred
from letopis.reading.clauses.realis import realis_of, refuses
from letopis.reading.clauses.suppositions import hypothetical
from letopis.reading.events.event_dates import time_of
from letopis.reading.events.event_rules import EventRule, EventRules
from letopis.reading.events.guesses import FORCE, codes_of
from letopis.reading.events.matching import COMPANION_DEPTH, STANDING, Match, find_matches, note
from letopis.reading.events.modes import open_mode
from letopis.reading.events.parties import (
    find_parties,
    is_armed,
    is_done_by_things,
    named,
    strangers_of,
    unfit,
    without,
)
from letopis.reading.events.places import find_place
from letopis.reading.events.plover import EventType, score_of
from letopis.reading.events.standing import is_homely, is_political
from letopis.reading.issues import Issues
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

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
#: What a later bare noun for an act between several takes its parties from, within so many characters and events.
ECHOED = {"CONSULT": {"CONSULT", "AGREE", "COOPERATE"}}
ECHO = 800
ECHOES = 20
#: The mode of what states withhold from each other.
STATE_SANCTIONS = "discontinue"


@dataclass(frozen=True, slots=True)
class EventTools:
    """What reading events needs: the rules, the codebook, the issues."""

    rules: EventRules
    codebook: Mapping[str, EventType]
    issues: Issues


@dataclass(frozen=True, slots=True)
class Echo:
    """Who took part in acts told of before: the `talkers` of the last talk, and who did an act that goes on to whom."""

    talkers: tuple[Party, ...]
    resumed: tuple[tuple[Party, ...], tuple[Party, ...]]


def find_events(
    scenes: Sequence[Scene],
    tools: EventTools,
    log: list[Verdict] | None = None,
    earlier: Sequence[Event] = (),
    ahead: Sequence[Scene] = (),
) -> list[Event]:
    """The events of one stretch, in order of the text. `log` takes what every rule that looked decided, and why.

    `earlier` are those of the stretches before it in the same article, whose parties a bare noun may take up, and
    `ahead` the last sentences of these, which may date what goes on with them.
    """
    out: list[Event] = []
    homely = is_homely(scenes)
    for number, scene in enumerate(scenes):
        before = scenes[:number]
        kept, spare = find_matches(scene, tools.rules, log)
        for match in kept:
            recent = [*earlier[-ECHOES:], *out]
            echo = Echo(
                _echo(recent, match.rule.type, scene.start - ECHO),
                _resumed(recent, match.rule, scene.start - ECHO),
            )
            event = _likeliest(scene, before, match, tools, log, echo, homely)
            told = [(match, event)]
            if event is None:
                inner = spare[match.index]
                told = [(one, _likeliest(scene, before, one, tools, log, echo, homely)) for one in inner]
            for one, event in told:
                if event is not None:
                    out.append(replace(event, when=time_of(scene, one.index, before or ahead)))
    return out


def _likeliest(
    scene: Scene,
    before: Sequence[Scene],
    match: Match,
    tools: EventTools,
    log: list[Verdict] | None,
    echo: Echo,
    homely: bool,
) -> Event | None:
    """The event of the first rule at a word whose parties fit."""
    events = (_event(scene, before, one, tools, log, echo, homely) for one in (match, *match.others))
    return next((event for event in events if event is not None), None)


def _echo(told: Sequence[Event], kind: str, since: int) -> tuple[Party, ...]:
    """The parties of the last act of a kind between several told of after the character `since`.

    A bare "переговоры" or "бои" is theirs.
    """
    for event in reversed(told):
        if event.evidence.span.start < since:
            break
        parties = (*event.actors, *event.recipients)
        if event.type in ECHOED.get(kind, ()) and len(codes_of(parties) - {None}) >= 2:
            return tuple(inferred(party) for party in parties)
    return ()


def _resumed(told: Sequence[Event], rule: EventRule, since: int) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who did the last such act to whom, when it goes on until it is lifted: what follows tells more of it."""
    for event in reversed(told if rule.type in STANDING else ()):
        if event.evidence.span.start < since:
            break
        sides = (event.actors, event.recipients)
        alike = event.type == rule.type and event.mode in (rule.mode, STATE_SANCTIONS)
        if alike and all(any(p.code for p in side) for side in sides):
            return tuple(map(inferred, event.actors)), tuple(map(inferred, event.recipients))
    return (), ()


# --- what the event is ----------------------------------------------------------------------------


def _event(
    scene: Scene,
    before: Sequence[Scene],
    match: Match,
    tools: EventTools,
    log: list[Verdict] | None,
    echo: Echo,
    homely: bool,
) -> Event | None:
    """The event that a match tells, None when its parties do not fit; `echo` are those of acts told of before."""
    tree, rule = scene.tree, match.rule
    strangers = strangers_of(scene, match)
    cast = find_parties(scene, before, match, strangers, homely=homely)
    actors, recipients, sure = cast.actors, cast.recipients, cast.sure
    echoed = rule.type in ECHOED and rule.sides == "mutual" and not named(actors) and bool(echo.talkers)
    actors = echo.talkers if echoed else actors
    if homely:
        actors, recipients = (tuple(without(side, cast.doubted)) for side in (actors, recipients))
    actors, recipients = _with_resumed(actors, recipients, *echo.resumed)
    nominal = tree.tokens[match.index].pos in ("NOUN", "PROPN")
    kind, mode, realis = _standing(tree, match, tools.codebook)
    refused = kind == "REJECT" and rule.sides == "mutual" and named(actors)
    doers = without(actors, strangers[0])
    known = [doers, recipients if any(p.code and not p.inferred for p in doers) else without(recipients, strangers[1])]
    public = any(_acts(scene, rule, party) for side in known for party in side)
    reason = unfit(rule, *known, sure=sure or echoed or refused, nominal=nominal, public=public)
    reason = "a thing is its subject" if is_done_by_things(scene, match) else reason
    if reason:
        note(log, scene, match, spoke=False, reason=reason)
        return None
    actors, recipients = (tuple(without(side, cast.doubted)) for side in (actors, recipients))
    mode = mode or open_mode(tree, match.index, kind, actors, tools.rules.mode_words)
    trigger = _trigger(scene, match)
    start, stop = _clause(scene, match, trigger)
    issue = _issue(tree, match, tools.issues)
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
        when=None,
        not_after=None,
        place=find_place(scene, match.index),
        realis=realis,
        reported=False,
        issue=issue,
        score=score_of(tools.codebook, kind, mode),
    )


def _acts(scene: Scene, rule: EventRule, party: Party) -> bool:
    """Whether a party makes an act one of politics: a public one that acts for a state, or insurgents who use force."""
    return bool(party.code and is_political(scene, party)) or (rule.type in FORCE and is_armed(scene, party))


def _issue(tree: Tree, match: Match, issues: Issues) -> str | None:
    """What an act is about, by the words of its clause or else of its sentence."""
    words = [tree.tokens[index] for index in clause_words(tree, match.index)]
    return issues.find(words) or issues.find(tree.tokens)


def _with_resumed(
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    doers: tuple[Party, ...],
    others: tuple[Party, ...],
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides with those of the act that is spoken of further, where none read here contradicts them."""
    read = [[p for p in side if p.code and not p.inferred] for side in (actors, recipients)]
    fits = all(codes_of(here) <= codes_of(there) for here, there in zip(read, (doers, others), strict=True))
    if not fits or not doers:
        return actors, recipients
    return actors if read[0] else doers, recipients if read[1] else others


def _standing(tree: Tree, match: Match, codebook: Mapping[str, EventType]) -> tuple[str, str | None, str]:
    """Type, mode and realis: a refused cooperative act is a REJECT, a planned one what PLOVER makes of its future."""
    rule = match.rule
    if rule.type in COOPERATIVE and refuses(tree, match.index):
        return "REJECT", _refused_mode(tree, match), "hypothetical" if hypothetical(tree, match.index) else "actual"
    realis = realis_of(tree, match.index)
    if rule.denied and realis == "negated":
        return rule.type, rule.mode, "actual"
    if rule.negation is not None and realis == "negated":
        return rule.negation, None, "actual"
    kind = codebook[rule.type].planned if realis == "planned" else rule.type
    return kind, rule.mode if kind == rule.type else None, realis


def _refused_mode(tree: Tree, match: Match) -> str:
    words = {tree.tokens[word].lemma for word in tree.near(match.index, COMPANION_DEPTH)}
    return "meet" if words & tree.grammar.talks else REFUSED_MODE[match.rule.type]


# --- where and when -------------------------------------------------------------------------------


def _trigger(scene: Scene, match: Match) -> tuple[Span, ...]:
    tokens = scene.tree.tokens
    words = {match.index, *(word for word in (match.companion, match.told) if word is not None)}
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


def iterate_verdicts(log: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts in order of the text, the last word of each rule at each place only."""
    last = {(verdict.rule, verdict.start): verdict for verdict in log}
    yield from sorted(last.values(), key=lambda verdict: (verdict.start, not verdict.spoke, verdict.rule))
