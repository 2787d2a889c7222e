"""Figures: every rule's own examples, what is no figure, and wholes and parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tagged import stretch_of, unmark

from letopis.identity import record_id
from letopis.model import Figure
from letopis.reading.figures.figures import find_figures, load_figure_words
from letopis.reading.phrases import PhraseRule
from letopis.reading.times.dates import find_times, load_time_words

WORDS = load_figure_words("ru")
TIMES = load_time_words("ru")


def read(text: str) -> list[Figure]:
    stretch = stretch_of(text)
    return find_figures(text, "s", stretch, WORDS, find_times(text, "s", stretch, TIMES, None))


def number(text: str) -> float | None:
    return float(text) if text else None


def agrees(figure: Figure, want: str) -> bool:
    """Whether a figure has the value, or the bounds (low..high), that an example gives it."""
    if ".." not in want:
        return figure.value == number(want)
    low, _, high = want.partition("..")
    return (figure.low, figure.high) == (number(low), number(high))


@pytest.mark.parametrize(("rule", "example"), [(rule, line) for rule in WORDS.rules for line in rule.yes])
def test_yes(rule: PhraseRule, example: str) -> None:
    text, places, _ = unmark(example)
    figures = {(f.evidence.span.start, f.evidence.span.stop): f for f in read(text)}
    for start, stop, want in places:
        assert (start, stop) in figures
        assert agrees(figures[start, stop], want)
        assert figures[start, stop].evidence.rule == rule.name


@pytest.mark.parametrize(("rule", "example"), [(rule, line) for rule in WORDS.rules for line in rule.no])
def test_no(rule: PhraseRule, example: str) -> None:
    assert rule.name not in {figure.evidence.rule for figure in read(example)}


@pytest.mark.parametrize(
    "text",
    [
        "Один шаг до моста.",
        "Одна из дорог закрыта.",
        "Министры двух стран молчат.",
        "Обе стороны молчат.",
        "Мост открыли 5 мая 1971 года.",
        "Газ качают на «Заре-1».",
        "Как пишут [12], мост стоит.",
        "1. Первый мост. 2. Второй мост.",
        "Глава 7 закона о мостах",
        "В 10 часов мост открыли.",
        "Мужчине в возрасте 45 лет стало плохо.",
        "Выдали по одному билету.",
        "Счёт 3:1 в пользу гостей.",
    ],
)
def test_no_figure(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Построили 40 мостов.", 40, "мост"),
        ("Утонули 12 судов.", 12, "ships"),
        ("Цена выросла на 3,5 %.", 3.5, "percent"),
        ("Собрали 2,4 млн евро.", 2_400_000, "EUR"),
        ("Потратили $15 тыс.", 15_000, "USD"),
        ("Там жили 2 500 человек.", 2500, "people"),
        ("Спорили пятьдесят пять лет.", 55, "years"),
    ],
)
def test_units(text: str, value: float, unit: str) -> None:
    (figure,) = read(text)
    assert (figure.value, figure.unit) == (value, unit)


def test_neighbours_share_money() -> None:
    first, second = read("Долг упал с 5 миллиардов до 3,2 миллиардов рублей.")
    assert (first.unit, second.unit) == ("RUB", "RUB")
    assert second.high is None


def test_parts_know_their_whole() -> None:
    whole, part = read("Построили 40 мостов, 12 из них снесли.")
    assert part.part_of == record_id(whole)
    assert part.unit == whole.unit
    whole, first, second = read("Нашли 200 писем. Из этого числа прочли 50 писем и 12 писем сожгли.")
    assert {first.part_of, second.part_of} == {record_id(whole)}


def test_date_of_the_sentence() -> None:
    (figure,) = read("В 1971 году построили 40 мостов.")
    assert figure.when is not None
    assert figure.when.edtf == "1971"
    (figure,) = read("В 1971 году и в 1980 году построили 40 мостов.")
    assert figure.when is None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789 .,-–%$ млн тысяч рублей до свыше из них", max_size=50))
def test_any_text_is_read(text: str) -> None:
    for figure in read(text):
        span = figure.evidence.span
        assert 0 <= span.start < span.stop <= len(text)
