"""How attitudes add up: over a whole chronicle, a year, a text or a passage, from one party to another.

Every place weighs by how sure it is; places that say the same in the same words count once. The sum is a balance of
evidence, no verdict: it stands with all its places, those against it too.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from letopis.model import Kind, Party
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.parties import known_as
from letopis.study.states import load_states

#: Places of one text lean on each other: each weighs this share of what an independent one would.
SHARE = 0.6
#: No sum is surer than this, in log odds (0.98).
MOST = 4.0
AUTHOR = "author"
#: Places of both signs whose sum is not worth one place this sure are mixed.
MIXED = 0.3


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the evidence says of one party's attitude to another: `within` is the year, text or passage summed over.

    `holder` is None for the author of the texts (``voice`` is author) or somebody unnamed. `sign` is pos, neg or mixed;
    `confidence` that of the sign, 0.5 to 1; `places` are all its places, the surest first.
    """

    holder: Party | None
    voice: str
    target: Party
    within: str | None
    sign: str
    confidence: float
    places: tuple[Told, ...]

    def count(self, sign: str) -> int:
        """How many places show this sign."""
        return sum(one.sign == sign for one in self.places)


def sum_attitudes(
    chronicle: Chronicle,
    *,
    between: tuple[str, str] | None = None,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    by: str = "pair",
) -> list[Leaning]:
    """The leanings of all pairs that meet the conditions, those with most evidence first; years in their order.

    `by` is pair, year, text or passage. What is undated is of no year (``within`` is None).
    """
    told = _told(chronicle, between, actor, since, until)
    within = _place_of(chronicle, by)
    groups: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for one in told:
        groups[(_who(one.holder) or one.voice, _who(one.target), within(one))].append(one)
    leanings = [_leaning(list(_once(places)), key[2]) for key, places in groups.items()]
    return sorted(leanings, key=_order)


def _told(
    chronicle: Chronicle, between: tuple[str, str] | None, actor: str | None, since: str | None, until: str | None
) -> list[Told]:
    """Every attitude that meets the conditions, once; a country stands for all that acts for it."""
    histories, states = chronicle.histories, load_states()
    actors = known_as(histories, actor, states) if actor else (None,)
    pairs = list(product(*(known_as(histories, word, states) for word in between))) if between else [None]
    found: dict[tuple[str, str, int], Told] = {}
    for who, pair in product(actors, pairs):
        facing = (pair[0], pair[1]) if pair else None
        for one in chronicle.records(Kind.ATTITUDE, between=facing, actor=who, since=since, until=until):
            found[one.reading, one.source, one.start] = one
    return list(found.values())


def _who(party: Party | None) -> str | None:
    return None if party is None else party.id


def _place_of(chronicle: Chronicle, by: str) -> Callable[[Told], str | None]:
    """What an attitude is summed within, by its place or date."""
    if by == "year":
        return lambda one: one.when.first[:4] if one.when is not None and one.when.first else None
    if by == "text":
        return lambda one: one.source
    if by == "passage":
        return _passage_of(chronicle)
    return lambda _: None


def _passage_of(chronicle: Chronicle) -> Callable[[Told], str | None]:
    starts: dict[str, list[int]] = defaultdict(list)
    for passage in chronicle.records(Kind.PASSAGE):
        starts[passage.source].append(passage.start)

    def within(one: Told) -> str | None:
        at = bisect_right(starts[one.source], one.start)
        return f"{one.source}:{starts[one.source][at - 1]}" if at else one.source

    return within


def _once(places: Iterable[Told]) -> Iterable[Told]:
    """Each place once: what is said in the same words with the same cue elsewhere adds nothing."""
    seen: dict[tuple[str, str], Told] = {}
    for one in sorted(places, key=lambda one: (-one.evidence.confidence, one.source, one.start)):
        seen.setdefault((one.sign, one.quote), one)
    return seen.values()


def _leaning(places: Sequence[Told], within: str | None) -> Leaning:
    total = sum((1 if one.sign == "pos" else -1) * _weight(one.evidence.confidence) for one in places)
    confidence = 1 / (1 + math.exp(-min(abs(total), MOST)))
    both = len({one.sign for one in places}) > 1
    sign = "mixed" if both and abs(total) < _weight(MIXED) else "pos" if total > 0 else "neg"
    first = places[0]
    return Leaning(first.holder, first.voice, first.target, within, sign, round(confidence, 3), tuple(places))


def _weight(confidence: float) -> float:
    """The log odds of a place's sign, damped: one that shows nothing after all is as likely to be of either sign."""
    right = min(0.5 + confidence / 2, 0.97)
    return SHARE * math.log(right / (1 - right))


def _order(leaning: Leaning) -> tuple[Any, ...]:
    holder = leaning.holder.label if leaning.holder is not None else None
    return leaning.within or "~", -len(leaning.places), holder or "~", leaning.target.label or "~", leaning.sign
