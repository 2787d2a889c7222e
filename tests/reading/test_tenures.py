"""A bare title is its holder's at the record's date, when the register is sure of one, and says that it is inferred."""

from __future__ import annotations

import pytest

from letopis.model import Event, Party, Statement
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


def _parties(text: str, tools: Tools) -> list[Party]:
    records = read(text, tools)
    events = [party for one in records if isinstance(one, Event) for party in (*one.actors, *one.recipients)]
    return events + [one.speaker for one in records if isinstance(one, Statement) and one.speaker is not None]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("В апреле 2013 года премьер-министр Японии посетил Осло.", "Shinzo Abe"),
        ("Визит премьер-министра Японии в Осло состоялся 4 апреля 2013 года.", "Shinzo Abe"),
        ("В мае 2010 года российский президент осудил Норвегию.", "Dmitry Medvedev"),
        ("Тогдашний президент Франции в марте 2015 года посетил Осло.", "Francois Hollande"),
        ("Генеральный секретарь ООН в марте 2015 года осудил Норвегию.", "Ban Ki-moon"),
        ("4 марта 2015 года глава МИД России не подписал соглашение с Норвегией.", "Sergey Lavrov"),
        ("В мае 2013 года премьер-министр Японии заявил, что переговоры идут.", "Shinzo Abe"),
    ],
)
def test_the_holder_is_inferred(text: str, label: str, tools: Tools) -> None:
    found = [party for party in _parties(text, tools) if party.label == label]
    assert found
    assert all(party.inferred and party.role and party.label_ru for party in found)


@pytest.mark.parametrize(
    "text",
    [
        "Премьер-министр Японии посетил Осло.",
        "В 2012 году премьер-министр Японии посетил Осло.",  # two held it that year
        "26 декабря 2012 года премьер-министр Японии посетил Осло.",  # the day on which it changed hands
        "В апреле 2013 года бывший премьер-министр Японии посетил Осло.",
        "В апреле 2015 года экс-президент Украины посетил Осло.",
        "В апреле 2015 года и. о. президента Украины посетил Осло.",
        "В ноябре 2016 года избранный президент США осудил Норвегию.",
        "5 мая 2010 года президент Абхазии посетил Осло.",
        "5 мая 2010 года президент Татарстана посетил Осло.",
        "В марте 2015 года супруга премьер-министра Японии посетила Осло.",
        "В марте 2015 года заместитель министра обороны России посетил Осло.",
        "В мае 2013 года премьер-министры Японии и Италии посетили Осло.",
        "В мае 2013 года новый премьер-министр Японии посетил Осло.",
        "Примерно в мае 2013 года премьер-министр Японии посетил Осло.",
        "В мае 2090 года премьер-министр Японии посетил Осло.",
    ],
)
def test_nobody_is_inferred(text: str, tools: Tools) -> None:
    assert not [party for party in _parties(text, tools) if party.label and party.role]


def test_what_is_planned_tells_no_holder(tools: Tools) -> None:
    text = "В декабре 2013 года премьер-министр Японии посетит Осло."
    assert not [party for party in _parties(text, tools) if party.label and party.role]
