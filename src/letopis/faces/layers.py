"""A source for a reader: its text, and under it what is no prose, where texts were run together, and what is copied."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, underline
from letopis.faces.timelines import place
from letopis.store.chronicle import Chronicle

#: The character under each layer; where two lie over each other the later one is drawn.
MARKS = {"passage": "h", "copy": "~", "debris": "x", "cut": "|"}
LEGEND = "h headline   ~ repeats another place   x no prose   | another text begins"


def layers_data(source: str, chronicle: Chronicle) -> dict[str, Any]:
    """The text of a source, its passages, debris, cuts and copies as the export writes them. Raises NothingFound."""
    return {"source": source, "text": chronicle.text(source), "layers": list(chronicle.layers(source))}


def layers_lines(source: str, chronicle: Chronicle, width: int = WIDTH) -> Iterator[str]:
    """The text of a source line by line, marks below, then in words what is marked. Raises NothingFound."""
    text = chronicle.text(source)
    yield from (clean(source), LEGEND, "")
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    marks = _by_line(list(chronicle.layers(source)), [*starts, len(text) + 1])
    for number, start in enumerate(starts):
        stop = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        drawn = [(a - start, b - start, MARKS[one["kind"]]) for a, b, one in marks[number]]
        yield from underline(text[start:stop], drawn, width, "  ")
        for a, b, one in marks[number]:
            if one["kind"] != "passage":
                yield f"{MARKS[one['kind']]} {a}–{b}  {_words(one)}"


_Mark = tuple[int, int, dict[str, Any]]


def _by_line(layers: Sequence[dict[str, Any]], starts: Sequence[int]) -> dict[int, list[_Mark]]:
    """For each line of the text what is drawn below it, in the order of drawing; `starts` ends where the text does."""
    marks: dict[int, list[_Mark]] = defaultdict(list)
    for one in sorted(layers, key=lambda one: list(MARKS).index(one["kind"])):
        start, stop = _place(one)
        if one["kind"] == "passage" and one["form"] != "headline":
            continue
        number = bisect_right(starts, start) - 1
        while number + 1 < len(starts) and (starts[number] < stop or starts[number] <= start):
            inside = max(start, starts[number]), min(stop, starts[number + 1] - 1)
            marks[number] += [(*inside, one)] * (inside[0] < inside[1])
            number += 1
    return marks


def _place(one: dict[str, Any]) -> tuple[int, int]:
    """Where a layer is drawn: a cut, which has no width, under the first character of what follows."""
    at = one["b"] if one["kind"] == "copy" else one
    return at["start"], at["stop"] + (one["kind"] == "cut")


def _words(one: dict[str, Any]) -> str:
    form = str(one["form"]).replace("_", " ")
    if one["kind"] != "copy":
        return f"{form}  {one['rule']}"
    how = {"exact": "the same as", "near": "nearly the same as", "contains": "stands also in"}[form]
    return f"{how} {place(one['a']['source'], one['a']['start'], one['a']['stop'])}"
