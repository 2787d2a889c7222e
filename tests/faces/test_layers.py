"""A source with its layers: marks stand under their characters, across lines, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from accounts import account

from letopis.faces.layers import layers_lines
from letopis.model import Cut, Debris, Evidence, Passage, Span
from letopis.store.chronicle import Chronicle

TEXT = "Заголовок дня\n[12] Первая строка. Вторая\n\nстрока Третья"


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    one = account("a", TEXT)

    def at(start: int, stop: int) -> Evidence:
        return Evidence(Span(one.source.sha256, start, stop), "toy")

    records = (
        Passage(at(0, 13), "headline"),
        Debris(at(14, 18), "reference_mark"),
        Debris(at(34, 47), "boilerplate"),
        Cut(at(49, 49), "mid_line_headline"),
    )
    with Chronicle.open(tmp_path / "c", create=True) as opened:
        opened.add(replace(one, records=records))
        yield opened


def test_marks_stand_under_their_characters(chronicle: Chronicle) -> None:
    name, legend, *lines = layers_lines("a", chronicle)
    assert name == "a"
    assert legend.startswith("h headline")
    assert lines == [
        "",
        "  Заголовок дня",
        "  hhhhhhhhhhhhh",
        "  [12] Первая строка. Вторая",
        "  xxxx                xxxxxx",
        "x 14–18  reference mark  toy",
        "x 34–40  boilerplate  toy",
        "  строка Третья",
        "  xxxxx  |",
        "x 42–47  boilerplate  toy",
        "| 49–50  mid line headline  toy",
    ]
