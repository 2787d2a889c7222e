"""A record as the desk shows it, the same everywhere: what, when, in whose words, where, and how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letopis.model import Agreement, Event, Figure, Kind, Party, Statement
from letopis.reading.events.plover import load_codebook
from letopis.store.told import Told
from letopis.study.timeline import Entry
from letopis.web.dates import by_day, written

#: The sign of a quad class, told by shape as well as by colour.
SIGNS = {0: "·", 1: "○", 2: "●", 3: "△", 4: "▲"}
KINDS = {Kind.STATEMENT: "❝", Kind.AGREEMENT: "§", Kind.FIGURE: "№"}
QUADS = {name: one.quad for name, one in load_codebook().items()}
#: From these confidences on a record is shown plain, and faint; below the second it is hollow.
PLAIN, FAINT = 0.8, 0.6

#: A piece of a quotation, and whether it is the words that tell.
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Side:
    """A party on a card: its name in the reader's language, where its page is, and whether it is inferred."""

    name: str
    link: str | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows; `verb` is a key of the desk's words, `certainty` plain, faint or hollow."""

    id: str
    kind: str
    sign: str
    quad: int
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    verb: str
    mode: str | None
    what: str | None
    issue: str | None
    date: str
    edtf: str | None
    marks: tuple[str, ...]
    pieces: tuple[Piece, ...]
    source: str
    start: int
    stop: int
    rule: str
    confidence: float
    certainty: str
    tellings: int
    independent: int


def card_of(entry: Entry, language: str) -> Card | None:
    """The card of an entry of a timeline; None for one without a telling."""
    return card(entry.first, language, len(entry.cites), entry.independent) if entry.first else None


def card(told: Told, language: str, tellings: int = 1, independent: int = 1) -> Card:
    """The card of one telling of a record."""
    record = told.record
    quad = QUADS[record.type] if isinstance(record, Event) else 0
    actors, recipients = _sides(record)
    when = getattr(record, "when", None)
    before = getattr(record, "not_after", None)
    sure = told.evidence.confidence
    return Card(
        id=told.id,
        kind=told.kind,
        sign=KINDS.get(told.kind, SIGNS[quad]),
        quad=quad,
        actors=tuple(side(party, language) for party in actors),
        recipients=tuple(side(party, language) for party in recipients),
        verb=_verb(record),
        mode=getattr(record, "mode", None),
        what=_what(record, language),
        issue=getattr(record, "issue", None),
        date=written(when.edtf, language) if when else by_day(before, language) if before else written(None, language),
        edtf=when.edtf if when else None,
        marks=_marks(record),
        pieces=tuple(_pieces(told)),
        source=told.source,
        start=told.start,
        stop=told.stop,
        rule=told.evidence.rule,
        confidence=sure,
        certainty="plain" if sure >= PLAIN else "faint" if sure >= FAINT else "hollow",
        tellings=tellings,
        independent=independent,
    )


def side(party: Party, language: str) -> Side:
    """A party by its name in a language, else in the other, else by its role or code."""
    names = (party.label_ru, party.label) if language == "ru" else (party.label, party.label_ru)
    name = next((name for name in (*names, party.role, party.code) if name), "…")
    link = party.label or party.code
    return Side(name, link if link and (party.label or party.code) else None, party.inferred)


def _sides(record: object) -> tuple[Sequence[Party], Sequence[Party]]:
    if isinstance(record, Event):
        return record.actors, record.recipients
    if isinstance(record, Statement):
        return tuple(filter(None, [record.speaker])), tuple(filter(None, [record.addressee]))
    if isinstance(record, Agreement):
        return record.parties, ()
    return (), ()


def _verb(record: object) -> str:
    if isinstance(record, Event):
        return record.type
    if isinstance(record, Agreement):
        return record.status
    return "statement" if isinstance(record, Statement) else "figure"


def _what(record: object, language: str) -> str | None:
    if isinstance(record, Agreement):
        return record.label
    if isinstance(record, Figure):
        return f"{amount(record, language)} {record.about or ''}".strip()
    return None


def amount(figure: Figure, language: str) -> str:
    """A number with its unit, or its bounds: ``38 000``, ``20–25 %``, ``≥ 400``."""
    if figure.value is not None:
        number = _number(figure.value, language)
    elif figure.low is not None and figure.high is not None:
        number = f"{_number(figure.low, language)}–{_number(figure.high, language)}"
    elif figure.low is not None:
        number = f"≥ {_number(figure.low, language)}"
    elif figure.high is not None:
        number = f"≤ {_number(figure.high, language)}"
    else:
        number = "?"
    return f"{number} {figure.unit}" if figure.unit else number


def _number(value: float, language: str) -> str:
    text = f"{value:,.10g}"
    return text.replace(",", "\u202f").replace(".", ",") if language == "ru" else text


def _marks(record: object) -> tuple[str, ...]:
    if not isinstance(record, Event):
        return ()
    marks = [] if record.realis == "actual" else [record.realis]
    return (*marks, "reported") if record.reported else tuple(marks)


def _pieces(told: Told) -> Iterator[Piece]:
    """The quotation in pieces, those that tell (a trigger, a cue) marked."""
    spans = getattr(told.record, "trigger", None) or ()
    at = told.start
    for span in sorted(spans, key=lambda one: one.start):
        start, stop = max(at, span.start), min(told.stop, span.stop)
        if start < stop:
            if at < start:
                yield told.quote[at - told.start : start - told.start], False
            yield told.quote[start - told.start : stop - told.start], True
            at = stop
    if at < told.stop:
        yield told.quote[at - told.start :], False
