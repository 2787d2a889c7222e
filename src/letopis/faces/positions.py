"""Positions for a reader: one block a side and issue, its stands in time, changes marked, every stand cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, shorten, wrap
from letopis.faces.timelines import LONGEST_QUOTE, MOST_CITES, place
from letopis.store.told import Told
from letopis.study.positions import Position, Stand

INDENT = "    "


def position_lines(positions: Sequence[Position], width: int = WIDTH) -> Iterator[str]:
    """Each position under its side and issue, in lines of at most `width` columns."""
    for position in positions:
        yield from wrap(clean(f"{position.actor} on {position.issue}"), width, "")
        for stand in position.stands:
            yield from _stand(stand, width)
        yield ""


def _stand(stand: Stand, width: int) -> Iterator[str]:
    when = stand.when.edtf if stand.when is not None else "undated"
    mark = "  [reversed]" if stand.reversed else "  [changed]" if stand.changed else ""
    yield from wrap(f"{when}  {stand.stance}{mark}", width, "  ")
    yield from wrap(f"“{shorten(clean(stand.tellings[0].quote).strip(), LONGEST_QUOTE)}”", width, INDENT)
    yield from wrap(cited(stand.tellings), width, INDENT)


def cited(tellings: Sequence[Told]) -> str:
    """The places that tell a thing, the first few of them, and the id of the record."""
    places = [place(told.source, told.start, told.stop) for told in tellings]
    more = f" (+{len(places) - MOST_CITES} more)" if len(places) > MOST_CITES else ""
    return f"{', '.join(places[:MOST_CITES])}{more}  {tellings[0].id}"


def position_data(positions: Sequence[Position]) -> dict[str, Any]:
    """The positions as plain data."""
    return {
        "positions": [{"actor": p.actor, "issue": p.issue, "stands": [_data(s) for s in p.stands]} for p in positions]
    }


def _data(stand: Stand) -> dict[str, Any]:
    return {
        "stance": stand.stance,
        "when": stand.when.edtf if stand.when is not None else None,
        "changed": stand.changed,
        "reversed": stand.reversed,
        "citations": [citation(told) for told in stand.tellings],
    }


def citation(told: Told) -> dict[str, Any]:
    """A place that tells a record, with its words."""
    return {"id": told.id, "source": told.source, "start": told.start, "stop": told.stop, "quote": told.quote}
