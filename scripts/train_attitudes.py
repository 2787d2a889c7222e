"""Trains the networks that read opinions: ``python scripts/train_attitudes.py`` writes ``language/ru/opinions.npz``.

Trained on RuOpinionNE-2024 (development part, MIT): sentences of Russian news with tuples of who judges, whom, and the
words that show it; what is known of words beforehand is from RuSentiFrames 2.0 (MIT). Each network has one hidden layer
and is trained by Adam with dropout; the second and third learn from what the first says of sentences it has not seen. A
minute on one core. The card is ``docs/models.md``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letopis.model import Mention
from letopis.pipeline import Tools, load_tools
from letopis.reading.actors.actors import Memory, find_actors
from letopis.reading.attitudes.attitudes import candidates_of, known_signs
from letopis.reading.attitudes.opinions import (
    AUTHOR,
    HOLDER_COLUMNS,
    SIGNS,
    TARGET_COLUMNS,
    UNNAMED,
    WORD_COLUMNS,
    Candidate,
    Frames,
    Network,
    OpinionModel,
    ShortVectors,
    View,
    holder_features,
    holders_of,
    is_quoted,
    target_features,
    word_examples,
)
from letopis.reading.trees import Tree
from quality import shared_folder

OUT = Path(__file__).resolve().parent.parent / "src/letopis/language/ru/opinions.npz"
#: Short vectors have so many numbers of about unit size; the networks of pairs, with fewer different words to learn
#: from, see so many of them and of what frames say.
SIZE, PAIR_SIZE = 100, 32
FOLDS = 5
SEEDS = 3
#: The share of the hidden layer that is left out at each step.
DROP = 0.5
#: Words with less are not given to the second network.
LEAST = 0.12

Floats = NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """An opinion as people marked it: who judges (places, UNNAMED or AUTHOR), whom, the words, the sign's number."""

    holder: tuple[Span, ...] | int
    target: tuple[Span, ...]
    words: tuple[Span, ...]
    sign: int


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its tree, those who may judge or be judged, and the opinions that people marked."""

    text: str
    tree: Tree
    candidates: tuple[Candidate, ...]
    gold: tuple[Gold, ...]


# --- what is learnt from ----------------------------------------------------------------------------------------------


def examples(tools: Tools, shared: Path) -> Iterator[Example]:
    """The sentences of RuOpinionNE, in their order."""
    for line in (shared / "data/ruopinionne/dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        (sentence,) = tools.pack.analyser.analyse(row["text"], [(0, len(row["text"]))])
        tree = Tree(sentence, tools.pack.grammar)
        gold = tuple(_gold(one) for one in row["opinions"])
        yield Example(row["text"], tree, candidates_of(tree, mentions(tree, tools)), gold)


def mentions(tree: Tree, tools: Tools) -> Sequence[Mention]:
    """Who is in a sentence that stands alone."""
    ((found, _),) = find_actors([tree], tools.pack, Memory())
    return found


def _gold(row: Mapping[str, Any]) -> Gold:
    source = row["Source"][1]
    holder = {"NULL": AUTHOR, "0:0": UNNAMED}.get(source[0])
    sign = SIGNS.index(row["Polarity"].lower())
    return Gold(holder or _spans(source), _spans(row["Target"][1]), _spans(row["Polar_expression"][1]), sign)


def _spans(places: Sequence[str]) -> tuple[Span, ...]:
    return tuple((int(start), int(stop)) for start, stop in (place.split(":") for place in places))


def meets(spans: tuple[Span, ...] | int, tree: Tree, words: range) -> bool:
    """Whether one of the words stands in one of the places."""
    if isinstance(spans, int):
        return False
    tokens = [tree.tokens[word] for word in words]
    return any(token.start < stop and token.stop > start for token in tokens for start, stop in spans)


def extent(one: Candidate) -> range:
    """The words of a candidate."""
    return range(one.first, one.last + 1)


# --- what is known of words ------------------------------------------------------------------------------------------

#: Who is for or against whom by a frame of RuSentiFrames, and what it does to whom it is done to.
POLAR = {("a0", "a1"): 0, ("author", "a0"): 2, ("author", "a1"): 4}
EFFECT, FRAME_SIZE = 6, 8


def read_frames(shared: Path, lemma: Callable[[str, str, Mapping[str, str]], str]) -> Frames:
    """The single words of RuSentiFrames with the mean of their frames (lemmas, FRAME_SIZE), praise before blame."""
    folder = shared / "data/rusentiframes"
    found: dict[str, list[Floats]] = defaultdict(list)
    for frame in json.loads((folder / "collection.json").read_text(encoding="utf-8")).values():
        values = np.zeros(FRAME_SIZE, np.float32)
        for holder, target, sign, weight in (row[:4] for row in frame["frames"].get("polarity", ())):
            if (holder, target) in POLAR:
                values[POLAR[holder, target] + (sign != "pos")] = 2 * weight
        for target, sign, weight in (row[:3] for row in frame["frames"].get("effect", ())):
            if target == "a1":
                values[EFFECT + (sign != "+")] = 2 * weight
        for words in (variant.lower().replace("ё", "е").split() for variant in frame["variants"]):
            if len(words) == 1:
                found[lemma(words[0], "", {})].append(values)
    lemmas = sorted(found)
    means = np.array([np.mean(found[one], axis=0) for one in lemmas], np.float32)
    return Frames({one: row for row, one in enumerate(lemmas)}, means)


# --- how it is learnt -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples for a network: features (examples, columns), vectors beside them, the right class of each."""

    features: NDArray[np.intp]
    vectors: Sequence[Floats]
    classes: NDArray[np.intp]


def train(rows: Rows, columns: Sequence[int], *, hidden: int, epochs: int, seed: int, classes: int = 3) -> Network:
    """SEEDS networks trained apart and set side by side as one: the mean of what they say."""
    some = [_train(rows, columns, hidden, epochs, seed + 10 * number, classes) for number in range(SEEDS)]
    return Network(
        some[0].places,
        np.concatenate([one.rows for one in some], axis=1),
        np.concatenate([one.taps for one in some], axis=2),
        np.concatenate([one.bias for one in some]),
        np.concatenate([one.out for one in some]) / SEEDS,
        np.mean([one.out_bias for one in some], axis=0),
    )


def _train(rows: Rows, columns: Sequence[int], hidden: int, epochs: int, seed: int, classes: int) -> Network:
    """A network trained by Adam on cross entropy, with dropout on what goes in and on the hidden layer."""
    rng = np.random.default_rng(seed)
    places = np.concatenate(([0], np.cumsum(columns)[:-1])).astype(np.intp)
    width = int(sum(columns))
    hot = np.zeros((len(rows.features), width), np.float32)
    np.put_along_axis(hot, rows.features + places, 1.0, axis=1)
    inputs = np.concatenate([hot, *rows.vectors], axis=1).astype(np.float32)
    first, bias = _start(rng, inputs.shape[1], hidden), np.zeros(hidden, np.float32)
    last, out_bias = _start(rng, hidden, classes), np.zeros(classes, np.float32)
    weights = [first, bias, last, out_bias]
    momenta, squares = ([np.zeros_like(one) for one in weights] for _ in range(2))
    batch = 256
    steps = epochs * -(-len(inputs) // batch)
    for step, chosen in enumerate(_batches(rng, len(inputs), batch, epochs), start=1):
        gradients = _gradients(rng, weights, inputs[chosen], rows.classes[chosen])
        rate = 2e-3 * min(1.0, 2 * (1 - step / steps) + 0.02)
        for weight, momentum, square, gradient in zip(weights, momenta, squares, gradients, strict=True):
            momentum[...] += 0.1 * (gradient - momentum)
            square[...] += 0.001 * (gradient * gradient - square)
            change = momentum / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
            weight[...] -= rate * (change + (0.015 * weight if weight.ndim > 1 else 0))
    size = rows.vectors[0].shape[1]
    taps = first[width:].reshape(len(rows.vectors), size, hidden)
    return Network(places, first[:width], taps, bias, last, out_bias)


def _start(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    weights: Floats = (rng.normal(size=(rows, columns)) / np.sqrt(rows)).astype(np.float32)
    return weights


def _batches(rng: np.random.Generator, size: int, batch: int, epochs: int) -> Iterator[NDArray[np.intp]]:
    for _ in range(epochs):
        order = rng.permutation(size)
        yield from (order[at : at + batch] for at in range(0, size, batch))


def _gradients(
    rng: np.random.Generator, weights: Sequence[Floats], inputs: Floats, classes: NDArray[np.intp]
) -> list[Floats]:
    """The gradients of the mean cross entropy of a batch; half of DROP of the inputs and DROP of the rest are gone."""
    first, bias, last, out_bias = weights
    inputs = inputs * (rng.random(inputs.shape, np.float32) > DROP / 2) / np.float32(1 - DROP / 2)
    before = inputs @ first + bias
    kept = (rng.random(before.shape, np.float32) > DROP) / np.float32(1 - DROP)
    hidden = np.maximum(before, 0) * kept
    scores = hidden @ last + out_bias
    error = np.exp(scores - scores.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(classes)), classes] -= 1
    error /= len(classes)
    back = (error @ last.T) * kept * (before > 0)
    return [inputs.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


# --- the three networks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sentences ready for the networks: their views, short vectors, and every word that may judge with its class."""

    some: Sequence[Example]
    views: Sequence[View]
    vectors: Sequence[Floats]
    places: Sequence[tuple[int, int]]
    words: Rows

    @property
    def sentences(self) -> NDArray[np.intp]:
        """The sentence of each word that may judge."""
        return np.array([number for number, _ in self.places], np.intp)


def shortened(some: Sequence[Example], vectors: Callable[[Sequence[str]], Any], frames: Frames) -> ShortVectors:
    """The principal directions of the words' vectors, scaled so that short vectors have numbers of about unit size."""
    lemmas = sorted({token.lemma for one in some for token in one.tree.tokens})
    found = vectors(lemmas)
    found = found[found.any(axis=1)]
    found = found / np.linalg.norm(found, axis=1, keepdims=True)
    _, _, directions = np.linalg.svd(found - found.mean(axis=0), full_matrices=False)
    basis = directions[:SIZE].T
    scaled: Floats = (basis / (found @ basis).std()).astype(np.float32)
    return ShortVectors(vectors, scaled, frames)


def prepare(some: Sequence[Example], tools: Tools, short: ShortVectors) -> Prepared:
    """The sentences as the networks see them."""
    signs = known_signs(tools.attitudes, tools.events.rules)
    views = [View(one.tree, one.candidates, signs) for one in some]
    vectors = [short(one.tree) for one in some]
    places, features, beside = word_examples(views, vectors)
    classes = [_word_class(some[number], word) for number, word in places]
    return Prepared(some, views, vectors, places, Rows(features, beside, np.array(classes, np.intp)))


def _word_class(one: Example, word: int) -> int:
    return next((gold.sign for gold in one.gold if meets(gold.words, one.tree, range(word, word + 1))), 0)


def chosen(rows: Rows, which: NDArray[Any]) -> Rows:
    """Some of the examples."""
    return Rows(rows.features[which], [vector[which] for vector in rows.vectors], rows.classes[which])


def train_words(ready: Prepared, which: NDArray[np.bool_]) -> Network:
    """The network that tells judging words, learnt from some of the words."""
    return train(chosen(ready.words, which), WORD_COLUMNS, hidden=64, epochs=9, seed=1)


def train_model(ready: Prepared, sentences: NDArray[np.bool_], tools: Tools, short: ShortVectors) -> OpinionModel:
    """All three networks, learnt from some of the sentences."""
    inside = sentences[ready.sentences]
    part = ready.sentences * FOLDS // len(ready.some)
    chances = np.zeros((len(ready.places), 3), np.float32)
    for fold in range(FOLDS):
        unseen = inside & (part == fold)
        if unseen.any():
            network = train_words(ready, inside & ~unseen)
            rows = chosen(ready.words, unseen)
            chances[unseen] = network(rows.features, rows.vectors)
    targets, holders = pair_rows(ready, chances, inside)
    return OpinionModel(
        short,
        train_words(ready, inside),
        train(targets, TARGET_COLUMNS, hidden=64, epochs=12, seed=2),
        train(holders, HOLDER_COLUMNS, hidden=48, epochs=10, seed=3, classes=2),
        known_signs(tools.attitudes, tools.events.rules),
    )


def pair_rows(ready: Prepared, chances: Floats, inside: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """What the second and the third network learn from: judging words with targets, and those with holders."""
    targets: list[tuple[tuple[int, ...], Floats, Floats, int]] = []
    holders: list[tuple[tuple[int, ...], Floats, Floats, int]] = []
    for at in np.flatnonzero(inside & (chances[:, 0] < 1 - LEAST)).tolist():
        number, cue = ready.places[at]
        one, view, odds = ready.some[number], ready.views[number], chances[at].tolist()
        short = ready.vectors[number][:, :PAIR_SIZE]
        marked = [gold for gold in one.gold if meets(gold.words, one.tree, range(cue, cue + 1))]
        for target, aim in enumerate(one.candidates):
            if aim.first <= cue <= aim.last:
                continue
            right = [gold for gold in marked if meets(gold.target, one.tree, extent(aim))]
            sign = right[0].sign if right else 0
            targets.append((target_features(view, cue, odds, target), short[cue], short[aim.head], sign))
            for holder in holders_of(view, target) if right else ():
                features = holder_features(view, cue, odds, target, holder, quoted=is_quoted(view.tree))
                own = short[view.candidates[holder].head if holder >= 0 else -1]
                fits = any(is_holder(gold, one, holder) for gold in right)
                holders.append((features, short[cue], own, int(fits)))
    return _rows(targets), _rows(holders)


def is_holder(gold: Gold, one: Example, holder: int) -> bool:
    """Whether this holder is the one that people marked."""
    return gold.holder == holder if holder < 0 else meets(gold.holder, one.tree, extent(one.candidates[holder]))


def _rows(found: Sequence[tuple[tuple[int, ...], Floats, Floats, int]]) -> Rows:
    features = np.array([row[0] for row in found], np.intp)
    vectors = [np.stack([row[at] for row in found]) for at in (1, 2)]
    return Rows(features, vectors, np.array([row[3] for row in found], np.intp))


def save(model: OpinionModel, path: Path, licence: str) -> None:
    """Writes the networks in half precision, and with the lexicon of frames its licence."""
    frames = model.short.frames
    parts: dict[str, Any] = {
        "short": model.short.basis.astype(np.float16),
        "frames.lemmas": np.frombuffer("\n".join(frames.rows).encode(), np.uint8),
        "frames.values": frames.values.astype(np.float16),
        "frames.licence": np.frombuffer(licence.encode(), np.uint8),
    }
    for name in ("words", "targets", "holders"):
        network = getattr(model, name)
        for field in Network.__slots__:
            value = getattr(network, field)
            parts[f"{name}.{field}"] = value if value.dtype.kind == "i" else value.astype(np.float16)
    np.savez_compressed(path, **parts)


def main() -> None:
    """Trains on all sentences and writes the model."""
    shared = shared_folder()
    if shared is None:
        raise SystemExit("the shared folder is absent")
    tools = load_tools()
    some = list(examples(tools, shared))
    short = shortened(some, tools.pack.analyser.vectors, read_frames(shared, tools.pack.lemmas.lemma))
    ready = prepare(some, tools, short)
    licence = (shared / "data/rusentiframes/LICENSE").read_text(encoding="utf-8")
    save(train_model(ready, np.ones(len(some), bool), tools, short), OUT, licence)
    print(f"{len(some)} sentences; {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
