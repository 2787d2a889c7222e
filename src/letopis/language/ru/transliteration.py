"""Russian names in Latin letters, by the BGN/PCGN table as English-language news uses it."""

from __future__ import annotations

LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
VOWELS = set("аеёиоуыэюяьъ")


def transliterate(text: str) -> str:
    """The text in Latin letters; what is not Cyrillic stays. ``Юрий Трутнев`` gives ``Yury Trutnev``."""
    return " ".join("-".join(_word(part) for part in word.split("-")) for word in text.split())


def _word(word: str) -> str:
    lower = word.lower()
    ending = next((mark for mark in ("ий", "ый") if lower.endswith(mark)), "")
    stem = lower.removesuffix(ending)
    out = ""
    for index, letter in enumerate(stem):
        soft = letter == "е" and (index == 0 or stem[index - 1] in VOWELS)
        out += "ye" if soft else LETTERS.get(letter, letter)
    out += "y" if ending else ""
    if word.isupper() and len(word) > 1:
        return out.upper()
    return out[:1].upper() + out[1:] if word[:1].isupper() else out
