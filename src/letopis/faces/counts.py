"""Figures for a reader: what is counted, each figure with its words and places, parts set in below their wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.positions import citation, cited
from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.store.told import Told
from letopis.study.counts import Count, Counted

STEP = "  "
#: Parts of parts of parts are set in no further, so that lines keep room for words.
DEEPEST = 6


def count_lines(found: Sequence[Counted], width: int = WIDTH) -> Iterator[str]:
    """Each thing counted with its figures, in lines of at most `width` columns."""
    for counted in found:
        yield from wrap(clean(counted.about or "not told of what"), width, "")
        for count in counted.counts:
            yield from _count(count, width, 1)
        yield ""


def _count(count: Count, width: int, depth: int) -> Iterator[str]:
    told = count.tellings[0]
    indent = STEP * min(depth, DEEPEST)
    when = f"  {told.when.edtf}" if told.when is not None else ""
    place = f"  {told.place}" if told.place else ""
    yield from wrap(clean(f"{_amount(told)}{when}{place}  “{told.quote}”"), width, indent)
    yield from wrap(cited(count.tellings), width, indent + STEP)
    for part in count.parts:
        yield from wrap("of them", width, indent + STEP)
        yield from _count(part, width, depth + 2)


def _amount(told: Told) -> str:
    """The value, or its bounds, with the unit."""
    if told.value is not None:
        amount = _number(told.value)
    elif told.low is not None and told.high is not None:
        amount = f"{_number(told.low)}–{_number(told.high)}"
    elif told.low is not None:
        amount = f"at least {_number(told.low)}"
    else:
        amount = f"at most {_number(told.high)}" if told.high is not None else "?"
    return f"{amount} {told.unit}" if told.unit else amount


def _number(value: float) -> str:
    return f"{value:,.10g}"


def count_data(found: Sequence[Counted]) -> dict[str, Any]:
    """The figures as plain data."""
    return {"figures": [{"about": one.about, "counts": [_data(count) for count in one.counts]} for one in found]}


def _data(count: Count) -> dict[str, Any]:
    told = count.tellings[0]
    return {
        "value": told.value,
        "low": told.low,
        "high": told.high,
        "unit": told.unit,
        "when": told.when.edtf if told.when is not None else None,
        "place": told.place,
        "citations": [citation(one) for one in count.tellings],
        "parts": [_data(part) for part in count.parts],
    }
