"""Where events take place."""

from __future__ import annotations

import pytest

from letopis.model import Event
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Министры Чили и Перу провели переговоры в Хельсинки.", "Helsinki"),  # a capital is a city
        ("Министры Чили и Перу провели переговоры в Финляндии.", "Finland"),
        ("Дания начала учения на острове Готланд.", "Gotland"),
        ("Дания начала учения у острова Готланд.", "Gotland"),
        ("Армия Чада разгромила мятежников под Сирта.", None),  # no case, no place
        ("Войска Турции обстреляли колонну близ города Идлиб.", "Idlib"),
        ("Япония провела учения в префектуре Акита.", "Akita Prefecture"),
        ("В Осло осудили действия Дании.", None),  # the government
        ("Осло осудил действия Дании.", None),
        ("У Дании есть возражения против санкций Норвегии.", None),
        ("Владимир осудил действия Дании.", None),  # a man
    ],
)
def test_places(text: str, place: str | None, tools: Tools) -> None:
    events = [record for record in read(text, tools) if isinstance(record, Event)]
    assert {event.place for event in events} <= {place}
    assert place is None or events
