"""Who said what: direct and indirect speech with speaker, cue, addressee and medium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from letopis.model import Evidence, Span, Statement, Token
from letopis.reading.clauses.arguments import subject_of
from letopis.reading.events.event_dates import time_of
from letopis.reading.issues import Issues
from letopis.reading.scenes import Scene
from letopis.reading.statements import asides, said
from letopis.reading.statements.cues import Cues, Said
from letopis.reading.statements.direct import find_direct, sole_party
from letopis.reading.statements.quotations import SPEECH_AFTER, Quotation
from letopis.reading.statements.speakers import addressee_of, joined_speakers, speaker_of
from letopis.reading.statements.turns import find_answer
from letopis.reading.statements.voices import Voice, continued, place_of_cue
from letopis.reading.trees import Tree

#: What a cue may take, in the order in which it is looked for; the first that is there is read.
FINDERS = (
    ("clause", said.clause_said), ("relative", said.relative_said), ("about", said.about_said),
    ("naming", said.naming_said), ("holding", said.holding_said), ("source", asides.source_said),
    ("view", asides.view_said), ("such", asides.such_said), ("aside", asides.aside_said), ("medium", asides.aside_said),
    ("infinitive", said.infinitive_said), ("object", said.object_said), ("point", said.point_said),
    ("colon", said.colon_said),
)  # fmt: skip
#: A said part is at least so long, in characters.
SHORTEST = 9
#: What may be said around somebody else's words (по данным газеты, полиция сообщила).
OUTER = {"source", "medium"}


def find_statements(
    scenes: Sequence[Scene],
    quotations: Sequence[Quotation],
    cues: Cues,
    issues: Issues,
    voice: Voice,
    *,
    headline: bool = False,
) -> list[Statement]:
    """The statements of one stretch, in order of the text; nested speech is a record of its own.

    `quotations` are those of the whole source: one that reaches over several stretches is read where its cue stands.
    """
    if not scenes:
        return []
    near = [q for q in quotations if q.start < scenes[-1].stop and q.stop > scenes[0].start]
    parts = [p for q in near if q.start not in voice.quoted for p in find_direct(scenes, q, cues)]
    voice.quoted |= {q.start for q in near if any(q.start <= p.start and p.stop <= q.stop for p in parts)}
    answer = find_answer(scenes, voice, headline=headline)
    parts += [answer] if answer is not None else []
    near += [voice.turn] if voice.turn is not None else []
    voice.bearers.note(scenes)
    earlier = voice.before
    for scene in scenes:
        parts += _indirect(scene, cues, near, voice)
        if headline:
            parts += _headline(scene)
        voice.before = scene
    settled = _settle(_passed_on(parts), scenes[0].text)
    around = scenes if earlier is None else [earlier, *scenes]
    return [_record(part, issues) for part in continued(settled, around, voice)]


# --- indirect speech ------------------------------------------------------------------------------


def _indirect(scene: Scene, cues: Cues, quotations: Sequence[Quotation], voice: Voice) -> Iterator[Said]:
    tree = scene.tree
    for index, token in enumerate(tree.tokens):
        takes = cues.by_lemma.get(token.lemma)
        if not takes:
            continue
        nested = any(q.start <= token.start < q.stop for q in quotations)
        if _silent(scene, index, takes) or (nested and not _another(scene, index)):
            continue
        place = _told_before(scene, index, voice) if "clause" in takes else None
        place = place or _asked_before(scene, index, voice)
        if place is not None:
            yield Said(
                *place, "indirect", next(iter(takes.values())), scene, index, speaker_of(scene, index), outer=True
            )
            continue
        for name, finder in FINDERS:
            rule = takes.get(name) if name == "clause" or not nested else None
            place = finder(tree, index, cues.speaks) if rule is not None else None
            if rule is None or place is None:
                continue
            quoted = _named_in_quotes(place, quotations) if name == "naming" else None
            if quoted is not None:
                yield Said(quoted.start, quoted.stop, "direct", rule, scene, index, speaker_of(scene, index))
            elif not _is_quotation(scene.text, place, token, quotations):
                yield from _told(place, rule, scene, index, name)
            else:
                continue
            break


def _told(place: tuple[int, int], rule: str, scene: Scene, index: int, name: str) -> Iterator[Said]:
    """A said part as each of those who say it says it; the facts may stress something (point), and do not speak."""
    speakers = joined_speakers(scene, speaker_of(scene, index))
    if name == "point" and speakers == [None]:
        return
    addressee = addressee_of(scene, index)
    for one in speakers:
        yield Said(*place, "indirect", rule, scene, index, one, addressee, name == "medium", name in OUTER)


def _silent(scene: Scene, index: int, takes: Mapping[str, str]) -> bool:
    """Whether a cue word brings nobody's words."""
    return _narrates(scene.tree, index) or _idle(scene, index) or _acts(scene.tree, index, takes)


def _narrates(tree: Tree, index: int) -> bool:
    """Whether a cue is the reporter's own (напомним, отметим), an order (скажите) or the reader's (вы думаете)."""
    token = tree.tokens[index]
    if token.feats.get("Person") == "1" and (token.feats.get("Number") == "Plur" or token.feats.get("Tense") == "Fut"):
        return not any(tree.tokens[child].rel == "nsubj" for child in tree.children[index])
    return token.feats.get("Mood") == "Imp" or token.feats.get("Person") == "2"


def _idle(scene: Scene, index: int) -> bool:
    """Whether nobody speaks by a cue: an infinitive (можно сказать, что), a thing that shows (это говорит о том)."""
    tree = scene.tree
    token = tree.tokens[index]
    if token.pos != "VERB":
        return False
    if token.feats.get("VerbForm") == "Conv" and said.denied(tree, index):
        return True
    if token.feats.get("VerbForm") == "Inf":
        head = token.head
        return head < 0 or tree.tokens[head].lemma not in tree.grammar.utter
    subject = subject_of(tree, index)
    if subject is None:
        return said.is_conjunction(tree, index - 1)
    if any(m.first <= subject <= m.last and m.acts for m in scene.mentions):
        return False
    thing = tree.tokens[subject]
    return thing.lemma in tree.grammar.thing


def _acts(tree: Tree, index: int, takes: Mapping[str, str]) -> bool:
    """Whether a verb that speaks only with a noun (делает вывод) stands without it (как это делает посол)."""
    light = "closing" in takes and "clause" not in takes
    return light and not any(tree.tokens[child].lemma in tree.grammar.verdict for child in tree.children[index])


def _another(scene: Scene, index: int) -> bool:
    """Whether a cue inside a quotation has a speaker of its own; the quoted one's own (я думаю) brings nothing new."""
    speaker = speaker_of(scene, index)
    return speaker is not None and (speaker.label is not None or speaker.code is not None)


def _told_before(scene: Scene, index: int, voice: Voice) -> tuple[int, int] | None:
    """The sentence before ``Об этом заявил X``."""
    tree, before = scene.tree, voice.before
    if before is None or index > 6 or tree.tokens[index].pos != "VERB":
        return None
    this = [c for c in tree.children[index] if c < min(index, 3) and tree.tokens[c].lemma in tree.grammar.this]
    if not this or tree.preposition(this[0]) not in tree.grammar.about:
        return None
    return said.extent(before.tree, 0, range(len(before.tree.tokens)))


def _asked_before(scene: Scene, index: int, voice: Voice) -> tuple[int, int] | None:
    """The question or outcry that stands as a sentence before ``— спросил X``."""
    tokens, before = scene.tree.tokens, voice.before
    if before is None or index != 1 or tokens[0].text not in said.DASHES or tokens[1].feats.get("VerbForm") != "Fin":
        return None
    last = before.tree.tokens[-1]
    asked = last.text[-1:] in ("?", "!", "…") and scene.start - last.stop <= 1
    return said.extent(before.tree, 0, range(len(before.tree.tokens))) if asked else None


def _named_in_quotes(place: tuple[int, int], quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation at the end of what is called something (назвал визит «грубой ошибкой»): the speaker's own words."""
    start, stop = place
    ends = (q for q in quotations if start < q.start and stop - 2 <= q.stop <= stop + 2 and q.whole)
    return next(ends, None)


def _is_quotation(text: str, place: tuple[int, int], cue: Token, quotations: Sequence[Quotation]) -> bool:
    """Whether a said part is mostly a quotation that its cue brings: direct speech has that already."""
    start, stop = place
    brought = [q for q in quotations if not q.start <= cue.start < q.stop]
    speech = [q for q in brought if SPEECH_AFTER.match(text, q.stop + 1)]
    if any(abs(q.start - start) <= 1 or q.start <= start < q.stop < cue.start < stop for q in speech):
        return True
    return any(min(stop, q.stop) - max(start, q.start) > 0.8 * (stop - start) for q in brought)


# --- headlines ------------------------------------------------------------------------------------


def _headline(scene: Scene) -> Iterator[Said]:
    """``МИД: переговоры идут`` and ``Переговоры идут – посол``."""
    tokens = scene.tree.tokens
    for index, token in enumerate(tokens):
        if token.text == ":" and 0 < index <= 8 and index < len(tokens) - 2:
            party = sole_party(scene, 0, index)
            place = said.extent(scene.tree, index + 1, range(index + 1, len(tokens)))
            if party is not None and place:
                yield Said(*place, "direct", "ru/statements#headline_colon", scene, None, party)
            return
        if token.text in "–—-" and len(token.text) == 1 and len(tokens) - 7 <= index and index > 4:
            party = sole_party(scene, index + 1, len(tokens))
            if party is not None:
                rule = "ru/statements#headline_dash"
                yield Said(scene.start, tokens[index - 1].stop, "indirect", rule, scene, None, party)
            return


# --- settling -------------------------------------------------------------------------------------


def _passed_on(parts: Sequence[Said]) -> list[Said]:
    """The parts; a source inside a sentence with a cue passes on the cue's words (посол, по данным X, сказал)."""
    return [_inner(part, parts) if part.outer and part.start <= place_of_cue(part) else part for part in parts]


def _inner(part: Said, parts: Sequence[Said]) -> Said:
    """A source's part as the words that the cue behind it brings, where those end with it."""
    at = place_of_cue(part)
    brought = (p for p in parts if not p.outer and p.scene is part.scene and at < place_of_cue(p) < p.start)
    inner = next((p for p in brought if at < part.stop <= p.stop + 1), None)
    return part if inner is None else replace(part, start=inner.start, stop=inner.stop)


def _settle(parts: Sequence[Said], text: str) -> list[Said]:
    """Each said part once; what a medium passes on of somebody's words is theirs, relayed by the medium."""
    out: list[Said] = []
    for part in sorted(parts, key=lambda s: (s.medium, s.speaker is None, s.start, -s.stop)):
        if part.stop - part.start < SHORTEST or not any(letter.isalpha() for letter in text[part.start : part.stop]):
            continue
        if part.medium:
            inner = [other for other in out if part.start <= other.start and other.stop <= part.stop + 1]
            inner = [other for other in inner if other.stop - other.start > 0.5 * (part.stop - part.start)]
            out = [replace(one, relayed_by=part.speaker) if one in inner else one for one in out]
        if not any(_overlap(part, other) > 0.7 and not _differ(part, other) for other in out):
            out.append(part)
    return sorted(out, key=lambda said_part: (said_part.start, -said_part.stop))


def _differ(a: Said, b: Said) -> bool:
    """Whether two known speakers say a thing, so that each has a statement of his own."""
    if a.speaker is None or b.speaker is None or a.speaker.id == b.speaker.id:
        return False
    if a.cue == b.cue:
        return (a.start, a.stop) == (b.start, b.stop) and a.rule == b.rule
    return not any(one.start <= place_of_cue(two) < one.stop for one, two in ((a, b), (b, a)) if not one.outer)


def _overlap(a: Said, b: Said) -> float:
    both = min(a.stop, b.stop) - max(a.start, b.start)
    return both / max(a.stop - a.start, b.stop - b.start) if both > 0 else 0.0


def _record(part: Said, issues: Issues) -> Statement:
    scene = part.scene
    tokens = scene.tree.tokens
    cue = (Span(scene.source, tokens[part.cue].start, tokens[part.cue].stop),) if part.cue is not None else ()
    inside = [token for token in tokens if part.start <= token.start < part.stop] or list(tokens)
    return Statement(
        evidence=Evidence(
            Span(scene.source, part.start, part.stop),
            part.rule,
            part.confidence if part.speaker else 0.7 * part.confidence,
        ),
        form=part.form,
        speaker=part.speaker,
        relayed_by=part.relayed_by,
        addressee=part.addressee,
        cue=cue,
        issue=issues.find(inside) or issues.find(tokens),
        when=time_of(scene, part.cue) if part.cue is not None else None,
    )
