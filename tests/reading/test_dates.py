"""Times: every rule's own examples, years taken from context, and laws."""

from __future__ import annotations

import warnings

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from tagged import stretch_of, unmark

from letopis.model import Time
from letopis.reading.dates import find_dateline, find_times, load_time_words
from letopis.reading.intervals import Point, bounds, gregorian
from letopis.reading.phrases import PhraseRule

WORDS = load_time_words("ru")
RULES = (*WORDS.rules, *WORDS.joins)


def read(text: str, published: str | None = None) -> list[Time]:
    return find_times(text, "s", stretch_of(text), WORDS, published)


def told(text: str, published: str | None = None) -> list[tuple[str, str | None]]:
    """The words of each time and its EDTF form."""
    return [
        (text[time.evidence.span.start : time.evidence.span.stop], time.when.edtf if time.when else None)
        for time in read(text, published)
    ]


@pytest.mark.parametrize(("rule", "example"), [(rule, line) for rule in RULES for line in rule.yes])
def test_yes(rule: PhraseRule, example: str) -> None:
    text, places, published = unmark(example)
    times = read(text, published)
    found = {(t.evidence.span.start, t.evidence.span.stop, t.when.edtf if t.when else "") for t in times}
    assert set(places) <= found
    if rule.fields.get("silent"):
        assert not times
    else:
        assert rule.name in {time.evidence.rule for time in times}


@pytest.mark.parametrize(("rule", "example"), [(rule, line) for rule in RULES for line in rule.no])
def test_no(rule: PhraseRule, example: str) -> None:
    assert rule.name not in {time.evidence.rule for time in read(example)}


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Мост открыли 3 мая 1971 года. Уже 8 мая по нему прошёл трамвай.", ["1971-05-03", "1971-05-08"]),
        ("8 мая по мосту прошёл трамвай, а 3 июня 1971 года его закрыли.", ["1971-05-08", "1971-06-03"]),
        ("Мост закрыли 8 мая. Договор 1971 года забыт.", ["XXXX-05-08", "1971"]),
        ("В 1971 году открыли мост. В мае по нему прошёл трамвай.", ["1971", "1971-05"]),
        ("Суд сел 10 июня, днём позже вышел приговор.", ["XXXX-06-10", "XXXX-06-11"]),
        ("В четверг, 14 июня, сел суд; мост строят до конца 2007 года.", ["2007-06-14", "../2007-12-31"]),
        ("В среду, 14 июня, сел суд; мост строят до конца 2007 года.", ["XXXX-06-14", "../2007-12-31"]),
        ("В понедельник, 7 марта, выпал снег. В понедельник же он растаял.", ["XXXX-03-07", "XXXX-03-07"]),
        ("В 1890-х строили церкви, в XX веке их сносили.", ["189X", "19XX"]),
        ("Работы шли с декабря по март 1960 года.", ["1959-12/1960-03"]),
        ("Зимой 1939 года и весной 1940 года шли бои.", ["1939-24", "1940-21"]),
    ],
)
def test_years_come_from_context(text: str, want: list[str]) -> None:
    assert [edtf for _, edtf in told(text)] == want


@pytest.mark.parametrize(
    ("text", "published", "want"),
    [
        ("В субботу пройдёт парад.", "2019-06-12", "2019-06-15"),
        ("В субботу прошёл парад.", "2019-06-12", "2019-06-08"),
        ("Парад прошёл 28 декабря.", "2019-01-03", "2018-12-28"),
        ("Парад пройдёт 3 января.", "2018-12-28", "2019-01-03"),
        ("Через неделю пройдёт парад.", "2019-06-12", "2019-06-19"),
        ("В этом месяце пройдёт парад.", "2019-06-12", "2019-06"),
        ("До конца года пройдёт парад.", "2019-06-12", "../2019-12-31"),
        ("Полтора года назад прошёл парад.", "2019-06-12", "2017-12"),
    ],
)
def test_counted_from_the_day_of_publication(text: str, published: str, want: str) -> None:
    times = read(text, published)
    assert [time.when.edtf for time in times if time.when] == [want]
    assert {time.anchor for time in times} == {"publication"}


@pytest.mark.parametrize(
    "text",
    [
        "Спутник весит 70 кг и летает 70 лет.",
        "На протяжении 20 лет спорили о мосте.",
        "Газ качают на «Заре-1» и «Заре-2».",
        "На данный момент новостей нет.",
        "Встречу отложили на 31 июня 2010 года.",
        "Год 0 и 99999 год не настали.",
        "В ответ прислали 1905 писем.",
        "Как пишут [34], мост стоит.",
        "Он недавно приехал и потом уехал.",
        "Накануне визита молчали.",
    ],
)
def test_no_time(text: str) -> None:
    assert told(text) == []


def test_forms_parse_and_bounds_agree() -> None:
    for rule in RULES:
        for example in rule.yes:
            for _, _, edtf in unmark(example)[1]:
                if edtf:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        assert str(parse_edtf(edtf)).replace(", ", ",") == edtf


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1936/..", "1936-01-01", None),
        ("../2018-12-31", None, "2018-12-31"),
        ("2018-24", "2018-12-01", "2019-02-28"),
        ("199X~", "1990-01-01", "1999-12-31"),
        ("XXXX-03-08", None, None),
        ("{1935-10-06,1935-10-12}", "1935-10-06", "1935-10-12"),
        ("1951/", "1951-01-01", None),
        ("1947~/1991~", "1947-01-01", "1991-12-31"),
    ],
)
def test_bounds(edtf: str, first: str | None, last: str | None) -> None:
    assert bounds(edtf) == (first, last)


def test_julian_days() -> None:
    assert gregorian(Point("day", 1917, 10, 25)) == Point("day", 1917, 11, 7)
    assert gregorian(Point("day", 1825, 12, 14)) == Point("day", 1825, 12, 26)
    assert gregorian(Point("day", 1900, 2, 28)) == Point("day", 1900, 3, 12)


def test_dateline() -> None:
    text = "Первая полоса\nПетров, Вестник\nПолный текст\nмарт 17-го, 2014\nВ среду выпал снег."
    assert find_dateline(text, "s", WORDS) == "2014-03-17"
    assert find_dateline("Мост открыли 3 мая 1971 года.\nСнег.", "s", WORDS) is None
    assert find_dateline("3 мая 1971\nснег\n4 мая 1971\n", "s", WORDS) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 .,-–—с до по в мая года 1990-х марта XIX век понедельник", max_size=60))
def test_any_text_is_read_and_every_form_is_sound(text: str) -> None:
    for time in find_times(text, "s", stretch_of(text), WORDS, "2015-06-01"):
        span = time.evidence.span
        assert 0 <= span.start < span.stop <= len(text)
        if time.when and time.when.first and time.when.last:
            assert time.when.first <= time.when.last
