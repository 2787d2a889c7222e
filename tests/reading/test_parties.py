"""Who does it and to whom: the parties of events."""

from __future__ import annotations

import pytest

from letopis.model import Event
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # several adjectives before one noun are several states
        ("Китайские и монгольские войска разгромили турецкие части.", "ASSAULT", {"CHN", "MNG"}, {"TUR"}),
        # a prefixed adjective names whom an act is against
        ("Антикитайские санкции Индии остались в силе.", "SANCTION", {"IND"}, {"CHN"}),
        ("Антикитайские санкции остались в силе.", "SANCTION", set(), {"CHN"}),
        # a place speaks, where nobody else does
        ("В Анкаре резко осудили действия Багдада.", "ACCUSE", {"TUR"}, {"IRQ"}),
        ("В Осло и Стокгольме призвали Данию отозвать посла.", "REQUEST", {"NOR", "SWE"}, {"DNK"}),
        # people without a name are of the one state that their sentence knows
        (
            "Тысячи демонстрантов вышли на митинг, требуя отставки президента Молдавии.",
            "PROTEST", {"MDA"}, {"MDA"},
        ),
        ("Демонстранты в Париже вышли на митинг против Израиля.", "PROTEST", set(), {"ISR"}),
        # and so are the opponents of a government, on either side
        ("Оппозиция обвиняет президента Молдавии Майю Санду во лжи.", "ACCUSE", {"MDA"}, {"MDA"}),
        ("Оппозиция обвиняет президента Молдавии во лжи.", "ACCUSE", {"MDA"}, {"MDA"}),
        ("Полиция Молдавии избила демонстрантов.", "ASSAULT", {"MDA"}, {"MDA"}),
        ("Оппозиция обвинила президента Молдавии в сговоре с Румынией.", "ACCUSE", set(), {"MDA"}),
        # taken land belongs to its sovereign
        ("Захват Голанских высот Израилем осудили соседи.", "ASSAULT", {"ISR"}, {"SYR"}),
        # nobody stands for people who are told of without a name
        ("Полиция Кубы избила студентов, приехавших из Перу.", "ASSAULT", {"CUB"}, {None}),
        # two joined nouns share their doer
        ("Турецкие осада и захват порта Сирии закончились.", "ASSAULT", {"TUR"}, {"SYR"}),
        # who is expelled from a body is expelled by it
        ("Анголу исключили из Африканского союза.", "SANCTION", {"AU"}, {"AGO"}),
        # a company acts for itself, whoever speaks for it
        ("Глава ОАО «Газпром» Сергей Орлов пригрозил Литве судом.", "THREATEN", {"GAZPROM"}, {"LTU"}),
        # a paper tells of an act and is not in it
        ("Как пишет британская газета The Times, Канаду исключили из переговоров.", "SANCTION", set(), {"CAN"}),
    ],
)  # fmt: skip
def test_parties(text: str, kind: str, actors: set[str], recipients: set[str], tools: Tools) -> None:
    event = next(record for record in read(text, tools) if isinstance(record, Event) and record.type == kind)
    assert {party.code for party in event.actors if party.code} == actors
    assert {party.code for party in event.recipients} == recipients


def test_what_goes_on_of_a_sanction_has_its_sides(tools: Tools) -> None:
    text = "Оман ввёл санкции против Чада. Кроме того, были введены персональные санкции против министров."
    told = [r for r in read(text, tools) if isinstance(r, Event) and r.type == "SANCTION"]
    assert [{party.code for party in event.actors} for event in told] == [{"OMN"}, {"OMN"}]
    assert all(party.inferred for party in told[1].actors)


def test_a_body_of_states_meets_alone(tools: Tools) -> None:
    text = "Белоруссия ввела пошлины. Министры Евросоюза собрались на совещание."
    told = [r for r in read(text, tools) if isinstance(r, Event) and r.type == "CONSULT"]
    assert [{party.code for party in event.actors} for event in told] == [{"EU"}]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # by name, but not where only the direction or a place is told
        ("Запад ввёл санкции против Дании.", "SANCTION", {"West"}, {"Denmark"}),
        ("Дания обвинила Европу во лжи.", "ACCUSE", {"Denmark"}, {"Europe"}),
        ("Дания открыла школы в западных странах и осудила Норвегию.", "ACCUSE", {"Denmark"}, {"Norway"}),
        ("Войска Дании ушли на запад.", "RETREAT", {"Armed Forces of Denmark"}, set()),
        # by their states and people
        ("Западные страны осудили Данию.", "ACCUSE", {"West"}, {"Denmark"}),
        ("Дания ввела санкции против европейских политиков.", "SANCTION", {"Denmark"}, {"Europe"}),
        ("Западные лидеры потребовали от Дании вывести войска.", "REQUEST", {"West"}, {"Denmark"}),
        # by an adjective beside an act, but not beside one of several
        ("Под влиянием западных санкций экономика Дании сжалась.", "SANCTION", {"West"}, {"Denmark"}),
        ("Дания и Норвегия развивают европейское сотрудничество.", "SUPPORT", {"Denmark", "Norway"}, set()),
    ],
)
def test_groups_of_states_act_without_a_code(
    text: str, kind: str, actors: set[str], recipients: set[str], tools: Tools
) -> None:
    event = next(record for record in read(text, tools) if isinstance(record, Event) and record.type == kind)
    assert {party.label for party in event.actors} == actors
    assert {party.label for party in event.recipients} == recipients
    assert all(party.code is None for party in event.actors if party.label in ("West", "Europe"))


def test_no_recipient_is_guessed_for_what_needs_none(tools: Tools) -> None:
    text = "Из-за событий в Дании и споров с Польшей Канада привела войска в боевую готовность."
    events = [record for record in read(text, tools) if isinstance(record, Event) and record.type == "MOBILIZE"]
    assert events
    assert all(not any(party.inferred for party in event.recipients) for event in events)
