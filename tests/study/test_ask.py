"""Questions understood and answered on the example heap."""

from __future__ import annotations

import json

import pytest

from letopis.asking import Asker
from letopis.faces.answers import answer_data, answer_lines
from letopis.language.lexicon import load_patterns

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("question", "kind", "parties", "owner", "period"),
    [
        ("How has Oslo's position on the bridge changed?", "position", ("NOR",), "NOR", (None, None)),
        ("Как менялась позиция Анкары по переговорам после 2017 года?", "position", ("TUR",), "TUR", ("2017", None)),
        ("How many ships did Norway seize between 2017 and 2019?", "figure", ("NOR",), "NOR", ("2017", "2019")),
        ("Сколько судов зашло в порт в 2017 году?", "figure", (), None, ("2017", "2017")),
        ("Did Greece leave the declaration?", "whether", ("GRC",), "GRC", (None, None)),
        ("Вышла ли Греция из декларации?", "whether", ("GRC",), "GRC", (None, None)),
        ("What was signed in the 1930s?", "what", (), None, ("1930", "1939")),
        ("Кто задержал траулер?", "who", (), None, (None, None)),
        ("When did Kazakhstan and Finland sign the agreement?", "when", ("KAZ", "FIN"), "KAZ", (None, None)),
    ],
)
def test_a_question_is_understood(
    example: Asker, question: str, kind: str, parties: tuple[str, ...], owner: str | None, period: tuple[str, str]
) -> None:
    asked = example.understand(question)
    assert (asked.kind, asked.parties, asked.owner) == (kind, parties, owner)
    assert (asked.since, asked.until) == period


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did Norway suspend?", "приостановило своё участие"),
        ("Что приостановила Норвегия?", "приостановило своё участие"),
        ("How many people were on board the trawler?", "находились"),
        ("Сколько человек было на борту траулера?", "находились"),
        ("Когда подписали декларацию об учениях?", "подписали декларацию"),
        ("Who signed the declaration on exercises?", "подписали декларацию"),
        ("Что Казахстан сделал с приложением к соглашению?", "приостановил действие приложения"),
    ],
)
def test_the_records_answer(example: Asker, question: str, told: str) -> None:
    answer = example.ask(question)
    assert answer.declined is None
    assert any(told in cited.quote for cited in answer.citations[:3])
    for cited in answer.citations:
        assert example.chronicle.text(cited.source)[cited.start : cited.stop] == cited.quote
        assert cited.id is None or example.chronicle.find(cited.id)


@pytest.mark.parametrize(
    "question",
    [
        "What did Brazil offer to Norway?",
        "Сколько вертолётов продала Монголия?",
        "What is the price of coffee in Oslo?",
        "Why?",
        "???",
        "Who is Zebulon Quux?",
    ],
)
def test_what_is_not_told_is_declined(example: Asker, question: str) -> None:
    answer = example.ask(question)
    assert answer.declined
    assert not answer.citations
    assert answer_data(answer)["declined"]


def test_an_answer_as_data_and_in_lines(example: Asker) -> None:
    answer = example.ask("Did the talks on the bridge stop?")
    data = answer_data(answer)
    json.dumps(data)
    assert {"answer", "citations", "contradicts_itself", "declined"} <= set(data)
    assert list(data["citations"][0])[:4] == ["id", "source", "start", "stop"]
    lines = "\n".join(answer_lines(answer))
    assert "[1] " in lines
    assert "Переговоры о мосте" in lines


def test_each_kind_of_question_has_its_examples() -> None:
    rules = load_patterns("questions/kinds.toml")
    for at, rule in enumerate(rules):
        for text in rule.yes:
            assert next(one.name for one in rules if one.pattern.search(text)) == rule.name, text
        for text in rule.no:
            assert not rule.pattern.search(text), (at, text)
