"""The rules by which times are found and the words they use, read from the files of a language's folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from letopis.language.lexicon import load_rows, resource, values
from letopis.reading.needs import beginnings, by_rarest, classes_by_beginning, met, signs_of
from letopis.reading.phrases import Forms, Grammar, PhraseRule, load_classes

#: How numbers stand in a pattern; {words} inside are classes of the lists, # the number of the group.
NUMBERS = {
    "day": r"(?P<day#>0?[1-9](?!\d)|[12]\d|3[01]|{ordinal})(?!\d)(?:{day_tail})?",
    "year": r"(?P<year#>\d{4})(?!\d)(?!\s*%|[.,]\d)(?:{year_tail})?",
    "count": r"(?P<count#>\d{1,3}|(?:{cardinal})(?:\s+{cardinal})?|{lump}|{pair})",
    "a": r"(?P<a>\ue000\ue001*)(?!\ue001)",
    "b": r"(?P<b>\ue000\ue001*)(?!\ue001)",
}
CAPTURED = frozenset(
    {"month", "weekday", "dow", "dow_short", "weekday_adjective", "season", "part", "half", "unit", "later", "decade"}
    | {"rel", "lately", "same", "this_year", "day_word", "eve", "day_adjective", "holiday", "period"}
)
#: A time does not begin inside a word or a number.
BEGINNING = r"(?<![\w\-–—])(?<!\d[.,:/])(?:"
ENDINGS = re.compile(r"(?:ая|яя|ое|ее|ый|ий|ой|ые|[аяоеьйыи])$")
SHORTEST_STEM = 4


@dataclass(slots=True)
class Period:
    """A war or era by a pattern of its name, made ready when it is first looked for: there are a thousand of them."""

    edtf: str
    pattern: str
    start: str
    ready: re.Pattern[str] | None = None

    def is_named(self, text: str) -> bool:
        """Whether a text is its name."""
        if self.start not in text.lower():
            return False
        self.ready = self.ready or re.compile(self.pattern, re.IGNORECASE)
        return self.ready.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What a language knows of times: rules for single times, rules that join them, and word classes with values.

    `signs` gives the classes by the beginnings of their words, `ways` what a text must have for a rule to be tried.
    """

    rules: tuple[PhraseRule, ...]
    joins: tuple[PhraseRule, ...]
    classes: Mapping[str, Forms]
    periods: tuple[Period, ...]
    signs: Mapping[str, frozenset[str]]
    ways: Mapping[str, tuple[tuple[frozenset[str], int], ...]]

    def period(self, name: str) -> str | None:
        """The EDTF interval of a war or era."""
        return next((period.edtf for period in self.periods if period.is_named(name)), None)

    def rules_for(self, text: str, small: str) -> list[tuple[int, PhraseRule]]:
        """The rules that a text, given also in `small` letters, has the words for, with their numbers, in order."""
        rules = [(number, self.rules[number]) for number in met(signs_of(small, self.signs), self.ways)]
        return [(number, rule) for number, rule in rules if rule.sight is None or rule.sight.search(text)]


def load_time_words(path: str) -> TimeWords:
    """The time rules and words of a language's folder, such as ``ru``. Raises RuleError for a bad rule or list."""
    classes = load_classes((f"{path}/calendar.txt", f"{path}/numbers.txt"))
    classes["dow"] = classes["dow_short"] = classes["weekday"]
    forms = Grammar(classes, NUMBERS, CAPTURED, BEGINNING).forms()
    classes["period"] = _periods(path)
    grammar = Grammar(classes, NUMBERS, CAPTURED, BEGINNING)
    rules, joins = grammar.rules(f"{path}/times.toml"), grammar.rules(f"{path}/times_joined.toml")
    ways = by_rarest([rule.needs for rule in rules])
    periods = tuple(Period(edtf, name, next(iter(beginnings(name)), "")) for edtf, name in classes["period"])
    return TimeWords(rules, joins, forms, periods, classes_by_beginning(classes), ways)


def _periods(path: str) -> list[tuple[str, str]]:
    """Wars and eras with known bounds; the list of named events adds to those of the periods' own list."""
    rows = [(names, edtf) for _, names, edtf in load_rows(f"{path}/periods.txt", 3)]
    events = f"{path}/names/named_events.txt"
    if resource(events).is_file():
        rows += [(row[1], row[3]) for row in load_rows(events, 4) if row[3]]
    return [(edtf, _inflected(name)) for names, edtf in rows for name in values(names)]


def _inflected(name: str) -> str:
    """A pattern for a name of several words in any case: each word's stem with an ending."""
    exact = name.startswith("=")
    words = []
    for word in name.removeprefix("=").split():
        stem = ENDINGS.sub("", word)
        words.append(re.escape(stem) + r"\w{0,3}" if len(stem) >= SHORTEST_STEM else re.escape(word))
    pattern = r"\s+".join(words) + r"(?!\w)"
    return f"(?-i:{pattern})" if exact else pattern
