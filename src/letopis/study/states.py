"""States by their codes: names, and numbers in the lists of the Correlates of War and of Gleditsch and Ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class State:
    """A state: ISO 3166 code, English name, its numbers (COW, Gleditsch-Ward), and the codes of those it continues."""

    code: str
    name: str
    cow: int
    gw: int
    continues: tuple[str, ...] = ()


@cache
def load_states() -> Mapping[str, State]:
    """All states by code, from ``states.txt``; read once, since every question asks for them."""
    lines = files("letopis.study").joinpath("states.txt").read_text(encoding="utf-8").splitlines()
    states = (_state(line) for line in lines if line.strip() and not line.startswith("#"))
    return MappingProxyType({state.code: state for state in states})


def _state(line: str) -> State:
    code, name, cow, gw, continues = (part.strip() for part in line.split("|"))
    return State(code, name, int(cow), int(gw), tuple(part.strip() for part in continues.split(",") if part.strip()))


def with_predecessors(code: str, states: Mapping[str, State]) -> tuple[str, ...]:
    """A code and those of the states that it continues: who asks for Russia asks for the Soviet Union, too."""
    return (code, *(states[code].continues if code in states else ()))


def successors(states: Mapping[str, State]) -> dict[str, str]:
    """For each state that is continued, the one that continues it."""
    return {old: state.code for state in states.values() for old in state.continues}
