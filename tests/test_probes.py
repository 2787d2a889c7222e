"""Behavioural probes: when one thing in a sentence changes, the record changes exactly so (after Ribeiro et al., 2020).

``probes/*.toml`` hold the pairs. Of each kind of change at least 95 of 100 must be followed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from letopis.model import Event, Figure, Party, Statement
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models

FOLDER = Path(__file__).parent / "probes"
ENOUGH = 0.95
FEWEST = 20


def _load(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


EVENTS = _load("events.toml")
STATEMENTS = _load("statements.toml")
FIGURES = _load("figures.toml")


def _codes(parties: Iterable[Party]) -> str:
    return " ".join(sorted({party.code or "?" for party in parties}))


def _event(event: Event) -> str:
    """An event as the probes write it: ``AID NOR > ISL``, ``CONSULT EGY SDN, negated``."""
    sides = _codes(event.actors) + (f" > {_codes(event.recipients)}" if event.recipients else "")
    return f"{event.type} {sides}" + ("" if event.realis == "actual" else f", {event.realis}")


def _sorted(line: str) -> str:
    """The line with the parties of each side in alphabetical order."""
    told, comma, realis = line.partition(", ")
    kind, _, sides = told.partition(" ")
    return f"{kind} {' > '.join(' '.join(sorted(side.split())) for side in sides.split('>'))}{comma}{realis}"


def _events(text: str, tools: Tools) -> list[str]:
    return [_event(record) for record in read(text, tools) if isinstance(record, Event)]


def _said(text: str, want: str, tools: Tools) -> str | None:
    """What is told wrong of a text with what is said in brackets, None when nothing is.

    The bracketed words, and no other word, are said; each statement has the speaker and, if asked for, the addressee.
    """
    plain = text.replace("[", "").replace("]", "")
    inside = "".join(re.findall(r"\[(.*?)\]", text))
    statements = [record for record in read(plain, tools) if isinstance(record, Statement)]
    spans = sorted((s.evidence.span.start, s.evidence.span.stop) for s in statements)
    said = "".join(plain[start:stop] for start, stop in spans)
    speaker, _, addressee = want.partition(" > ")
    told = {(_name(s.speaker), _name(s.addressee) if addressee else "") for s in statements}
    right = _letters(said) == _letters(inside) and told == {(speaker, addressee)}
    return None if right else f"«{said}» {told}"


def _name(party: Party | None) -> str:
    return (party.code or party.label or "?") if party else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _follow(kind: str, pairs: Iterable[dict[str, Any]], wrong: Callable[[str, str], str | None]) -> None:
    """Asserts that enough pairs of a kind are followed in all their texts; prints those that are not."""
    pairs = list(pairs)
    assert len(pairs) >= FEWEST
    failures = [[(text, wrong(text, want), want) for text, want in pair.values()] for pair in pairs]
    failures = [[one for one in pair if one[1] is not None] for pair in failures]
    passed = 1 - sum(map(bool, failures)) / len(pairs)
    lines = [f"{text} -- want {want}, told {told}" for pair in failures for text, told, want in pair]
    assert passed >= ENOUGH, "\n  ".join([f"{kind}: {passed:.0%}", *lines])


@pytest.mark.parametrize("kind", EVENTS)
def test_events_follow(kind: str, tools: Tools) -> None:
    def wrong(text: str, want: str) -> str | None:
        told = _events(text, tools)
        return None if told == [_sorted(one) for one in want.split("; ")] else "; ".join(told) or "nothing"

    _follow(kind, EVENTS[kind], wrong)


@pytest.mark.parametrize("kind", STATEMENTS)
def test_statements_follow(kind: str, tools: Tools) -> None:
    _follow(kind, STATEMENTS[kind], lambda text, want: _said(text, want, tools))


def test_figures_follow(tools: Tools) -> None:
    def wrong(text: str, want: str) -> str | None:
        told = [_amount(record) for record in read(text, tools) if isinstance(record, Figure)]
        return None if told == [want] else "; ".join(told) or "nothing"

    _follow("number", FIGURES["number"], wrong)


def _amount(figure: Figure) -> str:
    if figure.low is None and figure.high is None:
        return f"{figure.value or 0:.10g}"
    low, high = ("" if bound is None else f"{bound:.10g}" for bound in (figure.low, figure.high))
    return f"{low}..{high}"
