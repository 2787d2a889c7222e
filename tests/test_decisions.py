"""The page of decisions keeps its word: each of its sentences gives the record beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from letopis.model import Event, Party
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models

PAGE = Path(__file__).parent.parent / "docs" / "decisions.md"
ROW = re.compile(r"\| ([^|]*[а-яё][^|]*[.?]) \| ([A-Z]+(?:/[a-z-]+)? [a-z]+ [A-Z,→ ]+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def _codes(parties: tuple[Party, ...]) -> str:
    return ",".join(sorted(party.code or "" for party in parties))


def _record(event: Event) -> str:
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    sides = f"{_codes(event.actors)} → {_codes(event.recipients)}" if event.recipients else _codes(event.actors)
    return f"{kind} {event.realis} {sides.strip()}"


@pytest.mark.parametrize(("sentence", "record"), ROWS)
def test_a_sentence_of_the_page_gives_its_record(sentence: str, record: str, tools: Tools) -> None:
    told = [_record(item) for item in read(sentence, tools) if isinstance(item, Event)]
    assert record.strip() in told


def test_the_page_has_sentences() -> None:
    assert len(ROWS) > 30
