"""Finds figures: numbers that mean something, with what they count.

Numbers come from ``quantities`` (rules in ``figures.toml``). A number becomes a figure when something is counted by it:
a noun that agrees with it, a unit, money, a share. Dates, ordinals, names with numbers, marks and figures of speech
give none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from letopis.identity import record_id
from letopis.model import Evidence, Figure, Sentence, Span, Stretch, Time, Token, When
from letopis.reading.figures.quantities import FigureWords, Quantity, find_quantities, load_figure_words, overlapping
from letopis.reading.phrases import value_of

__all__ = ["FigureWords", "find_figures", "load_figure_words"]

#: Times that are also lengths of time: их число лет is a figure of its own.
SPELLS = ("#coming",)
#: What may stand between a number and the noun it counts.
BETWEEN = {"ADJ", "DET", "NUM"}
NOUNS = {"NOUN", "PROPN"}
MOST_BETWEEN = 4
#: So many words before до a verb of change is looked for.
REACH_OF_CHANGE = 6
ABOUT_LENGTH = 80
CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts: the tokens of the counted noun phrase, its unit, and where it ends."""

    quantity: Quantity
    start: int
    stop: int
    unit: str | None
    about: str | None
    anaphoric: bool = False


def find_figures(text: str, source: str, stretch: Stretch, words: FigureWords, times: Sequence[Time]) -> list[Figure]:
    """The figures of a stretch in the order of the text. `times` are the stretch's: no number inside one is a figure.

    `part_of` is the id of the figure told before, where the text says из них, в том числе and the like.
    """
    figures: list[Figure] = []
    for sentence in stretch.sentences:
        inside = [time for time in times if sentence.start <= time.evidence.span.start < sentence.stop]
        taken = [_place(time) for time in inside if not time.evidence.rule.endswith(SPELLS)]
        when = _when(inside)
        for counted in _counted(text, sentence, words, taken):
            figure = _figure(counted, source, when)
            whole = _whole(text, sentence, counted, figures, words)
            figures.append(_part(figure, whole))
    return figures


def _place(time: Time) -> tuple[int, int]:
    return time.evidence.span.start, time.evidence.span.stop


def _when(times: Sequence[Time]) -> When | None:
    """The date of a sentence that tells exactly one."""
    dated = [time.when for time in times if time.when is not None]
    return dated[0] if len(dated) == 1 else None


def _figure(counted: Counted, source: str, when: When | None) -> Figure:
    quantity = counted.quantity
    evidence = Evidence(Span(source, counted.start, counted.stop), quantity.rule.name, CONFIDENCE)
    return Figure(evidence, quantity.value, quantity.low, quantity.high, counted.unit, counted.about, when, place=None)


def _is(words: FigureWords, name: str, form: str) -> bool:
    """Whether a form belongs to a class of words."""
    return value_of(words.classes, name, form) is not None


# --- what is counted ------------------------------------------------------------------------------


def _counted(text: str, sentence: Sentence, words: FigureWords, taken: Sequence[tuple[int, int]]) -> list[Counted]:
    """The numbers of a sentence that count something."""
    body = text[sentence.start : sentence.stop]
    out: list[Counted] = []
    for quantity in find_quantities(body, words):
        start, stop = sentence.start + quantity.start, sentence.start + quantity.stop
        if overlapping(start, stop, taken) or _is_name(text, sentence, quantity, words):
            continue
        counted = _count(text, sentence, quantity, words)
        if counted is not None and not overlapping(counted.start, counted.stop, [(c.start, c.stop) for c in out]):
            out.append(counted)
    return _shared_units(out)


def _count(text: str, sentence: Sentence, quantity: Quantity, words: FigureWords) -> Counted | None:
    """The number with its noun; None when it counts nothing."""
    start, stop = sentence.start + quantity.start, sentence.start + quantity.stop
    quantity = _unbounded(quantity, sentence, words)
    noun, anaphoric = _noun(sentence, stop, words)
    if quantity.unit is not None:
        return _with_unit(text, sentence, quantity, noun, anaphoric=anaphoric)
    if noun is not None and _refused(quantity, noun, sentence, words):
        return None
    if noun is not None and (anaphoric or _agrees(quantity, noun)):
        unit = words.units.get(noun.lemma, noun.lemma) if noun.pos != "PRON" else None
        return Counted(quantity, start, noun.stop, unit, _about(text, sentence, noun), anaphoric)
    if quantity.scaled or quantity.rule.fields.get("alone") or _out_of(sentence, start, words):
        return Counted(quantity, start, stop, None, None)
    return None


def _with_unit(
    text: str, sentence: Sentence, quantity: Quantity, noun: Token | None, *, anaphoric: bool
) -> Counted | None:
    """A number that brings its unit: its noun, if any, says what it is about, and belongs to a share's place."""
    start, stop = sentence.start + quantity.start, sentence.start + quantity.stop
    needs = quantity.rule.fields.get("needs_noun", False)
    if needs and (noun is None or noun.feats.get("Case") not in ("Gen", None)) and not anaphoric:
        return None
    if noun is not None and (needs or anaphoric):
        stop = noun.stop
    return Counted(quantity, start, stop, quantity.unit, _about(text, sentence, noun), anaphoric)


def _noun(sentence: Sentence, stop: int, words: FigureWords) -> tuple[Token | None, bool]:
    """The noun that a number before `stop` counts, and whether it is reached by из: двое из них, шесть из семи дел."""
    after = [token for token in sentence.tokens if token.start >= stop]
    anaphoric = bool(after) and _is(words, "of", after[0].lemma)
    if anaphoric:
        after = after[1:]
    last: Token | None = None
    for token in after[:MOST_BETWEEN]:
        if token.pos in NOUNS or (anaphoric and token.pos == "PRON"):
            return token, anaphoric
        if token.pos not in BETWEEN and not _participle(token):
            break
        last = token if token.pos != "NUM" and not token.text[0].isdigit() else last
    person = last is not None and last.feats.get("Number") == "Plur" and last.lemma in words.units
    return (last, anaphoric) if person else (None, anaphoric)


def _unbounded(quantity: Quantity, sentence: Sentence, words: FigureWords) -> Quantity:
    """The quantity without its upper bound where до tells a level: вырос до 5 тысяч, с 3 до 5 тысяч."""
    if quantity.high is None or quantity.low is not None:
        return quantity
    before = [token for token in sentence.tokens if token.stop <= sentence.start + quantity.start][-REACH_OF_CHANGE:]
    changed = any(_is(words, "change", token.lemma) for token in before)
    risen = any(_is(words, "from", token.lemma) for token in before) and any(
        token.text[0].isdigit() for token in before
    )
    return replace(quantity, high=None) if changed or risen else quantity


def _participle(token: Token) -> bool:
    return token.pos == "VERB" and token.feats.get("VerbForm") == "Part"


def _agrees(quantity: Quantity, noun: Token) -> bool:
    """Whether a noun can be counted by a number: plural after five and more, singular after one, genitive after 2.5."""
    number, case = noun.feats.get("Number"), noun.feats.get("Case")
    value = quantity.value if quantity.value is not None else quantity.high or quantity.low or 0
    if number is None:
        return True
    if noun.pos == "PROPN" and value != int(value):
        return False
    if quantity.scaled or quantity.value is None or quantity.words or value != int(value):
        return case in ("Gen", None) or (quantity.words and not quantity.scaled)
    ones, tens = int(value) % 10, int(value) % 100
    if ones == 1 and tens != 11:
        return number == "Sing" and noun.pos == "NOUN"
    if ones in (2, 3, 4) and tens not in (12, 13, 14):
        return case == "Gen" or number == "Plur"
    return number == "Plur"


def _about(text: str, sentence: Sentence, noun: Token | None) -> str | None:
    """The noun phrase that says what is counted, cut short at the first verb, mark or preposition."""
    if noun is None:
        return None
    stop = noun.stop
    for token in sentence.tokens:
        if token.start < noun.stop:
            continue
        if token.pos not in NOUNS | {"ADJ", "DET"} or token.stop - noun.start > ABOUT_LENGTH:
            break
        if token.feats.get("Case") not in ("Gen", None):
            break
        stop = token.stop
    return " ".join(text[noun.start : stop].split())


def _out_of(sentence: Sentence, start: int, words: FigureWords) -> bool:
    """Whether a number is the whole that another is a part of: (из 300)."""
    before = [token for token in sentence.tokens if token.stop <= start][-2:]
    return len(before) == 2 and before[0].text == "(" and _is(words, "of", before[1].lemma)


def _shared_units(counted: Sequence[Counted]) -> list[Counted]:
    """Scaled numbers without a unit take it from their neighbour: с 3 миллиардов до 2 миллиардов долларов."""
    out = list(counted)
    for at, one in enumerate(out):
        if one.unit is None and one.quantity.scaled:
            near = [other.unit for other in (*out[at + 1 : at + 2], *out[max(at - 1, 0) : at]) if other.quantity.scaled]
            out[at] = replace(one, unit=next((unit for unit in near if unit), None))
    return out


# --- what is no figure ----------------------------------------------------------------------------


def _is_name(text: str, sentence: Sentence, quantity: Quantity, words: FigureWords) -> bool:
    """Whether a number only names or marks: [12], 12-й, статья 12, Boeing 737, 10:30, 1. Первое."""
    start, stop = sentence.start + quantity.start, sentence.start + quantity.stop
    before, after = text[max(start - 1, 0) : start], text[stop : stop + 3]
    if before in ("[", "№") or re.match(r"[:/]\d|-?[A-Za-zА-Яа-яЁё]|[.)]\s[А-ЯЁA-Z]", after):
        return not re.match(r"[.)]\s", after) or quantity.bare
    previous = [token for token in sentence.tokens if token.stop <= start][-1:]
    if not previous:
        return False
    lemma = previous[0].lemma
    if _is(words, "naming", lemma) or _is(words, "naming", previous[0].text):
        return True
    if value_of(words.classes, "zone", next((t.text for t in sentence.tokens if t.start >= stop), "")):
        return True
    if lemma in quantity.rule.fields.get("without_before", ()):
        return True
    return _is(words, "each", lemma) and quantity.words and not quantity.scaled


def _refused(quantity: Quantity, noun: Token, sentence: Sentence, words: FigureWords) -> bool:
    """Whether what is counted shows that nothing is: две страны, один шаг, в 10 часов, в возрасте 45 лет."""
    if quantity.words and quantity.bare and _only_words(quantity, noun, sentence, words):
        return True
    before = [token for token in sentence.tokens if token.stop <= sentence.start + quantity.start][-2:]
    if quantity.bare and not quantity.words and _clock(before, noun, sentence, words):
        return True
    return _is(words, "age_unit", noun.lemma) and _age(before, noun, sentence, words)


def _clock(before: Sequence[Token], noun: Token, sentence: Sentence, words: FigureWords) -> bool:
    """Whether hours or minutes are a time of day: в 10 часов, 12 часов 30 минут."""
    previous = before[-1].lemma if before else ""
    after = next((token for token in sentence.tokens if token.start >= noun.stop), None)
    if _is(words, "minute", noun.lemma):
        return _is(words, "hour", previous)
    followed = after is not None and after.text[0].isdigit()
    return _is(words, "hour", noun.lemma) and (followed or _is(words, "clock_before", previous))


def _only_words(quantity: Quantity, noun: Token, sentence: Sentence, words: FigureWords) -> bool:
    """Whether a small number in words only points: the one, both sides, two different people, two steps."""
    if quantity.value == 1 or _is(words, "speech", noun.lemma):
        return True
    if quantity.value not in (2, 3):
        return False
    start = sentence.start + quantity.stop
    between = [token.lemma for token in sentence.tokens if start <= token.start < noun.start]
    contrast = any(_is(words, "contrast", lemma) for lemma in between)
    return contrast or _is(words, "sides", noun.lemma)


def _age(before: Sequence[Token], noun: Token, sentence: Sentence, words: FigureWords) -> bool:
    """Whether years are someone's age: в возрасте 45 лет, ему 45 лет, Иванов, 45 лет, сказал."""
    if not before:
        return False
    last = (before[-1].lemma, before[-1].text)
    if any(_is(words, "age", form) for form in last) or before[-1].feats.get("Case") == "Dat":
        return True
    after = next((token.text for token in sentence.tokens if token.start >= noun.stop), "")
    return len(before) > 1 and before[0].pos == "PROPN" and before[1].text in ("(", ",") and after in (")", ",")


# --- wholes and parts -----------------------------------------------------------------------------


def _whole(
    text: str, sentence: Sentence, counted: Counted, figures: Sequence[Figure], words: FigureWords
) -> Figure | None:
    """The figure that this one is a part of: the nearest one before that is large enough, where the text says so."""
    if not figures:
        return None
    lead = text[sentence.start : counted.start]
    cue = max((found.end() for _, form in words.classes["subset"] for found in form.finditer(lead)), default=None)
    if cue is None and not _of_them(text, counted, words):
        return None
    limit = sentence.start + cue if cue is not None else counted.start
    value = counted.quantity.value or 0
    earlier = [figure for figure in figures if figure.evidence.span.stop <= limit and (figure.value or 0) >= value]
    return next((figure for figure in reversed(earlier) if figure.unit not in ("percent", "years")), None)


def _of_them(text: str, counted: Counted, words: FigureWords) -> bool:
    """Whether the figure's own words say that it is taken out of others: 12 из них."""
    place = text[counted.start : counted.stop]
    return counted.anaphoric and any(form.search(place) for _, form in words.classes["of_them"])


def _part(figure: Figure, whole: Figure | None) -> Figure:
    """The figure as a part of the whole, whose unit it shares when it tells none."""
    if whole is None:
        return figure
    return replace(figure, part_of=record_id(whole), unit=figure.unit or whole.unit)
