"""The parts of slovnet's networks below their heads: convolutions with normalisation folded in, and linear maps.

After ``slovnet.exec.model`` 0.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from letopis.language.ru.forms import Rows
from letopis.language.ru.tensors import Floats, Model


def first_taps(models: Sequence[Model]) -> tuple[Floats, Floats]:
    """What words (300, 3 · models · 256) and shapes (66, the same; the bias with them) add to the first layer."""
    words, shapes = [], []
    for model in models:
        arrays = model.arrays
        weight = arrays["encoder.layers.0.conv.weight"].transpose(1, 2, 0)  # vector, tap, channel
        shape = arrays["emb.shape.weight"]
        own = len(weight) - shape.shape[1]
        words.append(weight[:own])
        shapes.append(np.tensordot(shape, weight[own:], 1))
        shapes[-1][:, 1] += arrays["encoder.layers.0.conv.bias"]
    return tuple(np.concatenate(part, axis=2).reshape(len(part[0]), -1) for part in (words, shapes))  # type: ignore[return-value]


class Layer:
    """A convolution of width 3 behind a normalisation ``scale · x + shift``, and a ReLU.

    Rows outside sentences must count as zero after the normalisation; here that means taps of ``-shift @ weight``.
    """

    def __init__(self, weight: Floats, bias: Floats, scale: Floats, shift: Floats) -> None:
        taps = weight.transpose(1, 2, 0)  # channel in, tap, channel out
        moved = np.tensordot(shift, taps, 1)
        self._weight = np.ascontiguousarray((taps * scale[:, None, None]).reshape(len(taps), -1))
        self._outside = -moved.reshape(-1)
        self._bias = bias + moved.sum(axis=0)

    def __call__(self, rows: Floats, separators: Rows) -> Floats:
        """(rows, channels in) to (rows, channels out)."""
        taps = rows @ self._weight
        taps[separators] = self._outside
        left, own, right = np.split(taps, 3, axis=1)
        out: Floats = own + self._bias
        out[1:] += left[:-1]
        out[:-1] += right[1:]
        return np.maximum(out, 0, out=out)


class Encoder:
    """The layers of one model behind its first."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._layers = [
            Layer(
                arrays[f"encoder.layers.{at}.conv.weight"],
                arrays[f"encoder.layers.{at}.conv.bias"],
                *_normalisation(arrays, at - 1),
            )
            for at in (1, 2)
        ]

    def __call__(self, rows: Floats, separators: Rows) -> Floats:
        """(rows, 256) to (rows, 64)."""
        for layer in self._layers:
            rows = layer(rows, separators)
        return rows


def _normalisation(arrays: Mapping[str, Floats], layer: int) -> tuple[Floats, Floats]:
    """Scale and shift of a batch normalisation."""
    weight, bias, mean, std = (
        arrays[f"encoder.layers.{layer}.norm.{part}"] for part in ("weight", "bias", "mean", "std")
    )
    scale = weight / std
    return scale, bias - mean * scale


class Linear:
    """A linear map of encoded rows, their normalisation in it. `plain` maps what is not normalised (a root)."""

    def __init__(self, arrays: Mapping[str, Floats], name: str) -> None:
        weight, bias = arrays[f"{name}.proj.weight"], arrays[f"{name}.proj.bias"]
        scale, shift = _normalisation(arrays, 2)
        self._plain = (weight, bias)
        self._weight, self._bias = scale[:, None] * weight, bias + shift @ weight

    def __call__(self, rows: Floats) -> Floats:
        """(rows, 64) to (rows, channels)."""
        out: Floats = rows @ self._weight
        out += self._bias
        return out

    def plain(self, row: Floats) -> Floats:
        """(64) to (channels)."""
        weight, bias = self._plain
        out: Floats = row @ weight + bias
        return out
