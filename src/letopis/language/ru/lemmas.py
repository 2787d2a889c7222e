"""Dictionary forms of Russian words, by pymorphy3 and the tagger's part of speech and case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from letopis.language.lexicon import fold
from letopis.language.ru.spelling import unmixed

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


class Parse(NamedTuple):
    """One way to read a word, in OpenCorpora's terms."""

    pos: str | None
    grammemes: frozenset[str]
    score: float
    known: bool
    lemma: str


class Lemmatizer:
    """Dictionary forms; the readings of a word are cached, and so are names in the nominative.

    `homographs` are folded words that the dictionary reads in two ways and the news in one, with that one.
    """

    def __init__(self, morph: Any, homographs: Mapping[str, str]) -> None:
        self._morph = morph
        self._homographs = homographs
        self._parses = lru_cache(maxsize=20_000)(self._find_parses)
        self._nominative = lru_cache(maxsize=20_000)(self._find_nominative)
        self.forms = lru_cache(maxsize=100_000)(self._find_forms)

    def lemma(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        """The folded dictionary form of a word in its context; a participle's is its verb's infinitive."""
        if len(word) > 60 or not any(letter.isalpha() for letter in word):
            return fold(word[:60])
        folded = fold(word)
        if folded in self._homographs:
            return self._homographs[folded]
        parses = self._parses(word)
        best = max(parses, key=_suits(pos, feats)) if len(parses) > 1 else parses[0]
        if pos == "PROPN" and not best.known:
            return folded
        if pos == "VERB" and not best.lemma.endswith(INFINITIVE):
            best = next((parse for parse in parses if parse.lemma.endswith(INFINITIVE)), best)
        return fold(best.lemma)

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
        parses = [parse for parse in self._parsed(word) if parse.is_known]
        names = [parse for parse in parses if "Name" in parse.tag]
        return bool(names) and not any("Surn" in parse.tag for parse in parses)

    def _parsed(self, word: str) -> list[Any]:
        """All readings of a word; none where it has a letter without a name (unassigned): pymorphy3 asks for names."""
        try:
            return list(self._morph.parse(word))
        except ValueError:
            return []

    def _find_forms(self, word: str) -> frozenset[str]:
        """All folded dictionary forms that a word may have, and the word itself: what two spellings of a name share."""
        if len(word) > 60:
            return frozenset((fold(word[:60]),))
        word = unmixed(word)
        if fold(word) in self._homographs:
            return frozenset((fold(word), self._homographs[fold(word)]))
        return frozenset((fold(word), *(fold(parse.lemma) for parse in self._parses(word))))

    def _find_parses(self, word: str) -> tuple[Parse, ...]:
        """The likeliest readings of a word, whatever its context; one where all have the same dictionary form."""
        found = tuple(
            Parse(parse.tag.POS, parse.tag.grammemes, parse.score, parse.is_known, parse.normal_form)
            for parse in self._parsed(word)[:12]
        )
        return found if len({(parse.lemma, parse.known) for parse in found}) > 1 else found[:1]

    def _find_nominative(self, word: str, case: str, number: str, gender: str, kind: str) -> str:
        word = unmixed(word)
        unknown = not self._morph.word_is_known(word)
        indeclinable = word.endswith(("и", "о", "э", "ю")) and (unknown or kind == "Surn")
        if case in ("", "Nom") or len(word) > 60 or indeclinable:
            return word
        marks = {CASE.get(case), NUMBER.get(number), GENDER.get(gender)} - {None}
        ranked = sorted(
            (parse for parse in self._parsed(word)[:12] if parse.tag.POS == "NOUN" or "ADJF" in parse.tag),
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


def _suits(pos: str, feats: Mapping[str, str]) -> Callable[[Parse], tuple[bool, int, bool, float]]:
    """How well a reading goes with what the tagger says: by part of speech, then features, then as a name."""
    want: Collection[str] = POS.get(pos, ())
    marks = _marks(feats)

    def suits(parse: Parse) -> tuple[bool, int, bool, float]:
        named = pos == "PROPN" and not NAME_TAGS.isdisjoint(parse.grammemes)
        return parse.pos in want, len(marks & parse.grammemes), named, parse.score

    return suits


def _marks(feats: Mapping[str, str]) -> set[str]:
    """Case, number and gender as OpenCorpora's grammemes."""
    pairs = ((CASE, "Case"), (NUMBER, "Number"), (GENDER, "Gender"))
    return {names[value] for names, key in pairs if (value := feats.get(key, "")) in names}


def like(model: str, word: str) -> str:
    """`word` with the capital letters of `model`, part by part of a hyphenated word."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    parts = word.split("-")
    models = model.split("-")
    if len(parts) == len(models):
        return "-".join(p[:1].upper() + p[1:] if m[:1].isupper() else p for p, m in zip(parts, models, strict=True))
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
