"""Counts times off: from the day of publication (вчера, в среду, два года назад) or from the time told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from letopis.reading.times.intervals import Point, of_date, render, shifted, week
from letopis.reading.times.moments import Reckoning

ABSOLUTE, RELATIVE, PUBLICATION = "absolute", "relative", "publication"


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known where a time is told.

    The day of publication, the year that the stretch hands on, the year and the time told last, the days of the week
    that the text has dated, the year told last in the stretch before, and the year of the heading above.
    """

    published: date | None = None
    year: int | None = None
    told_year: int | None = None
    last: Point | None = None
    weekdays: tuple[tuple[int, Point], ...] = ()
    before: int | None = None
    heading: int | None = None

    @classmethod
    def at(cls, published: str | None) -> Setting:
        """The setting at the beginning of a stretch; a date that is no full ISO day counts as unknown."""
        try:
            return cls(date.fromisoformat(published[:10]) if published else None)
        except ValueError:
            return cls()

    def next_stretch(self, published: str | None) -> Setting:
        """The setting in which the next stretch begins: the days that are known, no year and no last time."""
        known = self.published or Setting.at(published).published
        return Setting(known, weekdays=self.weekdays, before=self.told_year, heading=self.heading)


@dataclass(slots=True)
class Clock:
    """The setting that a text has reached, from one stretch to the next; None before its first."""

    setting: Setting | None = None

    def restart(self) -> None:
        """Forgets what was told before a cut, where another text begins; nothing when none was read yet."""
        if self.setting is not None:
            self.setting = Setting()


def from_day(reckoning: Reckoning, now: date, *, ahead: bool) -> tuple[str | None, Point | None]:
    """The time so many units from a day."""
    unit, count = reckoning.unit, reckoning.count or 0
    try:
        if reckoning.weekday is not None:
            point = of_date(_weekday(now, reckoning, ahead=ahead))
            return render(point), point
        if reckoning.spell:
            return _spell(unit, count, now), None
        if unit == "week" and not reckoning.exact:
            return week(now + timedelta(days=7 * count)), None
        point = replace(shifted(now, unit, count), part=reckoning.part)
    except (OverflowError, ValueError):
        return None, None
    return render(point), point


def _weekday(now: date, reckoning: Reckoning, *, ahead: bool) -> date:
    """The day of the week that is meant: in the week named, else the last one up to now, or the next one."""
    wanted, count = reckoning.weekday or 1, reckoning.count
    if reckoning.unit == "week" or count == 0:
        return now - timedelta(days=now.weekday()) + timedelta(days=7 * (count or 0) + wanted - 1)
    if count is not None:
        start = now + timedelta(days=1 if count > 0 else -1)
        return _next(start, wanted) if count > 0 else _previous(start, wanted)
    return _next(now, wanted) if ahead else _previous(now, wanted)


def _next(now: date, weekday: int) -> date:
    return now + timedelta(days=(weekday - now.isoweekday()) % 7)


def _previous(now: date, weekday: int) -> date:
    return now - timedelta(days=(now.isoweekday() - weekday) % 7)


def _spell(unit: str, count: int, now: date) -> str | None:
    """The last (count below 0) or next whole units as an interval; the last so many years are a duration, no time."""
    if unit == "year":
        return f"{now.year + 1:04d}/{now.year + count:04d}" if count > 0 else None
    nearest = 1 if count > 0 else -1
    if unit == "week":
        ends = [week(now + timedelta(days=7 * step)).split("/") for step in sorted((nearest, count))]
        return f"{ends[0][0]}/{ends[1][1]}"
    sides = [render(shifted(now, unit, step)) for step in sorted((nearest, count))]
    return f"{sides[0]}/{sides[1]}" if None not in sides else None


def from_text(reckoning: Reckoning, setting: Setting) -> tuple[str | None, str, Point | None]:
    """The time counted from the one told last; None where that is not exact enough."""
    anchor = RELATIVE
    if reckoning.base == "context":
        point = _within(reckoning, setting)
        anchor = PUBLICATION if setting.last is None and setting.published else RELATIVE
    elif reckoning.unit in ("year", "decade"):
        step = (reckoning.count or 0) * (10 if reckoning.unit == "decade" else 1)
        year = setting.told_year or setting.before
        point = Point("year", year + step, part=reckoning.part) if year else None
    else:
        point = _from_point(reckoning, setting.last)
    return render(point) if point else None, anchor, point


def _within(reckoning: Reckoning, setting: Setting) -> Point | None:
    """The part of the year or month that the text is telling of."""
    last = setting.last
    if reckoning.unit == "month":
        known = last is not None and last.month is not None
        if last is not None and known:
            return Point("month", last.year, last.month, part=reckoning.part)
        day = setting.published
        return Point("month", day.year, day.month, part=reckoning.part) if day else None
    year = setting.told_year or (setting.published.year if setting.published else None)
    return Point("year", year, part=reckoning.part) if year else None


def _from_point(reckoning: Reckoning, last: Point | None) -> Point | None:
    """The day or month so many units from the one told last, which may lack its year."""
    if last is None or last.month is None or last.unit not in ("day", "month"):
        return None
    if reckoning.unit in ("day", "week") and last.unit != "day":
        return None
    if reckoning.unit == "week" and not reckoning.exact:
        return None
    start = date(last.year or 2001, last.month, min(last.day or 1, 28) if last.unit == "month" else last.day or 1)
    moved = shifted(start, reckoning.unit, reckoning.count or 0)
    if last.year is None:
        return replace(moved, year=None) if moved.year == start.year else None
    return moved
