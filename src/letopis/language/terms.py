"""Terms of office: who held which office of which state from when to when, read from the registers.

Each line of a register is a term: state or organisation, office, the name in English, in Russian (several spellings),
in Japanese, first and last day (EDTF, as precise as is sure; an empty last day is today or unknown). A user's own
register has the same lines and extends the shipped ones; it is checked more strictly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letopis.errors import RuleError
from letopis.language.lexicon import load_rows, resource, values

REGISTER = "register"
FIELDS = 7
#: Offices whose holders the news calls by their family name alone, the best known first.
FAMOUS = (
    frozenset({
        "president", "prime minister", "chancellor", "king", "queen", "emperor", "tsar", "general secretary", "emir",
        "supreme leader", "sultan", "shah", "crown prince", "pope",
    }),
    frozenset({"foreign minister", "defence minister", "secretary general", "high representative", "rebel leader"}),
)  # fmt: skip
#: Offices that one person holds at a time.
SINGLE = FAMOUS[0] - {"general secretary"} | {"foreign minister", "defence minister", "finance minister"}
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """An office held: the code of its state or organisation, what it is, from when to when (EDTF or None)."""

    code: str
    office: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the register knows; `names` are the spellings of the whole name, `terms` the offices held, in order."""

    label: str
    names: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def code(self) -> str:
        """The state or organisation of the best-known office, of several the last."""
        return max(self.terms, key=lambda term: (fame_of(term), term.since or "")).code

    @property
    def fame(self) -> int:
        """How well known the family name alone is: 2 for heads of state and government, 1 for ministers, 0 else."""
        return max(map(fame_of, self.terms))


def fame_of(term: Term) -> int:
    """How well known an office makes its holder: 2, 1 or 0."""
    return next((len(FAMOUS) - rank for rank, famous in enumerate(FAMOUS) if term.office in famous), 0)


Line = tuple[str, tuple[str, ...]]


def load_register(column: int, own: Sequence[Path] = (), codes: Container[str] = ()) -> tuple[Person, ...]:
    """The persons of all register files, `column` telling in which field their names stand (3 Russian, 4 Japanese).

    `own` are a user's registers, whose codes must be among `codes` or the shipped ones. Raises RuleError with file,
    line and reason: a line with another number of fields or without a code, an office or a name; in a user's register
    also an unknown code, a bad date, a line told twice, two people at once in an office that one person holds.
    """
    shipped = list(_shipped())
    known = {row[0] for _, row in shipped}
    own_lines = [line for path in own for line in _own(path, lambda code: code in codes or code in known)]
    _check_overlaps(own_lines)
    terms: dict[tuple[str, str], list[Term]] = defaultdict(list)
    names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for _, row in [*shipped, *own_lines]:
        code, office, label, *_, since, until = row
        told = values(row[column])
        key = (label, told[0] if told else "")
        terms[key].append(Term(code, office, since or None, until or None))
        names[key].update(dict.fromkeys(told))
    return tuple(Person(key[0], tuple(names[key]), _in_order(terms[key])) for key in terms if names[key])


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(set(terms), key=lambda term: (term.since or "", term.until or "9999", term.code, term.office)))


def _shipped() -> Iterator[Line]:
    files = sorted(file.name for file in resource(REGISTER).iterdir() if file.name.endswith(".txt"))
    for file in files:
        for row in load_rows(f"{REGISTER}/{file}", FIELDS):
            if not all(row[:3]):
                raise RuleError(f"{REGISTER}/{file}: {' | '.join(row)}: needs a code, an office and a name")
            yield file, row


def _own(path: Path, known: Callable[[str], bool]) -> Iterator[Line]:
    """The lines of a user's register, each with its place for messages."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from error
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(part.strip() for part in line.split("|"))
        problem = _problem(row) or ("" if known(row[0]) else f"there is no state or organisation {row[0]}")
        if not problem and row in seen:
            problem = f"says again what line {seen[row]} says"
        if problem:
            raise RuleError(f"{path}:{number}: {problem}")
        seen[row] = number
        yield f"{path}:{number}", row


def _problem(row: Sequence[str]) -> str:
    """What is wrong with a line by itself, "" when nothing is."""
    if len(row) != FIELDS:
        return f"has {len(row)} fields, needs {FIELDS}"
    if not all(row[:3]):
        return "needs a code, an office and a name"
    bad = next((day for day in row[5:] if day and not _is_day(day)), None)
    if bad is not None:
        return f"{bad} is no date (1991, 1991-12 or 1991-12-25)"
    since, until = row[5:]
    return f"ends {until}, before it begins" if since and until and until[: len(since)] < since[: len(until)] else ""


def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _check_overlaps(lines: Sequence[Line]) -> None:
    """Refuses two people in one office at once; a day, month or year that ends one term may begin the next."""
    offices: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for place, row in lines:
        if row[1] not in SINGLE or not row[5]:
            continue
        for other_place, other in offices[row[0], row[1]]:
            if other[2] != row[2] and _before(other[5], row[6]) and _before(row[5], other[6]):
                reason = f"{row[2]} and {other[2]} ({other_place}) are {row[1]} of {row[0]} at once"
                raise RuleError(f"{place}: {reason}")
        offices[row[0], row[1]].append((place, row))


def _before(since: str, until: str) -> bool:
    """Whether a term that begins at `since` begins for sure before another ends; without an end it goes on."""
    size = min(len(since), len(until)) if until else 0
    return not until or since[:size] < until[:size]


def terms_at(person: Person, day: str) -> Iterator[Term]:
    """The offices that a person held on a day (EDTF), as far as the register is sure."""
    for term in person.terms:
        if term.since is not None and term.since[: len(day)] <= day and (term.until is None or day <= term.until):
            yield term
