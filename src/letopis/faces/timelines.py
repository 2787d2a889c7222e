"""A timeline for a reader: dates in a column, what happened, in whose words, and where that is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from letopis.faces.terminal import WIDTH, clean, columns, shorten, to_json, wrap
from letopis.study.timeline import Entry

#: A quotation longer than this is shortened; `letopis show` gives all of it.
LONGEST_QUOTE = 300
#: So many further tellings are named; the others are counted.
MOST_CITES = 3
WIDEST_DATE = 21
#: So many entries decide how wide the column of the dates is.
FIRST = 500


def timeline_lines(entries: Iterable[Entry], width: int = WIDTH) -> Iterator[str]:
    """The timeline in lines of at most `width` columns: the dated entries, then the undated ones under a heading.

    The column of the dates is as wide as the first entries need.
    """
    entries = iter(entries)
    first = list(islice(entries, FIRST))
    column = min(WIDEST_DATE, max((columns(_date(entry)) for entry in first), default=0)) + 2
    undated = False
    for entry in chain(first, entries):
        if entry.when is None and not undated:
            undated = True
            yield from ("Undated", "-------", "")
        yield from _entry(entry, column, width)


def _date(entry: Entry) -> str:
    if entry.when is not None:
        return entry.when.edtf
    return f"by {entry.not_after}" if entry.not_after else ""


def _entry(entry: Entry, column: int, width: int) -> Iterator[str]:
    indent = " " * column
    date = clean(_date(entry))
    what = wrap(clean(" ".join((entry.what, *(f"[{mark}]" for mark in entry.marks)))), width, indent)
    if columns(date) + 2 > column:
        yield date
        yield from what
    else:
        yield date.ljust(column) + what[0].lstrip()
        yield from what[1:]
    yield from wrap(f"“{shorten(clean(entry.quote).strip(), LONGEST_QUOTE)}”", width, indent)
    yield from wrap(f"{_cites(entry)}  {entry.id}", width, indent)
    yield ""


def _cites(entry: Entry) -> str:
    first, *more = (place(*cite) for cite in entry.cites)
    if not more:
        return first
    rest = ", …" if len(more) > MOST_CITES else ""
    alone = f"; {entry.independent} independent sources" if entry.independent > 1 else ""
    return f"{first} (+{len(more)} more: {', '.join(more[:MOST_CITES])}{rest}{alone})"


def place(source: str, start: int, stop: int) -> str:
    """A place as it is cited: ``source:start–stop``."""
    return f"{clean(source)}:{start}–{stop}"


def timeline_data(entries: Iterable[Entry]) -> dict[str, Any]:
    """The timeline as plain data."""
    return {"entries": [_data(entry) for entry in entries]}


def timeline_json(entries: Iterable[Entry]) -> Iterator[str]:
    """The same as JSON, a line an entry, so that no timeline is too long."""
    before = '{"entries": ['
    for entry in entries:
        yield before
        before = f"{to_json(_data(entry))},"
    yield f"{before.removesuffix(',')}]}}"


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "when": entry.when.edtf if entry.when else None,
        "first": entry.when.first if entry.when else None,
        "last": entry.when.last if entry.when else None,
        "not_after": entry.not_after,
        "what": entry.what,
        "marks": list(entry.marks),
        "confidence": entry.confidence,
        "independent_sources": entry.independent,
        "quote": entry.quote,
        "citations": [{"source": source, "start": start, "stop": stop} for source, start, stop in entry.cites],
    }
