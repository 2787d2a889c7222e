"""Gradient-boosted trees as the training scripts use them: small trees of steps, each learnt from part of the rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

#: Trees one after another, how deep each is, how much of it counts, how much its leaves are held back.
ROUNDS, DEPTH, RATE, PENALTY = 40, 2, 0.1, 10.0
#: A tree sees this share of the steps and of the rows.
STEPS_SEEN, ROWS_SEEN = 0.3, 0.7
#: So many bars are tried for a feature; on each side of one stand so many rows at least.
BARS, LEAST = 8, 15


def boosted(features: Floats, classes: Numbers, asked: Floats, seed: int = 0) -> Any:
    """The probabilities (asked rows, classes) by trees that are learnt from features (rows, columns) and classes."""
    rng = np.random.default_rng(seed)
    columns, bars = _bars(features)
    over = features[:, columns] > bars
    over_asked = asked[:, columns] > bars
    right = np.eye(int(classes.max()) + 1)[classes]
    scores = np.tile(np.log(right.mean(axis=0)), (len(features), 1))
    asked_scores = np.tile(scores[0], (len(asked), 1))
    for _ in range(ROUNDS):
        chances = softmax(scores)
        slopes, bends = right - chances, chances * (1 - chances)
        some = np.sort(rng.choice(len(columns), int(len(columns) * STEPS_SEEN), replace=False))
        rows = np.flatnonzero(rng.random(len(features)) < ROWS_SEEN)
        seen = over[np.ix_(rows, some)].astype(np.float32)
        for kind in range(right.shape[1]):
            slope, bend = slopes[:, kind], bends[:, kind]
            splits = _tree(seen, slope[rows], bend[rows])
            leaf, leaf_asked = (_leaves(splits, some, table) for table in (over, over_asked))
            sums = [np.bincount(leaf[rows], values[rows], 2**DEPTH) for values in (slope, bend)]
            worth = RATE * sums[0] / (sums[1] + PENALTY)
            scores[:, kind] += worth[leaf]
            asked_scores[:, kind] += worth[leaf_asked]
    return softmax(asked_scores)


def _bars(features: Floats) -> tuple[Numbers, Floats]:
    """The steps that trees are made of: a column and the bar that a row is over or not."""
    found = []
    for column, values in enumerate(features.T):
        told = values[values != 0]
        bars = {0.0, *np.quantile(told if len(told) else values, np.linspace(0.02, 0.98, BARS)).tolist()}
        counts = ((bar, int((values > bar).sum())) for bar in sorted(bars))
        found += [(column, bar) for bar, count in counts if LEAST <= count <= len(values) - LEAST]
    return np.array([column for column, _ in found], np.intp), np.array([bar for _, bar in found])


def _tree(seen: NDArray[np.float32], slope: Floats, bend: Floats) -> list[Numbers]:
    """For each level the step that each of its nodes asks for, chosen by what it gains."""
    splits: list[Numbers] = []
    node = np.zeros(len(seen), np.intp)
    for level in range(DEPTH):
        sums = np.zeros((len(seen), 2**level, 2), np.float32)
        sums[np.arange(len(seen)), node] = np.c_[slope, bend]
        high = (seen.T @ sums.reshape(len(seen), -1)).reshape(-1, 2**level, 2)
        low = sums.sum(axis=0) - high
        gain = np.add(*(side[..., 0] ** 2 / (side[..., 1] + PENALTY) for side in (high, low)))
        gain[np.minimum(high[..., 1], low[..., 1]) < 1] = -1
        splits.append(gain.argmax(axis=0))
        node = 2 * node + (seen[np.arange(len(seen)), splits[-1][node]] > 0)
    return splits


def _leaves(splits: list[Numbers], some: Numbers, over: NDArray[np.bool_]) -> Numbers:
    """The leaf that each row falls into."""
    node = np.zeros(len(over), np.intp)
    for split in splits:
        node = 2 * node + over[np.arange(len(over)), some[split[node]]]
    return node


def softmax(scores: Any) -> Any:
    """Probabilities (rows, classes) by scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
