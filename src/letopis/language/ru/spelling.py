"""One name in several spellings: ё and е, э and е, hyphens, Ukrainian endings, Latin letters among Cyrillic ones."""

from __future__ import annotations

from letopis.language.lexicon import fold

#: Latin letters that look as Cyrillic ones do.
LOOKALIKES = str.maketrans("AaBCcEeHKMOoPpTXxy", "АаВСсЕеНКМОоРрТХху")
#: What spellings of one name differ in, and what stands for both.
ALIKE = (("э", "е"), ("ськ", "ск"), ("-", ""), ("’", ""), ("'", ""))


def unmixed(word: str) -> str:
    """A Cyrillic word without the Latin letters that only look right in it (the c in Хаяcи); others as they stand."""
    if word.isascii() or not any(letter.isascii() and letter.isalpha() for letter in word):
        return word
    mended = word.translate(LOOKALIKES)
    return word if any(letter.isascii() and letter.isalpha() for letter in mended) else mended


def plain(word: str) -> str:
    """A word of a name in the one form that its spellings share: ``Абэ`` and ``Абе`` are ``абе``."""
    word = fold(unmixed(word))
    for one, other in ALIKE:
        word = word.replace(one, other)
    return word
