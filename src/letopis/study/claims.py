"""Claims in records that others contradict: the war is over or not, there is a dispute or none, the land is whose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.language.lexicon import PatternRule, fold, load_patterns
from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told

CLAIMING = (Kind.STATEMENT, Kind.EVENT, Kind.AGREEMENT)
SUCCESSORS = {"SUN": "RUS"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A record that claims something, cut to the words that do; `states` are those that the record's words name.

    `about` is the question, with what it is asked of; claims with one `about` and different sides exclude each other.
    """

    about: str
    thing: str
    side: str
    told: Told
    states: frozenset[str]
    near: int | None

    @property
    def speaker(self) -> str | None:
        """The state or person whose claim it is, None when it is the text's own."""
        speaker = getattr(self.told, "speaker", None) if self.told.kind is Kind.STATEMENT else None
        return None if speaker is None else speaker.code or speaker.label


def load_claims(language: str = "ru") -> tuple[PatternRule, ...]:
    """The claim rules of a language."""
    return load_patterns(f"{language}/claims.toml")


def opposite_claims(chronicle: Chronicle, rules: Sequence[PatternRule]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims that exclude each other: the first place of one side with each of the other side."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in find_claims(chronicle, rules):
        groups[claim.about, claim.thing].append(claim)
    for claims in groups.values():
        first: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            first[claim.side].append(claim)
        sides = sorted(first.values(), key=len)
        for at, one_side in enumerate(sides):
            for other_side in sides[at + 1 :]:
                yield from _pairs(one_side, other_side)


def _pairs(fewer: Sequence[Claim], more: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Each claim of the fuller side with the first of the other that it excludes."""
    for other in more:
        if (one := next((claim for claim in fewer if _exclude(claim, other)), None)) is not None:
            yield one, other


def _exclude(one: Claim, other: Claim) -> bool:
    """Whether two claims are of the same states, and where the text tells of whom, of one passage."""
    if not (one.states <= other.states or other.states <= one.states):
        return False
    if one.near is None:
        return bool(one.states and other.states)
    same = one.told.source == other.told.source and abs(one.told.start - other.told.start) <= one.near
    return same and one.speaker != other.speaker


def find_claims(chronicle: Chronicle, rules: Sequence[PatternRule]) -> list[Claim]:
    """The claims in a chronicle; a place once, by the record that tells most of whom it is about."""
    states: dict[str, list[tuple[int, str]]] | None = None
    found: dict[tuple[str, int, str], Claim] = {}
    for told in _records(chronicle):
        words = fold(told.quote)
        for rule in rules:
            if rule.fields.get("issue") not in (None, getattr(told.record, "issue", None)):
                continue
            match = rule.pattern.search(words)
            if match is not None and len(words) == len(told.quote):
                states = _states(chronicle) if states is None else states
                claim = _claim(told, rule, match, states)
                place = (told.source, claim.told.start, rule.name)
                if place not in found or found[place].states < claim.states:
                    found[place] = claim
    return list(found.values())


def _records(chronicle: Chronicle) -> list[Told]:
    """One reading of each record that may claim something, those with a speaker first where several share words."""
    first: dict[str, Told] = {}
    for kind in CLAIMING:
        for told in sorted(chronicle.records(kind), key=lambda one: (one.published or "9999", one.source, one.start)):
            first.setdefault(told.id, told)
    return list(first.values())


def _claim(told: Told, rule: PatternRule, match: re.Match[str], states: Mapping[str, list[tuple[int, str]]]) -> Claim:
    groups = match.groupdict()
    named = {code for at, code in states.get(told.source, ()) if told.start <= at < told.stop}
    start, stop = match.span()
    cut = replace(told, start=told.start + start, stop=told.start + stop, quote=told.quote[start:stop])
    side = groups.get("side") or str(rule.fields["side"])
    return Claim(rule.fields["claim"], groups.get("thing") or "", side, cut, frozenset(named), rule.fields.get("near"))


def _states(chronicle: Chronicle) -> dict[str, list[tuple[int, str]]]:
    """Where each source names states: first character and code."""
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    names: Iterable[Told] = chronicle.records(Kind.NAME)
    for told in names:
        if told.type == "GPE" and told.code:
            named[told.source].append((told.start, SUCCESSORS.get(told.code, told.code)))
    return named
