"""The history that a chronicle tells, oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from letopis.model import Agreement, Event, Figure, Kind, Party, Statement, When
from letopis.store.chronicle import Chronicle
from letopis.store.histories import Histories
from letopis.store.told import Told
from letopis.store.walks import Asked
from letopis.study.parties import check_known, check_period, find_who
from letopis.study.states import load_states

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
REALIS = ("actual", "planned", "negated", "hypothetical", "generic")


#: So many records are loaded in one go; of more that bear one date the order is that of their ids.
BATCH, SAME_DATE = 500, 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing told: when it was (or the day it cannot be later than), what it was, in whose words, and where.

    ``independent`` counts the sources that tell it in words of their own, ``confidence`` is that of the surest telling,
    which is ``first`` and gives the quotation.
    """

    id: str
    kind: Kind
    when: When | None
    not_after: str | None
    what: str
    marks: tuple[str, ...]
    quote: str
    cites: tuple[tuple[str, int, int], ...]
    independent: int = 1
    confidence: float | None = None
    first: Told | None = None


def tell_timeline(chronicle: Chronicle, **conditions: Any) -> list[Entry]:
    """The entries of `iterate_timeline`, as a list."""
    return list(iterate_timeline(chronicle, **conditions))


def iterate_timeline(
    chronicle: Chronicle,
    *,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    issue: str | None = None,
    types: Sequence[str] = (),
    realis: Sequence[str] = (),
    reported: bool | None = None,
    certainty: float | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    everything: bool = False,
    limit: int | None = None,
) -> Iterator[Entry]:
    """The entries of a timeline, oldest first, then the undated ones by the day they cannot be later than.

    Plain: events and agreements that happened or were planned or refused. `everything` adds statements, figures and
    what is only hypothetical. Tellings of one thing are one entry with several citations. A country is asked for with
    all that acts for it and with the states that it continues. `types`, `realis` and `reported` ask for events alone;
    `certainty` is the least confidence, 0 to 1. With `since` undated records are left out, with `until` alone those
    stay that cannot be later. What is loaded at a time is bounded, however long the timeline.

    Raises UsageError for what means nothing, NothingFound for a party that nobody is called.
    """
    asked = _asked(
        chronicle, actor, between, issue, types, realis, reported, certainty, source, since, until, everything
    )
    return islice(_entries(chronicle, asked, min(BATCH, limit or BATCH)), limit)


def timeline_window(chronicle: Chronicle, skip: int, size: int, **conditions: Any) -> tuple[list[Entry], int | None]:
    """A page of a timeline: `size` entries after the first `skip` steps, and how many steps the next page skips.

    None for the last page. What is passed over is not loaded. Conditions and errors as in `iterate_timeline`.
    """
    given: dict[str, Any] = {**_ANYTHING, **conditions}
    asked = _asked(chronicle, **{**given, "types": tuple(given["types"]), "realis": tuple(given["realis"])})
    steps = islice(chronicle.histories.walk(asked), skip, None)
    entries: list[Entry] = []
    while len(entries) < size and (some := list(islice(steps, size - len(entries)))):
        skip += len(some)
        order = {record: (placed, ends) for placed, ends, record in some}
        kept = _without_echoes(_load(chronicle, order), chronicle, asked)
        entries += sorted(kept, key=lambda entry: (*order[entry.id], entry.cites))
    return entries, skip if next(steps, None) is not None else None


def count_spans(chronicle: Chronicle, length: int, **conditions: Any) -> list[tuple[str, str, int]]:
    """The events of a timeline by year, month or day (`length` 4, 7 or 10) and type; conditions as in the timeline."""
    given: dict[str, Any] = {**_ANYTHING, **conditions}
    asked = _asked(chronicle, **{**given, "types": tuple(given["types"]), "realis": tuple(given["realis"])})
    return chronicle.histories.count_spans(replace(asked, kinds=(Kind.EVENT,)), length)


def among(chronicle: Chronicle, ids: Sequence[str], **conditions: Any) -> list[str]:
    """Which of these records a timeline has, oldest first. Conditions and errors as in `iterate_timeline`."""
    given: dict[str, Any] = {**_ANYTHING, **conditions}
    asked = _asked(chronicle, **{**given, "types": tuple(given["types"]), "realis": tuple(given["realis"])})
    return [record for *_, record in chronicle.histories.walk(asked, ids)]


#: A timeline of everything that is told plainly.
_ANYTHING: Mapping[str, Any] = {"actor": None, "between": None, "issue": None, "types": (), "realis": (),
                                "reported": None, "certainty": None, "source": None, "since": None, "until": None,
                                "everything": False}  # fmt: skip


def _asked(
    chronicle: Chronicle,
    actor: str | None,
    between: tuple[str, str] | None,
    issue: str | None,
    types: Sequence[str],
    realis: Sequence[str],
    reported: bool | None,
    certainty: float | None,
    source: str | None,
    since: str | None,
    until: str | None,
    everything: bool,
) -> Asked:
    histories, states = chronicle.histories, load_states()
    check_period(since, until)
    for word in types:
        check_known("type", word, WORDS)
    for word in realis:
        check_known("realis", word, REALIS)
    events_alone = bool(types or realis or reported is not None)
    kinds = (Kind.EVENT,) if events_alone else (*PLAIN, *MORE) if everything else PLAIN
    pair = tuple(find_who(histories, word, states) for word in between or ())
    return Asked(
        kinds,
        find_who(histories, actor, states) if actor else None,
        (pair[0], pair[1]) if pair else None,
        issue,
        tuple(types),
        tuple(realis),
        everything,
        reported,
        certainty,
        source,
        since,
        until,
    )


def entries_of(chronicle: Chronicle, ids: Sequence[str]) -> Iterator[Entry]:
    """The entries of these records, by date; statements, figures and what is only supposed among them."""
    asked = Asked((*PLAIN, *MORE), supposed=True)
    order = {record: (placed, ends) for placed, ends, record in chronicle.histories.walk(asked, ids)}
    found = _load(chronicle, order)
    return iter(sorted(found, key=lambda entry: (*order[entry.id], entry.cites)))


def _entries(chronicle: Chronicle, asked: Asked, size: int) -> Iterator[Entry]:
    for batch in _batches(chronicle.histories, asked, size):
        order = {record: (placed, ends) for placed, ends, record in batch}
        kept = _without_echoes(_load(chronicle, order), chronicle, asked)
        yield from sorted(kept, key=lambda entry: (*order[entry.id], entry.cites))


def _load(chronicle: Chronicle, ids: Collection[str]) -> list[Entry]:
    by_record: dict[str, list[Told]] = defaultdict(list)
    for one in chronicle.histories.tellings(ids):
        by_record[one.id].append(one)
    independent = chronicle.histories.independent(ids)
    return [_entry(told, independent.get(record, 1)) for record, told in by_record.items()]


_Step = tuple[str, str, str]


def _batches(histories: Histories, asked: Asked, size: int) -> Iterator[list[_Step]]:
    """The steps of a walk in lists of about `size`; those of one date in the order of their first citations."""
    batch: list[_Step] = []
    for _, same in groupby(histories.walk(asked), key=lambda step: step[:2]):
        while some := list(islice(same, SAME_DATE)):
            if len(some) > size:
                places = histories.first_places(record for *_, record in some)
                some.sort(key=lambda step: places[step[2]])
            for step in some:
                batch.append(step)
                if len(batch) >= size and len(some) > size:
                    yield batch
                    batch = []
            if len(batch) >= size:
                yield batch
                batch = []
    if batch:
        yield batch


def _entry(tellings: Sequence[Told], independent: int) -> Entry:
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
        independent=max(1, independent),
        confidence=first.evidence.confidence,
        first=first,
    )


def _without_echoes(entries: Sequence[Entry], chronicle: Chronicle, asked: Asked) -> list[Entry]:
    """The entries without agreements that an event of the timeline tells already at the same place (their signing)."""
    agreements = [entry for entry in entries if entry.kind is Kind.AGREEMENT]
    told = {entry.id: chronicle.histories.events_at(entry.cites) for entry in agreements}
    events = sorted({event for places in told.values() for place in places for event in place})
    alone = replace(asked, kinds=(Kind.EVENT,))
    shown = {event for *_, event in chronicle.histories.walk(alone, events)} if events else set()
    echoes = {name for name, places in told.items() if all(shown.intersection(place) for place in places)}
    return [entry for entry in entries if entry.id not in echoes]


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
