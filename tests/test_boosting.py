"""Boosted trees learn what no weighed sum tells, and the same each time."""

from __future__ import annotations

import numpy as np

from boosting import boosted, softmax


def test_trees_tell_the_middle_from_both_ends() -> None:
    rng = np.random.default_rng(1)
    known, asked = rng.normal(size=(400, 6)), np.zeros((3, 6))
    asked[:, 0] = (-2, 0, 2)
    middle = (np.abs(known[:, 0]) < 0.7).astype(np.intp)
    chances = boosted(known, middle, asked)
    assert np.allclose(chances.sum(axis=1), 1)
    assert chances.argmax(axis=1).tolist() == [0, 1, 0]
    assert np.array_equal(chances, boosted(known, middle, asked))


def test_probabilities_sum_to_one_however_great_the_scores() -> None:
    assert softmax(np.array([[1000.0, 1000.0], [-1000.0, 0.0]])).tolist() == [[0.5, 0.5], [0.0, 1.0]]
