"""Reads the model files that the natasha wheel carries: tars of little-endian float arrays, JSON and word lists.

Layout after slovnet 0.6 (``slovnet.exec.pack``) and navec 0.10 (``navec.pq``), neither of which is needed to read it.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from gzip import decompress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from letopis.errors import LetopisError

Floats = NDArray[np.float32]

WORDS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
TAGGER = "model/slovnet_{}_news_v1.tar"


@dataclass(frozen=True, slots=True)
class Vectors:
    """Product-quantised word vectors: `indexes` (words, parts) choose for each part one of `codes` (parts, 256, 3)."""

    indexes: NDArray[np.uint8]
    codes: Floats

    def __getitem__(self, ids: NDArray[np.intp]) -> Floats:
        """The vectors (words, parts · 3) of word ids."""
        parts = np.arange(len(self.codes))
        found: Floats = self.codes[parts, self.indexes[ids]]
        return found.reshape(len(ids), len(parts) * self.codes.shape[-1])


@dataclass(frozen=True, slots=True)
class Model:
    """A model's arrays by their path in its description (``encoder.layers.0.conv.weight``), and its packed lists."""

    arrays: Mapping[str, Floats]
    packed: Mapping[str, bytes]

    def items(self, name: str) -> list[str]:
        """The list of words, shapes, tags or relations called `name`; an item's place is its id."""
        return decompress(self.packed[name]).decode("utf-8").splitlines()

    def shares(self, other: Model, *names: str) -> bool:
        """Whether lists are the same in both models; the first ten bytes of a packed list hold only its date."""
        return all(self.packed[name][10:] == other.packed[name][10:] for name in names)


def data_folder() -> Path:
    """Where the natasha wheel keeps its models; natasha itself is not imported. Raises LetopisError without it."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise LetopisError("the Russian models are missing: install them with `pip install natasha`")
    return Path(spec.submodule_search_locations[0]) / "data"


def read_vectors(folder: Path) -> Vectors:
    """The word vectors, mapped from the file: pages are read when a word asks for them, and processes share them."""
    path = folder / WORDS
    with tarfile.open(path) as tar:
        at = tar.getmember("pq.bin").offset_data
    size, width, parts, centroids = (int(number) for number in np.fromfile(path, "<u4", 4, offset=at))
    indexes = np.memmap(path, np.uint8, "r", at + 16, (size, parts))
    codes = np.fromfile(path, "<f4", centroids * width, offset=at + 16 + size * parts)
    return Vectors(indexes, codes.reshape(parts, centroids, -1))


def read_model(folder: Path, name: str) -> Model:
    """The model called `name`: ``ner``, ``morph`` or ``syntax``."""
    with tarfile.open(folder / TAGGER.format(name)) as tar:
        files = {member.name: _content(tar, member) for member in tar}
    arrays = {path: _array(weight, files) for path, weight in _weights(json.loads(files["model.json"]))}
    packed = {Path(path).stem: content for path, content in files.items() if path.startswith("vocabs/")}
    return Model(arrays, packed)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _weights(node: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The weights in a model's description, each with its dotted path; the word vectors have no array of their own."""
    if isinstance(node, dict) and "array" in node:
        return [(path, node)]
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in inside for found in _weights(value, f"{path}.{key}".lstrip("."))]


def _array(weight: dict[str, Any], files: Mapping[str, bytes]) -> Floats:
    flat: Floats = np.frombuffer(files[f"arrays/{weight['array']}.bin"], "<f4")
    return flat.reshape(weight["shape"])
