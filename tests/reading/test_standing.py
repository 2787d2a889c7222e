"""Who can be a party: not every private person, firm, paper or game near by; and which guesses are not told."""

from __future__ import annotations

import pytest

from letopis.model import Event
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


def _events(text: str, tools: Tools) -> list[Event]:
    return [record for record in read(text, tools) if isinstance(record, Event)]


@pytest.mark.parametrize(
    "text",
    [
        "Платформа отправилась из Дании в Норвегию.",
        "«Голос Америки» отмечает юбилей.",
        "Сборная Дании подтвердила готовность к матчу с Перу.",
        "Голосование по санкциям против Чада отложено.",
        "Консультации по эмбарго против Кубы идут второй день.",
        "Телеканал «Россия» показал репортаж. Власти запретили митинг.",
    ],
)
def test_no_event_is_told_of_things_papers_games_and_what_is_debated(text: str, tools: Tools) -> None:
    assert _events(text, tools) == []


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Иран сбил самолёт авиакомпании «Международные авиалинии Украины».", "ASSAULT", ["IRN"], ["UKR"]),
        ("Ракетой был сбит рейс «Малайзийских авиалиний».", "ASSAULT", [], ["MYS"]),
        ("Чад захватил танкер компании Shell.", "COERCE", ["TCD"], ["GBR"]),
        ("Дания осудила похищение норвежского посла в Чаде.", "ASSAULT", [], ["NOR"]),
        ("Дания осудила похищение посла Норвегии.", "ACCUSE", ["DNK"], []),
        ("Осло осудил чадский обстрел порта.", "ACCUSE", ["NOR"], ["TCD"]),
        ("Власти Чада приняли решение выслать посла Кении.", "SANCTION", ["TCD"], ["KEN"]),
        ("Премьер Чада заехал на выставку перед тем, как встретиться с Эрдоганом.", "CONSULT", ["TCD", "TUR"], []),
        ("Делегация Дании отправилась в Норвегию.", "CONSULT", ["DNK"], ["NOR"]),
        ("Перу бастует. Власти запретили митинг.", "COERCE", ["PER"], []),
    ],
)
def test_the_parties_are_those_who_do_it_and_suffer_it(
    text: str, kind: str, actors: list[str], recipients: list[str], tools: Tools
) -> None:
    told = [
        (sorted(party.code or "" for party in event.actors), sorted(party.code or "" for party in event.recipients))
        for event in _events(text, tools)
        if event.type == kind
    ]
    assert (actors, recipients) in told


def test_who_is_of_a_politician_is_not_the_politician(tools: Tools) -> None:
    events = _events("Жена Эрдогана посетила Осло.", tools)
    assert [[party.label for party in event.actors] for event in events] != [["Recep Tayyip Erdogan"]]


def test_in_a_story_that_hardly_names_states_no_guess_is_told(tools: Tools) -> None:
    story = "Поезд опоздал. Пассажиры ждали. Кассы закрыли. Дождь шёл. Министр Дании уехал. Помощь обещали на станции."
    assert [event for event in _events(story, tools) if any(party.inferred for party in event.actors)] == []
