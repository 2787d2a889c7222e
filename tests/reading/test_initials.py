"""A short name that a text gives an organisation in brackets means that organisation from there on."""

from __future__ import annotations

import pytest

from letopis.model import Name
from letopis.pipeline import Tools
from letopis.reading.actors.initials import are_initials
from rules import read


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("БСР", "Балтийский совет по рыболовству", True),
        ("СПбГТ", "Санкт-Петербургский городской театр", False),
        ("БСПР", "Балтийский совет по рыболовству", True),
        ("НДС", "Иностранные суда", False),
        ("БС", "Балтийский совет по рыболовству", False),
        ("БСРД", "Балтийский совет по рыболовству", False),
        ("ЮЕС", "Южно-Европейский союз", True),
    ],
)
def test_initials_are_those_of_all_great_words(short: str, name: str, *, fits: bool) -> None:
    assert are_initials(short, name.split()) is fits


def _organisations(text: str, tools: Tools) -> list[tuple[str, str | None]]:
    names = [one for one in read(text, tools) if isinstance(one, Name) and one.type == "ORG"]
    return [(text[one.evidence.span.start : one.evidence.span.stop], one.label_ru) for one in names]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "short", "whole"),
    [
        (
            "Балтийский совет по рыболовству (БСР) осудил Осло. БСР ушёл.",
            "БСР",
            "Балтийский совет по рыболовству",
        ),
        (
            "Балтийский совет по рыболовству (далее — БСР) осудил Осло. Доклад БСР прочли.",
            "БСР",
            "Балтийский совет по рыболовству",
        ),
        (
            "Северный банк морского развития (NBMD) осудил Осло. NBMD ушёл.",
            "NBMD",
            "Северный банк морского развития",
        ),
    ],
)
def test_a_short_name_is_learnt(text: str, short: str, whole: str, tools: Tools) -> None:
    found = _organisations(text, tools)
    assert [label for words, label in found if words == short] == [whole, whole]
    assert (whole, whole) in found


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "Балтийский совет по рыболовству осудил Осло. БСР ушёл.",
        "БСР молчал. Балтийский совет по рыболовству осудил Осло.",
        "Балтийский совет по рыболовству (НДС) осудил Осло. НДС вырос.",
    ],
)
def test_what_is_told_nowhere_is_not_guessed(text: str, tools: Tools) -> None:
    found = _organisations(text, tools)
    assert not [words for words, label in found if words in ("БСР", "НДС") and label not in (words, None)]
