"""Russian names in Latin letters, by the BGN/PCGN table as English-language news uses it.

Japanese names come through the syllables of Polivanov's table, by which Russian writes them, into Hepburn's, by which
English does: ``Хаяси`` gives ``Hayashi``.
"""

from __future__ import annotations

import re
from functools import lru_cache

LETTERS = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip
#: An "е" at the beginning, after a vowel or a sign.
SOFT = re.compile("(?:^|(?<=[аеёиоуыэюяьъ]))е")
#: Polivanov's consonants, and what Hepburn makes of them before а, и, у, э, о.
_ROWS = {
    "": "a i u e o", "к": "ka ki ku ke ko", "с": "sa shi su se so", "т": "ta chi tsu te to", "ц": "tsa tsi tsu tse tso",
    "н": "na ni nu ne no", "х": "ha hi fu he ho", "ф": "fa fi fu fe fo", "м": "ma mi mu me mo", "р": "ra ri ru re ro",
    "г": "ga gi gu ge go", "дз": "za ji zu ze zo", "д": "da ji zu de do", "б": "ba bi bu be bo", "п": "pa pi pu pe po",
}  # fmt: skip
#: The same before я, ю, ё (and е, which press usage has for ё).
_SOFT = {
    "": "ya yu yo", "к": "kya kyu kyo", "с": "sha shu sho", "т": "cha chu cho", "н": "nya nyu nyo", "х": "hya hyu hyo",
    "м": "mya myu myo", "р": "rya ryu ryo", "г": "gya gyu gyo", "дз": "ja ju jo", "б": "bya byu byo",
    "п": "pya pyu pyo",
}  # fmt: skip
SYLLABLES = {
    **{c + v: s for c, row in _ROWS.items() for v, s in zip("аиуэо", row.split(), strict=True)},
    **{c + "е": row.split()[3] for c, row in _ROWS.items() if c},
    **{c + v: s for c, row in _SOFT.items() for v, s in zip("яюё", row.split(), strict=True)},
    "ва": "wa", "н": "n", "м": "m", "й": "i", "йо": "yo", "ъ": "", "е": "e",
}  # fmt: skip


@lru_cache(maxsize=1 << 13)
def transliterate(text: str, code: str | None = None) -> str:
    """The text in Latin letters; what is not Cyrillic stays. ``Юрий Трутнев`` gives ``Yury Trutnev``.

    `code` is the state of who bears the name: the names of Japan (JPN) are spelt by their syllables where they have
    nothing else.
    """
    return " ".join("-".join(_spelt(part, code) for part in word.split("-")) for word in text.split())


def _spelt(word: str, code: str | None) -> str:
    japanese = _hepburn(word.lower()) if code == "JPN" and word[:1].isupper() else None
    return japanese.capitalize() if japanese else _word(word)


def _hepburn(word: str) -> str | None:
    """A word of Japanese syllables in Hepburn's spelling, long vowels unmarked; None when it has any other."""
    word = "ё" + word[1:] if word.startswith("е") else word
    out, at = "", 0
    while at < len(word):
        if word[at : at + 1] == word[at + 1 : at + 2] and word[at] in "ксптц":
            doubled, at = True, at + 1
        else:
            doubled = False
        size = next((n for n in (3, 2, 1) if word[at : at + n] in SYLLABLES), None)
        if size is None:
            return None
        syllable = SYLLABLES[word[at : at + size]]
        out += ("t" if syllable.startswith("ch") else syllable[0]) + syllable if doubled else syllable
        at += size
    return out


def _word(word: str) -> str:
    lower = word.lower()
    ending = next((mark for mark in ("ий", "ый") if lower.endswith(mark)), "")
    out = SOFT.sub("ye", lower.removesuffix(ending)).translate(LETTERS) + ("y" if ending else "")
    if word.isupper() and len(word) > 1:
        return out.upper()
    return out[:1].upper() + out[1:] if word[:1].isupper() else out
