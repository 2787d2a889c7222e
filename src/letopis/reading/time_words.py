"""The rules by which times are found, and the words they use: read from the pack's files, with the classes filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from letopis.errors import RuleError
from letopis.language.lexicon import Rule, load_rows, load_rules, resource, runs_away, values

#: How numbers stand in a pattern; {words} inside are classes of the lists.
NUMBERS = {
    "day": r"(?P<day#>0?[1-9](?!\d)|[12]\d|3[01]|{ordinal})(?!\d)(?:{day_tail})?",
    "year": r"(?P<year#>\d{4})(?!\d)(?!\s*%|[.,]\d)(?:{year_tail})?",
    "count": r"(?P<count#>\d{1,3}|(?:{cardinal})(?:\s+{cardinal})?|{lump})",
    "a": r"(?P<a>\ue000\ue001*)(?!\ue001)",
    "b": r"(?P<b>\ue000\ue001*)(?!\ue001)",
}
#: Classes that a pattern captures; the others only match.
CAPTURED = (
    "month weekday weekday_adjective season part half rel lately same this_year day_word eve day_adjective unit later "
    "decade holiday period"
).split()
#: A time does not begin inside a word or a number.
BEGINNING = r"(?<![\w\-–—])(?<!\d[.,:/])(?:"
MACRO = re.compile(r"\{([a-z_]+?)(\d?)\}")
ENDINGS = re.compile(r"(?:ая|яя|ое|ее|ый|ий|ой|ые|[аяоеьйыи])$")
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A rule with its pattern ready; `name` is cited by evidence."""

    name: str
    pattern: re.Pattern[str]
    fields: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]


Forms = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What a language knows of times: rules for single times, rules that join them, and word classes with values."""

    rules: tuple[TimeRule, ...]
    joins: tuple[TimeRule, ...]
    classes: Mapping[str, Forms]


def load_time_words(path: str) -> TimeWords:
    """The time rules and words of a language's folder, such as ``ru``. Raises RuleError for a bad rule or list."""
    rows = [*load_rows(f"{path}/calendar.txt", 3), *load_rows(f"{path}/numbers.txt", 3)]
    classes: dict[str, list[tuple[str, str]]] = {}
    for name, value, forms in rows:
        classes.setdefault(name, []).extend((value, form_pattern(form)) for form in values(forms))
    classes["period"] = _periods(path)
    macros = {name: "|".join(forms_by_length(forms)) for name, forms in classes.items()}
    compiled = {
        name: tuple((value, re.compile(form, re.IGNORECASE)) for value, form in forms)
        for name, forms in classes.items()
    }
    return TimeWords(
        tuple(time_rule(rule, macros) for rule in load_rules(f"{path}/times.toml")),
        tuple(time_rule(rule, macros) for rule in load_rules(f"{path}/times_joined.toml")),
        compiled,
    )


def forms_by_length(forms: list[tuple[str, str]]) -> list[str]:
    """The patterns of a class, the longest first, so that no form hides a longer one."""
    return sorted({form for _, form in forms}, key=lambda form: (-len(form), form))


def form_pattern(form: str) -> str:
    """The pattern of a form: blanks of any width, ``*`` for an ending, and no letter after it."""
    pattern = r"\s+".join(re.escape(part) for part in form.removesuffix("*").split())
    tail = r"\w{1,3}" if form.endswith("*") else ""
    return pattern + tail + ("" if form.endswith(".") else r"(?!\w)")


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


def time_rule(rule: Rule, macros: Mapping[str, str]) -> TimeRule:
    """The rule with its classes filled in. Raises RuleError for an unknown class or a pattern that could run away."""
    text = rule.fields.get("pattern")
    if not isinstance(text, str):
        raise RuleError(f"{rule.name}: needs `pattern`")
    expanded = ("(?:" if rule.fields.get("glued") else BEGINNING) + _expand(text, macros, rule.name) + ")"
    try:
        pattern = re.compile(expanded, re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"{rule.name}: {error}") from error
    if runs_away(expanded):
        raise RuleError(f"{rule.name}: an unbounded repetition inside a repetition can run away")
    return TimeRule(rule.name, pattern, rule.fields, rule.yes, rule.no)


def _expand(text: str, macros: Mapping[str, str], where: str) -> str:
    def fill(found: re.Match[str]) -> str:
        name, number = found.groups()
        if name in NUMBERS:
            return _expand(NUMBERS[name].replace("#", number), macros, where)
        if name not in macros:
            raise RuleError(f"{where}: there is no class {name}")
        return f"(?P<{name}{number}>{macros[name]})" if name in CAPTURED else f"(?:{macros[name]})"

    return MACRO.sub(fill, text)


def value_of(words: TimeWords, name: str, form: str) -> str | None:
    """The value of a form in a class, None when the class does not hold it."""
    return next((value for value, pattern in words.classes[name] if pattern.fullmatch(form)), None)


def number_of(words: TimeWords, form: str | None) -> float | None:
    """The number that digits or number words tell (двадцать пять is 25); None for anything else."""
    if form is None:
        return None
    if form.isdigit():
        return float(form)
    whole = value_of(words, "ordinal", form) or value_of(words, "lump", form)
    if whole is not None:
        return float(whole)
    parts = [value_of(words, "cardinal", part) for part in form.split()]
    return float(sum(float(part) for part in parts if part)) if parts and None not in parts else None
