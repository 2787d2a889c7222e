"""Places that say the same: how copies are known, which of them is read, and how a record moves from one to the other.

Two sentences are exact copies when their letters and digits agree (``fingerprint``), near copies when most of their
runs of three words do or one stands in the other (``likeness``). Nothing here knows where sentences are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Any

from letopis.identity import digest
from letopis.model import Evidence, Party, Record, Span

#: A sentence shorter than this is too common to be called a copy.
LEAST_WORDS, LEAST_LETTERS = 4, 25
#: Near copies need more: a short sentence says another thing with one word changed.
LEAST_NEAR_WORDS = 6
#: From so many words on, a changed name may be an edit rather than another fact.
LONG = 20
#: The share of word triples that near copies have in common.
LIKE = 0.6
#: Or the share of words in the same order, where one has no word of its own (a word left out, two changed places).
IN_ORDER = 0.8
#: A sentence of at most so many words is found by all of its triples.
FEW_WORDS = 16
#: Words that turn a sentence round: near copies have them in common.
DENIALS = frozenset({"не", "ни", "нет", "без", "нельзя"})

# A letter or digit; "й" in two characters; the sign of a decimal fraction; a question, which tells no fact.
_KEPT = re.compile(r"[иИ]\u0306|[^\W_]|(?<=\d)[.,](?=\d)|\?")
_SILENT = dict.fromkeys(map(ord, "\u0300\u0301\u0308\u00ad\u200b"))
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


def fingerprint(text: str) -> str | None:
    """The hash of a sentence's letters and digits, case and ``ё`` folded; None when it is too short for a copy."""
    letters = "".join(_KEPT.findall(text))
    if len(letters) < LEAST_LETTERS or len(_WORD.findall(text)) < LEAST_WORDS:
        return None
    return digest(_low(letters).replace(",", "."))


def fold(text: str) -> str:
    """The letters and digits of a text, in lower case, ``ё`` as ``е``; the comma of a fraction is a point."""
    return _fold(text)[0]


def canonical(places: Iterable[Place]) -> Place:
    """The place that is read: the earliest published, then the least hash, offset and name. Undated ones come last."""
    return min(places, key=rank)


def rank(place: Place) -> tuple[str, str, int, str]:
    """What places are ordered by when one of them is chosen; made of content alone."""
    return place.published or "9999", place.sha256, place.start, place.name


def _fold(text: str) -> tuple[str, list[int]]:
    found = [(match.group(), match.start()) for match in _KEPT.finditer(text)]
    return "".join(_letter(kept) for kept, _ in found), [start for _, start in found]


def _letter(kept: str) -> str:
    if len(kept) > 1:
        return "й"
    return "." if kept == "," else _low(kept)[0]


def _low(text: str) -> str:
    return text.lower().replace("и\u0306", "й").replace("ё", "е")


# --- near copies ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two sentences are near copies, and the characters of each (``a``, ``b``: start, stop) that the other has."""

    form: str
    a: tuple[int, int]
    b: tuple[int, int]


def shingles(text: str) -> frozenset[int]:
    """A few numbers by which near copies find each other; empty for a sentence too short to have near copies.

    Word triples are hashed and, in a long sentence, the least of every three neighbours kept (winnowing: Schleimer,
    Wilkerson and Aiken, 2003), so that two sentences with five words running in common are certain to share a number.
    One more number stands for the words in any order.
    """
    return _shingles(_words(text))


def _shingles(words: Sequence[str]) -> frozenset[int]:
    if len(words) < LEAST_NEAR_WORDS:
        return frozenset()
    hashes = [_number(triple) for triple in _triples(words)]
    if len(words) > FEW_WORDS:
        hashes = [min(hashes[at : at + 3]) for at in range(len(hashes) - 2)]
    return frozenset((*hashes, _number(sorted(words))))


def may_be_like(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two sentences share enough numbers to be worth a look: a quarter of those of the shorter one."""
    return len(one & other) * 4 >= min(len(one), len(other))


def likeness(a: str, b: str) -> Likeness | None:
    """``contains`` when one sentence stands in the other, ``near`` when most of their words do; None for other facts.

    Sentences with different numbers, with a denial more or less, or (when short) with different names are no copies.
    """
    one, other = _placed_words(a), _placed_words(b)
    words, others = [word for word, _, _ in one], [word for word, _, _ in other]
    if min(len(words), len(others)) < LEAST_NEAR_WORDS:
        return None
    whole = _extent(one), _extent(other)
    if (at := _inside(words, others)) is not None:
        return Likeness("contains", whole[0], _extent(other[at : at + len(words)]))
    if (at := _inside(others, words)) is not None:
        return Likeness("contains", _extent(one[at : at + len(others)]), whole[1])
    alike = _share_triples(words, others) or _edited(words, others)
    return Likeness("near", *whole) if alike and _same_facts(a, b) else None


def _share_triples(words: Sequence[str], others: Sequence[str]) -> bool:
    one, other = set(_triples(words)), set(_triples(others))
    return len(one & other) >= LIKE * len(one | other)


def _edited(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one sentence is the other with words left out or two of them changed in place."""
    one, other = Counter(words), Counter(others)
    if (one - other and other - one) or not may_be_like(_shingles(words), _shingles(others)):
        return False
    return SequenceMatcher(None, words, others, autojunk=False).ratio() >= IN_ORDER


def _inside(few: Sequence[str], many: Sequence[str]) -> int | None:
    """Where the words of one sentence begin in the other's, None when they do not stand in it."""
    size = len(few)
    starts = (at for at in range(len(many) - size + 1) if many[at] == few[0] and many[at : at + size] == few)
    return next(starts, None)


_PlacedWord = tuple[str, int, int]


def _placed_words(text: str) -> list[_PlacedWord]:
    """The folded words of a text, each with its first character and the one after its last."""
    kept = [at for at, letter in enumerate(text) if ord(letter) not in _SILENT]
    plain = text.translate(_SILENT)
    found = _WORD.finditer(plain)
    return [(_low(match.group()), kept[match.start()], kept[match.end() - 1] + 1) for match in found]


def _extent(words: Sequence[_PlacedWord]) -> tuple[int, int]:
    return words[0][1], words[-1][2]


def _words(text: str) -> list[str]:
    return _WORD.findall(_low(text).translate(_SILENT))


def _triples(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _number(words: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big", signed=True)


def _same_facts(a: str, b: str) -> bool:
    words_a, words_b = Counter(_words(a)), Counter(_words(b))
    more_a, more_b = words_a - words_b, words_b - words_a
    if DENIALS & {*more_a, *more_b}:
        return False
    if _numbers(more_a) and _numbers(more_b):
        return False
    return min(words_a.total(), words_b.total()) >= LONG or not _other_names(a, more_a, b, more_b)


def _numbers(words: Iterable[str]) -> list[str]:
    return [word for word in words if any(letter.isdigit() for letter in word)]


def _other_names(a: str, more_a: Iterable[str], b: str, more_b: Iterable[str]) -> bool:
    """Whether each of two sentences names someone the other does not; a name in another case is the same name."""
    only_a = {name[:4] for name in _names(a) & set(more_a)}
    only_b = {name[:4] for name in _names(b) & set(more_b)}
    return bool(only_a - only_b and only_b - only_a)


def _names(text: str) -> set[str]:
    words = _WORD.findall(text.translate(_SILENT))
    return {_low(word) for number, word in enumerate(words) if number and word[0].isupper()}


# --- a record at another place ----------------------------------------------------------------------------------------


def places_of(record: Record) -> Iterator[tuple[int, int]]:
    """All places a record points at: its own span, triggers, cues, and where its parties are named."""
    for field in record.__dataclass_fields__:
        yield from _places(getattr(record, field))


def _places(value: object) -> Iterator[tuple[int, int]]:
    match value:
        case Evidence(span=span) | (Span() as span):
            yield span.start, span.stop
        case Party(start=int(start), stop=int(stop)):
            yield start, stop
        case tuple():
            for part in value:
                yield from _places(part)


def extent(record: Record) -> tuple[int, int]:
    """From the first to the last character of a record's span, triggers and cues; its parties may lie outside."""
    values = [getattr(record, field) for field in record.__dataclass_fields__]
    places = [place for value in values if not _has_parties(value) for place in _places(value)]
    return min(start for start, _ in places), max(stop for _, stop in places)


def _has_parties(value: object) -> bool:
    return isinstance(value, Party) or (isinstance(value, tuple) and any(isinstance(part, Party) for part in value))


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
