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
    ],
)  # fmt: skip
def test_parties(text: str, kind: str, actors: set[str], recipients: set[str], tools: Tools) -> None:
    event = next(record for record in read(text, tools) if isinstance(record, Event) and record.type == kind)
    assert {party.code for party in event.actors if party.code} == actors
    assert {party.code for party in event.recipients} == recipients


def test_no_recipient_is_guessed_for_what_needs_none(tools: Tools) -> None:
    text = "Из-за событий в Дании и споров с Польшей Канада привела войска в боевую готовность."
    events = [record for record in read(text, tools) if isinstance(record, Event) and record.type == "MOBILIZE"]
    assert events
    assert all(not any(party.inferred for party in event.recipients) for event in events)
