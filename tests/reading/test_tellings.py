from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from letopis.identity import party_id
from letopis.model import Agreement, Event, Evidence, Figure, Party, Role, Span, Statement, When
from letopis.reading.tellings import telling_key

TEXT = "Онтария решительно отказалась обсуждать острова, отказывается и теперь, отказ подтвердил посол."
ZET, ONT, NOBODY = (
    Party(party_id(label, code), label, None, code)
    for label, code in (("Zetland", "ZET"), ("Ontaria", "ONT"), (None, None))
)


def at(word: str) -> Span:
    start = TEXT.index(word)
    return Span("aa", start, start + len(word))


EVENT = Event(
    Evidence(Span("aa", 0, len(TEXT)), "toy"),
    *((at("отказалась"),), "REJECT", None, (), (ONT,), (ZET,), When("2020-05-01"), None, None, "actual", False),
    *("islands", -4.0),
)
STATEMENT = Statement(Evidence(at(TEXT[:-1]), "toy"), "direct", ONT, None, None, (), None, None)
AGREEMENT = Agreement(Evidence(at("острова"), "toy"), "Fish Treaty", (ONT, ZET), When("1931"), "signed")
FIGURE = Figure(Evidence(at("острова"), "toy"), 5.0, None, None, "t", "fish", When("1931"), None)


@pytest.mark.parametrize(
    "same",
    [
        {"trigger": (at("теперь"),)},
        {"rule": "other"},
        {"reported": True},
        {"place": "Harbour"},
        {"recipients": (replace(ZET, start=3, stop=5),)},
    ],
)
def test_a_dated_event_in_other_words_is_the_same(same: dict[str, Any]) -> None:
    rule = same.pop("rule", "toy")
    other = replace(EVENT, evidence=Evidence(Span("bb", 0, 9), rule), **same)
    assert telling_key(other, TEXT) == telling_key(EVENT, TEXT) is not None


@pytest.mark.parametrize(
    "other",
    [
        {"type": "ACCUSE"},
        {"mode": "x"},
        {"when": When("2020-05-02")},
        {"realis": "negated"},
        {"issue": None},
        {"actors": (ZET,), "recipients": (ONT,)},
    ],
)
def test_another_date_side_or_issue_is_another_event(other: dict[str, Any]) -> None:
    assert telling_key(replace(EVENT, **other), TEXT) not in (telling_key(EVENT, TEXT), None)


@pytest.mark.parametrize(
    "unknown",
    [{"recipients": ()}, {"actors": (NOBODY,)}, {"recipients": (ZET, NOBODY)}, {"issue": None, "when": When("2020")}],
)
def test_an_event_of_unknown_sides_stands_by_itself(unknown: dict[str, Any]) -> None:
    assert telling_key(replace(EVENT, **unknown), TEXT) is None


def test_two_actors_are_two_sides() -> None:
    mutual = replace(EVENT, actors=(ONT, ZET), recipients=())
    assert telling_key(mutual, TEXT) == telling_key(replace(mutual, actors=(ZET, ONT)), TEXT) is not None


def test_an_undated_position_is_one() -> None:
    undated = replace(EVENT, when=None)
    words = ("отказалась", "отказывается", "отказ ")
    minister = replace(ONT, id=party_id("Ola Ont", "ONT"), label="Ola Ont", role="minister")
    tellings = [replace(undated, trigger=(at(word),)) for word in words]
    keys = {telling_key(one, TEXT) for one in (*tellings, replace(undated, actors=(minister,)))}
    assert len(keys) == 1
    assert None not in keys
    assert telling_key(replace(undated, evidence=Evidence(Span("aa", 0, 9), "other")), TEXT) not in (*keys, None)
    assert telling_key(replace(undated, type="CONSULT"), TEXT) is None
    assert telling_key(replace(undated, issue=None), TEXT) is None


def test_visits_of_two_persons_are_two() -> None:
    visit = replace(EVENT, type="CONSULT", mode="visit")
    minister = replace(ONT, id=party_id("Ola Ont", "ONT"), label="Ola Ont", role="minister")
    assert telling_key(replace(visit, actors=(minister,)), TEXT) not in (telling_key(visit, TEXT), None)


def test_a_coarse_date_needs_issue_and_words() -> None:
    year = replace(EVENT, type="CONSULT", when=When("2020"))
    assert telling_key(year, TEXT) is not None
    assert telling_key(replace(year, trigger=(at("обсуждать"),)), TEXT) != telling_key(year, TEXT)


def test_a_statement_is_its_words_and_speaker() -> None:
    key = telling_key(STATEMENT, TEXT)
    assert key == telling_key(STATEMENT, TEXT.upper()) is not None
    assert key != telling_key(replace(STATEMENT, speaker=ZET), TEXT)
    for none in (replace(STATEMENT, speaker=None), replace(STATEMENT, evidence=Evidence(at("острова"), "toy"))):
        assert telling_key(none, TEXT) is None


def test_an_agreement_and_a_figure_must_be_known_whole() -> None:
    assert telling_key(AGREEMENT, TEXT) == telling_key(replace(AGREEMENT, status="in_force"), TEXT) is not None
    assert telling_key(FIGURE, TEXT) is not None
    for record in (
        replace(AGREEMENT, parties=(ONT,)),
        replace(AGREEMENT, when=None),
        replace(FIGURE, value=None),
        replace(FIGURE, unit=None),
        replace(FIGURE, about=None),
        replace(FIGURE, when=None),
    ):
        assert telling_key(record, TEXT) is None


def test_other_kinds_have_no_tellings() -> None:
    assert telling_key(Role(Evidence(at("посол"), "toy"), "X", "ambassador", "ONT"), TEXT) is None
