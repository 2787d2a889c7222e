"""Texts with marks (``[Россия|actor] [подписала|trigger]``) as a linguist writes them."""

from __future__ import annotations

import re
from collections import defaultdict

MARK = re.compile(r"\[([^\[\]|]+)\|([a-z_]+)\]")


def unmark(line: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The text without its marks, and the marked places by their names."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    text, at = "", 0
    for found in MARK.finditer(line):
        text += line[at : found.start()]
        places[found[2]].append((len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return text + line[at:], places
