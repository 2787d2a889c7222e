"""Direct speech: quotations with the cue that brings them, and words under a speaker's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from letopis.model import Party, Token
from letopis.reading.scenes import Scene
from letopis.reading.statements import said
from letopis.reading.statements.cues import Cues, Said
from letopis.reading.statements.quotations import END_AFTER, WORD, Quotation, words_in
from letopis.reading.statements.speakers import addressee_of, as_speaker, quoted_by, speaker_of

#: A quotation shorter than this is a name or a phrase, unless its cue stands right beside it.
FEWEST_WORDS = 3
#: A quotation without any cue is speech only when it is longer than a title.
FEWEST_ALONE = 5
DASHES = "—–-"
#: How far a cue may stand from its quotation, in characters; how long the author's words inside one may be, in words.
AFTER, BEFORE = 120, 160
LONGEST_INSET = 24


def find_direct(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[Said]:
    """The statements of a quotation: one for each piece that the author's words leave of it."""
    text = scenes[0].text
    words = words_in(text, quotation)
    if words < 2:
        return
    inset = next(_insets(scenes, quotation, cues), None)
    if inset is not None and words >= FEWEST_WORDS:
        scene, cue, start, stop = inset
        for piece in ((quotation.start, start), (stop, quotation.stop)):
            if any(letter.isalpha() for letter in text[piece[0] : piece[1]]):
                yield _quoted(scene, cue, piece, _rule(cues, scene, cue))
        return
    found = next(_cues_of(scenes, quotation, cues, words), None)
    quoting = next(_quoting(scenes, quotation, cues), None) if words >= FEWEST_WORDS else None
    if quoting is not None:
        yield quoting
    elif found is not None:
        yield _quoted(*found, (quotation.start, quotation.stop), _rule(cues, *found))
        yield from _passed_on(*found, quotation, cues)
    elif words >= FEWEST_WORDS and (named := _named_before(scenes, quotation)) is not None:
        rule = "ru/statements#name_colon"
        yield Said(quotation.start, quotation.stop, "direct", rule, named[0], None, named[1], confidence=0.8)
    elif quotation.alone and words >= FEWEST_ALONE and quotation.stop <= scenes[-1].stop:
        rule = "ru/statements#quotation_alone"
        yield Said(quotation.start, quotation.stop, "direct", rule, scenes[-1], None, None, bare=True, confidence=0.6)


def _quoted(scene: Scene, cue: int, place: tuple[int, int], rule: str) -> Said:
    start, stop = said.trimmed(scene.text, *place)
    return Said(start, stop, "direct", rule, scene, cue, speaker_of(scene, cue), addressee_of(scene, cue))


def _passed_on(scene: Scene, cue: int, quotation: Quotation, cues: Cues) -> Iterator[Said]:
    """The medium behind the speaker (», — сказал X, передаёт Y; — сказал X, которого цитирует Y)."""
    tokens = scene.tree.tokens
    for index in range(max(cue, 1) + 1, len(tokens)):
        rule = cues.rule(tokens[index].lemma, "medium")
        behind = tokens[index - 1].text == "," or tokens[index - 1].lemma in scene.tree.grammar.relative
        if rule is not None and behind and tokens[index].start > quotation.stop:
            medium = speaker_of(scene, index)
            place = said.trimmed(scene.text, quotation.start, quotation.stop)
            yield Said(*place, "direct", rule, scene, index, medium, medium=True, outer=True)
            return


def _quoting(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[Said]:
    """The words of whom a medium quotes before a colon (газета цитирует посла: «…»), relayed by the medium."""
    for scene in scenes:
        before = scene.text[max(0, quotation.start - 6) : quotation.start]
        if not scene.start <= quotation.start < scene.stop or ":" not in before:
            continue
        for cue, token in enumerate(scene.tree.tokens):
            rule = cues.rule(token.lemma, "quoting") if token.start < quotation.start else None
            speaker = quoted_by(scene, cue) if rule is not None else None
            if rule is not None and speaker is not None:
                place = said.trimmed(scene.text, quotation.start, quotation.stop)
                yield Said(*place, "direct", rule, scene, cue, speaker, relayed_by=speaker_of(scene, cue))


def _rule(cues: Cues, scene: Scene, cue: int) -> str:
    lemma = scene.tree.tokens[cue].lemma
    return cues.rule(lemma, "quotation") or next(iter(cues.by_lemma[lemma].values()))


# --- cues -----------------------------------------------------------------------------------------


def _cues_of(scenes: Sequence[Scene], quotation: Quotation, cues: Cues, words: int) -> Iterator[tuple[Scene, int]]:
    """Cue words that may bring a quotation: after «…», — , before a colon, or in its clause; the likeliest first."""
    text = scenes[0].text
    told = any(mark in text[quotation.stop + 1 : quotation.stop + 8] for mark in DASHES + ",")
    if words >= FEWEST_WORDS and told and _begins(scenes, quotation):
        yield from _after(scenes, quotation, cues)
    if text[quotation.stop + 1 : quotation.stop + 3].lstrip().startswith(":"):
        yield from _after(scenes, quotation, cues)
    if words >= FEWEST_WORDS and ":" in text[max(0, quotation.start - 6) : quotation.start]:
        yield from _before(scenes, quotation, cues)
    if words > FEWEST_ALONE or (words >= FEWEST_WORDS and _conjoined(scenes, quotation)):
        yield from _governing(scenes, quotation, cues)


def _begins(scenes: Sequence[Scene], quotation: Quotation) -> bool:
    """Whether a quotation begins its sentence, so that a cue behind it means all of it."""
    scene = next((s for s in scenes if s.start <= quotation.start < s.stop), None)
    return scene is None or len(WORD.findall(scene.text, scene.start, quotation.start)) <= 1


def _conjoined(scenes: Sequence[Scene], quotation: Quotation) -> bool:
    """Whether a conjunction stands right before a quotation (заявил, что «…»)."""
    for scene in scenes:
        before = [token for token in scene.tree.tokens if token.start < quotation.start - 1]
        if before and scene.start <= quotation.start < scene.stop:
            return before[-1].lemma in scene.tree.grammar.conjunction
    return False


def _after(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[tuple[Scene, int]]:
    for scene in scenes:
        for index, token in enumerate(scene.tree.tokens):
            near = quotation.stop < token.start < quotation.stop + AFTER
            if (
                near
                and {"quotation", "closing"} & cues.by_lemma.get(token.lemma, {}).keys()
                and token.pos in ("VERB", "ADJ")
            ):
                yield scene, index


def _before(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[tuple[Scene, int]]:
    for scene in reversed(scenes):
        for index in reversed(range(len(scene.tree.tokens))):
            token = scene.tree.tokens[index]
            near = quotation.start - BEFORE < token.start < quotation.start
            if near and cues.rule(token.lemma, "quotation") and token.pos in ("VERB", "ADJ"):
                yield scene, index


def _governing(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[tuple[Scene, int]]:
    """A cue whose clause is the quotation: заявил, что «…»; призвал «…»."""
    for scene in scenes:
        if not scene.start <= quotation.start < scene.stop or not END_AFTER.match(scene.text, quotation.stop + 1):
            continue
        inside = [i for i, token in enumerate(scene.tree.tokens) if token.start < quotation.start - 1]
        for index in reversed(inside[-8:]):
            token = scene.tree.tokens[index]
            if token.text in ";:" or token.lemma in scene.tree.grammar.relative:
                return
            if _brings(token, cues) and _reaches(scene, index, quotation):
                yield scene, index


def _brings(token: Token, cues: Cues) -> bool:
    takes = cues.by_lemma.get(token.lemma, {})
    return token.pos == "VERB" and bool({"quotation", "infinitive"} & takes.keys())


def _reaches(scene: Scene, cue: int, quotation: Quotation) -> bool:
    """Whether nothing but a conjunction, an addressee or an adverb stands between a cue and its quotation."""
    tokens = [t for t in scene.tree.tokens[cue + 1 :] if t.start < quotation.start - 1]
    return not any(t.pos == "VERB" for t in tokens) and len([t for t in tokens if t.pos == "NOUN"]) <= 1


# --- the author's words inside a quotation --------------------------------------------------------


def _insets(scenes: Sequence[Scene], quotation: Quotation, cues: Cues) -> Iterator[tuple[Scene, int, int, int]]:
    """The author's words inside a quotation («A, — сказал он. — B»): scene, cue, and their first and last offset."""
    for scene in scenes:
        tokens = scene.tree.tokens
        for cue, token in enumerate(tokens):
            if not quotation.start < token.start < quotation.stop or not cues.rule(token.lemma, "quotation"):
                continue
            if token.feats.get("VerbForm") != "Fin" and token.feats.get("Variant") != "Short":
                continue
            opens = next((at for at in range(cue - 1, max(cue - 5, 0), -1) if tokens[at].text in DASHES), None)
            if (
                opens is not None
                and opens > 0
                and tokens[opens - 1].text in ",.!?…"
                and not _has_verb(tokens, opens, cue)
            ):
                closes = _inset_end(tokens, cue)
                yield scene, cue, tokens[opens - 1].start, tokens[closes].stop


def _has_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(token.pos == "VERB" for token in tokens[first:last])


def _inset_end(tokens: Sequence[Token], cue: int) -> int:
    """The last word of the author's words: the dash that gives the floor back, else the end of the sentence."""
    last = min(len(tokens) - 1, cue + LONGEST_INSET)
    dashes = (at for at in range(cue + 1, last + 1) if tokens[at].text in DASHES and tokens[at - 1].text in ".,:")
    return next(dashes, len(tokens) - 1)


# --- words under a name ---------------------------------------------------------------------------


def _named_before(scenes: Sequence[Scene], quotation: Quotation) -> tuple[Scene, Party] | None:
    """The speaker whose name and a colon are all that stands before a quotation."""
    for scene in scenes:
        if not scene.start <= quotation.start < scene.stop:
            continue
        tokens = scene.tree.tokens
        colon = next((at for at, token in enumerate(tokens) if token.text == ":"), None)
        if colon is None or tokens[colon].start < quotation.start - 6 or tokens[colon].start > quotation.start:
            return None
        party = sole_party(scene, 0, colon)
        return (scene, party) if party is not None else None
    return None


def sole_party(scene: Scene, first: int, last: int) -> Party | None:
    """The speaker that a stretch of words names and nothing else: a person, an organ, an office."""
    tokens = scene.tree.tokens
    inside = [m for m in scene.mentions if first <= m.first and m.last < last and m.type in ("PER", "ORG")]
    inside = [m for m in inside if scene.tree.case(m.head) in ("Nom", "") and not scene.tree.preposition(m.head)]
    if not inside or last - first > 10 or any(tokens[i].pos == "VERB" for i in range(first, last)):
        return None
    best = max(inside, key=lambda m: (m.type == "PER", m.form == "name", m.last - m.first))
    strange = [i for i in range(first, last) if not best.first <= i <= best.last and tokens[i].pos == "ADP"]
    return None if strange and best.type != "PER" and best.form == "name" else as_speaker(best)
