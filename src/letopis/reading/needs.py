"""What a text must hold for a pattern to be worth trying, so that most patterns are never run over most sentences.

The signs of a text are the beginnings of its words, the classes one of whose words begins so, and ``0`` for a digit. A
pattern needs one of several sets of signs; what it leaves optional it does not need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Needs = frozenset[frozenset[str]]

DIGIT = "0"
#: How many letters of a word are its beginning.
LENGTH = 3
#: More ways than these through a part of a pattern are taken as no need at all.
MOST_WAYS = 48
NOTHING: Needs = frozenset({frozenset()})
WORD = re.compile(r"[^\W\d_]+")
ANY_DIGIT = re.compile(r"\d")
CLASS = re.compile(r"\{([a-z_]+)\d?\}")
OPTIONAL = re.compile(r"[?*]|\{0?,\d*\}|\{0\}")
REPEATED = re.compile(r"\+|\{\d*,?\d*\}")
GROUP = re.compile(r"\((?:\?(?:P<\w+>|-?i?:|:))?")
LOOK = re.compile(r"\(\?(?:<?[=!])")


def beginnings(pattern: str) -> list[str]:
    """The beginnings of the words that a form's pattern spells out."""
    words = WORD.findall(re.sub(r"\\[a-zA-Z]|\(\?[-:i!<=]*", " ", pattern))
    return [word[:LENGTH].lower() for word in words]


def signs_of(text: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The signs of a text in small letters; `classes` gives the classes by the beginning of a word."""
    starts = _starts(text)
    return starts.union(*(classes[start] for start in starts & classes.keys()))


@lru_cache(maxsize=4)
def _starts(text: str) -> frozenset[str]:
    """The beginnings of a text's words, and whether it has a digit: asked by each family of rules."""
    starts = {word[:LENGTH] for word in WORD.findall(text)}
    return frozenset(starts | {DIGIT} if ANY_DIGIT.search(text) else starts)


def classes_by_beginning(classes: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, frozenset[str]]:
    """The classes, in braces, by the beginnings of their forms' first words; forms are given with their values."""
    found: dict[str, set[str]] = {}
    for name, forms in classes.items():
        for _, form in forms:
            for start in beginnings(form)[:1]:
                found.setdefault(start, set()).add(f"{{{name}}}")
    return {start: frozenset(names) for start, names in found.items()}


def by_rarest(needs: Sequence[Needs]) -> dict[str, tuple[tuple[frozenset[str], int], ...]]:
    """Ways to be met and whose they are (by number), under one sign of each: a word rather than a class or a digit."""
    found: dict[str, list[tuple[frozenset[str], int]]] = {}
    for number, ways in enumerate(needs):
        for way in ways:
            sign = min(way, key=lambda sign: (sign == DIGIT, sign.startswith("{"), sign), default="")
            found.setdefault(sign, []).append((way, number))
    return {sign: tuple(ways) for sign, ways in found.items()}


def met(signs: frozenset[str], ways: Mapping[str, tuple[tuple[frozenset[str], int], ...]]) -> list[int]:
    """The numbers of those whose needs a text with these signs meets, in order."""
    leading = signs & ways.keys() | {""}
    return sorted({number for sign in leading for way, number in ways.get(sign, ()) if way <= signs})


def needs_of(pattern: str) -> Needs:
    """The sets of signs one of which a text must have to match a pattern whose classes stand in braces."""
    ways, _ = _ways(pattern, 0, starts=True)
    return ways


def _ways(pattern: str, at: int, *, starts: bool) -> tuple[Needs, int]:
    """The needs of a pattern from a place up to the end of its group, and where that is."""
    every: Needs = frozenset()
    here, fresh = NOTHING, starts
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            every, here, fresh, at = every | here, NOTHING, starts, at + 1
            continue
        begun = at
        part, at = _part(pattern, at, fresh=fresh)
        optional = OPTIONAL.match(pattern, at)
        repeated = optional or REPEATED.match(pattern, at)
        if repeated:
            at = repeated.end()
            at += pattern[at : at + 1] == "?"
        here = _both(here, NOTHING if optional else part)
        blank = re.search(r"\\s[+*]?\)?$", pattern[begun:at].rstrip("?")) is not None
        fresh = blank and (fresh or not optional or pattern[begun] == "\\")
    return _least(every | here), at


def _part(pattern: str, at: int, *, fresh: bool) -> tuple[Needs, int]:
    """The needs of one atom of a pattern, and where it ends. A word counts only where it begins."""
    if look := LOOK.match(pattern, at):
        return NOTHING, _ways(pattern, look.end(), starts=False)[1] + 1
    if group := GROUP.match(pattern, at):
        ways, end = _ways(pattern, group.end(), starts=fresh)
        return ways, end + 1
    if named := CLASS.match(pattern, at):
        return _need(f"{{{named[1]}}}"), named.end()
    if word := WORD.match(pattern, at):
        return _word(pattern, word, fresh=fresh)
    if pattern[at] == "[":
        return NOTHING, pattern.index("]", at + 2) + 1
    return _need(DIGIT) if pattern.startswith(r"\d", at) else NOTHING, at + (2 if pattern[at] == "\\" else 1)


def _word(pattern: str, word: re.Match[str], *, fresh: bool) -> tuple[Needs, int]:
    """The need of a word's letters; a last letter that is repeated or optional is left for itself."""
    end = word.end() - (pattern[word.end() : word.end() + 1] in ("?", "*", "{", "+") and len(word[0]) > 1)
    letters = pattern[word.start() : end]
    return _need(letters[:LENGTH].lower()) if fresh and len(letters) >= LENGTH else NOTHING, end


def _need(sign: str) -> Needs:
    return frozenset({frozenset({sign})})


def _both(first: Needs, second: Needs) -> Needs:
    ways = frozenset(a | b for a in first for b in second)
    return ways if len(ways) <= MOST_WAYS else first


def _least(ways: Needs) -> Needs:
    """The ways without those that need all of another and more."""
    return frozenset(way for way in ways if not any(other < way for other in ways))
