"""The query language, and what it finds in the example heap."""

from __future__ import annotations

from contextlib import suppress

import pytest

from letopis.asking import Asker
from letopis.errors import UsageError
from letopis.study.search import parse

pytestmark = pytest.mark.models


def forms(word: str) -> frozenset[str]:
    return frozenset({word.lower()})


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("мост договор", '(("мост") AND ("договор"))'),
        ('"мирный договор"', '(("мирный договор"))'),
        ("мост | паром", '(("мост" OR "паром"))'),
        ("мост -паром", '(("мост")) NOT "паром"'),
        ("порт*", '("порт"*)'),
        ('мост" OR x', '(("мост") AND ("or x"))'),
    ],
)
def test_a_query_is_taken_apart(query: str, expression: str) -> None:
    assert parse(query, forms, dict).expression == expression


def test_filters_stand_anywhere() -> None:
    asked = parse('issue:"peace treaty" мост since:1956 source:a.txt', forms, dict)
    assert asked.filters == {"issue": "peace treaty", "since": "1956", "source": "a.txt"}


@pytest.mark.parametrize("query", ["", "  ", "-мост", "| |", "actor:Japan", '""', "*"])
def test_a_query_for_nothing_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        parse(query, forms, dict)


def quotes(example: Asker, query: str, **more: object) -> list[str]:
    return [hit.quote for hit in example.search(query, **more)]  # type: ignore[arg-type]


def test_words_are_found_in_any_form_and_marked(example: Asker) -> None:
    hits = example.search("мосты")
    assert len(hits) > 3
    for hit in hits:
        assert hit.marks
        for start, stop in hit.marks:
            assert hit.quote[start - hit.start : stop - hit.start].lower().startswith("мост")
        assert example.chronicle.text(hit.source)[hit.start : hit.stop] == hit.quote


def test_a_phrase_needs_its_words_in_a_row(example: Asker) -> None:
    assert quotes(example, '"сторожевой корабль"')
    assert not quotes(example, '"корабль сторожевой"')
    assert quotes(example, "корабль сторожевой")


def test_names_spelt_nearly_so(example: Asker) -> None:
    assert not quotes(example, "Рауталахте")
    assert all("Рауталахти" in quote for quote in quotes(example, "Раутолахти~"))
    assert quotes(example, "Раутолахти~")


def test_filters_and_exclusions(example: Asker) -> None:
    assert {hit.source for hit in example.search("траулер source:portovye-vedomosti.txt")} == {"portovye-vedomosti.txt"}
    assert all("2018" in quote for quote in quotes(example, "траулер since:2018 kind:event"))
    assert not quotes(example, "траулер since:2019")
    every, without = quotes(example, "мост"), quotes(example, "мост -Осло")
    assert set(without) < set(every)
    with pytest.raises(UsageError):
        example.search("мост kind:nothing")


def test_a_repeated_sentence_stands_once(example: Asker) -> None:
    found = quotes(example, '"трёхсторонний консультация"')
    assert len(found) == len(set(found)) == 1


def test_by_meaning_finds_words_near_in_meaning(example: Asker) -> None:
    plain, near = quotes(example, "судно"), quotes(example, "судно", meaning=True)
    assert set(plain) < set(near)
    assert any("траулер" in quote for quote in near if quote not in plain)


@pytest.mark.parametrize(
    "query", ['"', "~", "мост~ ~", "a" * 5000, "(" * 500, "мост\x00", "NEAR(мост, 2)", "'; DROP TABLE unit"]
)
def test_strange_queries_find_or_refuse(example: Asker, query: str) -> None:
    with suppress(UsageError):
        example.search(query)
