"""Logistic models as data: named measures with their means, deviations and weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: `measures` gives for each measure its mean, its deviation and its weight."""

    measures: Mapping[str, tuple[float, float, float]]
    bias: float

    def probability(self, measured: Mapping[str, float]) -> float:
        """How likely a thing with these measures is what the model looks for."""
        score = self.bias
        for name, (mean, deviation, weight) in self.measures.items():
            score += weight * (measured[name] - mean) / deviation
        return 1 / (1 + math.exp(-score))


def parse_logistic(data: Mapping[str, Any]) -> Logistic:
    """The model of a JSON object with ``measures`` and ``bias``."""
    return Logistic({name: (row[0], row[1], row[2]) for name, row in data["measures"].items()}, data["bias"])
