"""Who is for or against whom, on sentences of our own: by acts and words, in whose voice, and what shows nothing."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from letopis.errors import RuleError
from letopis.language.lexicon import Rule
from letopis.model import Attitude, Source
from letopis.pipeline import Tools, load_tools, read_source
from letopis.reading.attitudes import attitudes
from letopis.reading.attitudes.attitudes import candidates_of, known_signs
from letopis.reading.attitudes.opinions import Frames, OpinionModel, ShortVectors, View, find_opinions
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


def seen(text: str, tools: Tools) -> tuple[Tree, View]:
    """A sentence of our own as the networks see it."""
    (sentence,) = tools.pack.analyser.analyse(text, [(0, len(text))])
    tree = Tree(sentence, tools.pack.grammar)
    return tree, View(tree, candidates_of(tree, ()), known_signs(tools.attitudes, tools.events.rules))


@pytest.mark.parametrize(
    ("text", "word", "subject", "kind"),
    [
        ("Дания осудила Судан.", "осудила", "Дания", 2),
        ("Он осудил Судан.", "осудил", "Он", 1),
        ("Дождь испугал Данию.", "испугал", "Дождь", 3),
        ("Осуждение Судана.", "Осуждение", None, 0),
    ],
)
def test_the_subject_of_a_clause_is_told_with_its_kind(
    text: str, word: str, subject: str | None, kind: int, tools: Tools
) -> None:
    tree, view = seen(text, tools)
    at = next(index for index, token in enumerate(tree.tokens) if token.text == word)
    found, told = view.clause(at)
    assert (tree.tokens[found].text if found >= 0 else None, told) == (subject, kind)


def test_a_word_inside_quotation_marks_is_known(tools: Tools) -> None:
    tree, view = seen("Дания назвала Судан «злым соседом» и ушла.", tools)
    inside = {token.text for token, quoted in zip(tree.tokens, view.quoted, strict=True) if quoted}
    assert {"злым", "соседом"} <= inside
    assert not inside & {"Дания", "Судан", "ушла"}


def test_every_holder_may_be_told() -> None:
    learnt = load_tools(learnt=True)
    assert learnt.opinions is not None
    tree, view = seen("Посол Дании обругал министра Судана.", learnt)
    one = find_opinions([tree], [view.candidates], learnt.opinions, word=0, pair=0)[0]
    every = find_opinions([tree], [view.candidates], learnt.opinions, word=0, pair=0, every=0)[0]
    assert set(one) <= set(every)
    assert len(every) == len(one) * (len(view.candidates) + 1)  # nobody, the author, all but the target


def test_words_forgotten_are_read_the_same_again(tools: Tools) -> None:
    learnt = load_tools(learnt=True)
    model = learnt.opinions
    assert model is not None
    texts = (
        "Посол Дании обругал министра Судана.",
        "Исландия хвалит трусливого короля Перу.",
        "Министр Судана осудил короля Дании за ложь и похвалил посла Исландии.",
        "Трусливый посол обругал Чили.",
    )
    trees, views = zip(*(seen(text, tools) for text in texts), strict=True)
    candidates = [view.candidates for view in views]
    small = ShortVectors(learnt.pack.analyser.vectors, model.short.basis, model.short.frames, most=8)
    runs = [[0], [1], [0], [2], [3], [1, 3], [0, 1, 2, 3], [2]]  # the third alone has more words than have room

    def found(model: OpinionModel, run: list[int]) -> list[list[tuple[int, int, int, str, float]]]:
        some = find_opinions([trees[n] for n in run], [candidates[n] for n in run], model, word=0, pair=0)
        return [[(o.cue, o.holder, o.target, o.sign, round(o.probability, 4)) for o in told] for told in some]

    few = replace(model, short=small)
    assert [found(few, run) for run in runs] == [found(model, run) for run in runs]
    assert small.cleared > 2


def test_what_frames_say_stands_before_the_vector() -> None:
    frames = Frames({"гнев": 0}, np.array([[1.0, 2.0]], np.float32))
    short = ShortVectors(lambda words: np.ones((len(words), 3), np.float32), np.ones((3, 1), np.float32), frames)
    token = SimpleNamespace(lemma="гнев", text="гневом")
    other = SimpleNamespace(lemma="стул", text="стул")
    found = short(cast("Tree", SimpleNamespace(tokens=[token, other])))
    assert found[:, :2].tolist() == [[1.0, 2.0], [0.0, 0.0], [0.0, 0.0]]
    assert found[:2, 2] == pytest.approx(3**0.5, rel=1e-4)


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
