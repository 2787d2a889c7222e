"""Answers of an interview, told without quotation marks, on texts of our own: what is said and by whom."""

from __future__ import annotations

import pytest

from letopis.model import Statement
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


def answers(text: str, tools: Tools) -> list[tuple[str, str | None]]:
    told = [r for r in read(text, tools) if isinstance(r, Statement) and r.evidence.rule.endswith("#answer")]
    return [
        (text[s.evidence.span.start : s.evidence.span.stop], s.speaker.label_ru if s.speaker else None) for s in told
    ]


ASKED = [
    ("Интервью с директором порта Павлом Орловым.\n\n— Когда откроют мост?\n\n— [Мост откроют весной].", "Павел Орлов"),
    ("Беседа с министром Анной Беловой\n— Готов ли бюджет?\n— [Бюджет готов и лежит на столе].", "Анна Белова"),
    ("Разговор с фермером\n– Что с урожаем?\n– [Урожай погиб в трёх областях].", None),
    ("Берег.ру: Нужен ли мост?\n\nПавел Орлов: [Мост нужен всем, и мы его построим].", "Павел Орлов"),
    ("Анна Белова, директор порта, Осло:\n— [Порт изменил облик города и дал толчок торговле].", "Анна Белова"),
    ("— Хватит ли хлеба?\n\n— [Хлеба хватит.\nЯ думаю, что цены упадут].\n\nКорабли ушли.", None),
]


@pytest.mark.parametrize(("line", "who"), ASKED)
def test_an_answer_is_said_by_who_is_asked(line: str, who: str | None, tools: Tools) -> None:
    said = line[line.index("[") + 1 : line.index("]")]
    assert answers(line.replace("[", "").replace("]", ""), tools) == [(said, who)]


@pytest.mark.parametrize(
    "text",
    [
        "— Когда откроют мост?",
        "- мост открыт с мая;\n- порт закрыт до весны.",
        "Мост откроют весной.\n— Порт закрыт на зиму.",
        "Президент: Павел Орлов родился в Риге.",
        "Павел Орлов: биография и карьера",
        "Когда откроют мост?\nПорт закрыт на зиму.",
    ],
)
def test_what_answers_no_question_is_none(text: str, tools: Tools) -> None:
    assert answers(text, tools) == []
