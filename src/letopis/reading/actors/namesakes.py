"""Whether two names in a source are one person's: spelt otherwise, or with an initial for the given name."""

from __future__ import annotations

from collections.abc import Callable

from letopis.model import Mention


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
        return not name.rule.startswith("register"), "." in russian, name.label == transliterate(russian, None)

    return min((one, other), key=less)


def _words(name: Mention, plain: Callable[[str], str]) -> list[str]:
    return [plain(word) for word in (name.label_ru or "").replace(".", ". ").split()]


def _initial(short: str, word: str) -> bool:
    return len(short) == len("И.") and short.endswith(".") and word.startswith(short[0])
