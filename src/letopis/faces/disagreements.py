"""Contradictions for a reader: on what, of which kind, and both quotations with where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from letopis.faces.terminal import WIDTH, clean, shorten, wrap
from letopis.faces.timelines import LONGEST_QUOTE, place
from letopis.store.told import Told
from letopis.study.contradictions import Contradiction

WORDS = {
    "contradiction": "cannot both hold",
    "position_change": "the position changed",
    "different_figure": "one figure, two values",
}
INDENT = "    "


def disagreement_lines(pairs: Sequence[Contradiction], width: int = WIDTH) -> Iterator[str]:
    """Each pair with its kind and what it is about, then both quotations, in lines of at most `width` columns."""
    for pair in pairs:
        about = f" ({clean(pair.about)})" if pair.about else ""
        yield from wrap(f"{WORDS[pair.form]}{about}  {pair.id}", width, "")
        for side in (pair.a, pair.b):
            yield from _side(side, width)
        yield ""


def _side(told: Told, width: int) -> Iterator[str]:
    when = f"{told.when.edtf}  " if getattr(told, "when", None) is not None else ""
    yield from wrap(f"{when}“{shorten(clean(told.quote).strip(), LONGEST_QUOTE)}”", width, INDENT)
    yield from wrap(f"{place(told.source, told.start, told.stop)}  {told.id}", width, INDENT)
