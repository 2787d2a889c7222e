"""Whether two names in a source are one person's: spelt otherwise, or with an initial for the given name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from letopis.model import Mention
from letopis.reading.actors.names import REGISTER

#: Ends of words in other cases are no longer than this; of a word up to the length below none of its own is lost.
LONGEST_ENDING, SHORT_WORD = 2, 3


def family_of(name: Mention) -> str:
    """The last word of a person's name in Russian, the family name as a rule."""
    return (name.label_ru or "").split()[-1]


def same_person(one: Mention, other: Mention, plain: Callable[[str], str]) -> bool:
    """Whether two whole names may be one person's: words alike but for spelling, an initial for the word it begins.

    One of them may leave out what stands between the given and the family name, a patronymic as a rule.
    """
    if one.label == other.label:
        return True
    words, others = _words(one, plain), _words(other, plain)
    if len(words) != len(others):
        words, others = [words[0], words[-1]], [others[0], others[-1]]
    pairs = list(zip(words, others, strict=True))
    return pairs[-1][0] == pairs[-1][1] and all(a == b or _initial(a, b) or _initial(b, a) for a, b in pairs[:-1])


def fuller(one: Mention, other: Mention, transliterate: Callable[[str, str | None], str]) -> Mention:
    """Of two names of one person the one that tells more: the register's, one without initials, a spelling of its own.

    A name that the text tells in Latin letters once (Йон Берг (Jon Berg)) is spelt so everywhere.
    """

    def less(name: Mention) -> tuple[bool, bool, bool]:
        russian = name.label_ru or ""
        return not name.rule.startswith(REGISTER), "." in russian, name.label == transliterate(russian, None)

    return min((one, other), key=less)


def respelt(name: Mention, transliterate: Callable[[str, str | None], str]) -> bool:
    """Whether the text itself tells a name's Latin spelling."""
    return not name.rule.startswith(REGISTER) and name.label != transliterate(name.label_ru or "", None)


def as_spelt(name: Mention, spelt: Sequence[Mention], transliterate: Callable[[str, str | None], str]) -> Mention:
    """A name in the Latin spelling that the text gives it in another case (Йона Берга (Jon Berg), Йон Берг)."""
    if name.rule.startswith(REGISTER) or respelt(name, transliterate):
        return name
    told = [one for one in spelt if _declined(one.label_ru or "", name.label_ru or "")]
    return replace(name, label=told[0].label) if len(told) == 1 else name


def _declined(name: str, other: str) -> bool:
    """Whether two names of several words differ in nothing but the ends of words."""
    words, others = name.split(), other.split()
    alike = len(words) == len(others) > 1
    return alike and all(_one_word(a, b) for a, b in zip(words, others, strict=True))


def _one_word(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    stem = shorter - 1 if shorter > SHORT_WORD else shorter
    return abs(len(word) - len(other)) <= LONGEST_ENDING and word[:stem] == other[:stem]


def _words(name: Mention, plain: Callable[[str], str]) -> list[str]:
    return [plain(word) for word in (name.label_ru or "").replace(".", ". ").split()]


def _initial(short: str, word: str) -> bool:
    return len(short) == len("И.") and short.endswith(".") and word.startswith(short[0])
