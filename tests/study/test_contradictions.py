"""Contradictions and changes of position in small heaps, read with the real tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.building import build
from letopis.store.chronicle import Chronicle
from letopis.study.contradictions import Contradiction, find_contradictions
from letopis.study.exporting import export_lines

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("real_reader")]


def found(folder: Path, **texts: str) -> list[Contradiction]:
    """The contradictions of texts by their names."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    build(paths, folder / "c.letopis")
    with Chronicle.open(folder / "c.letopis") as chronicle:
        return find_contradictions(chronicle)


def test_a_refusal_after_an_offer_is_a_change_of_position(tmp_path: Path) -> None:
    (pair,) = found(
        tmp_path,
        a="5 мая 2014 года Норвегия предложила Исландии заключить мирный договор.",
        b="Норвегия отказывается от переговоров с Исландией по мирному договору.",
    )
    assert (pair.form, pair.about) == ("position_change", "peace treaty")
    assert "предложила" in pair.a.quote
    assert "отказывается" in pair.b.quote


def test_a_refusal_by_another_or_on_something_else_is_none(tmp_path: Path) -> None:
    assert not found(
        tmp_path,
        a="5 мая 2014 года Норвегия предложила Исландии заключить мирный договор.",
        b="Исландия отказывается от переговоров с Норвегией по мирному договору.",
        c="Норвегия отказывается от переговоров с Исландией о рыболовстве.",
    )


def test_two_days_of_one_event_in_two_sources(tmp_path: Path) -> None:
    (pair,) = found(
        tmp_path,
        a="4 мая 2018 года в Праге Чехия и Литва подписали декларацию о железной дороге.",
        b="7 мая 2018 года в Праге Чехия и Литва подписали декларацию о железной дороге.",
    )
    assert pair.form == "contradiction"


def test_two_values_of_one_figure(tmp_path: Path) -> None:
    texts = {
        "a": "На борту норвежского судна, задержанного у берегов Исландии, находились 32 человека из пяти стран мира.",
        "b": "На борту норвежского судна, задержанного у берегов Исландии, находились 23 человека из пяти стран мира.",
    }
    pairs = found(tmp_path, **texts)
    assert [pair.form for pair in pairs] == ["different_figure"]


def test_contradictions_are_exported_with_both_places(tmp_path: Path) -> None:
    found(
        tmp_path,
        a="5 мая 2014 года Норвегия предложила Исландии заключить мирный договор.",
        b="Норвегия отказывается от переговоров с Исландией по мирному договору.",
    )
    with Chronicle.open(tmp_path / "c.letopis") as chronicle:
        (line,) = export_lines(chronicle, "contradiction")
        for side in (line["a"], line["b"]):
            assert chronicle.text(side["source"])[side["start"] : side["stop"]] == side["quote"]
        assert line in list(export_lines(chronicle))
