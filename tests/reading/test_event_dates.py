"""Which of the times around it dates an event."""

from __future__ import annotations

import pytest

from letopis.model import Event
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("text", "trigger", "want"),
    [
        # its own clause, a clause it is joined to, the opening of its sentence
        ("12 мая 1987 года Норвегия и Дания подписали договор о рыболовстве.", "подписали", "1987-05-12"),
        ("В 1987 году Норвегия закрыла порты и ввела санкции против Дании.", "ввела", "1987"),
        ("Норвегия в 1987 году осудила Данию, а в 1989 году ввела против неё санкции.", "ввела", "1989"),
        ("3 мая 1987 года Норвегия осудила Данию, 5 мая 1987 года Дания ввела санкции.", "осудила", "1987-05-03"),
        ("В мае 1987 года Норвегия осудила Данию, в июне 1987 года – Швецию.", "осудила", "1987-05"),
        # days in a list
        (
            "Норвегия обстреляла Данию 3 мая, 5 мая и 9 мая 1950 года.",
            "обстреляла",
            "{1950-05-03,1950-05-05,1950-05-09}",
        ),
        # what was done to a thing with a year in its name, and what was done with another one
        ("Норвегия и Дания подписали декларацию 1964 года.", "подписали", "1964"),
        ("Норвегия осудила Данию за нарушение декларации 1964 года.", "осудила", None),
        # deadlines are no dates; a completed act happened when it began
        ("Норвегия ввела санкции против Дании до 2030 года.", "ввела", None),
        ("С 3 мая 1987 года Норвегия ввела санкции против Дании.", "ввела", "1987-05-03"),
        # the sentence before
        ("В 1987 году пролив обмелел. Тогда Норвегия ввела санкции против Дании.", "ввела", "1987"),
        ("В 1987 году Норвегия осудила Данию. Она также ввела санкции против Дании.", "ввела", "1987"),
        ("С 1987 по 1990 год пролив мелел. Норвегия осудила Данию.", "осудила", None),
    ],
)
def test_an_event_has_the_date_that_its_sentence_gives_it(
    text: str, trigger: str, want: str | None, tools: Tools
) -> None:
    events = [e for e in read(text, tools) if isinstance(e, Event)]
    told = [e for e in events if any(text[span.start : span.stop] == trigger for span in e.trigger)]
    assert told, events
    assert [e.when.edtf if e.when else None for e in told] == [want]
