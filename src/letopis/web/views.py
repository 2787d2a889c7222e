"""What each page shows, as plain values; the templates only set it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from letopis.errors import LetopisError, NothingFound
from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.profiles import Profile, profile
from letopis.study.series.index import Index, measure_index
from letopis.study.timeline import Entry, timeline_window
from letopis.web.cards import Card, card, card_of
from letopis.web.filters import Selection

#: Cards on a page, dyads on the home page, and so many events are looked at for the newest and the most told.
PAGE, DYADS, LOOKED_AT = 50, 5, 400


def timeline_page(
    chronicle: Chronicle, asked: Selection, language: str, skip: int, size: int = PAGE
) -> tuple[list[Card], list[Entry], int | None]:
    """The cards of one page of a timeline, their entries, and how many steps the next page skips, if there is one."""
    shown, following = timeline_window(chronicle, skip, size, **asked.conditions)
    return [one for entry in shown if (one := card_of(entry, language))], shown, following


def main_dyads(chronicle: Chronicle, count: int = DYADS) -> list[tuple[str, str]]:
    """The pairs of countries that most is told of, by code."""
    return chronicle.histories.busiest(count)


def small_index(chronicle: Chronicle, pair: tuple[str, str]) -> Index | None:
    """The yearly index of two countries without bands; None where they have none."""
    with suppress(LetopisError):
        return measure_index(chronicle, pair, by="year", draws=0)
    return None


def newest(chronicle: Chronicle, language: str, count: int = 6) -> list[Card]:
    """The events of the last dates."""
    ids = chronicle.histories.last_events(count)
    return cards_of(chronicle, ids, language)


def most_told(chronicle: Chronicle, language: str, count: int = 6) -> list[Card]:
    """The events that most places tell."""
    ids = chronicle.histories.most_told(count)
    return cards_of(chronicle, ids, language)


def cards_of(chronicle: Chronicle, ids: Sequence[str], language: str) -> list[Card]:
    """The cards of records, in the order of their ids; those that are not there any more are left out."""
    told: dict[str, list[Told]] = defaultdict(list)
    for one in chronicle.histories.tellings(ids):
        told[one.id].append(one)
    independent = chronicle.histories.independent(ids)
    return [_best(told[name], independent.get(name, 1), language) for name in ids if told[name]]


def _best(tellings: Sequence[Told], independent: int, language: str) -> Card:
    first = min(tellings, key=lambda one: (-one.evidence.confidence, one.source, one.start))
    return card(first, language, len(tellings), independent)


def record_view(chronicle: Chronicle, name: str, language: str) -> tuple[Card, list[Card]]:
    """The card of a record and those of all its tellings. Raises NothingFound."""
    tellings = chronicle.find(name)
    independent = chronicle.histories.independent([tellings[0].id]).get(tellings[0].id, 1)
    return _best(tellings, independent, language), [card(one, language) for one in tellings]


def actor_view(chronicle: Chronicle, name: str, language: str) -> dict[str, Any]:
    """An actor: profile, roles over time, what it is called, its latest statements. Raises NothingFound."""
    found: Profile = profile(chronicle, actor=name)
    statements = list(islice(chronicle.records(Kind.STATEMENT, actor=name), LOOKED_AT))
    roles = [one for one in islice(chronicle.records(Kind.ROLE), 20_000) if name in (one.person, one.record.code)]  # type: ignore[union-attr]
    seen = dict.fromkeys((one.person, one.role, one.record.when.edtf if one.record.when else None) for one in roles)  # type: ignore[union-attr]
    return {
        "profile": found,
        "called": chronicle.known(name),
        "roles": list(seen)[:40],
        "statements": [card(one, language) for one in statements[-12:]],
    }


def issue_lanes(chronicle: Chronicle, issue: str, language: str, lanes: int = 6) -> list[tuple[str, list[Card]]]:
    """What each side says and does on an issue: a lane a party, the busiest first. Raises NothingFound."""
    by_party: dict[str, list[Told]] = defaultdict(list)
    for kind in (Kind.STATEMENT, Kind.EVENT):
        for told in islice(chronicle.records(kind, issue=issue), 2000):
            parties = getattr(told.record, "actors", ()) or (getattr(told.record, "speaker", None),)
            for party in {one.code or one.label or "" for one in parties if one} - {""}:
                by_party[party].append(told)
    if not by_party:
        raise NothingFound(f"{chronicle.path}: nothing is told of {issue}")
    busiest = sorted(by_party.items(), key=lambda one: (-len(one[1]), one[0]))[:lanes]
    return [(party, [card(one, language) for one in sorted(told, key=_in_time)[:30]]) for party, told in busiest]


def _in_time(told: Told) -> tuple[str, str, int]:
    when = getattr(told.record, "when", None)
    return ((when.first or when.last) if when else None) or "9999", told.source, told.start
