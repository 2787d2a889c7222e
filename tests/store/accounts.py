"""Accounts for the tests: a toy reader that is, as the real one, a pure function of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from letopis.identity import party_id
from letopis.model import (
    Account,
    Agreement,
    Event,
    Evidence,
    Figure,
    Name,
    Party,
    Passage,
    Record,
    Role,
    Source,
    Span,
    Statement,
    Time,
    Unit,
    When,
)
from letopis.passages.copies import fingerprint

NAMES = {
    "Зетландия": ("Zetland", "ZET"),
    "Онтария": ("Ontaria", "ONT"),
    "Лимбург": ("Limburgia", "LIM"),
    "Он": ("Zetland", "ZET"),
}
VERBS = {"встретила": ("CONSULT", "visit"), "обвинила": ("ACCUSE", None), "отвергла": ("REJECT", None)}
YEAR = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}")


def account(name: str, text: str, published: str | None = None, unread: str | None = None) -> Account:
    """Reads every line as a passage, every stretch up to a full stop as a sentence."""
    source = Source(name, text, sha256(text.encode()).hexdigest(), f"О {name}", published=published, unread=unread)
    units = tuple(_units(text))
    records: list[Record] = [
        Passage(Evidence(Span(source.sha256, line.start(), line.end()), "toy#line", 1.0))
        for line in re.finditer(r"[^\n]+", text)
    ]
    before = None
    for unit in units:
        found = list(_records(source, unit, before))
        records += found
        before = next((one for one in found if isinstance(one, Name)), before)
    silent = sum(not any(_speaks(record, unit) for record in records) for unit in units)
    return Account(source, units, tuple(records), silent, ("odd",) if "?" in text else ())


def _speaks(record: Record, unit: Unit) -> bool:
    inside = unit.start <= record.evidence.span.start < unit.stop
    return inside and not isinstance(record, Passage | Name | Time)


def _units(text: str) -> Iterator[Unit]:
    for match in re.finditer(r"[^.\n\s][^.\n]*\.?", text):
        quote = match.group()
        lemmas = " ".join(re.findall(r"\w+(?:-\w+)*", quote.lower().replace("ё", "е")))
        yield Unit(match.start(), match.end(), fingerprint(quote), lemmas)


def _records(source: Source, unit: Unit, before: Name | None) -> Iterator[Record]:
    quote = source.text[unit.start : unit.stop]
    whole = Evidence(Span(source.sha256, unit.start, unit.stop), "toy#sentence", 0.8)
    when = next((When(year.group(), year.group(), year.group()) for year in YEAR.finditer(quote)), None)
    parties = []
    for word, called in NAMES.items():
        for match in re.finditer(rf"\b{word}\b", quote, re.IGNORECASE):
            (label, code), (start, stop) = called, (unit.start + match.start(), unit.start + match.end())
            if word == "Он" and before:
                span = before.evidence.span
                label, code, start, stop = before.label or "", before.code or "", span.start, span.stop
            else:
                evidence = Evidence(Span(source.sha256, start, stop), "toy#name")
                yield Name(evidence, "GPE", label, word, code)
            parties.append(Party(party_id(label, code), label, word, code, start=start, stop=stop))
    for match in YEAR.finditer(quote):
        yield Time(Evidence(_span(source, unit, match), "toy#year"), When(match.group()), "absolute")
    for word, (kind, mode) in VERBS.items():
        for match in re.finditer(word, quote, re.IGNORECASE):
            trigger, limit = (_span(source, unit, match),), None if when else source.published
            yield Event(
                whole, trigger, kind, mode, ("diplomatic",), tuple(parties[:1]), tuple(parties[1:]), when, limit, None,
                "actual", False, "islands" if "остров" in quote else None, -2.0,
            )  # fmt: skip
    yield from _said(source, unit, quote, parties, when)


def _said(source: Source, unit: Unit, quote: str, parties: list[Party], when: When | None) -> Iterator[Record]:
    for match in re.finditer(r"«([^»]+)»", quote):
        said = Span(source.sha256, unit.start + match.start(1), unit.start + match.end(1))
        speaker = parties[0] if parties else None
        yield Statement(Evidence(said, "toy#quote"), "direct", speaker, None, None, (), None, when)
    for match in re.finditer(r"договор о \w+", quote):
        where = Evidence(_span(source, unit, match), "toy#treaty")
        yield Agreement(where, "Treaty", tuple(parties), when, "signed")
    whole = None
    for match in re.finditer(r"(\d+) (тонн\w*|судов)", quote):
        where = Evidence(_span(source, unit, match), "toy#figure")
        figure = Figure(where, float(match.group(1)), None, None, match.group(2), "trade", when, None, whole)
        whole = whole or _own(figure)
        yield figure
    for match in re.finditer(r"министр (\w+)", quote):
        yield Role(Evidence(_span(source, unit, match), "toy#role"), match.group(1), "minister", None)


def _own(figure: Figure) -> str:
    from letopis.identity import record_id

    return record_id(figure)


def _span(source: Source, unit: Unit, match: re.Match[str]) -> Span:
    return Span(source.sha256, unit.start + match.start(), unit.start + match.end())
