"""A timeline as a file: Markdown, a table, a page, a calendar. What a source says can do nothing in any of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from html import escape

from letopis.faces.terminal import clean
from letopis.faces.timelines import place
from letopis.model import Event
from letopis.study.exports.cells import harmless
from letopis.study.timeline import Entry

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
COLUMNS = (
    "id", "kind", "when", "first", "last", "not_after", "what", "type", "mode", "realis", "reported", "issue", "score",
    "actors", "recipients", "confidence", "independent_sources", "tellings", "quote", "citations",
)  # fmt: skip


def date_of(entry: Entry) -> str:
    """When an entry was, in EDTF, or the day it cannot be later than, or that nothing is known."""
    if entry.when is not None:
        return entry.when.edtf
    return f"by {entry.not_after}" if entry.not_after else "undated"


def _head(entry: Entry) -> str:
    return " ".join((entry.what, *(f"[{mark}]" for mark in entry.marks)))


def _standing(entry: Entry) -> str:
    """How many sources tell an entry, and how many of them in words of their own."""
    sources = len({source for source, *_ in entry.cites})
    words = f"{entry.independent} independent source{'s' * (entry.independent != 1)}"
    return words if sources <= entry.independent else f"{words} ({sources} with copies)"


# --- Markdown ---------------------------------------------------------------------------------------------------------


def markdown_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The timeline in Markdown: a heading a year, an item an entry with its quotation and citations."""
    heading = None
    yield "# Timeline"
    for entry in entries:
        if (section := _section(entry)) != heading:
            heading = section
            yield from ("", f"## {heading}", "")
        yield f"- **{_plain(date_of(entry))}** {_plain(_head(entry))}  "
        yield f"  “{_plain(entry.quote.strip())}”  "
        yield f"  {_plain('; '.join(place(*cite) for cite in entry.cites))} · {_standing(entry)} · {entry.id}"


def _section(entry: Entry) -> str:
    day = (entry.when.first or entry.when.last) if entry.when else None
    return day[:4] if day else "Undated"


def _plain(text: str) -> str:
    """Text in which Markdown sees no marks."""
    return _MARKDOWN.sub(r"\\\1", clean(text))


# --- a table ----------------------------------------------------------------------------------------------------------


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The timeline as CSV (RFC 4180), a row an entry; words that would be a formula begin with an apostrophe."""
    yield csv_row(COLUMNS)
    for entry in entries:
        yield csv_row([harmless(value) for value in _cells(entry)])


def csv_row(cells: Iterable[object]) -> str:
    """The cells as a line of CSV, without its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _cells(entry: Entry) -> list[object]:
    record = entry.first.record if entry.first else None
    event = record if isinstance(record, Event) else None
    when = entry.when
    own: list[object] = [None] * 8
    if event:
        actors, recipients = (
            "; ".join(party.label or party.role or party.code or "?" for party in side)
            for side in (event.actors, event.recipients)
        )
        own = [event.type, event.mode, event.realis, event.reported, event.issue, event.score, actors, recipients]
    return [
        *(entry.id, entry.kind, when and when.edtf, when and when.first, when and when.last, entry.not_after),
        *(clean(entry.what), *own, entry.confidence, entry.independent, len(entry.cites), clean(entry.quote)),
        "; ".join(place(*cite) for cite in entry.cites),
    ]


# --- a page -----------------------------------------------------------------------------------------------------------

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Timeline</title>
<meta name="viewport" content="width=device-width"><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
article{display:grid;grid-template-columns:9rem 1fr;gap:0 1rem;margin:0 0 1.2rem}
time,.undated{font-weight:600;overflow-wrap:anywhere}blockquote{margin:.2rem 0;font-style:italic}
.mark{background:#eee;border-radius:.2rem;padding:0 .3rem;font-size:.85em}footer{color:#666;font-size:.85em}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}.mark{background:#333}footer{color:#999}}
</style></head><body><h1>Timeline</h1>"""


def html_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The timeline as one page that needs nothing else; all that comes from sources is escaped."""
    yield _PAGE
    heading = None
    for entry in entries:
        if (section := _section(entry)) != heading:
            heading = section
            yield f"<h2>{_safe(heading)}</h2>"
        yield from _article(entry)
    yield "</body></html>"


def _article(entry: Entry) -> Iterator[str]:
    day = entry.when and (entry.when.first or entry.when.last)
    told = _safe(date_of(entry))
    when = f'<time datetime="{_safe(day)}">{told}</time>' if day else f'<span class="undated">{told}</span>'
    marks = "".join(f' <span class="mark">{_safe(mark)}</span>' for mark in entry.marks)
    yield f'<article id="{_safe(entry.id)}">{when}<div>{_safe(entry.what)}{marks}'
    yield f'<blockquote lang="ru">“{_safe(entry.quote.strip())}”</blockquote>'
    cites = "; ".join(f"<cite>{_safe(place(*cite))}</cite>" for cite in entry.cites)
    yield f"<footer>{cites} · {_standing(entry)}</footer></div></article>"


def _safe(text: str) -> str:
    return escape(clean(text))


# --- a calendar -------------------------------------------------------------------------------------------------------


def ics_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The timeline as a calendar (RFC 5545): dated entries are events, undated ones journal notes."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//letopis//timeline//EN")
    for entry in entries:
        days = _days(entry)
        kind = "VEVENT" if days else "VJOURNAL"
        certain = not entry.marks and entry.when is not None and not set("?~%") & set(entry.when.edtf)
        status = ("CONFIRMED" if certain else "TENTATIVE") if days else "FINAL"
        told = f"{date_of(entry)}. “{entry.quote.strip()}” {'; '.join(place(*cite) for cite in entry.cites)}"
        yield from (f"BEGIN:{kind}", f"UID:{entry.id}@letopis", "DTSTAMP:19700101T000000Z")
        if days:
            yield from (
                f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}",
                f"DTEND;VALUE=DATE:{days[1]:%Y%m%d}",
                "TRANSP:TRANSPARENT",
            )
        yield from _folded(f"SUMMARY:{_escaped(_head(entry))}")
        yield from _folded(f"DESCRIPTION:{_escaped(f'{told} ({_standing(entry)})')}")
        yield from (f"STATUS:{status}", f"END:{kind}")
    yield "END:VCALENDAR"


def _days(entry: Entry) -> tuple[date, date] | None:
    """The first day of an entry and the day after its last; where one end is open, of the day that is known."""
    when = entry.when
    if when is None or not (when.first or when.last):
        return None
    try:
        first = date.fromisoformat(when.first or when.last or "")
        last = date.fromisoformat(when.last or when.first or "")
        return (first, last + timedelta(1)) if first.year >= 1000 else None
    except (ValueError, OverflowError):
        return None


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", clean(text))


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, each but the first after a blank; no character is cut."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
