"""The engine says what slovnet says, but for ties."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from real_text import Words, answers, sentences, slovnet

from letopis.language.ru.engine import BATCH, Engine, Reading
from letopis.language.ru.forms import SEPARATOR, Forms, shape
from letopis.language.ru.tensors import Vectors, data_folder, read_model

#: Two answers whose scores are this near are a tie.
TIE = 1e-4
JUNK = [
    "…",
    "?!",
    "Л-16",
    "1990-х",
    "-5",
    "№",
    "ACME",
    "iPhone",
    "ёЁ",
    "Ёлкин",
    "Нью-Йорк",
    "ʼ",
    "🙂",
    "日本",
    "ß",
    "İ",
    "x" * 60,
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def differences(texts: Sequence[Words], readings: Sequence[Reading]) -> Iterator[float]:
    """For each word that slovnet reads otherwise, by how much it prefers its own answer."""
    ner, morph, syntax = slovnet()
    for words, ours, tags in zip(texts, readings, answers(morph, texts), strict=True):
        if ours.tags != tags:
            yield margin(scores(morph, words), places(morph.infer.decoder.tags_vocab, tags, ours.tags))
    for words, ours, marks in zip(texts, readings, answers(ner, texts), strict=True):
        if ours.marks != marks:
            yield path_margin(ner, words, marks, ours.marks)
    for words, ours, (_, heads, rels) in zip(texts, readings, answers(syntax, texts), strict=True):
        theirs = [int(head) - 1 for head in heads]
        if ours.heads != theirs:
            yield margin(scores(syntax, words).head_id[0], np.array([theirs, ours.heads]) + 1)
        elif ours.rels != rels:
            yield margin(scores(syntax, words).rel_id[0], places(syntax.infer.decoder.rels_vocab, rels, ours.rels))


def scores(model: Any, words: Words) -> Any:
    """What slovnet's network gives before the best is taken."""
    (item,) = model.infer.encoder([words])
    found = model.infer.model(item.word_id, item.shape_id, item.pad_mask)
    return found if hasattr(found, "head_id") else found[0]


def places(vocabulary: Any, *answers: Sequence[str]) -> Any:
    return np.array([[vocabulary.item_ids[item] for item in answer] for answer in answers])


def margin(table: Any, both: Any) -> float:
    """The largest step from the second choice to the first, over all words."""
    words = np.arange(len(table))
    return float((table[words, both[0]] - table[words, both[1]]).max())


def path_margin(ner: Any, words: Words, theirs: Sequence[str], ours: Sequence[str]) -> float:
    table, steps = scores(ner, words), ner.infer.model.head.crf.transitions.array
    one, other = (
        float(table[np.arange(len(path)), path].sum() + steps[path[:-1], path[1:]].sum())
        for path in places(ner.infer.decoder.tags_vocab, theirs, ours)
    )
    return one - other


def random_texts(count: int, seed: int) -> list[Words]:
    """Words of the vocabulary and others, in no order that makes sense."""
    chance = random.Random(seed)
    known = read_model(data_folder(), "ner").items("word")[:-2]

    def word() -> str:
        return chance.choice(JUNK) if chance.random() < 0.2 else getattr(chance.choice(known), chance.choice(CASES))()

    return [[word() for _ in range(chance.choice((1, 2, 3, 8, 30)))] for _ in range(count)]


CASES = ("lower", "title", "upper")


def agree(engine: Engine, texts: Sequence[Words]) -> None:
    found = list(differences(texts, list(engine.read(texts))))
    assert [size for size in found if size > TIE] == []
    assert len(found) <= len(texts) / 500


def test_real_sentences_read_as_by_slovnet(engine: Engine) -> None:
    agree(engine, sentences(300))


@pytest.mark.slow
def test_2000_real_sentences_read_as_by_slovnet(engine: Engine) -> None:
    agree(engine, sentences(2000))


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_random_words_read_as_by_slovnet(engine: Engine, seed: int) -> None:
    agree(engine, random_texts(200, seed))


def test_nothing_empty_sentences_and_batches_of_any_size(engine: Engine) -> None:
    words = ["Москва", "и", "Токио", "подписали", "договор", "."]
    assert list(engine.read([])) == []
    assert list(engine.read([[], []])) == [Reading([], [], [], [])] * 2
    (alone,) = engine.read([words])
    many = list(engine.read([words, [], ["Да"]] * (BATCH // 4)))
    assert {str(reading) for reading in many[::3]} == {str(alone)}
    assert many[1].tags == []
    assert len(many[2].tags) == 1


def test_a_sentence_longer_than_a_batch_is_read(engine: Engine) -> None:
    long = ["слово"] * (BATCH + 10)
    before, found, after = engine.read([["Да"], long, ["Нет"]])
    assert [len(before.tags), len(found.heads), len(after.rels)] == [1, len(long), 1]


def test_a_few_rows_for_many_forms_change_no_taps() -> None:
    words = [*"абвгдежзик", "<unk>", "<pad>"]
    chance = np.random.default_rng(1)
    vectors = Vectors(chance.integers(0, 256, (12, 2), np.uint8), chance.random((2, 256, 3), np.float32))
    weight, shapes = chance.random((6, 12), np.float32), chance.random((2, 12), np.float32)
    wide, narrow = (Forms(words, ["RU_x", "RU_X"], vectors, weight, shapes, most) for most in (50, 5))
    order = random.Random(1)
    for _ in range(300):
        text = ["", *order.choices("абвгдежзикАБВГДЕЖЗИК", k=4), ""]
        one, other = wide.rows(text), narrow.rows(text)
        assert one[0] == other[0] == SEPARATOR
        assert np.allclose(wide.taps[:, one], narrow.taps[:, other], atol=1e-6)


def test_shapes_are_those_that_slovnet_knows() -> None:
    from slovnet.shape import word_shape

    words = {word for text in random_texts(300, 5) for word in text}
    assert {word: shape(word) for word in words} == {word: word_shape(word) for word in words}
