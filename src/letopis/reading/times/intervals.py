"""Dates as intervals: renders what a text tells as EDTF (ISO 8601-2) and gives the first and the last day of it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from letopis.model import When

FIRST_YEAR, LAST_YEAR = 1, 2199
#: Seasons, quarters and halves by their EDTF number: first and last month. Winter reaches into the next year.
MONTHS_OF = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 14),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    40: (1, 6),
    41: (7, 12),
}
PARTS_OF_YEAR = {"begin": 1, "middle": 6, "end": 12}
ATOM = re.compile(r"(\d{1,4}X{0,3})(?:-(\d\d))?(?:-(\d\d))?[~?%]?")


@dataclass(frozen=True, slots=True)
class Point:
    """A date as exact as it was told; a month or day may stand without its year.

    `unit` is its grain: day, month, year, decade, century, or season, whose `code` is the EDTF number of a season,
    quarter or half. `part` is begin, middle or end of it, `about` that it is near.
    """

    unit: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    code: int | None = None
    part: str | None = None
    about: bool = False


def render(point: Point, *, bare: bool = False) -> str | None:
    """The EDTF form of a point, None where EDTF has none or no such day exists. `bare` drops the mark of nearness."""
    if point.year is not None and not FIRST_YEAR <= point.year <= LAST_YEAR:
        return None
    year = "XXXX" if point.year is None else f"{point.year:04d}"
    near = "~" if (point.about or (point.part and point.unit != "month")) and not bare and point.year else ""
    if point.unit in ("decade", "century"):
        return f"{year[:3]}X{near}" if point.unit == "decade" else f"{year[:2]}XX{near}"
    if point.unit == "day":
        return f"{year}-{point.month:02d}-{point.day:02d}{near}" if exists(point) else None
    if point.unit == "month":
        return f"{year}-{point.month:02d}{near}"
    tail = {"season": f"-{point.code}", "year": f"-{PARTS_OF_YEAR[point.part]:02d}" if point.part else ""}[point.unit]
    return f"{year}{tail}{near}" if point.year is not None else None


def exists(point: Point) -> bool:
    """Whether the calendar has this day; without a year, in any year."""
    if point.month is None or point.day is None or not 1 <= point.month <= 12:
        return False
    return 1 <= point.day <= monthrange(point.year or 2000, point.month)[1]


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """The first and the last day of an EDTF form as ISO dates; None on a side that is open or has no year."""
    if edtf.startswith("{"):
        sides = [_days(part) for part in edtf.strip("{}").split(",")]
        return sides[0][0], sides[-1][1]
    first, slash, last = edtf.partition("/")
    return _days(first)[0], _days(last if slash else first)[1]


def _days(atom: str) -> tuple[str | None, str | None]:
    found = ATOM.fullmatch(atom)
    if not found:
        return None, None
    year, month, day = found.groups()
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    low = max(low, 1)
    if month is None:
        return iso(low, 1, 1), iso(high, 12, 31)
    if day is not None:
        return iso(low, int(month), int(day)), iso(high, int(month), int(day))
    begin, end = MONTHS_OF.get(int(month), (int(month), int(month)))
    high, end = (high + 1, end - 12) if end > 12 else (high, end)
    return iso(low, begin, 1), iso(high, end, monthrange(high, end)[1])


def iso(year: int, month: int, day: int) -> str:
    """An ISO date with a year of four digits."""
    return f"{year:04d}-{month:02d}-{day:02d}"


def when(edtf: str | None) -> When | None:
    """The date with its bounds; None for None and for an interval that ends before it begins."""
    if edtf is None:
        return None
    first, last = bounds(edtf)
    return None if first and last and first > last else When(edtf, first, last)


def shifted(start: date, unit: str, count: int) -> Point:
    """The date `count` units from a day, as exact as the unit: weeks give a day, months a month, years a year."""
    if unit in ("day", "week"):
        return of_date(start + timedelta(days=count * (7 if unit == "week" else 1)))
    if unit in ("month", "halfyear"):
        at = start.year * 12 + start.month - 1 + count * (6 if unit == "halfyear" else 1)
        return Point("month", at // 12, at % 12 + 1)
    return Point("year", start.year + count * (10 if unit == "decade" else 1))


def of_date(day: date) -> Point:
    """A day as a point."""
    return Point("day", day.year, day.month, day.day)


def week(day: date) -> str:
    """The week of a day, Monday to Sunday, as an EDTF interval."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def gregorian(point: Point) -> Point:
    """A day of the Julian calendar in the Gregorian one."""
    if point.year is None or not exists(point):
        return point
    years = point.year - (1 if (point.month or 0) < 3 else 0)
    ahead = years // 100 - years // 400 - 2
    day = date(point.year, point.month or 1, point.day or 1) + timedelta(days=ahead)
    return of_date(day)
