"""The runs of prose that lie between debris and cuts, as passages: body text, or a headline that stands by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letopis.model import Cut, Debris, Evidence, Passage, Source, Span
from letopis.passages.debris import INLINE, plain_view, word_after, word_before

#: A run of at most so many words without a full stop is a headline.
LONGEST_HEADLINE = 22
RULE = "passages/stretches#run_of_prose"

_WORD = re.compile(r"\w+")
_STOPPED = re.compile(r"[.…:;,][»”\")\]]*$")
_INNER_STOP = re.compile(r"[.!?…][»”\")\]]* +[«“\"(]?[A-ZА-ЯЁ]")
_BLANK = " \n"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A run of prose: offsets in the source, and whether it is a headline."""

    start: int
    stop: int
    headline: bool


def find_stretches(source: Source, debris: Sequence[Debris], cuts: Sequence[Cut]) -> list[Bounds]:
    """The runs of prose between line ends, boilerplate, captions and cuts, in order, blanks trimmed.

    Footnote marks and links end no run, but are taken off its ends.
    """
    view = plain_view(source.text)
    ends = [one.evidence.span for one in debris if one.form not in INLINE]
    walls = sorted([(span.start, span.stop) for span in ends] + [(cut.evidence.span.start,) * 2 for cut in cuts])
    marks = _inline_marks(debris)
    runs = [run for between in _between(len(view), walls) for run in _lines(view, *between, marks)]
    return [Bounds(start, stop, _is_headline(view, start, stop)) for start, stop in runs]


def find_passages(source: Source, runs: Sequence[Bounds]) -> list[Passage]:
    """The passages of a source: one for each run of prose."""
    return [
        Passage(Evidence(Span(source.sha256, run.start, run.stop), RULE, 1.0), "headline" if run.headline else "body")
        for run in runs
    ]


def blank_out(text: str, debris: Sequence[Debris]) -> str:
    """The text with footnote marks and links as blanks and all else, and every offset, as it was."""
    parts, at = [], 0
    for start, stop in _inline_marks(debris):
        parts += [text[at:start], " " * (stop - start)]
        at = stop
    return "".join([*parts, text[at:]])


def _inline_marks(debris: Sequence[Debris]) -> list[tuple[int, int]]:
    """The debris that ends no run of prose, in order."""
    return [(one.evidence.span.start, one.evidence.span.stop) for one in debris if one.form in INLINE]


def _between(size: int, walls: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for start, stop in walls:
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < size:
        yield at, size


def _lines(view: str, start: int, stop: int, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines of a part of the text, trimmed; those with no word in them left out."""
    while start < stop:
        end = view.find("\n", start, stop)
        end = stop if end < 0 else end
        first, last = _trimmed(view, start, end, marks)
        if _WORD.search(view, first, last):
            yield first, last
        start = end + 1


def _trimmed(view: str, start: int, stop: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A part of the text without the blanks and inline marks at its ends."""
    some = marks[bisect_left(marks, (start, start)) : bisect_left(marks, (stop, stop))]
    ends = {begin: end for begin, end in some if end <= stop}
    begins = {end: begin for begin, end in ends.items()}
    while True:
        while start < stop and view[start] in _BLANK:
            start += 1
        while start < stop and view[stop - 1] in _BLANK:
            stop -= 1
        first = ends.get(start, start)
        last = begins.get(stop, stop) if begins.get(stop, stop) >= first else stop
        if (first, last) == (start, stop):
            return start, stop
        start, stop = first, last


def _is_headline(view: str, start: int, stop: int) -> bool:
    """Whether a run is short and ends without a stop; a question or two sentences only on their own line."""
    words = view[start:stop]
    if len(_WORD.findall(words[:1000])) > LONGEST_HEADLINE or _STOPPED.search(words[-10:]):
        return False
    alone = word_before(view, start) is None and word_after(view, stop) is None
    return alone or not (words.rstrip('»”")').endswith(("?", "!")) or _INNER_STOP.search(words))
