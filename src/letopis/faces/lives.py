"""Lives of agreements for a reader: one line of life each, every step with its date, words and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.positions import citation, cited
from letopis.faces.terminal import WIDTH, clean, shorten, wrap
from letopis.faces.timelines import LONGEST_QUOTE
from letopis.study.lives import Life, Step

INDENT = "    "


def life_lines(lives: Sequence[Life], width: int = WIDTH) -> Iterator[str]:
    """Each agreement with its parties, then its life line, then its steps, in lines of at most `width` columns."""
    for life in lives:
        parties = f" ({', '.join(life.parties)})" if life.parties else ""
        yield from wrap(clean(f"{life.label}{parties}"), width, "")
        yield from wrap(" → ".join(_point(step) for step in life.steps), width, "  ")
        for step in life.steps:
            quote = shorten(clean(step.tellings[0].quote).strip(), LONGEST_QUOTE)
            yield from wrap(f"{_point(step)}: “{quote}”", width, INDENT)
            yield from wrap(cited(step.tellings), width, INDENT)
        yield ""


def _point(step: Step) -> str:
    when = f" {step.when.edtf}" if step.when is not None else ""
    return f"{step.status.replace('_', ' ')}{when}"


def life_data(lives: Sequence[Life]) -> dict[str, Any]:
    """The lives as plain data."""
    return {
        "agreements": [
            {"label": life.label, "parties": list(life.parties), "steps": [_data(step) for step in life.steps]}
            for life in lives
        ]
    }


def _data(step: Step) -> dict[str, Any]:
    when = step.when.edtf if step.when is not None else None
    return {"status": step.status, "when": when, "citations": [citation(told) for told in step.tellings]}
