"""Positions, lives of agreements and counted figures in small heaps, read with the real tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letopis.building import build
from letopis.faces.counts import count_data, count_lines
from letopis.faces.lives import life_data, life_lines
from letopis.faces.positions import position_data, position_lines
from letopis.store.chronicle import Chronicle
from letopis.study.counts import find_counts
from letopis.study.lives import find_lives
from letopis.study.positions import find_positions

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("real_reader")]
Read = Callable[..., Chronicle]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A chronicle of texts."""

    def call(*texts: str) -> Chronicle:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        build(paths, tmp_path / "c.letopis")
        return Chronicle.open(tmp_path / "c.letopis")

    return call


OFFER = "5 мая 2014 года Норвегия предложила Исландии заключить мирный договор."
REFUSAL = "7 июня 2016 года Норвегия отказалась от переговоров с Исландией по мирному договору."


def test_a_change_is_marked_with_both_citations(read: Read) -> None:
    with read(OFFER, REFUSAL) as chronicle:
        (position,) = find_positions(chronicle, actor="Norway", issue="peace treaty")
    first, second = position.stands
    assert (position.actor, first.stance, second.stance) == ("NOR", "for", "refusing")
    assert (first.changed, second.changed, second.reversed) == (False, True, True)
    assert {told.source for stand in position.stands for told in stand.tellings} > {first.tellings[0].source}


def test_a_retold_stand_counts_once(read: Read) -> None:
    with read(OFFER, f"{OFFER} Погода была ясной.", REFUSAL) as chronicle:
        (position,) = find_positions(chronicle, actor="NOR", issue="peace treaty")
    assert [stand.stance for stand in position.stands] == ["for", "refusing"]
    assert len({told.source for told in position.stands[0].tellings}) == 2
    assert position_data([position])["positions"][0]["stands"][1]["reversed"]
    assert any("[reversed]" in line for line in position_lines([position]))


def test_a_named_agreement_has_one_life(read: Read) -> None:
    with read(
        "В 1991 году Чехия и Литва подписали договор 1991 года о границе.",
        "Договор 1991 года о границе между Чехией и Литвой ратифицирован.",
    ) as chronicle:
        lives = find_lives(chronicle, actor="Литва")
    steps = [step.status for life in lives for step in life.steps]
    assert "signed" in steps
    assert all(step.tellings for life in lives for step in life.steps)
    assert list(life_lines(lives))
    assert life_data(lives)["agreements"]


def test_a_part_stands_below_its_whole(read: Read) -> None:
    with read("В порту задержали 40 рыбаков, из них 12 граждан Литвы.") as chronicle:
        found = find_counts(chronicle, "рыбак")
        assert not find_counts(chronicle, "самолёт")
    (counted,) = found
    (whole,) = counted.counts
    assert [told.value for told in whole.tellings] == [40]
    assert [part.tellings[0].value for part in whole.parts] == [12]
    assert count_data(found)["figures"][0]["counts"][0]["parts"][0]["value"] == 12
    assert any("of them" in line for line in count_lines(found))
