"""What is wrong with a user's register: bad dates, terms that cannot both be, names spelt almost alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from letopis.errors import RuleError
from letopis.language.lexicon import fold, values
from letopis.language.terms import COMPILED, SINGLE

DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
#: Words for a life in politics, whose years may be unknown.
UNDATED = frozenset({"politician", "minister", "party leader", "opposition leader", "special representative"})
#: A word of letters of two alphabets: one that only looks right (a Latin c in Хаяcи).
MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")

#: A place for messages (own.txt:3) and the fields of the line there.
Line = tuple[str, tuple[str, ...]]


def problem_of(row: Sequence[str], fields: int) -> str:
    """What is wrong with a line by itself, "" when nothing is."""
    if len(row) != fields:
        return f"has {len(row)} fields, needs {fields}"
    if not all(row[:3]):
        return "needs a code, an office and a name"
    mixed = next((name for name in row[2:4] if MIXED.search(name)), None)
    if mixed is not None:
        return f"{mixed} mixes Latin and Cyrillic letters in a word"
    bad = next((day for day in row[5:] if day and not _is_day(day)), None)
    if bad is not None:
        return f"{bad} is no date (1991, 1991-12 or 1991-12-25)"
    since, until = row[5:]
    if not since and (until or row[1] not in UNDATED):
        return "does not say when the term begins"
    return f"ends {until}, before it begins" if until and until[: len(since)] < since[: len(until)] else ""


def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def check_terms(own: Sequence[Line], shipped: Iterable[Line]) -> None:
    """Refuses a user's terms that cannot both be true with another's or a shipped one.

    That are two people in an office that one person holds, and one person in one office twice at once. A day, month or
    year that ends one term may begin the next. One term told twice, more and less exactly, is no clash.
    """
    terms: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for place, row in shipped:
        terms[row[0], row[1]].append((f"the shipped {place}", (*row[:6], row[6] or COMPILED)))
    for place, row in own:
        for other_place, other in terms[row[0], row[1]]:
            same = other[2] == row[2]
            together = row[5] and other[5] and _before(other[5], row[6]) and _before(row[5], other[6])
            if not together or (same and _one_term(row, other)) or (not same and row[1] not in SINGLE):
                continue
            who = f"{row[2]} is" if same else f"{row[2]} and {other[2]} are"
            often = "twice at once" if same else "at once"
            raise RuleError(f"{place}: {who} {row[1]} of {row[0]} {often} ({other_place})")
        terms[row[0], row[1]].append((place, row))


def _before(since: str, until: str) -> bool:
    """Whether a term that begins at `since` begins for sure before another ends; without an end it goes on."""
    size = min(len(since), len(until)) if until else 0
    return not until or since[:size] < until[:size]


def _one_term(row: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lines tell the bounds of one term, one more exactly than the other."""
    pairs = [(row[5], other[5]), *([(row[6], other[6])] if row[6] and other[6] != COMPILED else [])]
    return all(one.startswith(two) or two.startswith(one) for one, two in pairs)


def check_names(own: Iterable[Line], shipped: Iterable[Line], column: int) -> None:
    """Refuses a name spelt almost as another.

    That are names alike but for accents, capitals and marks, and two English names for one whole name in one state.
    """
    plain: dict[str, tuple[str, str]] = {}
    bearers: dict[tuple[str, str], tuple[str, str]] = {}
    lines = [*((f"the shipped {place}", row, False) for place, row in shipped), *((p, row, True) for p, row in own)]
    for place, row, mine in lines:
        label = row[2]
        whole = [fold(name) for name in values(row[column]) if " " in name]
        almost = [plain.setdefault(_plain(label), (label, place))]
        almost += [bearers.setdefault((row[0], name), (label, place)) for name in whole]
        other = next((one for one in almost if one[0] != label), None)
        if mine and other is not None:
            raise RuleError(f"{place}: {label} seems to be {other[0]} ({other[1]}); spell one person in one way")


def _plain(name: str) -> str:
    """A name's letters without accents, capitals, spaces and marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())
