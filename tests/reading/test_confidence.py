"""Calibrated confidence: a probability that keeps the order of the rules' own numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letopis.identity import party_id
from letopis.model import Event, Evidence, Name, Party, Span, Statement
from letopis.reading.events.confidence import calibrated, load_trust

TRUST = load_trust("ru/confidence.json")
AT = Span("aa", 0, 9)
PARTY = Party(party_id("Zetland", "ZET"), "Zetland", None, "ZET")
SURE = Evidence(AT, "toy", 0.8)
EVENT = Event(SURE, (AT,), "REJECT", None, (), (), (), None, None, None, "actual", False, None, None)
STATEMENT = Statement(SURE, "direct", PARTY, None, None, (), None, None)


def test_a_surer_rule_is_surer() -> None:
    given = [calibrated(replace(EVENT, evidence=Evidence(AT, "toy", at / 10)), TRUST) for at in range(3, 11)]
    told = [record.evidence.confidence for record in given]
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1


def test_a_statement_of_nobody_is_doubted() -> None:
    unknown = replace(STATEMENT, speaker=None)
    assert calibrated(unknown, TRUST).evidence.confidence < calibrated(STATEMENT, TRUST).evidence.confidence


@pytest.mark.parametrize("record", [EVENT, STATEMENT, Name(SURE, "GPE", None, None, None)])
def test_nothing_but_the_confidence_changes(record: Event | Statement | Name) -> None:
    told = calibrated(record, TRUST)
    assert replace(told, evidence=record.evidence) == record
    assert (told.evidence == record.evidence) == isinstance(record, Name)
