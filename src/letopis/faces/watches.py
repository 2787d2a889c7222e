"""What a watch does, for a reader: a line a round, and how every feed is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from letopis.faces.reports import count
from letopis.faces.terminal import clean
from letopis.store.watched import Visit

if TYPE_CHECKING:
    from letopis.watching import Round


def round_line(done: Round) -> str:
    """``2026-03-01T12:00:00+00:00  3 new, 40 known; 5 asked, 2 unchanged, 1 for later; 1 failing``."""
    items = f"{len(done.read):,} new, {done.known:,} known"
    asked = f"{done.asked:,} asked, {done.unchanged:,} unchanged, {done.later:,} for later"
    return f"{done.at}  {items}; {asked}; {max(done.failing, len(done.failed)):,} failing"


def round_data(done: Round) -> dict[str, Any]:
    """A round as plain data."""
    return asdict(done) | {"failed": [{"name": name, "reason": reason} for name, reason in done.failed]}


def status_lines(feeds: Sequence[Visit], failing: Sequence[Visit]) -> Iterator[str]:
    """Every feed with the time of its last good answer, then what is not well and when it is tried again."""
    for feed in feeds:
        state = "failing" if feed.problem else "well"
        yield f"{state:8} {feed.answered_at or 'never answered':25}  {clean(feed.address)}"
    if failing:
        yield from ("", f"failing ({len(failing):,})")
    for visit in failing:
        yield f"  {clean(visit.address)}: {clean(visit.problem or '')}"
        times = f"well {visit.answered_at or 'never'}, next {visit.next_at}"
        yield f"    {count(visit.failures, 'failure')} in a row, {times}"


def status_data(feeds: Sequence[Visit], failing: Sequence[Visit]) -> dict[str, Any]:
    """The same as plain data."""
    return {"feeds": [asdict(one) for one in feeds], "failing": [asdict(one) for one in failing]}
