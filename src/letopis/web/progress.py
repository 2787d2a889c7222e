"""Whether texts are being read into the chronicle just now, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from letopis.errors import LetopisError
from letopis.web.doors import Door

#: A build that has brought nothing for so many seconds is over, or stands.
QUIET = 8.0


@dataclass(frozen=True, slots=True)
class Progress:
    """A build that goes on: how many sources it has brought, and how many a second.

    How many there are to come only the build itself knows, so nothing is said of the time left.
    """

    sources: int
    rate: float


def progress_of(door: Door, now: datetime | None = None) -> Progress | None:
    """The build that goes on, None when there is none. Times are those of the chronicle, in UTC."""
    try:
        begun, last, count = door.chronicle.last_build()
    except LetopisError:  # the page tells what is wrong
        return None
    if begun is None or last is None or not count:
        return None
    now = now or datetime.now(UTC)
    if (now - last).total_seconds() > QUIET:
        return None
    return Progress(count, round(count / max((last - begun).total_seconds(), 0.1), 1))
