"""Times: every rule's own examples, years taken from context, and laws."""

from __future__ import annotations

import warnings

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from tagged import stretch_of, unmark

from letopis.model import Time
from letopis.reading.phrases import PhraseRule, lowered
from letopis.reading.times.dates import find_dateline, find_times, load_time_words
from letopis.reading.times.intervals import Point, bounds, gregorian
from letopis.reading.times.reckoning import Clock

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


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # no such day, month or year
        ("32 февраля 2020 года", []),
        ("30 февраля 2020 года", []),
        ("29 февраля 2019 года", []),
        ("00.00.2010", []),
        ("31.04.2010", []),
        ("2010-02-30", []),
        ("в понедельник, 31 июня", []),
        ("31 и 32 мая 1935 года", []),
        ("в 0 году", []),
        ("в 0000 году", []),
        ("в 99999 году", []),
        ("3 мая 20011 года", []),
        ("1 января 1 года", []),
        ("с 2010 по 2005 год", []),
        # years beside marks, two-digit years
        ("договор [12] 1934 года", ["1934"]),
        ("договор [12]1934 года", ["1934"]),
        ("в 1941-45 гг.", ["1941/1945"]),
        ("в 45-м году", ["1945"]),
        # Roman numbers, centuries, decades, other eras
        ("в XIX в.", ["18XX"]),
        ("в IIII веке", []),
        ("в XXXIX веке", []),
        ("в 753 году до н. э.", []),
        ("в 30-е годы XIX века", ["183X"]),
        ("в первой половине 1990-х", ["199X"]),
        ("в 1935-х", []),
        # Old Style
        ("14 (26) декабря 1825 года", ["1825-12-26"]),
        ("25 октября (7 ноября) 1917 года", ["1917-11-07"]),
        ("1 марта 1881 г. по старому стилю", ["1881-03-13"]),
        # seasons, quarters, holidays
        ("осенью 1941 года", ["1941-23"]),
        ("зимой 1946—1947 годов", ["1946-24"]),
        ("во втором квартале 2012 года", ["2012-34"]),
        ("в V квартале 2012 года", []),
        ("в Новый год", ["XXXX-01-01"]),
        ("на Пасху", []),
        # lists, ages, durations
        ("6, 8 и 12 октября 1935 года", ["{1935-10-06,1935-10-08,1935-10-12}"]),
        ("6, 8 и 45 октября 1935 года", []),
        ("Ему 70 лет", []),
        ("раз в 10 лет", []),
        ("за 1905 рублей", []),
    ],
)
def test_strange_dates_are_read_right_or_not_at_all(text: str, want: list[str]) -> None:
    assert [edtf for _, edtf in told(f"Мост строили {text}.")] == want


def test_a_day_of_the_week_that_does_not_fit_is_kept_and_doubted() -> None:
    right, wrong = (
        read("В понедельник, 7 февраля 2011 года, шёл снег."),
        read("Во вторник, 7 февраля 2011 года, шёл снег."),
    )
    assert [time.when and time.when.edtf for time in (*right, *wrong)] == ["2011-02-07", "2011-02-07"]
    assert right[0].evidence.confidence > 0.9
    assert wrong[0].evidence.confidence < 0.5


def carried(*stretches: str, cut: bool = False) -> list[str | None]:
    """The dates of texts that follow each other, the last one perhaps behind a cut."""
    clock, out = Clock(), list[Time]()
    for number, text in enumerate(stretches):
        if cut and number == len(stretches) - 1:
            clock.restart()
        out += find_times(text, "s", stretch_of(text), WORDS, clock=clock)
    return [time.when.edtf if time.when else None for time in out]


@pytest.mark.parametrize(
    ("stretches", "want"),
    [
        (("В понедельник, 7 марта, выпал снег.", "В понедельник он растаял."), ["XXXX-03-07", "XXXX-03-07"]),
        (("Мост открыли в 1971 году.", "В том же году открыли порт."), ["1971", "1971"]),
        (("Мост открыли в 1971 году.", "В мае открыли порт."), ["1971", "XXXX-05"]),
        (("Паводок 1971 года", "В мае вода ушла."), ["1971", "1971-05"]),
        (("Вестник, 17 марта 2014", "Вчера выпал снег."), ["2014-03-17", "2014-03-16"]),
    ],
)
def test_what_is_known_goes_on_to_the_next_stretch(stretches: tuple[str, ...], want: list[str | None]) -> None:
    assert carried(*stretches) == want


def test_nothing_goes_on_behind_a_cut() -> None:
    told = carried(
        "Вестник, 17 марта 2014", "Вчера, в понедельник, 16 марта, выпал снег.", "Вчера было сухо.", cut=True
    )
    assert told[-1] is None
    assert carried("Паводок 1971 года", "В мае вода ушла.", cut=True) == ["1971", "XXXX-05"]


def test_no_pattern_finds_a_time_that_its_needs_rule_out() -> None:
    texts = [unmark(example)[0] for rule in WORDS.rules for example in (*rule.yes, *rule.no)]
    for text in texts:
        tried = {number for number, _ in WORDS.rules_for(text, lowered(text))}
        skipped = [rule for number, rule in enumerate(WORDS.rules) if number not in tried]
        assert not [rule.name for rule in skipped if any(rule.find(text, lowered(text)))]


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
