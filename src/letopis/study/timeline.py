"""The history that a chronicle tells, oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from letopis.model import Agreement, Event, Figure, Kind, Party, Statement, When
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told

#: What a PLOVER type says between its two sides.
WORDS = {
    "AGREE": "agrees or offers", "CONSULT": "meets or visits", "SUPPORT": "supports or signs", "CONCEDE": "concedes",
    "COOPERATE": "cooperates", "AID": "helps", "RETREAT": "retreats or releases", "REQUEST": "asks or demands",
    "ACCUSE": "accuses or criticises", "REJECT": "refuses", "THREATEN": "threatens", "PROTEST": "protests",
    "SANCTION": "cuts relations or sanctions", "MOBILIZE": "mobilises", "COERCE": "coerces", "ASSAULT": "attacks",
}  # fmt: skip
#: The kinds of a plain timeline, and what ``everything`` adds.
PLAIN = (Kind.EVENT, Kind.AGREEMENT)
MORE = (Kind.STATEMENT, Kind.FIGURE)
LAST = "9999-99-99"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing told: when it was (or the day it cannot be later than), what it was, in whose words, and where."""

    id: str
    kind: Kind
    when: When | None
    not_after: str | None
    what: str
    marks: tuple[str, ...]
    quote: str
    cites: tuple[tuple[str, int, int], ...]


def tell_timeline(
    chronicle: Chronicle,
    *,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    issue: str | None = None,
    since: str | None = None,
    until: str | None = None,
    everything: bool = False,
) -> list[Entry]:
    """The entries of a timeline, oldest first, then the undated ones in the order of their sources.

    Plain: events and agreements that happened or were planned or refused. `everything` adds statements, figures and
    what is only hypothetical. Tellings of one thing are one entry with several citations.
    """
    kinds = (*PLAIN, *MORE) if everything else PLAIN
    told = [
        one
        for kind in kinds
        for one in chronicle.records(kind, actor=actor, between=between, issue=issue, since=since, until=until)
        if everything or not _idle(one)
    ]
    told.sort(key=lambda one: (one.id, one.source, one.start))
    entries = [_entry(list(group)) for _, group in groupby(told, key=lambda one: one.id)]
    return sorted(_without_echoes(entries), key=_order)


def _idle(one: Told) -> bool:
    """What a plain timeline leaves out: what is only supposed."""
    return isinstance(one.record, Event) and one.record.realis in ("hypothetical", "generic")


def _order(entry: Entry) -> tuple[str, str, tuple[tuple[str, int, int], ...]]:
    first = (entry.when.first or entry.when.last) if entry.when else None
    return first or LAST, entry.when.last or LAST if entry.when else LAST, entry.cites


def _entry(tellings: Sequence[Told]) -> Entry:
    first = min(tellings, key=lambda one: (-one.evidence.confidence, one.source, one.start))
    record = first.record
    dated = [one.when for one in tellings if getattr(one.record, "when", None) is not None]
    when = dated[0] if dated else None
    return Entry(
        id=first.id,
        kind=first.kind,
        when=when,
        not_after=getattr(record, "not_after", None) if when is None else None,
        what=describe(record),
        marks=_marks(record),
        quote=first.quote,
        cites=tuple((one.source, one.start, one.stop) for one in tellings),
    )


def _without_echoes(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without agreements that an event at the same place tells already (their signing)."""
    entries = list(entries)
    events: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entry in entries:
        for source, start, stop in entry.cites if entry.kind is Kind.EVENT else ():
            events[source].append((start, stop))
    return [entry for entry in entries if entry.kind is not Kind.AGREEMENT or not _told(entry, events)]


def _told(entry: Entry, events: dict[str, list[tuple[int, int]]]) -> bool:
    return all(any(start < b and a < stop for start, stop in events.get(source, ())) for source, a, b in entry.cites)


def _marks(record: object) -> tuple[str, ...]:
    """What a reader must know of an entry's standing: negated, planned, hypothetical, reported."""
    if not isinstance(record, Event):
        return ()
    marks = [] if record.realis == "actual" else [record.realis]
    return (*marks, "reported") if record.reported else tuple(marks)


def describe(record: object) -> str:
    """One line of English that says what a record is."""
    if isinstance(record, Event):
        return _describe_event(record)
    if isinstance(record, Statement):
        return f"{_party(record.speaker)} says" + (f" on {record.issue}" if record.issue else "")
    if isinstance(record, Agreement):
        return f"{record.label}: {record.status.replace('_', ' ')}"
    if isinstance(record, Figure):
        amount = record.value if record.value is not None else record.low
        return " ".join(str(part) for part in (_number(amount), record.unit, record.about) if part)
    return ""


def _describe_event(event: Event) -> str:
    mode = f"/{event.mode}" if event.mode else ""
    sides = _names(event.actors) or "?"
    recipients = f" → {_names(event.recipients)}" if event.recipients else ""
    topic = f", {event.issue}" if event.issue else ""
    return f"{sides}{recipients}: {WORDS[event.type]} ({event.type}{mode}{topic})"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:,.10g}"


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(_party(party) for party in parties)


def _party(party: Party | None) -> str:
    if party is None:
        return "somebody"
    label = party.label or (f"{party.role or 'unnamed'}" if party.role or party.code else party.label_ru or "unnamed")
    return f"{label} ({party.code})" if party.code and party.code not in label else label
