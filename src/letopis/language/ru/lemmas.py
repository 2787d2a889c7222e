"""Dictionary forms of Russian words, by pymorphy3 and the tagger's part of speech and case."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from letopis.language.lexicon import fold

#: UD part of speech -> the parts of speech of pymorphy3 (OpenCorpora) that go with it
POS = {
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN", "PRTS", "GRND"},
    "ADJ": {"ADJF", "ADJS", "COMP"},
    "DET": {"ADJF", "NPRO"},
    "PRON": {"NPRO", "ADJF"},
    "ADV": {"ADVB", "COMP", "PRED"},
    "NUM": {"NUMR", "ADJF", "NOUN"},
    "ADP": {"PREP"},
    "CCONJ": {"CONJ"},
    "SCONJ": {"CONJ"},
    "PART": {"PRCL"},
}
CASE = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
NUMBER = {"Sing": "sing", "Plur": "plur"}
GENDER = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
INFINITIVE = ("ть", "ти", "чь", "ться", "тись", "чься")
NAME_TAGS = {"Name", "Surn", "Patr", "Geox", "Orgn"}


class Lemmatizer:
    """Dictionary forms; answers are cached by word and tag, so that a second asking costs nothing.

    `homographs` are folded words that the dictionary reads in two ways and the news in one, with that one.
    """

    def __init__(self, morph: Any, homographs: Mapping[str, str]) -> None:
        self._morph = morph
        self._homographs = homographs
        self._lemma = lru_cache(maxsize=200_000)(self._find_lemma)
        self._nominative = lru_cache(maxsize=50_000)(self._find_nominative)
        self.forms = lru_cache(maxsize=200_000)(self._find_forms)

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """The folded dictionary form of a word in its context; a participle's is its verb's infinitive."""
        return self._lemma(word, pos, feats.get("Case", ""), feats.get("Number", ""), feats.get("Gender", ""))

    def nominative(self, word: str, feats: Mapping[str, str], kind: str = "Surn", gender: str = "") -> str:
        """A name's word in the nominative, as it is spelt when the dictionary does not know it.

        `kind` is the grammeme preferred: Name, Surn, Patr or Geox.
        """
        return self._nominative(
            word, feats.get("Case", ""), feats.get("Number", ""), gender or feats.get("Gender", ""), kind
        )

    def known(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool(self._morph.word_is_known(word))

    def is_given(self, word: str) -> bool:
        """Whether the dictionary has a word as a given name and not as a family name."""
        parses = [parse for parse in self._morph.parse(word) if parse.is_known]
        names = [parse for parse in parses if "Name" in parse.tag]
        return bool(names) and not any("Surn" in parse.tag for parse in parses)

    def _find_forms(self, word: str) -> frozenset[str]:
        """All folded dictionary forms that a word may have, and the word itself: what two spellings of a name share."""
        if len(word) > 60:
            return frozenset((fold(word[:60]),))
        if fold(word) in self._homographs:
            return frozenset((fold(word), self._homographs[fold(word)]))
        return frozenset((fold(word), *(fold(parse.normal_form) for parse in self._morph.parse(word)[:12])))

    def _find_lemma(self, word: str, pos: str, case: str, number: str, gender: str) -> str:
        if len(word) > 60 or not any(letter.isalpha() for letter in word):
            return fold(word[:60])
        if fold(word) in self._homographs:
            return self._homographs[fold(word)]
        parses = self._morph.parse(word)[:12]
        want = POS.get(pos, set())
        marks = {CASE.get(case), NUMBER.get(number), GENDER.get(gender)} - {None}
        best = max(
            parses,
            key=lambda parse: (
                parse.tag.POS in want,
                sum(mark in parse.tag for mark in marks),
                pos == "PROPN" and any(tag in parse.tag for tag in NAME_TAGS),
                parse.score,
            ),
        )
        if pos == "PROPN" and not best.is_known:
            return fold(word)
        if pos == "VERB" and not best.normal_form.endswith(INFINITIVE):
            best = next((parse for parse in parses if parse.normal_form.endswith(INFINITIVE)), best)
        return fold(best.normal_form)

    def _find_nominative(self, word: str, case: str, number: str, gender: str, kind: str) -> str:
        unknown = not self._morph.word_is_known(word)
        indeclinable = word.endswith(("и", "о", "э", "ю")) and (unknown or kind == "Surn")
        if case in ("", "Nom") or len(word) > 60 or indeclinable:
            return word
        marks = {CASE.get(case), NUMBER.get(number), GENDER.get(gender)} - {None}
        ranked = sorted(
            (parse for parse in self._morph.parse(word)[:12] if parse.tag.POS == "NOUN" or "ADJF" in parse.tag),
            key=lambda parse: (
                kind in parse.tag,
                sum(mark in parse.tag for mark in marks),
                parse.is_known,
                parse.score,
            ),
            reverse=True,
        )
        for parse in ranked:
            if CASE.get(case) not in parse.tag:
                continue
            target = {"nomn", NUMBER.get(number, "sing")}
            inflected = parse.inflect(target)
            if inflected is not None:
                return like(word, inflected.word)
        return word


def like(model: str, word: str) -> str:
    """`word` with the capital letters of `model`, part by part of a hyphenated word."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    parts = word.split("-")
    models = model.split("-")
    if len(parts) == len(models):
        return "-".join(p[:1].upper() + p[1:] if m[:1].isupper() else p for p, m in zip(parts, models, strict=True))
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
