"""One record for a reader: what is known of it, and every place that tells it with the words underlined."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from letopis.faces.terminal import WIDTH, clean, underline, wrap
from letopis.faces.timelines import place
from letopis.model import Copy, Party, Span, When
from letopis.store.chronicle import Chronicle
from letopis.store.rows import to_json
from letopis.store.told import Told
from letopis.study.exporting import with_location
from letopis.study.timeline import describe

#: So far to either side a passage shows the sentences around what is cited.
AROUND = 240
CITED, WORDS = "^", "="
_SENTENCE_END = re.compile(r"[.!?…][»”\")\]]*\s+(?=[\W\d]*[A-ZА-ЯЁ])|\n+")
_LABEL = 12


def surroundings(text: str, start: int, stop: int) -> tuple[int, int]:
    """The bounds of the passage around a place: up to a sentence more to either side, in the same paragraph."""
    before = [start - AROUND + found.end() for found in _SENTENCE_END.finditer(text[max(0, start - AROUND) : start])]
    if start < AROUND:
        before = [0, *(end + AROUND - start for end in before)]
    line = text.rfind("\n", 0, start) + 1
    first = max(line, min((end for end in before if end >= line), default=text.find(" ", max(0, start - AROUND)) + 1))
    return min(first, start), _stop(text, stop)


def _stop(text: str, stop: int) -> int:
    """Where the passage after a place ends: with the next sentence but one, the paragraph, or between two words."""
    line = text.find("\n", stop)
    line = line if line >= 0 else len(text)
    ends = [found.start() + 1 for found in _SENTENCE_END.finditer(text, stop, min(line, stop + AROUND))]
    if line <= stop + AROUND:
        return line
    return ends[-1] if ends else max(stop, text.rfind(" ", stop, stop + AROUND))


def record_lines(tellings: Sequence[Told], chronicle: Chronicle, width: int = WIDTH) -> Iterator[str]:
    """The record in lines: its id, its fields as the first place tells it, and every place with its passage."""
    first = tellings[0]
    text = chronicle.text(first.source)
    yield f"{first.id}  {first.kind}"
    yield from wrap(clean(describe(first.record)), width) if describe(first.record) else ()
    yield ""
    for name, value in _known(first, text, _names(tellings, chronicle)):
        head, *rest = wrap(clean(value), width, " " * _LABEL)
        yield name.ljust(_LABEL - 1) + " " + head.lstrip()
        yield from rest
    yield ""
    yield f"told in {len(tellings)} place{'s' * (len(tellings) != 1)} ({CITED} cited, {WORDS} the words that tell it)"
    for told in tellings:
        yield ""
        yield from _telling(told, chronicle.text(told.source), width)


def _names(tellings: Sequence[Told], chronicle: Chronicle) -> dict[str, str]:
    """The names of the sources by hash, where a record tells of another source: only a copy does."""
    if not any(isinstance(one.record, Copy) for one in tellings):
        return {}
    return {source.sha256: source.name for source in chronicle.sources()}


def _known(told: Told, text: str, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Name and value of every field that says something."""
    for field in fields(told.record):
        value = getattr(told.record, field.name)
        if field.name != "evidence" and value is not None and value != ():
            yield field.name.replace("_", " "), _words(value, told, text, names)


def _words(value: object, told: Told, text: str, names: dict[str, str]) -> str:
    match value:
        case tuple():
            return ", ".join(_words(part, told, text, names) for part in value)
        case Party():
            return party_words(value)
        case When(edtf=edtf):
            return edtf
        case Span(source=source, start=start, stop=stop):
            inside = source == told.evidence.span.source and not isinstance(told.record, Copy)
            return text[start:stop] if inside else place(names.get(source, source), start, stop)
        case bool():
            return "yes" if value else "no"
    return str(value)


def party_words(party: Party) -> str:
    """A party in a few words: its label, code and role, and whether it was inferred."""
    name = party.label or party.label_ru or "unnamed"
    more = [part for part in (party.code, party.sector, party.role, "inferred" if party.inferred else None) if part]
    return f"{name} ({', '.join(more)})" if more else name


def _telling(told: Told, text: str, width: int) -> Iterator[str]:
    evidence = told.evidence
    yield f"{place(told.source, told.start, told.stop)}  {told.reading}  {evidence.rule}  {evidence.confidence:.2f}"
    start, stop = surroundings(text, told.start, told.stop)
    marks = [(told.start, told.stop, CITED), *((*span, WORDS) for span in _triggers(told))]
    inside = [(max(a, start) - start, min(b, stop) - start, char) for a, b, char in marks if a < stop and b > start]
    yield from underline(text[start:stop], inside, width, "  ")


def _triggers(told: Told) -> list[tuple[int, int]]:
    """The places of the words that tell the record: an event's trigger, a statement's cue."""
    spans = [*(getattr(told.record, "trigger", ()) or ()), *(getattr(told.record, "cue", ()) or ())]
    return [(span.start, span.stop) for span in spans]


def record_data(tellings: Sequence[Told], chronicle: Chronicle) -> dict[str, Any]:
    """The record as plain data: its tellings as the export writes them, each with its passage."""
    names = _names(tellings, chronicle)
    told = [_data(one, chronicle.text(one.source), names) for one in tellings]
    return {"id": tellings[0].id, "kind": tellings[0].kind, "tellings": told}


def _data(told: Told, text: str, names: dict[str, str]) -> dict[str, Any]:
    start, stop = surroundings(text, told.start, told.stop)
    common = {"kind": told.kind, "id": told.id, "reading": told.reading, "source": told.source}
    at = {"start": told.start, "stop": told.stop, "quote": told.quote}
    read = {"rule": told.evidence.rule, "confidence": told.evidence.confidence}
    passage = {"passage": {"start": start, "stop": stop, "text": text[start:stop]}}
    return with_location(common | at | read | _fields(told, names)) | passage


def _fields(told: Told, names: dict[str, str]) -> dict[str, Any]:
    record = told.record
    if isinstance(record, Copy):
        sides = {"a": record.a, "b": record.b}
        shown = {side: _place_data(span, names) for side, span in sides.items()}
        return {**shown, "form": record.form}
    fields_of: dict[str, Any] = json.loads(to_json(record))
    return fields_of


def _place_data(span: Span, names: dict[str, str]) -> dict[str, Any]:
    return {"source": names.get(span.source, span.source), "start": span.start, "stop": span.stop}
