"""The claim rules find their claims, and opposite ones exclude each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.building import build
from letopis.language.lexicon import PatternRule, fold
from letopis.store.chronicle import Chronicle
from letopis.study.claims import load_claims, opposite_claims

RULES = load_claims("ru")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_holds_to_its_examples(rule: PatternRule) -> None:
    for words in rule.yes:
        assert rule.pattern.search(fold(words)), words
    for words in rule.no:
        assert not rule.pattern.search(fold(words)), words


@pytest.mark.models
@pytest.mark.usefixtures("real_reader")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Война между Чили и Перу закончилась", "Война между Чили и Перу формально не завершена", 1),
        ("Война между Чили и Перу закончилась", "Война между Данией и Мали формально не завершена", 0),
        ("Территориальный спор между Чили и Перу будет решён", "Территориальный спор Чили с Перу закрыт", 1),
        ("Территориальный спор между Чили и Перу будет решён", "Территориальный спор Чили с Данией закрыт", 0),
    ],
)
def test_opposite_claims_exclude_each_other(tmp_path: Path, one: str, other: str, expected: int) -> None:
    for name, words in (("a", one), ("b", other)):
        (tmp_path / f"{name}.txt").write_text(f"Министр заявил, что {words[0].lower()}{words[1:]}.", encoding="utf-8")
    build([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], tmp_path / "c.letopis")
    with Chronicle.open(tmp_path / "c.letopis") as chronicle:
        assert len(list(opposite_claims(chronicle, RULES))) == expected
