"""Leanings for a reader: who is shown for or against whom, how many places say so, and the words of the surest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, shorten, wrap
from letopis.faces.timelines import LONGEST_QUOTE, place
from letopis.model import Party
from letopis.store.told import Told
from letopis.study.attitudes import AUTHOR, Leaning

WORDS = {"pos": "for", "neg": "against", "mixed": "both for and against"}
INDENT = "    "
#: So many places are shown; the others are counted.
MOST_PLACES = 3
CAVEAT = "Evidence, place by place, as the texts show it; no verdict on anybody."


def leaning_lines(leanings: Sequence[Leaning], width: int = WIDTH) -> Iterator[str]:
    """Each leaning with its counts, then the quotations of its surest places, in lines of at most `width` columns."""
    if leanings:
        yield from wrap(CAVEAT, width, "")
        yield ""
    for leaning in leanings:
        within = f"{clean(leaning.within)}: " if leaning.within else ""
        counts = f"{leaning.count('pos')} for, {leaning.count('neg')} against, confidence {leaning.confidence:.2f}"
        head = f"{_holder(leaning)} → {_party(leaning.target)}: {WORDS[leaning.sign]} ({counts})"
        yield from wrap(clean(f"{within}{head}"), width, "")
        for told in leaning.places[:MOST_PLACES]:
            yield from _place(told, width)
        if len(leaning.places) > MOST_PLACES:
            yield f"{INDENT}and {len(leaning.places) - MOST_PLACES} more"
        yield ""


def _place(told: Told, width: int) -> Iterator[str]:
    sign = "+" if told.sign == "pos" else "-"
    said = f" [as {_party(told.reporter)} says]" if told.reporter is not None else ""
    quote = shorten(clean(told.quote).strip(), LONGEST_QUOTE)
    yield from wrap(clean(f"{sign} “{quote}”{said}"), width, INDENT)
    yield from wrap(f"  {place(told.source, told.start, told.stop)}  {told.id}", width, INDENT)


def leaning_data(leaning: Leaning) -> dict[str, Any]:
    """A leaning as JSON."""
    return {
        "holder": _data(leaning.holder),
        "voice": leaning.voice,
        "target": _data(leaning.target),
        "within": leaning.within,
        "sign": leaning.sign,
        "confidence": leaning.confidence,
        "pos": leaning.count("pos"),
        "neg": leaning.count("neg"),
        "places": [_place_data(told) for told in leaning.places],
    }


def _place_data(told: Told) -> dict[str, Any]:
    return {
        "id": told.id,
        "source": told.source,
        "start": told.start,
        "stop": told.stop,
        "quote": told.quote,
        "sign": told.sign,
        "cue": [{"start": span.start, "stop": span.stop} for span in told.cue],
        "reporter": _data(told.reporter),
        "rule": told.evidence.rule,
        "confidence": told.evidence.confidence,
    }


def _data(party: Party | None) -> dict[str, Any] | None:
    return None if party is None else {"id": party.id, "label": party.label, "code": party.code}


def _holder(leaning: Leaning) -> str:
    if leaning.holder is None:
        return "the author" if leaning.voice == AUTHOR else "somebody"
    return _party(leaning.holder)


def _party(party: Party) -> str:
    label = party.label or party.role or party.label_ru or "unnamed"
    return f"{label} ({party.code})" if party.code and party.code not in label else label
