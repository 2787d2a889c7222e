"""Sentences that nearly say the same: how two are compared, and the numbers by which they find each other.

Near copies share at least half of their runs of three words, or one stands in the other (``likeness``). Nothing here
knows where sentences are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.passages.copies import low

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A shorter sentence says another thing with one word changed.
LEAST_NEAR_WORDS = 6
#: From so many words on, a changed name may be an edit rather than another fact.
LONG = 20
#: The share of word triples that near copies have in common.
LIKE = 0.5
#: Or the share of words in the same order, where one has no word of its own (a word left out, two changed places).
IN_ORDER = 0.8
#: The order of more words is not compared: that takes time with the square of their number.
MOST_IN_ORDER = 400
#: A sentence of at most so many words is found in any order of its words.
FEW_WORDS = 16
#: Two sentences are worth a look when they share one of so many numbers of the one that has fewer.
ONE_OF = 5
#: Words that turn a sentence round: near copies have them in common.
DENIALS = frozenset({"не", "ни", "нет", "без", "нельзя"})

# Marks above letters (the breve of a "й" in two characters), soft hyphens and blanks without width.
_SILENT = re.compile("[\u0300\u0301\u0306-\u0308\u00ad\u200b]+")
_WORD = re.compile(r"\w+(?:-\w+)*")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two sentences are near copies, and the characters of each (``a``, ``b``: start, stop) that the other has."""

    form: str
    a: tuple[int, int]
    b: tuple[int, int]


def likeness(a: str, b: str) -> Likeness | None:
    """``contains`` when one sentence stands in the other, ``near`` when most of their words do; None for other facts.

    Sentences with different numbers, with a denial more or less, or (when short) with different names are no copies.
    """
    one, other = _read(a), _read(b)
    words, others = one.words, other.words
    if min(len(words), len(others)) < LEAST_NEAR_WORDS:
        return None
    if (at := _inside(one, other)) is not None:
        return Likeness("contains", _extent(a, 0, len(words)), _extent(b, at, at + len(words)))
    if (at := _inside(other, one)) is not None:
        return Likeness("contains", _extent(a, at, at + len(others)), _extent(b, 0, len(others)))
    alike = _share_triples(one, other) or _edited(one, other)
    if not alike or not _may_find_each_other(words, others) or not _same_facts(a, words, b, others):
        return None
    return Likeness("near", _extent(a, 0, len(words)), _extent(b, 0, len(others)))


def _may_find_each_other(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two sentences would be found: what is never found must not be called like, whoever compares."""
    one, other = (frozenset(found) for found in _numbered([words, others]))
    return may_be_like(one, other)


def _share_triples(one: _Read, other: _Read) -> bool:
    common = len(one.triples & other.triples)
    return common >= LIKE * (len(one.triples) + len(other.triples) - common)


def _edited(one: _Read, other: _Read) -> bool:
    """Whether one sentence is the other with words left out or two of them changed in place."""
    if not (one.kinds <= other.kinds or other.kinds <= one.kinds):  # told in a moment, and mostly enough
        return False
    if max(len(one.words), len(other.words)) > MOST_IN_ORDER:
        return False
    words, others = Counter(one.words), Counter(other.words)
    if words - others and others - words:
        return False
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio() >= IN_ORDER


def _inside(few: _Read, many: _Read) -> int | None:
    """Where the words of one sentence begin in the other's, None when they do not stand in it."""
    at = many.line.find(few.line) if len(few.line) <= len(many.line) else -1
    return many.line.count(" ", 0, at) if at >= 0 else None


class _Read(NamedTuple):
    """A sentence as it is compared: its words in order, each once, in a line with blanks around, and by three."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    line: str
    triples: frozenset[tuple[str, str, str]]


@lru_cache(maxsize=1 << 13)
def _read(text: str) -> _Read:
    """A sentence is compared with many: it is read once."""
    words = _words(text)
    triples = frozenset(zip(words, words[1:], words[2:], strict=False))
    return _Read(words, frozenset(words), f" {' '.join(words)} ", triples)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_SILENT.sub("", low(text))))


def _extent(text: str, first: int, last: int) -> tuple[int, int]:
    """From the first character of a text's word number `first` to the last of the one before number `last`."""
    silent = {at for found in _SILENT.finditer(text) for at in range(*found.span())}
    kept = [at for at in range(len(text)) if at not in silent] if silent else range(len(text))
    found = list(_WORD.finditer(_SILENT.sub("", text)))
    return kept[found[first].start()], kept[found[last - 1].end() - 1] + 1


def _same_facts(a: str, words_a: Iterable[str], b: str, words_b: Iterable[str]) -> bool:
    count_a, count_b = Counter(words_a), Counter(words_b)
    more_a, more_b = count_a - count_b, count_b - count_a
    if DENIALS & {*more_a, *more_b}:
        return False
    if any(map(_DIGIT.search, more_a)) and any(map(_DIGIT.search, more_b)):
        return False
    return min(count_a.total(), count_b.total()) >= LONG or not _other_names(a, more_a, b, more_b)


def _other_names(a: str, more_a: Iterable[str], b: str, more_b: Iterable[str]) -> bool:
    """Whether each of two sentences names someone the other does not; a name in another case is the same name."""
    only_a = {name[:4] for name in _names(a) & set(more_a)}
    only_b = {name[:4] for name in _names(b) & set(more_b)}
    return bool(only_a - only_b and only_b - only_a)


def _names(text: str) -> set[str]:
    words = _WORD.findall(_SILENT.sub("", text))
    return {low(word) for number, word in enumerate(words) if number and word[0].isupper()}


# --- numbers ----------------------------------------------------------------------------------------------------------


def shingles(texts: Sequence[str]) -> list[list[int]]:
    """For each sentence a few numbers by which near copies find each other; none for one too short to have any.

    Word triples are hashed and the least of every three neighbours kept (winnowing: Schleimer, Wilkerson and Aiken,
    2003), so that two sentences with five words running in common are certain to share a number, and one that stands in
    another shares all of them. One more number stands for the words of a short sentence in any order.
    """
    return _numbered([_words(text) for text in texts])


def may_be_like(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two sentences share enough numbers to be worth a look."""
    return len(one & other) * ONE_OF >= max(1, min(len(one), len(other)))


def _numbered(sentences: Sequence[Sequence[str]]) -> list[list[int]]:
    import numpy as np  # noqa: PLC0415 (0.1 s: only where something is compared)

    long_enough = [words if len(words) >= LEAST_NEAR_WORDS else () for words in sentences]
    sizes = np.array([len(words) for words in long_enough], dtype=np.int64)
    words = np.fromiter(map(_number, chain.from_iterable(long_enough)), dtype=np.uint64)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    if not len(words):
        return [[] for _ in sentences]
    triples = _mixed(words[:-2] + _mixed(words[1:-1] + _mixed(words[2:])))
    least = np.minimum(np.minimum(triples[:-2], triples[1:-1]), triples[2:])
    inside = owners[:-4] == owners[4:]
    few = np.flatnonzero((sizes > 0) & (sizes <= FEW_WORDS))
    numbers = np.concatenate((least[inside], _bags(words, sizes, few)))
    return _grouped(numbers, np.concatenate((owners[:-4][inside], few)), len(sizes))


def _bags(words: NDArray[Any], sizes: NDArray[Any], few: NDArray[Any]) -> NDArray[Any]:
    """A number for the words of some sentences in any order."""
    import numpy as np  # noqa: PLC0415

    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(_mixed(words), dtype=np.uint64)))
    stops = np.cumsum(sizes)
    return _mixed(sums[stops[few]] - sums[stops[few] - sizes[few]])


def _grouped(numbers: NDArray[Any], owners: NDArray[Any], count: int) -> list[list[int]]:
    """The numbers of each owner, each once, in order."""
    import numpy as np  # noqa: PLC0415

    short = (numbers >> np.uint64(16)).astype(np.int64)  # six bytes tell enough, and are kept in six
    order = np.lexsort((short, owners))
    short, owners = short[order], owners[order]
    once = np.ones(len(short), dtype=bool)
    once[1:] = (short[1:] != short[:-1]) | (owners[1:] != owners[:-1])
    stops = np.searchsorted(owners[once], np.arange(count + 1)).tolist()
    all_numbers = short[once].tolist()
    return [all_numbers[start:stop] for start, stop in pairwise(stops)]


def _mixed(numbers: NDArray[Any]) -> NDArray[Any]:
    """Every bit of a number stirred into every other (the end of SplitMix64: Steele, Lea and Flood, 2014)."""
    import numpy as np  # noqa: PLC0415

    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    numbers ^= numbers >> np.uint64(31)
    return numbers


@lru_cache(maxsize=1 << 18)
def _number(word: str) -> int:
    """The same number for a word on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
