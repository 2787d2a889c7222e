"""The path of the data on one page: from a source to everything it says.

``read_source`` is a pure function of a source and the tools: it reads each source by itself, so that the order of
sources is nothing and any number of processes can share the work; ``read_all`` gives the same for several, whose
sentences go through the models together. What sources have in common (copies, tellings of one thing) is settled where
they are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from letopis.language import pack as packs
from letopis.language.detecting import detect
from letopis.language.lexicon import PatternRule, load_patterns
from letopis.model import (
    Account,
    Agreement,
    Attitude,
    Cut,
    Debris,
    Event,
    Figure,
    Name,
    Record,
    Sentence,
    Source,
    Statement,
    Stretch,
    Time,
    Unit,
    Verdict,
)
from letopis.passages.copies import fingerprint
from letopis.passages.cuts import find_cuts, load_cut_rules, merge_cuts
from letopis.passages.debris import find_debris
from letopis.passages.splices import SpliceModel, find_splices, load_splice_model, split_at
from letopis.passages.stretches import Bounds, blank_out, find_passages, find_stretches
from letopis.reading.actors.actors import Memory, expect_persons, find_actors, find_roles
from letopis.reading.actors.names import name_records
from letopis.reading.actors.tenures import plain_titles, with_bearers
from letopis.reading.agreements import AgreementWords, find_agreements, load_agreement_words
from letopis.reading.attitudes.attitudes import (
    AttitudeRule,
    Shown,
    find_attitudes,
    find_learnt,
    known_signs,
    load_attitude_words,
)
from letopis.reading.attitudes.opinions import OpinionModel, load_opinion_model
from letopis.reading.events.confidence import Trust, calibrated, load_trust
from letopis.reading.events.event_rules import load_event_rules
from letopis.reading.events.events import EventTools, find_events, iterate_verdicts
from letopis.reading.events.plover import load_codebook
from letopis.reading.figures.figures import find_figures
from letopis.reading.figures.quantities import FigureWords, load_figure_words
from letopis.reading.issues import load_issues
from letopis.reading.scenes import Scene
from letopis.reading.statements.bearers import with_bearers_named
from letopis.reading.statements.cues import Cues, load_cues
from letopis.reading.statements.quotations import Quotation, find_quotations
from letopis.reading.statements.statements import find_statements
from letopis.reading.statements.voices import Voice, with_countries
from letopis.reading.times.dates import find_times
from letopis.reading.times.reckoning import Clock
from letopis.reading.times.time_words import TimeWords, load_time_words
from letopis.reading.trees import Tree

#: Records that make a sentence speak; names and times alone leave it silent.
SPEAKING = (Event, Statement, Agreement, Figure)
#: Acts that are done by saying them.
SPOKEN = {"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything that reading needs, loaded once a process."""

    pack: packs.Pack
    debris: tuple[PatternRule, ...]
    cuts: tuple[PatternRule, ...]
    splices: SpliceModel
    times: TimeWords
    figures: FigureWords
    events: EventTools
    cues: Cues
    agreements: AgreementWords
    attitudes: Mapping[str, AttitudeRule]
    #: None leaves the rules' own confidences, as training needs them.
    trust: Trust | None
    #: The learnt reading of opinions, where it is asked for.
    opinions: OpinionModel | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A source taken apart: what is no prose, cuts, the runs of prose between, and these with their sentences."""

    source: Source
    debris: Sequence[Debris]
    cuts: Sequence[Cut]
    runs: Sequence[Bounds]
    stretches: Sequence[Stretch] = ()


@dataclass(slots=True)
class Told:
    """What a source has told so far: persons and states, dates, events, who spoke last; and its quotations."""

    quotations: Sequence[Quotation] = ()
    persons: Memory = field(default_factory=Memory)
    voice: Voice = field(default_factory=Voice)
    clock: Clock = field(default_factory=Clock)
    events: list[Event] = field(default_factory=list)
    scenes: Sequence[Scene] = ()
    #: What each stretch shows of attitudes, where the learnt model is asked for: it sees a source at once.
    shown: list[Shown] = field(default_factory=list)


def load_tools(language: str = "ru", register: Sequence[Path] = (), *, learnt: bool = False) -> Tools:
    """The tools of a language; reads its models, rules and lists (2 s). `register` are a user's own register files.

    `learnt` adds the learnt reading of opinions (0.2-0.3 ms a sentence). Raises UsageError for a language without a
    pack, RuleError for a bad rule or register.
    """
    pack = packs.load(language, register)
    codebook = load_codebook()
    events = load_event_rules(f"{language}/events", codebook)
    attitudes = load_attitude_words(f"{language}/attitudes.toml")
    return Tools(
        pack=pack,
        debris=load_patterns(f"{language}/debris.toml"),
        cuts=load_cut_rules(f"{language}/cuts.toml"),
        splices=load_splice_model(f"{language}/splices.json"),
        times=load_time_words(language),
        figures=load_figure_words(language),
        events=EventTools(
            events,
            codebook,
            load_issues(f"{language}/issues.txt", pack.lemmas.forms),
        ),
        cues=load_cues(f"{language}/statements.toml"),
        agreements=load_agreement_words(f"{language}/agreements.toml"),
        attitudes=attitudes,
        opinions=load_opinion_model(f"{language}/opinions.npz", pack.analyser.vectors, known_signs(attitudes, events))
        if learnt
        else None,
        trust=load_trust(f"{language}/confidence.json"),
    )


def read_source(source: Source, tools: Tools) -> Account:
    """Everything that one source says.

    A text in a language that no pack reads is kept and says why it is unread.
    """
    return read_all([source], tools)[0]


def read_all(sources: Sequence[Source], tools: Tools) -> list[Account]:
    """Everything that each of several sources says: the same as one by one, and faster for short ones."""
    readable = {at for at, source in enumerate(sources) if tools.pack.reads(source.text)}
    laid = _lay_out([sources[at] for at in sorted(readable)], tools)
    return [_read(next(laid), tools) if at in readable else _unread(one) for at, one in enumerate(sources)]


def _unread(source: Source) -> Account:
    language = source.language or detect(source.text)
    return Account(replace(source, unread="no language pack reads it", language=language), (), (), 0)


def _read(layout: Layout, tools: Tools) -> Account:
    source, stretches = layout.source, layout.stretches
    records: list[Record] = [*layout.debris, *layout.cuts, *find_passages(source, layout.runs)]
    memory = Told(quotations=_quotations(source, stretches, layout.cuts))
    _expect(stretches, tools, memory)
    places = {cut.evidence.span.start for cut in layout.cuts}
    for stretch in stretches:
        if stretch.sentences and stretch.sentences[0].start in places:
            memory.voice.forget()
            memory.clock.restart()
            memory.events.clear()
            memory.scenes = ()
        records += _read_stretch(source, stretch, tools, memory)
    if tools.opinions is not None:
        records += [_placed(one, source.published) for one in find_learnt(memory.shown, tools.opinions)]
    records = with_countries(with_bearers_named(_all_reported(records), memory.voice.bearers))
    if tools.trust is not None:
        records = [calibrated(record, tools.trust) for record in records]
    units = tuple(_unit(source.text, sentence) for stretch in stretches for sentence in stretch.sentences)
    return Account(replace(source, language=tools.pack.code), units, tuple(_once(records)), _silent(units, records))


def explain(source: Source, tools: Tools, at: int | None = None) -> list[Verdict]:
    """Which event rules looked at the text (at the sentence around offset `at`) and why each spoke or declined."""
    log: list[Verdict] = []
    layout = next(_lay_out([source], tools))
    stretches = layout.stretches
    memory = Told(quotations=_quotations(source, stretches, layout.cuts))
    _expect(stretches, tools, memory)
    for stretch in stretches:
        _read_stretch(source, stretch, tools, memory, log)
        inside = [s for s in stretch.sentences if at is None or s.start <= at < s.stop]
        if at is not None and inside:
            return [one for one in iterate_verdicts(log) if inside[0].start <= one.start < inside[0].stop]
    return list(iterate_verdicts(log)) if at is None else []


def _expect(stretches: Sequence[Stretch], tools: Tools, told: Told) -> None:
    """Lets the readings know the full names of a source beforehand."""
    sentences = (sentence for stretch in stretches for sentence in stretch.sentences if sentence.entities)
    expect_persons((Tree(sentence, tools.pack.grammar) for sentence in sentences), tools.pack, told.persons)


def _lay_out(sources: Sequence[Source], tools: Tools) -> Iterator[Layout]:
    """What is no prose in each source, where texts were run together, and the sentences between, as stretches."""
    patterned = [_by_patterns(source, tools) for source in sources]
    for layout, sentences in zip(patterned, _analyse(patterned, tools.pack), strict=True):
        splices = find_splices(layout.source, sentences, tools.pack.analyser.vectors, tools.splices)
        cuts = merge_cuts([*layout.cuts, *splices])
        runs = find_stretches(layout.source, layout.debris, cuts) if splices else layout.runs
        yield replace(layout, cuts=cuts, runs=runs, stretches=split_at(sentences, splices))


def _by_patterns(source: Source, tools: Tools) -> Layout:
    """The layout of a source as far as patterns see it, without sentences."""
    debris = find_debris(source, tools.debris)
    cuts = find_cuts(source, debris, tools.cuts, tools.debris)
    return Layout(source, debris, cuts, find_stretches(source, debris, cuts))


def _analyse(layouts: Iterable[Layout], pack: packs.Pack) -> Iterator[list[Stretch]]:
    """The stretches of each source with their sentences; those of all go through the models in one run."""
    waiting: deque[tuple[Bounds, int]] = deque()
    counts: deque[int] = deque()

    def runs() -> Iterator[tuple[str, list[tuple[int, int]]]]:
        for layout in layouts:
            text = blank_out(layout.source.text, layout.debris)
            split = [pack.analyser.split(text, run.start, run.stop) for run in layout.runs]
            waiting.extend((run, len(places)) for run, places in zip(layout.runs, split, strict=True))
            counts.append(len(split))
            yield text, [place for places in split for place in places]

    for analysed in pack.analyser.analyse_all(runs()):
        sentences = iter(analysed)
        some = (waiting.popleft() for _ in range(counts.popleft()))
        yield [Stretch(tuple(islice(sentences, count)), run.headline) for run, count in some]


def _read_stretch(
    source: Source, stretch: Stretch, tools: Tools, told: Told, log: list[Verdict] | None = None
) -> list[Record]:
    """What one stretch says: names and roles, times, then statements, events, agreements, attitudes, figures."""
    sentences = tuple(sentence for sentence in stretch.sentences if sentence.tokens)
    stretch = replace(stretch, sentences=sentences)
    times = find_times(source.text, source.sha256, stretch, tools.times, source.published, told.clock)
    trees = [Tree(sentence, tools.pack.grammar) for sentence in sentences]
    found = find_actors(trees, tools.pack, told.persons)
    scenes = [
        Scene(source.text, source.sha256, source.published, tree, mentions, offices, _inside(times, tree.sentence))
        for tree, (mentions, offices) in zip(trees, found, strict=True)
    ]
    names: list[Name] = [name for scene in scenes for name in name_records(scene.mentions, source.sha256)]
    roles = [role for s in scenes for role in find_roles(s.tree, s.mentions, s.offices, source.sha256)]
    statements = find_statements(
        scenes, told.quotations, tools.cues, tools.events.issues, told.voice, headline=stretch.headline
    )
    found_events = find_events(scenes, tools.events, log, told.events, told.scenes)
    told.events += found_events
    told.scenes = scenes[-1:] or told.scenes
    events = [_reported(event, statements) for event in found_events]
    agreements = find_agreements(scenes, tools.agreements, told.persons.dyad)
    figures: list[Figure] = find_figures(source.text, source.sha256, stretch, tools.figures, times)
    attitudes = find_attitudes(scenes, events, statements, tools.attitudes)
    if tools.opinions is not None:
        told.shown.append(Shown(scenes, statements, attitudes))
    spoken: list[Statement | Event | Agreement | Attitude] = [*statements, *events, *agreements, *attitudes]
    titles = plain_titles(scenes, tools.pack)
    placed = [_placed(with_bearers(one, titles, tools.pack.persons), source.published) for one in spoken]
    return [*names, *roles, *times, *placed, *figures]


def _quotations(source: Source, stretches: Sequence[Stretch], cuts: Sequence[Cut]) -> list[Quotation]:
    """The quotations of a source: they may reach over line ends, never over a cut."""
    places = {cut.evidence.span.start for cut in cuts}
    texts: list[list[tuple[int, int]]] = [[]]
    for stretch in stretches:
        if stretch.sentences and stretch.sentences[0].start in places:
            texts.append([])
        if stretch.sentences:
            texts[-1].append((stretch.sentences[0].start, stretch.sentences[-1].stop))
    return [quotation for runs in texts for quotation in find_quotations(source.text, runs)]


def _inside(times: Iterable[Time], sentence: Sentence) -> list[Time]:
    return [time for time in times if sentence.start <= time.evidence.span.start < sentence.stop]


def _reported(event: Event, statements: Sequence[Statement]) -> Event:
    """The event marked as reported when its predicate stands inside what somebody says and is not done by saying it."""
    at = event.trigger[0]
    around = [s for s in statements if s.evidence.span.start <= at.start and at.stop <= s.evidence.span.stop]
    return replace(event, reported=bool(around) and not any(_done_by_saying(event, s) for s in around))


def _done_by_saying(event: Event, statement: Statement) -> bool:
    """Whether a speaker does in words what he says (мы отказываемся): a promise, a refusal, a demand of his own."""
    speaker = statement.speaker
    if event.type not in SPOKEN or speaker is None or speaker.code is None:
        return False
    return any(party.code == speaker.code for party in event.actors)


def _all_reported(records: Sequence[Record]) -> list[Record]:
    """The records with those events reported, too, that stand in a quotation whose cue comes only lines later."""
    direct = [record for record in records if isinstance(record, Statement) and record.form == "direct"]
    return [
        _reported(record, direct) if isinstance(record, Event) and not record.reported else record for record in records
    ]


def _placed(
    record: Statement | Event | Agreement | Attitude, published: str | None
) -> Statement | Event | Agreement | Attitude:
    """An undated record with the source's publication date as the day it cannot be later than."""
    return replace(record, not_after=published) if record.when is None and published else record


def _unit(text: str, sentence: Sentence) -> Unit:
    lemmas = " ".join(token.lemma for token in sentence.tokens if token.pos != "PUNCT")
    return Unit(sentence.start, sentence.stop, fingerprint(text[sentence.start : sentence.stop]), lemmas)


def _once(records: Iterable[Record]) -> Iterator[Record]:
    """Each record once, in order of the text."""
    seen: dict[Record, None] = dict.fromkeys(records)
    yield from sorted(seen, key=lambda record: (record.evidence.span.start, record.evidence.span.stop))


def _silent(units: Sequence[Unit], records: Sequence[Record]) -> int:
    """How many sentences gave no record but names and times."""
    starts = sorted(r.evidence.span.start for r in records if isinstance(r, SPEAKING))
    return sum(bisect_left(starts, unit.start) == bisect_left(starts, unit.stop) for unit in units)
