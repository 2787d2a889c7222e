"""A source's text with what lies over it: pieces that do not overlap, each with the records that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told

#: So many characters of a text are shown at a time.
WINDOW = 12_000
#: Kinds whose words are underlined, in the order of their layers.
LAYERS = (Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE, Kind.NAME, Kind.TIME, Kind.ROLE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: its words, the ids of the records on it, and the classes of its layers."""

    text: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    start: int
    cut: str | None = None
    twin: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A window of a text: pieces, where it begins and ends, the length of the whole, and the records told in it."""

    pieces: tuple[Piece, ...]
    start: int
    stop: int
    length: int
    told: tuple[Told, ...]


def read_page(chronicle: Chronicle, source: str, at: int = 0) -> Page:
    """The window of a source's text around an offset, broken at line ends. Raises NothingFound."""
    text = chronicle.text(source)
    start = _line_before(text, max(0, min(at, len(text)) - WINDOW // 6))
    stop = _line_after(text, min(len(text), start + WINDOW))
    told = [one for one in chronicle.told_between(source, start, stop) if one.kind in LAYERS]
    layers = list(chronicle.layers(source))
    spans = [(one.start, one.stop, one.id, f"k-{one.kind}") for one in told]
    cuts: dict[int, str] = {}
    twins: dict[int, tuple[str, int]] = {}
    for line in layers:
        if line["kind"] == "cut":
            cuts[line["start"]] = line["form"]
        elif line["kind"] == "debris":
            spans.append((line["start"], line["stop"], "", "k-debris"))
        elif line["kind"] == "copy":
            place = line["b"]
            spans.append((place["start"], place["stop"], "", "k-copy"))
            twins[place["start"]] = (line["a"]["source"], line["a"]["start"])
    return Page(tuple(_pieces(text, start, stop, spans, cuts, twins)), start, stop, len(text), tuple(told))


def _pieces(
    text: str,
    start: int,
    stop: int,
    spans: Sequence[tuple[int, int, str, str]],
    cuts: dict[int, str],
    twins: dict[int, tuple[str, int]],
) -> Iterator[Piece]:
    inside = [(max(a, start), min(b, stop), name, mark) for a, b, name, mark in spans if a < stop and start < b]
    edges = {start, stop, *(a for a, *_ in inside), *(b for _, b, *_ in inside)}
    edges |= {at for at in (*cuts, *twins) if start <= at < stop}
    places = sorted(edges)
    opening: dict[int, list[tuple[int, int, str, str]]] = {}
    for span in inside:
        opening.setdefault(span[0], []).append(span)
    covering: list[tuple[int, int, str, str]] = []
    for first, last in pairwise(places):
        covering = [span for span in covering if span[1] > first] + opening.get(first, [])
        ids = tuple(dict.fromkeys(name for _, _, name, _ in covering if name))
        classes = tuple(sorted({mark for *_, mark in covering}))
        yield Piece(text[first:last], ids, classes, first, cuts.get(first), twins.get(first))


def _line_before(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1 if at else 0


def _line_after(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found + 1 if 0 <= found < at + WINDOW else min(len(text), at)
