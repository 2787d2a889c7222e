"""Confidence that means what it says: of the records told with 0.8, eight in ten are right.

What rules are given by hand only ranks them; a logistic model of each kind turns it into the share of such records
that was right on marked texts (Platt, 1999). An event is right when its type is, a statement when its speaker's country
is. The card of the models is ``docs/models.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from letopis.language.lexicon import resource
from letopis.language.logistic import Logistic, parse_logistic
from letopis.model import Event, Record, Statement


@dataclass(frozen=True, slots=True)
class Trust:
    """The models of the kinds whose confidence is calibrated."""

    event: Logistic
    statement: Logistic


def load_trust(path: str) -> Trust:
    """The models of a file such as ``ru/confidence.json``."""
    data = json.loads(resource(path).read_text(encoding="utf-8"))
    return Trust(parse_logistic(data["event"]), parse_logistic(data["statement"]))


def measure_event(event: Event) -> dict[str, float]:
    """What the confidence in an event is made of: its rule's, less where the parties were looked for far off."""
    return {"rule": event.evidence.confidence}


def measure_statement(statement: Statement) -> dict[str, float]:
    """What the confidence in a statement is made of: whether its words are quoted, and its speaker placed."""
    coded = statement.speaker is not None and statement.speaker.code is not None
    return {"direct": float(statement.form == "direct"), "coded_speaker": float(coded)}


def calibrated(record: Record, trust: Trust) -> Record:
    """An event or statement with calibrated confidence, any other record as it is."""
    if isinstance(record, Event):
        probability = trust.event.probability(measure_event(record))
    elif isinstance(record, Statement):
        probability = trust.statement.probability(measure_statement(record))
    else:
        return record
    return replace(record, evidence=replace(record.evidence, confidence=round(probability, 3)))
