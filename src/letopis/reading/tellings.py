"""The same event in several tellings: a key that two records share when they tell the same thing.

When in doubt there is no key, and the records stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from letopis.identity import digest
from letopis.model import KIND_OF, Agreement, Event, Figure, Party, Record, Span, Statement, When
from letopis.passages.copies import fingerprint, fold

#: Acts that state where somebody stands: told without a date in several places they are one position.
POSITIONS = frozenset({"REJECT", "AGREE", "ACCUSE", "REQUEST", "THREATEN", "SUPPORT"})

#: Acts that one person does and another may do on the same day: told of different persons they are two.
PERSONAL = frozenset({"CONSULT"})

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile(r"[^\W\d_]+")
#: Word forms of one verb begin alike; so many letters of it tell it from others.
_STEM = 5


def telling_key(record: Record, text: str) -> str | None:
    """What two tellings of one thing have in common, as a short hash; None when a record stands by itself.

    `text` is the text of the record's source. An event has a key when both its sides are known, and its date or, for a
    position, its issue; an undated position is the same in all words of one rule (отказался, отверг). A statement has
    one when its words and speaker are known; an agreement and a figure when all of them is.
    """
    match record:
        case Event():
            parts = _event(record, text)
        case Statement():
            parts = _statement(record, text)
        case Agreement():
            parts = _agreement(record)
        case Figure():
            parts = _figure(record)
        case _:
            parts = None
    return f"{KIND_OF[type(record)]}-{digest(*parts)}" if parts else None


def _event(event: Event, text: str) -> tuple[object, ...] | None:
    side = _known if event.type in PERSONAL else _states
    actors, recipients = side(event.actors), side(event.recipients)
    if actors is None or recipients is None or not _two_sides(actors, recipients):
        return None
    told = ("event", event.type, event.mode, event.realis, actors, recipients, event.issue)
    if event.when and _DAY.fullmatch(event.when.edtf):
        return (*told, event.when.edtf)
    if event.issue and event.when:
        return (*told, event.when.edtf, _stems(event.trigger, text))
    if event.issue and event.type in POSITIONS:
        return (*told, event.evidence.rule)
    return None


def _statement(statement: Statement, text: str) -> tuple[object, ...] | None:
    span = statement.evidence.span
    quote = text[span.start : span.stop]
    speaker = _known([statement.speaker] if statement.speaker else [])
    return ("statement", fold(quote), speaker) if speaker and fingerprint(quote) else None


def _agreement(agreement: Agreement) -> tuple[object, ...] | None:
    parties = _known(agreement.parties)
    whole = agreement.label and parties and len(parties) > 1 and agreement.when
    return ("agreement", agreement.label, parties, _edtf(agreement.when)) if whole else None


def _figure(figure: Figure) -> tuple[object, ...] | None:
    amount = (figure.value, figure.low, figure.high)
    whole = amount != (None, None, None) and figure.unit and figure.about and figure.when
    return ("figure", *amount, figure.unit, figure.about, figure.place, _edtf(figure.when)) if whole else None


def _known(parties: Iterable[Party]) -> tuple[str, ...] | None:
    """The parties by name, in alphabetical order; None when one of them is not known."""
    names = [party.label or party.code for party in parties]
    return None if None in names else tuple(sorted({name for name in names if name}))


def _states(parties: Iterable[Party]) -> tuple[str, ...] | None:
    """The parties by the states or organisations they act for, in alphabetical order; None when one is not known."""
    names = [party.code or party.label for party in parties]
    return None if None in names else tuple(sorted({name for name in names if name}))


def _two_sides(actors: tuple[str, ...], recipients: tuple[str, ...]) -> bool:
    return bool(actors and recipients) or len(actors) > 1


def _stems(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    words = (word for span in spans for word in _WORD.findall(text[span.start : span.stop]))
    return tuple(fold(word)[:_STEM] for word in words)


def _edtf(when: When | None) -> str | None:
    return when.edtf if when else None
