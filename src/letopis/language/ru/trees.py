"""Makes a tree of what the parser gave: one root, no cycle.

The parser chooses each word's head by itself, so a quarter of its answers have no root, several roots or a cycle.
The repair is greedy: the first finite verb among the candidates becomes the root, other roots hang under it, and a
cycle is opened at its first verb.
"""

from __future__ import annotations

from collections.abc import Sequence

ROOT = -1


def repair(heads: Sequence[int], rels: Sequence[str], verbs: Sequence[bool]) -> tuple[list[int], list[str]]:
    """Heads (index in the sentence, -1 for the root) and relations of a tree near to the given.

    `heads` may point anywhere, at the word itself included; `verbs` marks finite verbs, which are preferred as root.
    Empty input gives empty output.
    """
    size = len(heads)
    fixed = [head if head != index and -1 <= head < size else ROOT for index, head in enumerate(heads)]
    relations = list(rels)
    cycles = _cycles(fixed)
    roots = [index for index, head in enumerate(fixed) if head == ROOT]
    candidates = roots or [index for cycle in cycles for index in cycle]
    if not candidates:
        return fixed, relations
    root = next((index for index in candidates if verbs[index]), candidates[0])
    fixed[root], relations[root] = ROOT, "root"
    for index in roots:
        if index != root:
            fixed[index], relations[index] = root, "parataxis"
    for cycle in cycles:
        if root not in cycle:
            opened = next((index for index in cycle if verbs[index]), cycle[0])
            fixed[opened], relations[opened] = root, "parataxis"
    return fixed, relations


def _cycles(heads: Sequence[int]) -> list[list[int]]:
    """The cycles among the heads, each as its words in order of the text."""
    state = [0] * len(heads)
    cycles = []
    for start in range(len(heads)):
        path, at = [], start
        while at != ROOT and state[at] == 0:
            state[at] = start + 1
            path.append(at)
            at = heads[at]
        if at != ROOT and state[at] == start + 1 and at in path:
            cycles.append(sorted(path[path.index(at) :]))
    return cycles
