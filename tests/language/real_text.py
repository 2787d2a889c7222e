"""Real Russian sentences from the shared material, and what slovnet itself says of them."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from letopis.language.ru.analysis import LONGEST_WORD, TOKEN
from letopis.language.ru.tensors import WORDS, data_folder

ROOT = Path(__file__).resolve().parents[2]
Words = list[str]


def shared_folder() -> Path:
    """The folder of shared material; skips the test where there is none."""
    folder = Path(os.environ.get("LETOPIS_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("no shared material (a folder shared beside the checkout, or LETOPIS_SHARED)")
    return folder


@cache
def sentences(count: int) -> tuple[Words, ...]:
    """As many different sentences of news, each as its words, in an order that is always the same."""
    from razdel import sentenize

    found = dict.fromkeys(part.text for text in _texts(shared_folder()) for part in sentenize(text))
    split = [words_of(text) for text in found]
    split = [words for words in split if words]
    random.Random(1).shuffle(split)
    assert len(split) >= count
    return tuple(split[:count])


def _texts(shared: Path) -> Iterator[str]:
    yield (shared / "corpus/russia-japan.txt").read_text(encoding="utf-8")
    for path in sorted((shared / "data/factrueval/devset").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for line in (shared / "data/ruopinionne/dev.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]


def words_of(text: str) -> Words:
    """The words of a text as the models get them."""
    return [word[:LONGEST_WORD] for word in TOKEN.findall(text)]


@cache
def slovnet() -> tuple[Any, ...]:
    """slovnet's own models for names, morphology and syntax."""
    from navec import Navec
    from slovnet import NER, Morph, Syntax

    folder = data_folder()
    navec = Navec.load(folder / WORDS)
    kinds = ((NER, "ner"), (Morph, "morph"), (Syntax, "syntax"))
    return tuple(kind.load(folder / f"model/slovnet_{name}_news_v1.tar").navec(navec) for kind, name in kinds)


def answers(model: Any, texts: Sequence[Words]) -> Iterator[Any]:
    """What one of slovnet's models says of each list of words."""
    infer = model.infer
    yield from infer.decoder(infer.process(infer.encoder(texts)))
