"""Logistic regression as the training scripts use it: Newton's method with an L2 penalty, rows weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def fit(
    rows: Sequence[Mapping[str, float]], truth: Sequence[bool], weights: Array | None = None, penalty: float = 1.0
) -> dict[str, Any]:
    """The model (``language/logistic.py``) of measures a row, what is true of each, and the rows' weights."""
    names = list(rows[0])
    x, y = np.array([[row[name] for name in names] for row in rows], float), np.array(truth, float)
    weigh = np.ones(len(y)) if weights is None else weights
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / deviation, np.ones(len(x))]
    found = np.zeros(z.shape[1])
    ridge = np.full(len(found), penalty)
    ridge[-1] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ found))
        slope = z.T @ (weigh * (p - y)) + ridge * found
        bend = (z * (weigh * p * (1 - p))[:, None]).T @ z + np.diag(ridge)
        found -= np.linalg.solve(bend, slope)
    columns = zip(names, mean, deviation, found[:-1], strict=True)
    return {
        "measures": {n: [round(float(v), 4) for v in row] for n, *row in columns},
        "bias": round(float(found[-1]), 4),
    }


def folds(groups: Sequence[str], number: int, seed: int = 0) -> Array:
    """The fold of each row; rows of one group share theirs."""
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names)) % number
    fold = dict(zip(names, order.tolist(), strict=True))
    return np.array([fold[group] for group in groups])
