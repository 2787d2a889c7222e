"""Who did what to whom: PLOVER events with realis, read by word rules, syntax and the parties near by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letopis.model import Event, Evidence, Mention, Party, Span, Time, Verdict, When
from letopis.reading.arguments import clause_parties, clause_words, inferred, of_whom, sides
from letopis.reading.event_rules import EventRule, EventRules
from letopis.reading.intervals import when as dated
from letopis.reading.issues import Issues
from letopis.reading.names import NER
from letopis.reading.plover import EventType, score_of
from letopis.reading.realis import realis_of, refuses, unreal_infinitive
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

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
#: Marks that part what follows from the opening of a sentence.
BREAKS = frozenset("«»„“”\":;()")


@dataclass(frozen=True, slots=True)
class EventTools:
    """What reading events needs: the rules, the codebook, the issues."""

    rules: EventRules
    codebook: Mapping[str, EventType]
    issues: Issues


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the words at `index`; `companion` is the word its condition found."""

    index: int
    companion: int | None
    rule: EventRule


def find_events(scenes: Sequence[Scene], tools: EventTools, log: list[Verdict] | None = None) -> list[Event]:
    """The events of one stretch, in order of the text. `log` takes what every rule that looked decided, and why."""
    verdicts: list[Verdict] = [] if log is None else log
    out = []
    for number, scene in enumerate(scenes):
        kept, spare = _matches(scene, tools.rules, verdicts)
        for match in kept:
            event = _event(scene, scenes[:number], match, tools, verdicts)
            if event is None and match.companion in spare:
                event = _event(scene, scenes[:number], spare[match.companion], tools, verdicts)
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
    named = {i for m in scene.mentions if m.form == "name" for i in range(m.first, m.last + 1) if _part_of(m, tree, i)}
    found: dict[int, Match] = {}
    for index, token in enumerate(tree.tokens):
        if token.pos not in PREDICATES or index in named:
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


def _part_of(name: Mention, tree: Tree, index: int) -> bool:
    """Whether a word inside a name is no predicate: the tagger alone may swallow one (Дания протестует)."""
    token = tree.tokens[index]
    return name.rule != NER or token.text[:1].isupper() or token.pos not in ("VERB", "NOUN")


def _best(scene: Scene, index: int, rules: Sequence[EventRule], log: list[Verdict]) -> Match | None:
    best: Match | None = None
    for rule in rules:
        companion = _companion(scene.tree, index, rule.companions) if rule.companions else None
        stranger = _companion(scene.tree, index, rule.strangers) if rule.strangers else None
        match = Match(index, companion, rule)
        if rule.companions and companion is None:
            _note(log, scene, match, spoke=False, reason="none of its companion words depends on it")
        elif stranger is not None:
            _note(log, scene, match, spoke=False, reason=f"«{scene.tree.tokens[stranger].text}» excludes it")
        elif best is None or _rank(match) > _rank(best):
            best = match
    return best


def _rank(match: Match) -> tuple[bool, float]:
    return match.companion is not None, match.rule.confidence


def _companion(tree: Tree, index: int, words: frozenset[str]) -> int | None:
    """The word of the list that depends on the predicate, or that it modifies, or that follows it closely."""
    for near in tree.near(index, COMPANION_DEPTH):
        if tree.tokens[near].lemma in words:
            return near
    token = tree.tokens[index]
    if token.head >= 0 and token.rel in ("acl", "amod") and tree.tokens[token.head].lemma in words:
        return token.head
    for after in range(index + 1, min(index + COMPANION_REACH, len(tree.tokens))):
        following = tree.tokens[after]
        if following.pos == "VERB" or following.text in ",;:.—–":
            return None
        if following.lemma in words:
            return after
    return None


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
            closed = governor.rule.type in CLOSED or governor.rule.type == found[index].rule.type
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
        actors = tuple(inferred(party) for party in ahead[:1])
    if not recipients:
        recipients = _others(scene, before, match, actors)[:1]
    return actors, recipients


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


def time_of(scene: Scene, index: int, before: Sequence[Scene] = ()) -> When | None:
    """The date of what a word tells, None when unsure.

    It is the date of the word's own clause, of a predicate it is joined to, of the same run of words between marks, or
    the one that opens the sentence; for a past act in a sentence without times, that of the sentence before. A deadline
    (an interval without a beginning) is no date of an event.
    """
    tree = scene.tree
    times = _dating(scene)
    fitting = [time for time in times if _dates(tree, _word_at(tree, time), index)]
    here = tree.tokens[index].start
    for at in (index, *_joined_to(tree, index)):
        words = set(clause_words(tree, at))
        inside = [time for time in fitting if _word_at(tree, time) in words]
        inside = [time for time in inside if at == index or time.evidence.span.start < here]
        if inside:
            return _of_act(tree, index, _nearest(inside, here))
    beside = [time for time in fitting if _beside(tree, _word_at(tree, time), index)]
    if beside:
        return _of_act(tree, index, _nearest(beside, here))
    frames = [time for time in times if _frames(tree, _word_at(tree, time), index)]
    if frames:
        return _of_act(tree, index, frames[-1])
    feats = tree.tokens[index].feats
    goes_on = feats.get("Tense") == "Past" and feats.get("VerbForm") == "Fin" and not scene.times
    return _told_before(before[-1]) if goes_on and before else None


def _dating(scene: Scene) -> list[Time]:
    """The times that can date an event: no deadlines, and none that is a part of a longer time."""
    times = [time for time in scene.times if time.when is not None and not time.when.edtf.startswith("..")]
    spans = [time.evidence.span for time in times]
    return [time for time in times if not any(_inside(time.evidence.span, span) for span in spans)]


def _inside(part: Span, whole: Span) -> bool:
    return part != whole and whole.start <= part.start and part.stop <= whole.stop


def _nearest(times: Sequence[Time], here: int) -> Time:
    return min(times, key=lambda time: abs(time.evidence.span.start - here))


def _dates(tree: Tree, at: int, index: int) -> bool:
    """Whether a time whose word is `at` may date the word at `index`.

    The year of a name dates only that name and what is done to it (подписали декларацию 1956 года), a time behind an
    infinitive only the infinitive; a noun that another word governs is dated only by what hangs on it or stands beside.
    """
    token, word = tree.tokens[at], tree.tokens[index]
    if token.rel in ("nmod", "amod") and token.pos != "ADJ" and not tree.preposition(at) and token.head != index:
        named = tree.tokens[token.head]
        if named.pos in ("NOUN", "PROPN") and (named.rel != "obj" or named.head != index):
            return False
    if at > index and any(after.feats.get("VerbForm") == "Inf" for after in tree.tokens[index + 1 : at + 3]):
        return False
    governed = word.pos == "NOUN" and word.rel in ("obj", "nmod")
    return not governed or at in tree.subtree(index) or _beside(tree, at, index)


def _beside(tree: Tree, at: int, index: int) -> bool:
    """Whether no mark, no conjunction and no other verb stands between a time and a word."""
    first, last = sorted((at, index))
    between = tree.tokens[first + 1 : last]
    return at >= 0 and not any(token.pos in ("PUNCT", "SCONJ", "VERB") for token in between)


def _frames(tree: Tree, at: int, index: int) -> bool:
    """Whether a time stands before all verbs of its sentence, and the word goes on from there at the same level."""
    if not 0 <= at < index or tree.tokens[index].feats.get("VerbForm") == "Part":
        return False
    if any(token.pos in ("VERB", "AUX", "SCONJ") for token in tree.tokens[:at]):
        return False
    between = range(at + 1, index)
    return not any(_leaves(tree, word) for word in between)


def _leaves(tree: Tree, index: int) -> bool:
    """Whether something begins at a word that the opening of its sentence does not date: other speech, a subclause."""
    token = tree.tokens[index]
    return token.pos == "SCONJ" or token.rel == "acl:relcl" or token.text in BREAKS


def _of_act(tree: Tree, index: int, time: Time) -> When | None:
    """The date that a time gives an act: one completed "since" a day happened on it; of a participle it tells none."""
    word = tree.tokens[index].feats
    if time.when is None or not time.when.edtf.endswith("/..") or word.get("Aspect") != "Perf":
        return time.when
    return None if word.get("VerbForm") == "Part" else dated(time.when.edtf.removesuffix("/.."))


def _told_before(scene: Scene) -> When | None:
    """The day, month or year of a sentence's last main predicate; None for an interval."""
    tree = scene.tree
    main = [i for i, t in enumerate(tree.tokens) if t.pos == "VERB" and t.rel in ("root", "conj", "parataxis")]
    told = [when for index in reversed(main) if (when := time_of(scene, index)) is not None]
    return told[0] if told and "/" not in told[0].edtf else None


def _joined_to(tree: Tree, index: int) -> list[int]:
    """The predicates that a predicate is joined to, nearest first: what dates them before it dates it too."""
    out, at = [], index
    while tree.tokens[at].head >= 0:
        token = tree.tokens[at]
        gerund = token.rel == "advcl" and token.feats.get("VerbForm") == "Conv"
        if token.rel not in ("conj", "xcomp") and not gerund:
            break
        at = token.head
        out.append(at)
    return out


def _word_at(tree: Tree, time: Time) -> int:
    """The last word of a time expression: the one that hangs in the clause."""
    inside = [i for i, t in enumerate(tree.tokens) if time.evidence.span.start <= t.start < time.evidence.span.stop]
    return tree.head_of(inside[0], inside[-1]) if inside else -1


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
