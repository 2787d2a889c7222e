"""Every event, statement, agreement and attitude rule speaks on its own `yes` and is silent on its own `no`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from letopis.language.lexicon import Rule, load_rules
from letopis.model import Agreement, Attitude, Event, Party, Record, Statement
from letopis.pipeline import Tools
from letopis.reading.events.event_rules import EventRule, load_event_rules
from letopis.reading.events.plover import load_codebook
from marked import unmark
from rules import Place, meet, read

pytestmark = pytest.mark.models

EVENTS = load_event_rules("ru/events", load_codebook()).rules
STATEMENTS = load_rules("ru/statements.toml")
AGREEMENTS = load_rules("ru/agreements.toml")
ATTITUDES = load_rules("ru/attitudes.toml")


def _told(records: tuple[Record, ...], kind: type[Record]) -> Iterator[Record]:
    return (record for record in records if isinstance(record, kind))


def _names(parties: tuple[Party | None, ...], place: Place) -> bool:
    spans = [(p.start, p.stop) for p in parties if p is not None and p.start is not None and p.stop is not None]
    return any(meet(span, place) for span in spans)


@pytest.mark.parametrize("rule", EVENTS, ids=lambda rule: rule.name)
def test_an_event_rule_speaks_on_its_yes(rule: EventRule, tools: Tools) -> None:
    for line in rule.yes:
        text, places = unmark(line)
        told = [e for e in read(text, tools) if isinstance(e, Event) and e.evidence.rule == rule.name]
        fit = [
            e
            for e in told
            if any(meet((span.start, span.stop), place) for span in e.trigger for place in places["trigger"])
            and all(_names(e.actors, place) for place in places["actor"])
            and all(_names(e.recipients, place) for place in places["recipient"])
        ]
        assert fit, (line, told)


@pytest.mark.parametrize("rule", EVENTS, ids=lambda rule: rule.name)
def test_an_event_rule_is_silent_on_its_no(rule: EventRule, tools: Tools) -> None:
    for line in rule.no:
        told = [e for e in read(unmark(line)[0], tools) if isinstance(e, Event) and e.evidence.rule == rule.name]
        assert not told, line


@pytest.mark.parametrize("rule", STATEMENTS, ids=lambda rule: rule.name)
def test_a_statement_rule_speaks_on_its_yes(rule: Rule, tools: Tools) -> None:
    for line in rule.yes:
        text, places = unmark(line)
        told = [s for s in read(text, tools) if isinstance(s, Statement)]
        said = places["said"][0]
        near = [
            s
            for s in told
            if meet((s.evidence.span.start, s.evidence.span.stop), said)
            and all(_names((s.speaker,), place) for place in places["speaker"])
        ]
        assert near, (line, told)


@pytest.mark.parametrize("rule", STATEMENTS, ids=lambda rule: rule.name)
def test_a_statement_rule_is_silent_on_its_no(rule: Rule, tools: Tools) -> None:
    for line in rule.no:
        assert not list(_told(read(unmark(line)[0], tools), Statement)), line


@pytest.mark.parametrize("rule", AGREEMENTS, ids=lambda rule: rule.name)
def test_an_agreement_rule_speaks_on_its_yes(rule: Rule, tools: Tools) -> None:
    for line in rule.yes:
        text, places = unmark(line)
        told = [a for a in read(text, tools) if isinstance(a, Agreement)]
        for place in places["agreement"]:
            assert any(meet((a.evidence.span.start, a.evidence.span.stop), place) for a in told), (line, told)


@pytest.mark.parametrize("rule", AGREEMENTS, ids=lambda rule: rule.name)
def test_an_agreement_rule_is_silent_on_its_no(rule: Rule, tools: Tools) -> None:
    status = rule.fields.get("status")
    for line in rule.no:
        told = [a for a in read(unmark(line)[0], tools) if isinstance(a, Agreement)]
        assert not [a for a in told if status is None or a.status == status], line


@pytest.mark.parametrize("rule", ATTITUDES, ids=lambda rule: rule.name)
def test_an_attitude_rule_speaks_on_its_yes(rule: Rule, tools: Tools) -> None:
    for line in rule.yes:
        text, places = unmark(line)
        told = [a for a in read(text, tools) if isinstance(a, Attitude) and a.evidence.rule == rule.name]
        fit = [
            a
            for a in told
            if a.sign == rule.fields["sign"]
            and any(meet((span.start, span.stop), place) for span in a.cue for place in places["cue"])
            and all(_names((a.holder,), place) for place in places["holder"])
            and all(_names((a.target,), place) for place in places["target"])
        ]
        assert fit, (line, told)


@pytest.mark.parametrize("rule", ATTITUDES, ids=lambda rule: rule.name)
def test_an_attitude_rule_is_silent_on_its_no(rule: Rule, tools: Tools) -> None:
    for line in rule.no:
        told = [a for a in read(line, tools) if isinstance(a, Attitude) and a.evidence.rule == rule.name]
        assert not told, line
