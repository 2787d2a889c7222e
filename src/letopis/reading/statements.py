"""Who said what: direct and indirect speech with speaker, cue, addressee and medium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.language.lexicon import fold, load_rules
from letopis.model import Evidence, Party, Span, Statement, Token
from letopis.reading import said
from letopis.reading.antecedents import gender_of
from letopis.reading.events import time_of
from letopis.reading.issues import Issues
from letopis.reading.quotations import Quotation, find_quotations, words_in
from letopis.reading.scenes import Scene
from letopis.reading.speakers import addressee_of, as_speaker, meant_by, speaker_of

#: A quotation shorter than this is a name or a phrase, unless it fills its sentence.
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue lemmas by what they take: lemma -> {takes: rule name}."""

    by_lemma: Mapping[str, Mapping[str, str]]

    def rule(self, lemma: str, takes: str) -> str | None:
        """The rule by which a lemma takes this kind of said part, or None."""
        return self.by_lemma.get(lemma, {}).get(takes)

    def speaks(self, lemma: str) -> bool:
        """Whether a lemma is a cue of any kind."""
        return lemma in self.by_lemma


def load_cues(path: str) -> Cues:
    """The cue words of a file such as ``ru/statements.toml``."""
    table: dict[str, dict[str, str]] = {}
    for rule in load_rules(path):
        for lemma in rule.fields["lemmas"]:
            for takes in rule.fields["takes"]:
                table.setdefault(fold(lemma), {}).setdefault(takes, rule.name)
    return Cues(table)


@dataclass(frozen=True, slots=True)
class Said:
    """A said part before it is a record."""

    start: int
    stop: int
    form: str
    rule: str
    scene: Scene
    cue: int | None
    speaker: Party | None
    addressee: Party | None = None
    medium: bool = False
    relayed_by: Party | None = None


@dataclass(slots=True)
class Voice:
    """Who spoke last in a source, as far as no cut has come since: whom он and политик mean where they speak."""

    speaker: Party | None = None


def find_statements(
    scenes: Sequence[Scene], cues: Cues, issues: Issues, voice: Voice, *, headline: bool = False
) -> list[Statement]:
    """The statements of one stretch, in order of the text; nested speech is a record of its own."""
    if not scenes:
        return []
    text = scenes[0].text
    quotations = find_quotations(text, scenes[0].start, scenes[-1].stop)
    parts = [part for quotation in quotations for part in _direct(scenes, quotation, cues)]
    for scene in scenes:
        parts += _indirect(scene, cues, quotations)
        if headline:
            parts += _headline(scene)
    return [_record(part, issues) for part in _continued(_settle(parts, text), voice)]


# --- direct speech --------------------------------------------------------------------------------


def _direct(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[Said]:
    text = scenes[0].text
    if words_in(text, quotation) < FEWEST_WORDS:
        return
    for scene, cue in _cue_candidates(scenes, quotation, cues):
        rule = cues.rule(scene.tree.tokens[cue].lemma, "quotation")
        if rule:
            speaker = speaker_of(scene, cue)
            yield Said(quotation.start, quotation.stop, "direct", rule, scene, cue, speaker, addressee_of(scene, cue))
            return


def _cue_candidates(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[tuple[Scene, int]]:
    """Cue words that may bring a quotation: after «…», — , or before a colon; nearest first."""
    text = scenes[0].text
    after = text[quotation.stop + 1 : quotation.stop + 8]
    before = text[max(0, quotation.start - 6) : quotation.start]
    if any(mark in after for mark in "—–-"):
        for scene in scenes:
            for index, token in enumerate(scene.tree.tokens):
                near = quotation.stop < token.start < quotation.stop + 120
                if near and cues.rule(token.lemma, "quotation") and token.pos == "VERB":
                    yield scene, index
    if ":" in before:
        for scene in reversed(scenes):
            for index in reversed(range(len(scene.tree.tokens))):
                token = scene.tree.tokens[index]
                near = quotation.start - 160 < token.start < quotation.start
                if near and cues.rule(token.lemma, "quotation") and token.pos in ("VERB", "ADJ"):
                    yield scene, index


# --- indirect speech ------------------------------------------------------------------------------


def _indirect(scene: Scene, cues: Cues, quotations: Sequence[Quotation]) -> Iterator[Said]:
    tree = scene.tree
    for index, token in enumerate(tree.tokens):
        takes = cues.by_lemma.get(token.lemma)
        if not takes or _narrates(token):
            continue
        finders = (
            ("clause", said.clause_said), ("about", said.about_said), ("naming", said.naming_said),
            ("source", said.source_said), ("aside", said.aside_said), ("medium", said.aside_said),
            ("infinitive", said.infinitive_said), ("object", said.object_said),
        )  # fmt: skip
        for name, finder in finders:
            rule = takes.get(name)
            if rule is None:
                continue
            place = finder(tree, index, cues.speaks)
            quoted = _named_in_quotes(place, quotations) if name == "naming" and place else None
            if quoted is not None:
                yield Said(quoted.start, quoted.stop, "direct", rule, scene, index, speaker_of(scene, index))
                break
            if place is not None and not _is_quotation(place, quotations):
                medium = name == "medium"
                speaker = speaker_of(scene, index)
                yield Said(*place, "indirect", rule, scene, index, speaker, addressee_of(scene, index), medium)
                break


def _narrates(token: Token) -> bool:
    """Whether a cue is the reporter's own (напомним, отметим)."""
    return token.feats.get("Person") == "1" and token.feats.get("Number") == "Plur"


def _named_in_quotes(place: tuple[int, int], quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation at the end of what is called something (назвал визит «грубой ошибкой»): the speaker's own words."""
    start, stop = place
    ends = (q for q in quotations if start < q.start and stop - 2 <= q.stop <= stop + 2 and q.whole)
    return next(ends, None)


def _is_quotation(place: tuple[int, int], quotations: Sequence[Quotation]) -> bool:
    """Whether a said part is mostly one quotation, which direct speech has already."""
    start, stop = place
    return any(min(stop, q.stop) - max(start, q.start) > 0.8 * (stop - start) for q in quotations)


# --- headlines ------------------------------------------------------------------------------------


def _headline(scene: Scene) -> Iterator[Said]:
    """``МИД: переговоры идут`` and ``Переговоры идут – посол``."""
    tokens = scene.tree.tokens
    for index, token in enumerate(tokens):
        if token.text == ":" and 0 < index <= 8 and index < len(tokens) - 2:
            party = _sole_party(scene, 0, index)
            if party is not None:
                place = said.extent(scene.tree, index + 1, range(index + 1, len(tokens)))
                if place:
                    yield Said(*place, "direct", "ru/statements#headline_colon", scene, None, party)
            return
        if token.text in "–—-" and len(token.text) == 1 and len(tokens) - 7 <= index and index > 4:
            party = _sole_party(scene, index + 1, len(tokens))
            if party is not None:
                yield Said(
                    scene.start, tokens[index - 1].stop, "indirect", "ru/statements#headline_dash", scene, None, party
                )
            return


def _sole_party(scene: Scene, first: int, last: int) -> Party | None:
    """The speaker that a stretch of words names and nothing else: a person, an organ, an office."""
    inside = [m for m in scene.mentions if first <= m.first and m.last < last and m.type in ("PER", "ORG")]
    if not inside or any(scene.tree.tokens[i].pos == "VERB" for i in range(first, last)):
        return None
    best = max(inside, key=lambda m: (m.type == "PER", m.last - m.first))
    return as_speaker(best)


# --- who is meant ---------------------------------------------------------------------------------


def _continued(parts: Sequence[Said], voice: Voice) -> list[Said]:
    """The parts in order of their cues, pronouns as the person who spoke last; `voice` follows."""
    out = []
    for part in sorted(parts, key=_place_of_cue):
        word = meant_by(part.scene, part.cue) if part.cue is not None else None
        if word is not None and voice.speaker is not None and _fits(part.scene, word, voice.speaker):
            token = part.scene.tree.tokens[word]
            part = replace(part, speaker=replace(voice.speaker, start=token.start, stop=token.stop, inferred=True))  # noqa: PLW2901
        elif word is None and not part.medium and _is_person(part):
            voice.speaker = part.speaker
        out.append(part)
    return sorted(out, key=lambda part: (part.start, -part.stop))


def _place_of_cue(part: Said) -> int:
    return part.scene.tree.tokens[part.cue].start if part.cue is not None else part.start


def _is_person(part: Said) -> bool:
    speaker = part.speaker
    return speaker is not None and any(
        m.type == "PER" and m.form == "name" and m.start == speaker.start for m in part.scene.mentions
    )


def _fits(scene: Scene, word: int, speaker: Party) -> bool:
    """Whether a pronoun's gender is not another than the speaker's name shows."""
    wanted = scene.tree.grammar.pronoun.get(scene.tree.tokens[word].lemma, "Masc")
    shown = gender_of(speaker.label_ru, scene.tree.grammar)
    return shown in (wanted, None) and (shown is not None or wanted != "Neut")


# --- settling -------------------------------------------------------------------------------------


def _settle(parts: Sequence[Said], text: str) -> list[Said]:
    """Each said part once; what a medium passes on of somebody's words is theirs, relayed by the medium."""
    out: list[Said] = []
    for part in sorted(parts, key=lambda s: (s.medium, s.start, -s.stop)):
        if part.stop - part.start < 12 or not any(letter.isalpha() for letter in text[part.start : part.stop]):
            continue
        if part.medium:
            inner = [other for other in out if part.start <= other.start and other.stop <= part.stop + 1]
            inner = [other for other in inner if other.stop - other.start > 0.5 * (part.stop - part.start)]
            if inner:
                out = [replace(one, relayed_by=part.speaker) if one in inner else one for one in out]
                continue
        if not any(_overlap(part, other) > 0.7 for other in out):
            out.append(part)
    return sorted(out, key=lambda said_part: (said_part.start, -said_part.stop))


def _overlap(a: Said, b: Said) -> float:
    both = min(a.stop, b.stop) - max(a.start, b.start)
    return both / max(a.stop - a.start, b.stop - b.start) if both > 0 else 0.0


def _record(part: Said, issues: Issues) -> Statement:
    scene = part.scene
    tokens = scene.tree.tokens
    cue = (Span(scene.source, tokens[part.cue].start, tokens[part.cue].stop),) if part.cue is not None else ()
    inside = [token for token in tokens if part.start <= token.start < part.stop] or list(tokens)
    return Statement(
        evidence=Evidence(Span(scene.source, part.start, part.stop), part.rule, 0.85 if part.speaker else 0.7),
        form=part.form,
        speaker=part.speaker,
        relayed_by=part.relayed_by,
        addressee=part.addressee,
        cue=cue,
        issue=issues.find(inside) or issues.find(tokens),
        when=time_of(scene, part.cue) if part.cue is not None else None,
    )
