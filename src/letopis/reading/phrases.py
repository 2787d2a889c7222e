"""Patterns over word classes: a rule's pattern names classes of words, which lists spell out form by form.

A class is a set of forms with values (``month | 5 | май, мая``). In a pattern ``{month}`` stands for any of its forms;
classes that a caller names as captured become groups, and ``{month2}`` a second group of the same class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from letopis.errors import RuleError
from letopis.language.lexicon import Rule, load_rows, load_rules, runs_away, values
from letopis.reading.needs import DIGIT, NOTHING, Needs, needs_of

MACRO = re.compile(r"\{([a-z_]+?)(\d?)\}")
#: What ends a form that is a word.
NO_LETTER = r"(?!\w)"
#: A pattern that tells capitals from small letters somewhere.
CASED = "(?-i:"
#: The letters of a pattern that are no part of its grammar (``\\Z``, ``(?P<name>``).
SPELT = re.compile(r"\\.|\(\?P[<=]|[^\W\d_]")
#: Answers kept of a class; all go when there are more.
MOST_ASKED = 4096


class Forms(tuple[tuple[str, re.Pattern[str]], ...]):
    """The patterns of a class with their values, in the lists' order."""

    def __init__(self, *_: object) -> None:
        self._asked: dict[str, str | None] = {}

    def value(self, form: str) -> str | None:
        """The value of a form, None when the class does not hold it. Texts ask for the same few: answers are kept."""
        if form not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[form] = next((value for value, pattern in self if pattern.fullmatch(form)), None)
        return self._asked[form]


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """A rule with its pattern ready; `name` is cited by evidence.

    A text that lacks what the pattern `needs`, or has no `sight` of it, is not searched. A `small` pattern is in small
    letters for texts in small letters, where it is four times as fast as one that ignores case.
    """

    name: str
    pattern: re.Pattern[str]
    fields: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    needs: Needs = NOTHING
    sight: re.Pattern[str] | None = None
    small: bool = False

    def find(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """The matches in a text, which is given as it stands and ``lowered``."""
        return self.pattern.finditer(lowered if self.small else text)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How patterns are spelt out.

    `classes` are word classes by their patterns, `numbers` names for patterns that may hold classes, `captured` the
    classes that become groups, `beginning` what must come before a match.
    """

    classes: Mapping[str, Sequence[tuple[str, str]]]
    numbers: Mapping[str, str]
    captured: frozenset[str]
    beginning: str

    def rules(self, path: str) -> tuple[PhraseRule, ...]:
        """The rules of a file. Raises RuleError for an unknown class or a pattern that could run away."""
        macros = {name: "|".join(longest_first(forms)) for name, forms in self.classes.items()}
        return tuple(self._rule(rule, macros) for rule in load_rules(path))

    def forms(self) -> dict[str, Forms]:
        """The classes with their patterns ready."""
        return {
            name: Forms((value, re.compile(form, re.IGNORECASE)) for value, form in forms)
            for name, forms in self.classes.items()
        }

    def _rule(self, rule: Rule, macros: Mapping[str, str]) -> PhraseRule:
        text = rule.fields.get("pattern")
        if not isinstance(text, str):
            raise RuleError(f"{rule.name}: needs `pattern`")
        expanded = ("(?:" if rule.fields.get("glued") else self.beginning) + self._expand(text, macros, rule.name) + ")"
        small = CASED not in expanded
        try:
            pattern = re.compile(lowered_pattern(expanded)) if small else re.compile(expanded, re.IGNORECASE)
        except re.error as error:
            raise RuleError(f"{rule.name}: {error}") from error
        if runs_away(expanded):
            raise RuleError(f"{rule.name}: an unbounded repetition inside a repetition can run away")
        needs = needs_of(self._spelt(text))
        if rule.fields.get("glued"):
            needs = frozenset(need & {DIGIT} for need in needs)
        sight = rule.fields.get("sight")
        return PhraseRule(
            rule.name, pattern, rule.fields, rule.yes, rule.no, needs, re.compile(sight) if sight else None, small
        )

    def _spelt(self, text: str) -> str:
        """The pattern with its numbers spelt out and its classes left as they are."""
        return MACRO.sub(lambda found: self.numbers.get(found[1], found[0]).replace("#", found[2]), text)

    def _expand(self, text: str, macros: Mapping[str, str], where: str) -> str:
        def fill(found: re.Match[str]) -> str:
            name, number = found.groups()
            if name in self.numbers:
                return self._expand(self.numbers[name].replace("#", number), macros, where)
            if name not in macros:
                raise RuleError(f"{where}: there is no class {name}")
            return f"(?P<{name}{number}>{macros[name]})" if name in self.captured else f"(?:{macros[name]})"

        return MACRO.sub(fill, text)


def lowered(text: str) -> str:
    """The text in small letters, character for character."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower()[0] for letter in text)


def lowered_pattern(pattern: str) -> str:
    """The pattern with its words in small letters."""
    return SPELT.sub(lambda found: found[0].lower() if len(found[0]) == 1 else found[0], pattern)


def load_classes(paths: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The word classes of lists with the fields class, value, forms: by class, each form's value and pattern."""
    classes: dict[str, list[tuple[str, str]]] = {}
    for path in paths:
        for name, value, forms in load_rows(path, 3):
            classes.setdefault(name, []).extend((value, form_pattern(form)) for form in values(forms))
    return classes


def longest_first(forms: Iterable[tuple[str, str]]) -> list[str]:
    """The patterns of a class, the longest first, so that no form hides a longer one."""
    return sorted({form for _, form in forms}, key=lambda form: (-len(form.removesuffix(NO_LETTER)), form))


def form_pattern(form: str) -> str:
    """The pattern of a form: blanks of any width, ``*`` for an ending, and no letter after it."""
    pattern = r"\s+".join(re.escape(part) for part in form.removesuffix("*").split())
    tail = r"\w{1,3}" if form.endswith("*") else ""
    return pattern + tail + (NO_LETTER if form[-1].isalnum() or tail else "")


def value_of(classes: Mapping[str, Forms], name: str, form: str) -> str | None:
    """The value of a form in a class, None when the class does not hold it."""
    return classes[name].value(form) if name in classes else None


def number_of(classes: Mapping[str, Forms], form: str | None) -> float | None:
    """The number that digits or number words tell (двадцать пять is 25); None for anything else."""
    if form is None:
        return None
    if form.isdigit():
        return float(form)
    whole = next((told for name in ("ordinal", "lump", "pair") if (told := value_of(classes, name, form))), None)
    if whole is not None:
        return float(whole)
    parts = [value_of(classes, "cardinal", part) for part in form.split()]
    return float(sum(float(part) for part in parts if part)) if parts and None not in parts else None
