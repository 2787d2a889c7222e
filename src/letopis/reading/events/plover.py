"""The PLOVER codebook as a table: quad classes, scores, and what a planned act of a type is coded as."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 types: quad class 1 to 4, base score, the scores of its modes."""

    name: str
    quad: int
    score: float
    modes: Mapping[str, float]
    planned: str


def load_codebook() -> dict[str, EventType]:
    """The types of PLOVER 2.0 by name."""
    tables = tomllib.loads(files("letopis.reading.events").joinpath("plover.toml").read_text(encoding="utf-8"))
    return {
        name: EventType(name, table["quad"], table["score"], table.get("modes", {}), table.get("planned", name))
        for name, table in tables.items()
    }


def score_of(codebook: Mapping[str, EventType], name: str, mode: str | None) -> float:
    """The PLOVER score from -10 to +10 of a type in a mode (the base score without one)."""
    event_type = codebook[name]
    return event_type.modes.get(mode, event_type.score) if mode else event_type.score
