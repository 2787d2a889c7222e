"""Finds numbers in a sentence and reads their value: digits, number words, scales, comparators, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letopis.language.lexicon import fold, load_rows, values
from letopis.reading.needs import by_rarest, classes_by_beginning, met, signs_of
from letopis.reading.phrases import Forms, Grammar, PhraseRule, load_classes, lowered, number_of, value_of

DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
NUMBERS = {
    "number": rf"(?P<number#>{DIGITS})(?!\d)",
    "words": r"(?P<words#>(?:{cardinal})(?:\s+{cardinal}){0,3}|{lump})",
}
CAPTURED = frozenset(
    {"compare", "scale", "currency", "single", "single_genitive", "reached", "over", "one_unit", "vague", "several"}
    | {"half_word", "whole"}
)
#: A number does not begin inside a word, a name with a hyphen, another number, or after a sign that makes it a mark.
BEGINNING = r"(?<![\w№#/])(?<![\w\]]-)(?<!\d[.,:])(?<!\d[-–—])(?:"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What a language knows of figures: rules, word classes with values, and units by dictionary form.

    `signs` gives the classes by the beginnings of their words, `ways` what a text must have for a rule to be tried.
    """

    rules: tuple[PhraseRule, ...]
    classes: Mapping[str, Forms]
    units: Mapping[str, str]
    signs: Mapping[str, frozenset[str]]
    ways: Mapping[str, tuple[tuple[frozenset[str], int], ...]]

    def rules_for(self, text: str, small: str) -> list[tuple[int, PhraseRule]]:
        """The rules that a text, given also in `small` letters, has the words for, with their numbers, in order."""
        rules = [(number, self.rules[number]) for number in met(signs_of(small, self.signs), self.ways)]
        return [(number, rule) for number, rule in rules if rule.sight is None or rule.sight.search(text)]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at a place (offsets in the sentence): its value or its bounds, and its unit where it says it.

    `words` means that it is told in words, `bare` that neither scale nor comparator stands with it, `scaled` that a
    scale (тысяча, миллион) does.
    """

    start: int
    stop: int
    rule: PhraseRule
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    words: bool = False
    bare: bool = True
    scaled: bool = False


def load_figure_words(path: str) -> FigureWords:
    """The figure rules and words of a language's folder, such as ``ru``. Raises RuleError for a bad rule or list."""
    classes = load_classes((f"{path}/numbers.txt", f"{path}/figures.txt"))
    spelt = {name: tuple(forms) for name, forms in classes.items()}
    grammar = Grammar(spelt, NUMBERS, CAPTURED, BEGINNING)
    units = {fold(lemma): unit for unit, lemmas in load_rows(f"{path}/units.txt", 2) for lemma in values(lemmas)}
    rules = grammar.rules(f"{path}/figures.toml")
    ways = by_rarest([rule.needs for rule in rules])
    return FigureWords(rules, grammar.forms(), units, classes_by_beginning(spelt), ways)


def find_quantities(body: str, words: FigureWords) -> list[Quantity]:
    """The numbers of a sentence's text in order; of those that overlap the longest, then the earliest rule's."""
    small = lowered(body)
    matches = [
        (found.start() - found.end(), order, found, rule)
        for order, rule in words.rules_for(body, small)
        for found in rule.find(body, small)
    ]
    taken: list[tuple[int, int]] = []
    out: list[Quantity] = []
    for _, _, found, rule in sorted(matches, key=lambda match: match[:2]):
        if any(found.start() < stop and start < found.end() for start, stop in taken):
            continue
        taken.append(found.span("at") if "at" in found.groupdict() else found.span())
        out += _quantity(rule, found, words.classes)
    return sorted(out, key=lambda one: one.start)


def _quantity(rule: PhraseRule, found: re.Match[str], classes: Mapping[str, Forms]) -> Iterator[Quantity]:
    groups = {name: text for name, text in found.groupdict().items() if text is not None}
    scale = float(value_of(classes, "scale", groups.get("scale", "")) or 1)
    unit = rule.fields.get("unit")
    if "currency" in groups:
        unit = value_of(classes, "currency", groups["currency"])
    elif "one_unit" in groups:
        unit = value_of(classes, "one_unit", groups["one_unit"])
    if "whole" in groups:
        number, unit = (value_of(classes, "whole", groups["whole"]) or "").split()
        value: float | None = float(number)
    else:
        value = _value(groups, classes, "")
    second = _value(groups, classes, "2")
    vague = "vague" in groups or "several" in groups
    if value is None or (second is not None and second <= value):
        return
    value += 0.5 if "and_half" in groups else 0
    value, second = scaled(value, scale), scaled(second, scale) if second is not None else None
    low, high = _bounds(groups, classes, value, second, vague=vague)
    in_words = "words" in groups or "half_word" in groups
    exact = None if vague or second is not None else value
    bare = not {"scale", "compare", "reached", "over", "number2", "words2"} & set(groups) and unit is None and not vague
    place = found.span("at" if "at" in groups else 0)
    yield Quantity(*place, rule, exact, low, high, unit, in_words, bare, "scale" in groups or "single" in groups)


def scaled(value: float, scale: float) -> float:
    """The product without the dust of binary fractions: 81.5 milliards are a whole number."""
    return round(value * scale, 6)


def _value(groups: Mapping[str, str], classes: Mapping[str, Forms], which: str) -> float | None:
    """The number that a match tells, without its scale."""
    if f"number{which}" in groups:
        digits = re.sub(r"[ \u00a0\u202f]", "", groups[f"number{which}"])
        return float(digits.replace(",", "."))
    if f"words{which}" in groups:
        return number_of(classes, groups[f"words{which}"])
    if which:
        return None
    if "several" in groups:
        kind = value_of(classes, "vague", groups["several_of"])
        return float(kind) if kind else 2 * float(value_of(classes, "scale", groups["several_of"]) or 0)
    if "one_unit" in groups:
        return 1.0
    name = next((name for name in ("single", "single_genitive", "vague", "half_word") if name in groups), None)
    told = value_of(classes, name, groups[name]) if name else None
    return float(told) if told else None


def _bounds(
    groups: Mapping[str, str], classes: Mapping[str, Forms], value: float, second: float | None, *, vague: bool
) -> tuple[float | None, float | None]:
    """The bounds: both of a range, the one that a comparator or a vague plural sets, none otherwise."""
    if second is not None:
        return value, second
    told = next((name for name in ("compare", "reached", "over") if name in groups), None)
    kind = value_of(classes, told, groups[told]) if told else None
    if vague or kind == "low":
        return value, None
    return None, value if kind == "high" else None


def overlapping(start: int, stop: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a place shares a character with one of the places."""
    return any(start < last and first < stop for first, last in places)
