"""Sentences with words tagged by the dictionary alone, and examples with marked places: for tests of what is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pymorphy3

from letopis.model import Sentence, Stretch, Token

WORD = re.compile(r"[А-ЯЁа-яёA-Za-z]+(?:-[А-ЯЁа-яёA-Za-z0-9]+)*|\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}\b)?|\S")
SENTENCE = re.compile(r"\S.*?(?:(?<=[а-яё»\d)]{2})[.!?](?=\s+[А-ЯЁ«])|$)", re.DOTALL)
MARK = re.compile(r"\[([^\]|]*)\|([^\]|]*)\]")
POS = {"NOUN": "NOUN", "ADJF": "ADJ", "PRTF": "VERB", "PRTS": "VERB", "VERB": "VERB", "NUMR": "NUM", "PREP": "ADP"}
POS |= {"NPRO": "PRON", "CONJ": "CCONJ", "PRCL": "PART", "ADVB": "ADV", "INFN": "VERB"}
CASE = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
NUMBER = {"sing": "Sing", "plur": "Plur"}
TENSE = {"past": "Past", "futr": "Fut", "pres": "Pres"}


@lru_cache(maxsize=1)
def _morph() -> Any:
    return pymorphy3.MorphAnalyzer()


def _token(text: str, start: int, stop: int, *, counted: bool) -> Token:
    word = text[start:stop]
    parses = [parse for parse in _morph().parse(word) if parse.tag.POS]
    if counted and parses and parses[0].tag.POS in ("NOUN", "ADJF"):
        parses.sort(key=lambda parse: parse.tag.case not in ("gent", "ablt", "datv"))
    if not parses:
        return Token(start, stop, word, word.lower(), "NUM" if word[0].isdigit() else "PUNCT", {}, -1, "root")
    tag = parses[0].tag
    feats = {"Case": CASE.get(tag.case), "Number": NUMBER.get(tag.number), "Tense": TENSE.get(tag.tense)}
    if tag.POS in ("PRTF", "PRTS"):
        feats["VerbForm"] = "Part"
    known = {name: value for name, value in feats.items() if value}
    lemma = parses[0].normal_form.replace("ё", "е")
    return Token(start, stop, word, lemma, POS.get(tag.POS, "X"), known, -1, "root")


def stretch_of(text: str) -> Stretch:
    """The text as a stretch: sentences end before a capital letter; after a number the genitive is preferred."""
    sentences = []
    for found in SENTENCE.finditer(text):
        places = [word.span() for word in WORD.finditer(text, *found.span())]
        near = [any(c.isdigit() for c in text[max(start - 14, 0) : start]) for start, _ in places]
        numeral = [any(_is_number(text[a:b]) for a, b in places[max(at - 2, 0) : at]) for at in range(len(places))]
        tokens = tuple(
            _token(text, start, stop, counted=digit or word)
            for (start, stop), digit, word in zip(places, near, numeral, strict=True)
        )
        sentences.append(Sentence(*found.span(), tokens))
    return Stretch(tuple(sentences))


def _is_number(word: str) -> bool:
    return any(parse.tag.POS == "NUMR" for parse in _morph().parse(word))


def unmark(example: str) -> tuple[str, list[tuple[int, int, str]], str | None]:
    """The plain text of an example, its marked places with what is said of them, and the day of publication if any."""
    published = None
    if example.startswith("now:"):
        published, example = example[4:14], example[15:]
    plain, places, last = "", [], 0
    for found in MARK.finditer(example):
        plain += example[last : found.start()]
        places.append((len(plain), len(plain) + len(found[1]), found[2]))
        plain += found[1]
        last = found.end()
    return plain + example[last:], places, published
