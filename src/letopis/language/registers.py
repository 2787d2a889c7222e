"""Reads the registers of terms of office: the shipped ones and a user's own, which extends them.

Each line of a register is a term: state or organisation, office, the name in English, in Russian (several spellings),
in Japanese, first and last day (EDTF, as precise as is sure; an empty last day is today or unknown). A user's own
register has the same lines; it is checked more strictly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from letopis.errors import RuleError
from letopis.language.lexicon import load_rows, resource, values
from letopis.language.register_checks import Line, check_names, check_terms, problem_of
from letopis.language.terms import Person, Term, in_order

REGISTER = "register"
FIELDS = 7


def load_register(column: int, own: Sequence[Path] = (), codes: Container[str] = ()) -> tuple[Person, ...]:
    """The persons of all register files, `column` telling in which field their names stand (3 Russian, 4 Japanese).

    `own` are a user's registers, whose codes must be among `codes` or the shipped ones. Raises RuleError with file,
    line and reason: a line with another number of fields or without a code, an office or a name; in a user's register
    also an unknown code, a bad or a missing date, a line told twice, two terms that cannot both be (of two people in an
    office that one holds, of one person in one office; among the user's lines or against the shipped ones), a name
    spelt almost as another.
    """
    shipped = list(_shipped())
    own_lines = []
    if own:
        known = {row[0] for _, row in shipped}
        own_lines = [line for path in own for line in _own(path, lambda code: code in codes or code in known)]
        check_names(own_lines, shipped, column)
        check_terms(own_lines, shipped)
    terms: dict[tuple[str, str], list[Term]] = defaultdict(list)
    names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for _, row in [*shipped, *own_lines]:
        code, office, label, *_, since, until = row
        told = values(row[column])
        key = (label, told[0] if told else "")
        terms[key].append(Term(code, office, since or None, until or None))
        names[key].update(dict.fromkeys(told))
    return tuple(Person(key[0], tuple(names[key]), in_order(terms[key])) for key in terms if names[key])


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
        problem = problem_of(row, FIELDS) or ("" if known(row[0]) else f"there is no state or organisation {row[0]}")
        if not problem and row in seen:
            problem = f"says again what line {seen[row]} says"
        if problem:
            raise RuleError(f"{path}:{number}: {problem}")
        seen[row] = number
        yield f"{path}:{number}", row
