"""Mended trees are trees, and in nine of ten cases the best there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_text import Words, sentences, shared_folder, words_of

from letopis.language.ru.engine import Engine
from letopis.language.ru.trees import is_tree, mend


def best_tree(scores: Any) -> Any:
    """The tree of highest score with one root, by Chu and Liu (1965) and Edmonds (1967), every root tried."""
    size = len(scores)
    table = np.full((size + 1, size + 1), -np.inf)
    table[1:] = scores
    trees = []
    for root in range(1, size + 1):
        open_table = table.copy()
        open_table[:, 0] = -np.inf
        open_table[root, 0] = table[root, 0]
        trees.append(arborescence(open_table)[1:])
    return max(trees, key=lambda heads: total(scores, heads))


def arborescence(table: Any) -> Any:
    """Heads of the best tree under node 0; ``table[node, head]``."""
    table = table.copy()
    np.fill_diagonal(table, -np.inf)
    table[0] = -np.inf
    heads = table.argmax(axis=1)
    cycle = a_cycle(heads)
    if not cycle:
        return heads
    rest = np.array([node for node in range(len(table)) if node not in cycle])
    inner, whole = np.array(cycle), len(rest)
    small = np.full((whole + 1, whole + 1), -np.inf)
    small[:whole, :whole] = table[np.ix_(rest, rest)]
    small[:whole, whole] = table[np.ix_(rest, inner)].max(axis=1)
    entering = table[np.ix_(inner, rest)] - table[inner, heads[inner]][:, None]
    small[whole, :whole] = entering.max(axis=0)
    found = arborescence(small)
    for at, node in enumerate(rest[1:], 1):
        leaving = inner[table[node, inner].argmax()]
        heads[node] = leaving if found[at] == whole else rest[found[at]]
    heads[inner[entering[:, found[whole]].argmax()]] = rest[found[whole]]
    return heads


def a_cycle(heads: Any) -> list[int]:
    for start in range(1, len(heads)):
        path, at = [], start
        while at and at not in path:
            path.append(at)
            at = int(heads[at])
        if at:
            return path[path.index(at) :]
    return []


def total(scores: Any, heads: Any) -> float:
    return float(scores[np.arange(len(scores)), heads].sum())


def broken(texts: list[Words]) -> list[Any]:
    """The scores of the sentences that need mending."""
    seen: list[Any] = []

    def keep(scores: Any) -> Any:
        seen.append(scores.copy())
        return mend(scores)

    list(Engine().read(texts, keep))
    return seen


def share_of_best(tables: list[Any]) -> float:
    found = [mend(scores) for scores in tables]
    assert all(is_tree(heads) for heads in found)
    same = sum(total(s, heads) >= total(s, best_tree(s)) - 1e-3 for s, heads in zip(tables, found, strict=True))
    return same / len(tables)


@pytest.mark.slow
def test_nine_of_ten_mended_trees_are_the_best_of_news() -> None:
    assert share_of_best(broken(list(sentences(1000)))) >= 0.95


def test_nine_of_ten_mended_trees_are_the_best_of_the_heap_and_the_gold() -> None:
    from razdel import sentenize

    shared = shared_folder()
    texts = [(shared / "corpus/russia-japan.txt").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in sorted((shared / "gold/news/texts").glob("*.txt"))]
    parts = dict.fromkeys(part.text for text in texts for part in sentenize(text))
    short = [words for words in map(words_of, parts) if 0 < len(words) < 40]
    assert share_of_best(broken(short)[:60]) >= 0.9


SIZES = st.integers(1, 12)


@given(SIZES, st.integers(0, 10_000), st.booleans())
def test_what_is_mended_is_a_tree_and_never_better_than_the_best(size: int, seed: int, flat: bool) -> None:
    chance = np.random.default_rng(seed)
    scores = np.zeros((size, size + 1)) if flat else chance.normal(size=(size, size + 1))
    heads = mend(scores.astype(np.float32))
    assert is_tree(heads)
    assert total(scores, heads) <= total(scores, best_tree(scores)) + 1e-4


@pytest.mark.parametrize(
    ("heads", "tree"),
    [
        ([0], True),
        ([1], False),
        ([0, 0], False),
        ([0, 1], True),
        ([2, 1], False),
        ([0, 3, 2], False),
        ([2, 3, 0], True),
    ],
)
def test_a_tree_has_one_root_and_no_cycle(heads: list[int], tree: bool) -> None:
    assert is_tree(np.array(heads)) is tree
