"""Reads linguistic knowledge: rules in TOML, lists in text files; refuses a bad one by file, rule and reason.

Every rule has a name, which evidence cites as ``ru/debris.toml#subscribe``, and at least one ``yes`` and one ``no``.
Patterns are regular expressions that cannot run away: no repetition may stand inside a repetition without a bound.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

from letopis.errors import RuleError

#: A repetition inside another may repeat at most so often, or it is refused.
MOST_NESTED = 12
#: A group that is repeated more than once at most: without one no repetition stands inside another.
REPEATED_GROUP = re.compile(r"\)[*+{]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A table of a rule file: its citable name, its fields, and its own examples."""

    name: str
    fields: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A rule that is a regular expression; ``fields`` holds what else its table says."""

    name: str
    pattern: re.Pattern[str]
    fields: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]


def fold(word: str) -> str:
    """The word as lists compare it: small letters, ё as е."""
    return word.lower().replace("ё", "е")


def resource(path: str) -> Traversable:
    """A file or folder of linguistic data by its path under ``letopis/language``, such as ``ru/debris.toml``."""
    return files("letopis.language").joinpath(*path.split("/"))


def load_rules(path: str) -> tuple[Rule, ...]:
    """The rules of a TOML file, in the file's order.

    Raises RuleError for bad TOML, a table without `yes` or `no`, or one that is not a table.
    """
    try:
        tables = tomllib.loads(resource(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error
    return tuple(_rule(path, name, table) for name, table in tables.items())


def _rule(path: str, name: str, table: object) -> Rule:
    where = f"{path}#{name}"
    if not isinstance(table, dict):
        raise RuleError(f"{where}: is no table")
    fields = {key: value for key, value in table.items() if key not in ("yes", "no")}
    examples = {word: table.get(word) for word in ("yes", "no")}
    for word, lines in examples.items():
        if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
            raise RuleError(f"{where}: needs `{word}`, a list with at least one line")
    return Rule(where, fields, tuple(table["yes"]), tuple(table["no"]))


def load_patterns(path: str) -> tuple[PatternRule, ...]:
    """The rules of a TOML file whose tables have a `pattern`; flags are multi-line, verbose is off, case counts.

    Raises RuleError when a pattern is missing, does not compile or could run away.
    """
    return tuple(_pattern(rule) for rule in load_rules(path))


def _pattern(rule: Rule) -> PatternRule:
    text = rule.fields.get("pattern")
    if not isinstance(text, str):
        raise RuleError(f"{rule.name}: needs `pattern`")
    try:
        pattern = re.compile(text, re.MULTILINE)
    except re.error as error:
        raise RuleError(f"{rule.name}: {error}") from error
    if runs_away(text):
        raise RuleError(f"{rule.name}: an unbounded repetition inside a repetition can run away")
    fields = {key: value for key, value in rule.fields.items() if key != "pattern"}
    return PatternRule(rule.name, pattern, fields, rule.yes, rule.no)


def runs_away(pattern: str) -> bool:
    """Whether a repetition stands inside another one and both may repeat without a small bound.

    Such patterns (``(a+)+``) can need exponential time in a backtracking engine. Only a group that is repeated is worth
    the parsing, which takes half as long as all else of loading a pattern.
    """
    return REPEATED_GROUP.search(pattern) is not None and _nested(sre_parser.parse(pattern, re.MULTILINE), inside=False)


def _nested(tree: Any, *, inside: bool) -> bool:
    return any(_node_nested(operation, argument, inside=inside) for operation, argument in tree)


def _node_nested(operation: Any, argument: Any, *, inside: bool) -> bool:
    nested = partial(_nested, inside=inside)
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _, most, tree = argument
        wide = most is sre.MAXREPEAT or most > MOST_NESTED
        return (wide and inside) or _nested(tree, inside=inside or wide)
    if operation is sre.SUBPATTERN:
        return nested(argument[3])
    if operation is sre.BRANCH:
        return any(nested(branch) for branch in argument[1])
    if operation in (sre.ASSERT, sre.ASSERT_NOT):
        return nested(argument[1])
    return False


def load_rows(path: str, fields: int) -> tuple[tuple[str, ...], ...]:
    """The entries of a list: one a line, `fields` fields separated by ``|``, comments after ``#`` at a line's start.

    Raises RuleError with file and line when an entry has another number of fields.
    """
    rows = []
    for number, line in enumerate(resource(path).read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(part.strip() for part in line.split("|"))
        if len(row) != fields:
            raise RuleError(f"{path}:{number}: has {len(row)} fields, needs {fields}")
        rows.append(row)
    return tuple(rows)


def values(field: str) -> tuple[str, ...]:
    """The values of a list's field that holds several, separated by commas."""
    return tuple(part.strip() for part in field.split(",") if part.strip())
