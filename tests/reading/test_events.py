"""Which event a sentence tells, and how it stands: type, mode, realis, reported, and whose bare words for talks are."""

from __future__ import annotations

import pytest

from letopis.model import Event
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


def _events(text: str, tools: Tools) -> list[Event]:
    return [record for record in read(text, tools) if isinstance(record, Event)]


@pytest.mark.parametrize(
    ("text", "kind", "realis"),
    [
        ("Дания ввела санкции против Канады.", "SANCTION", "actual"),
        ("Дания не ввела санкции против Канады.", "SANCTION", "negated"),
        ("Санкции против Канады Дания ввести не смогла.", "SANCTION", "negated"),
        ("Сторонам удалось избежать войны между Данией и Канадой.", "ASSAULT", "negated"),
        ("Нет признаков того, что Дания введёт санкции против Канады.", "SANCTION", "negated"),
        ("Дания не начала вывод войск из Канады.", "RETREAT", "negated"),
        ("Дания не завершила вывод войск из Канады.", "RETREAT", "actual"),
        ("Вывод войск Дании из Канады не стал неожиданностью.", "RETREAT", "actual"),
        ("Вывод войск Дании из Канады не начался.", "RETREAT", "negated"),
        ("Дания введёт санкции против Канады.", "SANCTION", "planned"),
        ("Дания продолжит вводить санкции против Канады.", "SANCTION", "planned"),
        ("Посол Дании должен прибыть в Оттаву во вторник.", "AGREE", "planned"),
        ("Дания должна отменить санкции против Канады.", "RETREAT", "hypothetical"),
        ("Если Дания введёт санкции против Канады, порты опустеют.", "SANCTION", "hypothetical"),
        ("Ввела ли Дания санкции против Канады, пока неясно.", "SANCTION", "hypothetical"),
        ("Дания ввела санкции против Канады?", "SANCTION", "hypothetical"),
        ("Почему Дания ввела санкции против Канады?", "SANCTION", "actual"),
        ("Эксперты считают маловероятным, что Дания вторгнется в Канаду.", "ASSAULT", "hypothetical"),
        ("В случае вторжения Дании в Канаду порты опустеют.", "ASSAULT", "hypothetical"),
        ("Ввод войск Дании в Канаду поднимет цены.", "MOBILIZE", "hypothetical"),
        ("Санкции Дании против Канады могут поднять цены.", "SANCTION", "actual"),
        ("Дания не поедет на переговоры с Канадой.", "REJECT", "actual"),
        ("Дания не потерпит давления Канады.", "REJECT", "actual"),
    ],
)
def test_an_event_stands_as_its_sentence_says(text: str, kind: str, realis: str, tools: Tools) -> None:
    assert (kind, realis) in [(event.type, event.realis) for event in _events(text, tools)]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Послы Дании и Канады провели встречу на саммите в Осло.", "CONSULT", "multilateral"),
        ("Дания и НАТО провели переговоры.", "CONSULT", "multilateral"),
        ("Дания и Канада провели переговоры.", "CONSULT", None),
        ("Дания не намерена встречаться с Канадой.", "REJECT", "meet"),
        ("Дания нанесла авиаудар по базе Канады.", "ASSAULT", "aerial"),
        ("Дания нанесла удар по базе Канады.", "ASSAULT", None),
    ],
)
def test_a_mode_is_read_from_content_and_setting(text: str, kind: str, mode: str | None, tools: Tools) -> None:
    assert (kind, mode) in [(event.type, event.mode) for event in _events(text, tools)]


def test_who_says_that_another_state_broke_its_word_accuses_it(tools: Tools) -> None:
    told = [event for event in _events("Дания считает, что Канада нарушила договор.", tools) if event.type == "ACCUSE"]
    assert [([p.code for p in e.actors], [p.code for p in e.recipients]) for e in told] == [(["DNK"], ["CAN"])]


def test_a_bare_word_for_talks_takes_up_the_parties_told_before(tools: Tools) -> None:
    text = "Дания и Канада начали переговоры в Осло. Порт готовился к зиме. Переговоры завершились в пятницу."
    last = _events(text, tools)[-1]
    assert {party.code for party in last.actors} == {"DNK", "CAN"}
    assert all(party.inferred for party in last.actors)


def test_a_gerund_that_only_says_how_is_no_second_event(tools: Tools) -> None:
    told = _events("Дания осудила Канаду, назвав её поступок недопустимым.", tools)
    assert [event.type for event in told] == ["ACCUSE"]


def test_what_somebody_does_by_saying_it_is_not_reported(tools: Tools) -> None:
    refused = _events("Премьер-министр Дании заявил, что не поедет на переговоры с Канадой.", tools)
    assert [(event.type, event.reported) for event in refused] == [("REJECT", False)]
    told = _events("Премьер-министр Дании заявил, что Канада ввела санкции против Норвегии.", tools)
    assert ("SANCTION", True) in [(event.type, event.reported) for event in told]
