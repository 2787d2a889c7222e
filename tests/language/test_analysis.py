"""The analyser reads whatever it is given, to the last character."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from letopis.language.ru.analysis import MOST_TOKENS
from letopis.model import Entity, Sentence
from letopis.pipeline import Tools

TEXT = "Юрий Трутнев прибыл в Токио. Он встретился с премьер-министром Японии Синдзо Абэ."


def read(tools: Tools, text: str) -> list[Sentence]:
    analyser = tools.pack.analyser
    return list(analyser.analyse(text, analyser.split(text, 0, len(text))))


def test_words_lemmas_heads_and_names(tools: Tools) -> None:
    first, second = read(tools, TEXT)
    assert [token.lemma for token in first.tokens] == ["юрий", "трутнев", "прибыть", "в", "токио", "."]
    assert [token.head for token in first.tokens] == [2, 0, -1, 4, 2, 2]
    assert [token.rel for token in first.tokens] == ["nsubj", "appos", "root", "case", "obl", "punct"]
    assert [TEXT[token.start : token.stop] for token in second.tokens] == [token.text for token in second.tokens]
    assert [(entity.type, TEXT[entity.start : entity.stop]) for entity in second.entities] == [
        ("LOC", "Японии"),
        ("PER", "Синдзо Абэ"),
    ]
    assert first.entities[0] == Entity(0, 12, "PER")


@pytest.mark.parametrize("name", ["Трутнева", "Трутневу", "Трутневым"])
def test_a_name_is_never_a_verb(tools: Tools, name: str) -> None:
    (sentence,) = read(tools, f"Он встретился с {name}.")
    assert sentence.tokens[3].lemma.startswith("трутнев")


@pytest.mark.parametrize(
    "text",
    ["слово " * 10_000, "а" * 1_000_000, "1" * 200_000, "…" * 20_000, "-" * 20_000, "Я, " * 3_000, "б-" * 50_000],
    ids=["words", "letters", "digits", "dots", "dashes", "commas", "compound"],
)
def test_monsters_are_read_whole_in_bounded_time(tools: Tools, text: str) -> None:
    begun = time.process_time()
    sentences = read(tools, text)
    assert time.process_time() - begun < 10
    assert max(len(sentence.tokens) for sentence in sentences) <= MOST_TOKENS
    told = "".join(token.text for sentence in sentences for token in sentence.tokens)
    assert told == "".join(text.split())
    assert all(len(token.lemma) <= 60 for sentence in sentences for token in sentence.tokens)


def test_nothing_is_nothing(tools: Tools) -> None:
    assert read(tools, "") == []
    assert read(tools, " \n\t ") == []
    assert list(tools.pack.analyser.analyse("   ", [(0, 0), (1, 3)])) == [Sentence(0, 0, ()), Sentence(1, 3, ())]


def test_every_sentence_is_a_tree(tools: Tools) -> None:
    for sentence in read(tools, TEXT + " Да нет! Нет? И. О. Президент — он — президент " * 20):
        heads = [token.head for token in sentence.tokens]
        assert heads.count(-1) == 1
        assert [token.rel == "root" for token in sentence.tokens] == [head == -1 for head in heads]
        above = list(range(len(heads)))
        for _ in heads:
            above = [heads[at] if at != -1 else -1 for at in above]
        assert set(above) == {-1}


def test_texts_read_together_are_read_as_alone(tools: Tools) -> None:
    from letopis.language.ru.analysis import RussianAnalyser

    analyser = tools.pack.analyser
    assert isinstance(analyser, RussianAnalyser)
    texts = [TEXT, "", "Нет.", " ", TEXT[29:], ""]
    spans = [analyser.split(text, 0, len(text)) for text in texts]
    together = list(analyser.analyse_all(zip(texts, spans, strict=True)))
    assert together == [read(tools, text) for text in texts]


def test_reading_needs_neither_natasha_nor_slovnet() -> None:
    code = (
        "import sys; from letopis.pipeline import load_tools; pack = load_tools().pack; "
        "list(pack.analyser.analyse('Да.', [(0, 3)])); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & {"natasha", "slovnet", "navec", "pymorphy2", "yargy"} == set()
