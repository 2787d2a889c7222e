"""Places that say the same: how copies are known, which of them is read, and how a record moves from one to the other.

Two sentences are exact copies when their letters and digits agree (``fingerprint``); ``near`` knows near copies.
Nothing here knows where sentences are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Any

from letopis.identity import digest
from letopis.model import KIND_OF, Evidence, Party, Record, Span

#: A sentence shorter than this is too common to be called a copy.
LEAST_WORDS, LEAST_LETTERS = 4, 25

# A letter or digit; "й" in two characters; the sign of a decimal fraction; a question, which tells no fact.
_KEPT = re.compile(r"[иИ]\u0306|[^\W_]|(?<=\d)[.,](?=\d)|\?")
_KEPT_RUNS = re.compile(r"[^\W_]+(?:(?<=[иИ])\u0306)?|(?<=\d)[.,](?=\d)|\?")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence where it stands: its source's hash, date and name, its first character, its words as written."""

    sha256: str
    published: str | None
    name: str
    start: int
    quote: str


# --- exact copies -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)  # asked by splices, units and tellings
def fingerprint(text: str) -> str | None:
    """The hash of a sentence's letters and digits, case and ``ё`` folded; None when it is too short for a copy."""
    letters = "".join(_KEPT_RUNS.findall(text))
    if len(letters) < LEAST_LETTERS or len(list(islice(_WORD.finditer(text), LEAST_WORDS))) < LEAST_WORDS:
        return None
    return digest(low(letters).replace(",", "."))


def fold(text: str) -> str:
    """The letters and digits of a text, in lower case, ``ё`` as ``е``; the comma of a fraction is a point."""
    return low("".join(_KEPT_RUNS.findall(text))).replace(",", ".")


def rank(place: Place) -> tuple[str, str, int, str]:
    """What places of one sentence are ordered by: the least is read. Made of content alone.

    The earliest published comes first, then the least hash, offset and name; undated ones come last.
    """
    return place.published or "9999", place.sha256, place.start, place.name


def _fold(text: str) -> tuple[str, list[int]]:
    found = [(match.group(), match.start()) for match in _KEPT.finditer(text)]
    return "".join(_letter(kept) for kept, _ in found), [start for _, start in found]


def _letter(kept: str) -> str:
    if len(kept) > 1:
        return "й"
    return "." if kept == "," else low(kept)[0]


def low(text: str) -> str:
    """The text in lower case, ``ё`` as ``е``; "й" is one character."""
    return text.lower().replace("и\u0306", "й").replace("ё", "е")


# --- a record at another place ----------------------------------------------------------------------------------------


def _fields_of(*types: str) -> dict[type[Record], tuple[str, ...]]:
    """For each kind of record, the fields that hold values of some types."""
    return {
        kind: tuple(field.name for field in fields(kind) if any(name in str(field.type) for name in types))
        for kind in KIND_OF
    }


_OWN_PLACES, _ALL_PLACES = _fields_of("Span"), _fields_of("Span", "Party")


def places_of(record: Record) -> list[tuple[int, int]]:
    """All places a record points at: its own span, triggers, cues, and where its parties are named."""
    return _places(record, _ALL_PLACES[type(record)])


def _places(record: Record, names: Sequence[str]) -> list[tuple[int, int]]:
    """The places that some fields of a record hold, each a value or a tuple of values."""
    span = record.evidence.span
    places = [(span.start, span.stop)]
    for name in names:
        value = getattr(record, name)
        told = [part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Span | Party)]
        places += [(part.start, part.stop) for part in told if part.start is not None and part.stop is not None]
    return places


def extent(record: Record) -> tuple[int, int]:
    """From the first to the last character of a record's span, triggers and cues; its parties may lie outside."""
    own = _OWN_PLACES[type(record)]
    places = _places(record, own)
    if len(places) == 1:
        return places[0]
    return min(start for start, _ in places), max(stop for _, stop in places)


def move(record: Record, here: Place, there: Place) -> Record | None:
    """The same record as its copy tells it: every span of it moved from one sentence to the other.

    Where the sentences differ in case, spaces or marks the spans follow the letters. A party that is named outside the
    sentence is not named at the other place. None when the record would stand on nothing there.
    """
    to = _shift(here, there) if here.quote == there.quote else _follow(here, there)
    moved = {field: _moved(getattr(record, field), to, there.sha256) for field in record.__dataclass_fields__}
    result = replace(record, **moved)
    return result if all(start < stop for start, stop in places_of(result)) else None


#: Where a span of one sentence lies in the other; an empty span when it lies nowhere.
_To = Callable[[int, int], tuple[int, int]]


def _moved(value: Any, to: _To, source: str) -> Any:
    match value:
        case Span():
            return Span(source, *to(value.start, value.stop))
        case Evidence():
            return replace(value, span=_moved(value.span, to, source))
        case Party(start=int(first), stop=int(last)):
            start, stop = to(first, last)
            named = start < stop
            return replace(value, start=start if named else None, stop=stop if named else None)
        case tuple():
            return tuple(_moved(part, to, source) for part in value)
    return value


def _shift(here: Place, there: Place) -> _To:
    by = there.start - here.start

    def to(start: int, stop: int) -> tuple[int, int]:
        inside = here.start <= start and stop <= here.start + len(here.quote)
        return (start + by, stop + by) if inside else (0, 0)

    return to


def _follow(here: Place, there: Place) -> _To:
    """How spans move between two sentences of the same letters but not of the same characters."""
    (letters_a, at_a), (letters_b, at_b) = _fold(here.quote), _fold(there.quote)
    partner = _partners(letters_a, letters_b)

    def to(start: int, stop: int) -> tuple[int, int]:
        a, b = start - here.start, stop - here.start
        inside = [partner[n] for n, at in enumerate(at_a) if a <= at < b and n in partner]
        if not inside or a < 0 or b > len(here.quote):
            return 0, 0
        first, last = at_b[inside[0]], at_b[inside[-1]] + 1
        if (a, b) == (0, len(here.quote)):
            return there.start, there.start + len(there.quote)
        first -= _alike_before(here.quote[a : _first(at_a, a)], there.quote[:first])
        last += _alike_after(here.quote[_last(at_a, b) + 1 : b], there.quote[last:])
        return there.start + first, there.start + last

    return to


def _partners(a: str, b: str) -> dict[int, int]:
    """Which letter of `b` stands for each letter of `a`; letters that one of them lacks have none."""
    if a == b:
        return {at: at for at in range(len(a))}
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _first(letters: Sequence[int], start: int) -> int:
    return next(at for at in letters if at >= start)


def _last(letters: Sequence[int], stop: int) -> int:
    return next(at for at in reversed(letters) if at < stop)


def _alike_after(marks: str, text: str) -> int:
    """How many of the marks that end a span also stand in the other text."""
    pairs = enumerate(zip(marks, text, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(marks), len(text)))


def _alike_before(marks: str, text: str) -> int:
    return _alike_after(marks[::-1], text[::-1])
