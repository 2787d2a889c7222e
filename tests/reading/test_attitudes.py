"""Who is for or against whom, on sentences of our own: by acts and words, in whose voice, and what shows nothing."""

from __future__ import annotations

import pytest

from letopis.errors import RuleError
from letopis.language.lexicon import Rule
from letopis.model import Attitude, Source
from letopis.pipeline import Tools, load_tools, read_source
from letopis.reading.attitudes import attitudes
from letopis.reading.attitudes.attitudes import candidates_of, known_signs
from letopis.reading.trees import Tree
from rules import read

pytestmark = pytest.mark.models

#: A sentence and what it shows: holder, target, sign, voice.
SHOWN = [
    ("Дания осудила действия Судана.", ("Denmark", "Sudan", "neg", "actor")),
    ("Дания поддержала Исландию.", ("Denmark", "Iceland", "pos", "actor")),
    ("Перу введёт санкции против Чили.", ("Peru", "Chile", "neg", "actor")),
    ("Катар опасается Бахрейна.", ("Qatar", "Bahrain", "neg", "actor")),
    ("Соседи не верят словам лживой Гвинеи.", (None, "Guinea", "neg", "author")),
]


def shown(text: str, tools: Tools) -> list[tuple[str | None, str | None, str, str]]:
    """The attitudes that a text shows."""
    found = (record for record in read(text, tools) if isinstance(record, Attitude))
    return [(a.holder.label if a.holder else None, a.target.label, a.sign, a.voice) for a in found]


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_an_attitude_is_read(text: str, expected: tuple[str | None, str, str, str], tools: Tools) -> None:
    assert expected in shown(text, tools)


@pytest.mark.parametrize(
    "text",
    [
        "Дания не осуждала действия Судана.",
        "Катар не опасается Бахрейна.",
        "Дания могла бы осудить Судан.",
        "Министр Дании посетил Исландию.",
        "Дания и Исландия обсудили торговлю рыбой.",
    ],
)
def test_what_did_not_happen_or_shows_nothing_gives_none(text: str, tools: Tools) -> None:
    assert shown(text, tools) == []


def test_blame_inside_a_statement_is_the_speaker_s(tools: Tools) -> None:
    told = shown("«Нам угрожает лживая Гвинея», — заявил президент Ганы Павел Орлов.", tools)
    assert any(holder == "Pavel Orlov" and target == "Guinea" and voice == "actor" for holder, target, _, voice in told)


def test_an_act_that_is_only_said_names_who_says_so(tools: Tools) -> None:
    text = "Павел Орлов заявил, что Дания осудила действия Судана."
    (found,) = (r for r in read(text, tools) if isinstance(r, Attitude) and r.target.label == "Sudan")
    assert found.reporter is not None
    assert found.reporter.label == "Pavel Orlov"


def test_the_learnt_reading_only_adds(tools: Tools) -> None:
    text = "Катар опасается Бахрейна. Оман восхищён щедростью Кувейта и верит Иордании."
    source = Source("-", text, "0" * 64)
    plain = [record for record in read_source(source, tools).records if isinstance(record, Attitude)]
    more = [r for r in read_source(source, load_tools(learnt=True)).records if isinstance(r, Attitude)]
    assert set(plain) <= set(more)
    assert all(0 < r.evidence.confidence < 1 and r.evidence.rule == attitudes.LEARNT for r in set(more) - set(plain))


def test_candidates_are_names_and_people(tools: Tools) -> None:
    text = "Толпа освистала посла Дании у старого моста."
    (sentence,) = tools.pack.analyser.analyse(text, [(0, len(text))])
    found = candidates_of(Tree(sentence, tools.pack.grammar), ())
    words = {sentence.tokens[one.head].text for one in found}
    assert {"Толпа", "посла", "Дании"} <= words
    assert "моста" not in words


def test_known_signs_are_the_rules_(tools: Tools) -> None:
    signs = known_signs(tools.attitudes, tools.events.rules)
    assert signs["осудить"] == 2
    assert signs["поддержать"] == 1
    assert signs["лживый"] == 2


@pytest.mark.parametrize("field", ["kind", "sign", "lemmas"])
def test_a_rule_without_a_field_is_refused(field: str) -> None:
    fields = {"kind": "word", "sign": "neg", "lemmas": ["злой"], "confidence": 0.5}
    with pytest.raises(RuleError, match="x#y"):
        attitudes._attitude_rule(Rule("x#y", fields | {field: None}, (), ()))
