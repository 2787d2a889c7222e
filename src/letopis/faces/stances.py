"""Stances for a reader: who is shown for or against whom, how many places say so, and the words of the surest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, shorten, wrap
from letopis.faces.timelines import LONGEST_QUOTE, place
from letopis.model import Party
from letopis.store.told import Told
from letopis.study.attitudes import AUTHOR, Stance

WORDS = {"pos": "for", "neg": "against", "mixed": "both for and against"}
INDENT = "    "
#: So many places are shown; the others are counted.
MOST_PLACES = 3
CAVEAT = "Evidence, place by place, as the texts show it; no verdict on anybody."


def stance_lines(stances: Sequence[Stance], width: int = WIDTH) -> Iterator[str]:
    """Each stance with its counts, then the quotations of its surest places, in lines of at most `width` columns."""
    if stances:
        yield from wrap(CAVEAT, width, "")
        yield ""
    for stance in stances:
        within = f"{clean(stance.within)}: " if stance.within else ""
        counts = f"{stance.count('pos')} for, {stance.count('neg')} against, confidence {stance.confidence:.2f}"
        head = f"{_holder(stance)} → {_party(stance.target)}: {WORDS[stance.sign]} ({counts})"
        yield from wrap(clean(f"{within}{head}"), width, "")
        for told in stance.places[:MOST_PLACES]:
            yield from _place(told, width)
        if len(stance.places) > MOST_PLACES:
            yield f"{INDENT}and {len(stance.places) - MOST_PLACES} more"
        yield ""


def _place(told: Told, width: int) -> Iterator[str]:
    sign = "+" if told.sign == "pos" else "-"
    said = f" [as {_party(told.reporter)} says]" if told.reporter is not None else ""
    quote = shorten(clean(told.quote).strip(), LONGEST_QUOTE)
    yield from wrap(clean(f"{sign} “{quote}”{said}"), width, INDENT)
    yield from wrap(f"  {place(told.source, told.start, told.stop)}  {told.id}", width, INDENT)


def stance_data(stance: Stance) -> dict[str, Any]:
    """A stance as JSON."""
    return {
        "holder": _data(stance.holder),
        "voice": stance.voice,
        "target": _data(stance.target),
        "within": stance.within,
        "sign": stance.sign,
        "confidence": stance.confidence,
        "pos": stance.count("pos"),
        "neg": stance.count("neg"),
        "places": [_place_data(told) for told in stance.places],
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


def _holder(stance: Stance) -> str:
    if stance.holder is None:
        return "the author" if stance.voice == AUTHOR else "somebody"
    return _party(stance.holder)


def _party(party: Party) -> str:
    label = party.label or party.role or party.label_ru or "unnamed"
    return f"{label} ({party.code})" if party.code and party.code not in label else label
