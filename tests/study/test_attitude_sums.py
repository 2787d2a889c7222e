"""How attitudes add up in small heaps, read with the real tools."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from letopis import cli
from letopis.building import build
from letopis.store.chronicle import Chronicle
from letopis.study.attitudes import Leaning, sum_attitudes

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("real_reader")]

TEXTS = {
    "a": "5 мая 2014 года Норвегия осудила действия Исландии. 7 мая 2014 года Норвегия ввела санкции против Исландии.",
    "b": "В 2016 году Норвегия поддержала Исландию. Дания опасается Исландии.",
    "c": "5 мая 2014 года Норвегия осудила действия Исландии.",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A chronicle of three texts, one of them a copy of another's sentence."""
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build([str(tmp_path / f"{name}.txt") for name in TEXTS], tmp_path / "c.letopis")
    return tmp_path / "c.letopis"


def told(leanings: list[Leaning]) -> list[tuple[str | None, str | None, str | None, str]]:
    """Holder, target, within and sign of each."""
    return [(s.holder.label if s.holder else None, s.target.label, s.within, s.sign) for s in leanings]


def test_copies_count_once(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        (leaning,) = sum_attitudes(chronicle, between=("Norway", "ISL"))
    assert (leaning.count("neg"), leaning.count("pos")) == (2, 1)
    assert 0.5 <= leaning.confidence < 1


def test_a_pair_over_the_years(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        leanings = sum_attitudes(chronicle, between=("Norway", "Iceland"), by="year")
    assert told(leanings) == [("Norway", "Iceland", "2014", "neg"), ("Norway", "Iceland", "2016", "pos")]


def test_a_country_stands_for_all_that_acts_for_it(tmp_path: Path) -> None:
    text = "Министр обороны Норвегии Ула Берг осудил действия Исландии."
    (tmp_path / "d.txt").write_text(text, encoding="utf-8")
    build([str(tmp_path / "d.txt")], tmp_path / "d.letopis")
    with Chronicle.open(tmp_path / "d.letopis") as chronicle:
        (leaning,) = sum_attitudes(chronicle, between=("Norway", "Iceland"))
    assert (leaning.holder and leaning.holder.code, leaning.sign) == ("NOR", "neg")


@pytest.mark.parametrize("by", ["text", "passage"])
def test_by_text_and_by_passage(path: Path, by: str) -> None:
    with Chronicle.open(path) as chronicle:
        leanings = sum_attitudes(chronicle, actor="Denmark", by=by)
    ((holder, target, within, sign),) = told(leanings)
    assert (holder, target, sign) == ("Denmark", "Iceland", "neg")
    assert within is not None
    assert "b.txt" in within


def test_attitudes_are_kept_and_cited(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        found = chronicle.attitudes(actor="Denmark")
        assert [one.quote for one in found] == ["Дания опасается Исландии"]
        assert list(chronicle.verify()) == []
        (line,) = [line for line in chronicle.export("attitude") if line["holder"]["code"] == "DNK"]
    assert (line["sign"], line["target"]["code"], line["voice"], line["id"][:3]) == ("neg", "ISL", "actor", "at-")


def test_the_command_line_tells_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["attitudes", str(path), "--between", "Norway", "Iceland"]) == 0
    shown = capsys.readouterr().out
    assert "no verdict" in shown
    assert "Norway (NOR) → Iceland (ISL)" in shown
    assert cli.main(["attitudes", str(path), "--by", "year", "--json"]) == 0
    leanings = json.loads(capsys.readouterr().out)
    assert {"holder", "target", "sign", "confidence", "places", "within"} <= set(leanings[0])
    assert cli.main(["attitudes", str(path), "--actor", "Peru"]) == 1
