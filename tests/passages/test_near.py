from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.passages.near import likeness, may_be_like, shingles

WORDS = [f"слово{letter}" for letter in "абвгдежзиклмнопрстуфхцчшщэюя"]


def told(a: str, b: str) -> str | None:
    """The form of what makes two sentences near copies."""
    alike = likeness(a, b)
    return alike.form if alike is not None else None


def numbers(*texts: str) -> list[frozenset[int]]:
    return [frozenset(found) for found in shingles(texts)]


BASE = "Министры двух стран после долгих переговоров подписали на борту крейсера соглашение о ловле трески"


@pytest.mark.parametrize(
    ("a", "b", "form"),
    [
        (BASE, f"Как стало известно, {BASE.lower()}.", "contains"),
        (BASE, f"{BASE} и сельди", "contains"),
        (BASE, BASE.replace("Министры двух", "Главы двух") + " летом", "near"),
        (BASE, BASE.replace("долгих", "очень долгих"), "near"),
        (BASE, BASE.replace("Министры двух", "Не министры двух"), "contains"),
        (BASE, BASE.replace("подписали", "не подписали"), None),
        (f"{BASE} в 1957 году", f"{BASE} в 1958 году", None),
        (f"{BASE} с Лимбургом", f"{BASE} с Онтарией", None),
        (f"{BASE} с Лимбургом", f"{BASE} у Лимбурга", "near"),
        ("Об этом говорится в заявлении", "Об этом говорится в заявлении ведомства", None),
        (BASE, "Совсем другие слова стоят в этом предложении о погоде на море", None),
    ],
)
def test_likeness(a: str, b: str, form: str | None) -> None:
    assert told(a, b) == told(b, a) == form
    if form:
        assert may_be_like(*numbers(a, b))


def test_a_changed_name_in_a_long_sentence_may_be_an_edit() -> None:
    long = f"{BASE}, мойвы и наваги, сообщила вечером газета со ссылкой на порт"
    assert told(f"{long} Лимбург", f"{long} Онтария") == "near"


@given(st.lists(st.sampled_from(WORDS), min_size=6, max_size=40), st.randoms(use_true_random=False))
def test_like_sentences_always_find_each_other(words: list[str], chance: random.Random) -> None:
    changed = list(words)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randrange(2)] = [chance.choice(WORDS)]
    a, b = " ".join(words), " ".join(changed)
    if likeness(a, b):
        assert may_be_like(*numbers(a, b))
