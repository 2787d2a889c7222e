"""One person under several spellings is one; two persons of one family name stay two."""

from __future__ import annotations

import pytest

from letopis.language.ru.spelling import plain, unmixed
from letopis.model import Name
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Абэ", "Абе"),
        ("Ёсимаса", "Есимаса"),
        ("Цзинь-пин", "Цзиньпин"),
        ("Зеленський", "Зеленский"),
        ("Хаяcи", "Хаяси"),
    ],
)
def test_spellings_share_a_plain_form(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize("word", ["Хаяси", "NATO", "Lavrov", "iPhone-ы", "Z-канал"])
def test_letters_that_are_meant_stay(word: str) -> None:
    assert unmixed(word) == word


def _persons(text: str, tools: Tools) -> list[str | None]:
    return [one.label for one in read(text, tools) if isinstance(one, Name) and one.type == "PER"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Есимаса Хаяси приехал. Ёсимаса Хаяси уехал. Хаяcи молчал.", "Yoshimasa Hayashi"),
        ("Синдзо Абэ приехал. С. Абэ уехал. Абе молчал.", "Shinzo Abe"),
        ("Приехал Си Цзиньпин. Уехал Си Цзинь-пин.", "Xi Jinping"),
        ("Владимир Зеленский приехал. Владимира Зеленського ждали.", "Volodymyr Zelensky"),
        ("Фёдор Ульсен приехал. Федор Ульсен уехал. Ф. Ульсен молчал.", "Fyodor Ulsen"),
        ("Ф. Ульсен приехал. Ульсен уехал. Ждали Фёдора Ульсена.", "Fyodor Ulsen"),
        ("Эрик Иванович Нордин приехал. Эрик Нордин молчал.", "Erik Ivanovich Nordin"),
    ],
)
def test_spellings_of_one_person(text: str, label: str, tools: Tools) -> None:
    assert set(_persons(text, tools)) == {label}


def test_two_persons_of_one_name_stay_two(tools: Tools) -> None:
    text = "Фёдор Ульсен приехал. Олаф Ульсен уехал. Ф. Ульсен молчал."
    assert _persons(text, tools) == ["Fyodor Ulsen", "Olaf Ulsen", "Fyodor Ulsen"]


def test_an_initial_that_two_may_have_tells_neither(tools: Tools) -> None:
    text = "Фёдор Ульсен приехал. Филипп Ульсен уехал. Ф. Ульсен молчал."
    assert _persons(text, tools)[-1] == "F. Ulsen"
