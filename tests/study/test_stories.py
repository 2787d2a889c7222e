"""Sources that tell the same event, in small heaps of the toy reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts import account

from letopis.store.chronicle import Chronicle
from letopis.study.stories import Rarity, article_of, find_stories, load_story_model, measure_pair

BRIDGE = "Зетландия открыла мост. Мост через пролив строили девять лет, паром больше не ходит. Рыбаки недовольны."
BRIDGE_TOO = "В Зетландия открыли мост через пролив. Его строили девять лет, и паром отменили."
OTHERS = {
    "c": "Лимбург закрыл завод. Рабочие получат выплаты, станки продадут. Город ищет инвестора.",
    "d": "Онтария выбрала президента. За него проголосовали пожилые избиратели. Явка упала.",
    "e": "Учёные нашли кита. Он плавал у самого берега. Его назвали Борисом.",
}
HEAP = {"a": BRIDGE, "b": BRIDGE_TOO, **OTHERS}


def stories(folder: Path, texts: dict[str, str], published: dict[str, str] | None = None) -> list[list[str]]:
    """The stories of texts by their names."""
    with Chronicle.open(folder / "c.letopis", create=True) as chronicle:
        chronicle.add_all(account(name, text, (published or {}).get(name)) for name, text in texts.items())
        return find_stories(chronicle)


def test_two_tellings_are_a_story_and_others_stay_apart(tmp_path: Path) -> None:
    assert stories(tmp_path, HEAP) == [["a", "b"]]


def test_articles_of_different_weeks_are_two(tmp_path: Path) -> None:
    days = {"a": "2019-03-01", "b": "2019-03-20"}
    assert stories(tmp_path, HEAP, days) == []


def test_a_month_of_publication_speaks_against_nothing(tmp_path: Path) -> None:
    assert stories(tmp_path, HEAP, {"a": "2019-03-01", "b": "2019-04"}) == [["a", "b"]]


def test_an_empty_chronicle_has_none(tmp_path: Path) -> None:
    assert stories(tmp_path, {}) == []


@pytest.mark.parametrize("measure", ["words", "headlines", "persons", "names"])
def test_more_in_common_is_more_alike(measure: str) -> None:
    one = article_of("a", ["мост открыть", "паром ходить"], ["Ola"], ["Ola", "Zetland"])
    other = article_of("b", ["завод закрыть", "станок"], ["Bo"], ["Bo"])
    rarity = Rarity([one, other])
    model = load_story_model().logistic
    same, apart = measure_pair(one, one, rarity), measure_pair(one, other, rarity)
    assert same[measure] == pytest.approx(1)
    assert apart[measure] == 0
    assert model.probability({**apart, measure: 1.0}) > model.probability(apart)
