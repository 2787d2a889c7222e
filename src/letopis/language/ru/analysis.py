"""Sentences, words, trees and names of Russian text, by the slovnet models that the natasha wheel carries."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from letopis.errors import LetopisError
from letopis.language.ru.lemmas import Lemmatizer
from letopis.language.ru.trees import repair
from letopis.model import Entity, Sentence, Token

#: One thread a process: several processes read side by side, and threads inside the small products only cost.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

WORDS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
NER_MODEL = "model/slovnet_ner_news_v1.tar"
MORPH_MODEL = "model/slovnet_morph_news_v1.tar"
SYNTAX_MODEL = "model/slovnet_syntax_news_v1.tar"

#: A sentence longer than this many tokens is read in pieces: the parser's cost grows with the square.
MOST_TOKENS = 256
#: No word is longer than this for the models.
LONGEST_WORD = 60
BATCH = 32

TOKEN = re.compile(
    r"[А-ЯЁа-яёA-Za-z]+(?:[-–’'][А-ЯЁа-яёA-Za-z0-9]+)*-?(?:\d+)?"  # words, compounds, names with a number (Л-16)
    r"|\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}\b)?"  # numbers, ordinals (1990-х)
    r"|\.{2,}|\S"
)


class RussianAnalyser:
    """The tools of the Russian pack, loaded once a process (0.8 s, 300 MB)."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer = lemmatizer
        self._navec, self._ner, self._morph, self._syntax = _load_models(_model_folder())

    def vector(self, word: str) -> Any:
        """The vector of a folded word form, (300,) float32; None for a word without one."""
        return self._navec.get(word)

    def split(self, text: str, start: int, stop: int) -> list[tuple[int, int]]:
        """The sentences of ``text[start:stop]`` as offsets in `text`, blanks trimmed; long ones in pieces."""
        from razdel import sentenize  # noqa: PLC0415 (late: --help stays instant)

        out = []
        for found in sentenize(text[start:stop]):
            first = start + found.start
            out += _pieces(text, first, first + len(found.text))
        return out

    def analyse(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
        """One Sentence for each span, in order."""
        for chunk in _chunks(spans, BATCH):
            places = [_tokenize(text, start, stop) for start, stop in chunk]
            words = [[text[a:b][:LONGEST_WORD] for a, b in place] for place in places]
            tags = _infer(self._ner, words)
            morphs = _infer(self._morph, words)
            trees = _infer(self._syntax, words)
            for (start, stop), place, *answers in zip(chunk, places, tags, morphs, trees, strict=True):
                yield self._sentence(text, start, stop, place, *answers)

    def _sentence(
        self,
        text: str,
        start: int,
        stop: int,
        places: list[tuple[int, int]],
        tags: list[str],
        morphs: list[str],
        tree: Any,
    ) -> Sentence:
        if not places:
            return Sentence(start, stop, ())
        _, head_ids, rels = tree
        parsed = [_features(tag) for tag in morphs]
        verbs = [pos == "VERB" and feats.get("VerbForm") == "Fin" for pos, feats in parsed]
        heads, relations = repair([int(head) - 1 for head in head_ids], rels, verbs)
        tokens = []
        for (a, b), (pos, feats), head, rel in zip(places, parsed, heads, relations, strict=True):
            word = text[a:b]
            tokens.append(Token(a, b, word, self.lemmatizer.lemma(word, pos, feats), pos, feats, head, rel))
        return Sentence(start, stop, tuple(tokens), tuple(_entities(places, tags)))


def _chunks(items: Sequence[tuple[int, int]], size: int) -> Iterator[Sequence[tuple[int, int]]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _model_folder() -> Path:
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise LetopisError("the Russian models are missing: install them with `pip install natasha`")
    return Path(spec.submodule_search_locations[0]) / "data"


def _load_models(folder: Path) -> tuple[Any, Any, Any, Any]:
    from navec import Navec  # noqa: PLC0415 (heavy: loaded when a text is read)
    from slovnet import NER, Morph, Syntax  # noqa: PLC0415

    navec = Navec.load(folder / WORDS)
    return (
        navec,
        NER.load(folder / NER_MODEL).navec(navec),
        Morph.load(folder / MORPH_MODEL).navec(navec),
        Syntax.load(folder / SYNTAX_MODEL).navec(navec),
    )


def _infer(model: Any, words: list[list[str]]) -> list[Any]:
    """The model's answer for each list of words; an empty list gives an empty answer."""
    full = [item for item in words if item]
    infer = model.infer
    answers = iter(list(infer.decoder(infer.process(infer.encoder(full)))) if full else [])
    return [next(answers) if item else [] for item in words]


def _tokenize(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    return [found.span() for found in TOKEN.finditer(text, start, stop)]


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The sentence itself, or pieces of it with at most MOST_TOKENS tokens each."""
    if stop - start < MOST_TOKENS:
        return [(start, stop)]
    places = _tokenize(text, start, stop)
    return [(chunk[0][0], chunk[-1][1]) for chunk in _chunks(places, MOST_TOKENS)]


def _features(tag: str) -> tuple[str, dict[str, str]]:
    """A tag such as ``NOUN|Case=Nom|Number=Sing`` taken apart."""
    pos, *feats = tag.split("|")
    return pos, dict(feat.split("=", 1) for feat in feats)


def _entities(places: list[tuple[int, int]], tags: list[str]) -> Iterator[Entity]:
    """The named stretches of BIO tags."""
    begun: tuple[int, int, str] | None = None
    for (start, stop), tag in zip(places, tags, strict=True):
        mark, _, kind = tag.partition("-")
        if begun and mark == "I" and kind == begun[2]:
            begun = (begun[0], stop, kind)
            continue
        if begun:
            yield Entity(*begun)
        begun = (start, stop, kind) if mark in ("B", "I") else None
    if begun:
        yield Entity(*begun)
