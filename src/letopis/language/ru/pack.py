"""Puts the Russian pack together from its models and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from letopis.language.gazetteer import Gazetteer
from letopis.language.grammar import load_grammar
from letopis.language.pack import Pack
from letopis.language.persons import Persons
from letopis.language.registers import load_register
from letopis.language.ru import lists
from letopis.language.ru.analysis import RussianAnalyser
from letopis.language.ru.lemmas import Lemmatizer
from letopis.language.ru.spelling import plain
from letopis.language.ru.transliteration import transliterate

#: A Cyrillic text with more than this share of letters that Russian does not have is another language.
MOST_FOREIGN = 0.02
#: The field of the register with Russian names.
RUSSIAN = 3
FOREIGN = "іїєґўјљњћђџѓќѕ"
LETTERS = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(f"[а-ё{FOREIGN}]+")


def build(register: Sequence[Path] = ()) -> Pack:
    """The Russian pack; reads models and lists (1.5 s). `register` are files of a user's that extend the register.

    Raises RuleError for a bad line in one.
    """
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 (heavy: loaded when a text is read)

    lemmatizer = Lemmatizer(MorphAnalyzer(), lists.homographs())
    phrases = chain(
        lists.country_phrases(),
        lists.organisation_phrases(),
        lists.place_phrases(),
        lists.treaty_phrases(),
        lists.named_event_phrases(),
    )
    return Pack(
        code="ru",
        reads=reads,
        analyser=RussianAnalyser(lemmatizer),
        lemmas=lemmatizer,
        grammar=load_grammar("ru/grammar.toml"),
        names=Gazetteer(phrases, lemmatizer.forms),
        offices=Gazetteer(
            chain(lists.organ_phrases(), lists.position_phrases(), lists.city_phrases()), lemmatizer.forms
        ),
        halves=lists.compound_halves(),
        states=lists.states(),
        persons=Persons(
            load_register(RUSSIAN, register, lists.codes()),
            lemmatizer.forms,
            lists.spellings,
            lemmatizer.is_given,
            plain,
        ),
        plain=plain,
        transliterate=transliterate,
    )


def check_register(register: Sequence[Path]) -> None:
    """Raises RuleError with file, line and reason for a bad line in a user's register."""
    load_register(RUSSIAN, register, lists.codes())


def reads(text: str) -> bool:
    """Whether a text looks Russian: half of its letters are Cyrillic and few of them are none of Russian's."""
    lower = text.lower()
    letters = sum(map(len, LETTERS.findall(lower)))
    cyrillic = sum(map(len, CYRILLIC.findall(lower)))
    if not letters or cyrillic * 2 < letters:
        return False
    return sum(map(lower.count, FOREIGN)) <= MOST_FOREIGN * cyrillic
