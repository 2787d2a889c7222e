"""Sources read together say what each says by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from letopis import building
from letopis.intake.sources import read_sources
from letopis.model import Account, Source
from letopis.pipeline import Tools, read_all, read_source

HEAP = Path(__file__).resolve().parents[1] / "examples" / "heap"


def sources() -> list[Source]:
    latin = Source("latin", "Arma virumque cano, Troiae qui primus ab oris.", "0")
    return [one for one in read_sources([str(HEAP)]) if isinstance(one, Source)] + [latin]


@pytest.mark.models
def test_sources_read_together_say_what_each_says_alone(tools: Tools) -> None:
    found = sources()
    assert read_all(found, tools) == [read_source(source, tools) for source in found]
    assert read_all([], tools) == []


@pytest.mark.models
def test_a_source_that_breaks_the_reader_leaves_its_neighbours(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sources()
    broken = replace(found[1], text="Чили и Перу подписали договор.\n" * 3, name="broken")
    plain = vars(building)["read_source"]

    def fragile(source: Source, tools: Tools) -> Account:
        if source.name == "broken":
            raise ValueError("strange")
        account: Account = plain(source, tools)
        return account

    def refused(*_: object) -> list[Account]:
        raise ValueError("strange")

    monkeypatch.setattr(building, "read_source", fragile)
    monkeypatch.setattr(building, "read_all", refused)
    first, second, third = building.read_together([found[0], broken, found[2]], tools)
    assert isinstance(first, Account)
    assert str(second).endswith("could not be read: ValueError: strange")
    assert isinstance(third, Account)
    assert third == plain(found[2], tools)
