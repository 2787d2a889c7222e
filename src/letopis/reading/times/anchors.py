"""Gives times their year and their day: their own, their sentence's, their stretch's, or the day of publication's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from letopis.model import Sentence, When
from letopis.reading.times.intervals import MONTHS_OF, Point, bounds, exists, render, when
from letopis.reading.times.moments import Reckoning, Told
from letopis.reading.times.reckoning import ABSOLUTE, PUBLICATION, RELATIVE, Setting, from_day, from_text

#: A bare year frames what follows when it stands so near the beginning of its sentence.
FRAME_REACH = 25
#: How strictly an announcement looks ahead.
AHEAD = 9
WINTER, MARCH = 24, 3
BOUNDS = ("since", "until", "begun")
Answer = tuple[When | None, str]


def resolve(told: Sequence[Told], sentence: Sentence, setting: Setting) -> tuple[list[Answer], Setting]:
    """What each time of a sentence means, and the setting in which the next sentence is told."""
    answers: list[Answer] = []
    if not told:
        return answers, setting
    years = [(one.start, year) for one in told if not one.weak and (year := own_year(one)) is not None]
    look = looking(sentence)
    for one in told:
        here = _nearest([pair for pair in years if pair[0] != one.start], one.start)
        edtf, anchor, point = _answer(one, setting, here, AHEAD if one.ahead and not look else look)
        answers.append((when(edtf), anchor))
        setting = _after(setting, one, point, sentence)
    return answers, setting


def own_year(one: Told) -> int | None:
    """The year that a time itself tells, of a year, month or day; its last one for a range."""
    points = [at for at in (one.last, one.first) if at is not None and at.unit not in ("decade", "century")]
    return next((at.year for at in points if at.year is not None), None)


def looking(sentence: Sentence) -> int:
    """Where a sentence looks: -1 when a verb or participle stands in the past, else 1 when one is future, else 0."""
    tenses = {token.feats.get("Tense") for token in sentence.tokens}
    return -1 if "Past" in tenses else int("Fut" in tenses)


def _nearest(years: list[tuple[int, int]], at: int) -> int | None:
    """The year told last before a place in the sentence, else the first after it."""
    before = [year for start, year in years if start < at]
    after = [year for start, year in years if start > at]
    return before[-1] if before else after[0] if after else None


def _after(setting: Setting, one: Told, point: Point | None, sentence: Sentence) -> Setting:
    """The setting once a time is told. A year is handed on by full dates and by a year that opens its sentence."""
    if point is None:
        return setting
    own = own_year(one)
    exact = point.unit in ("day", "month", "season")
    frames = one.start - sentence.start <= FRAME_REACH or exact
    handed = own if own is not None and frames and not one.weak and one.makes not in BOUNDS else None
    weekdays = setting.weekdays
    if one.weekday and point.unit == "day":
        weekdays = (*weekdays, (one.weekday, point))
    return replace(
        setting,
        year=handed or setting.year,
        told_year=point.year or setting.told_year,
        last=setting.last if one.weak else point,
        weekdays=weekdays,
    )


def _answer(one: Told, setting: Setting, here: int | None, look: int) -> tuple[str | None, str, Point | None]:
    """The EDTF form of a time, what it is anchored in, and the point that later times may count from."""
    if one.fixed is not None:
        return one.fixed, ABSOLUTE, None
    if one.first is None:
        return _counted(one, setting, look)
    first, anchor = _with_year(one.first, one, setting, here, look)
    last = _with_same_year(one.last, first) if one.last else None
    if last is not None and one.last is not None and one.first.year is None and one.last.year is not None:
        first, anchor = _year_before(one.first, one.last), ABSOLUTE
        last = one.last
    return _edtf(one, first, last), anchor, last or first


def _with_same_year(last: Point, first: Point) -> Point:
    """The end of a range in the year of its beginning, or in the next when its month comes before."""
    if last.year is not None or first.year is None:
        return last
    later = (first.month or 0) > (last.month or 13)
    return replace(last, year=first.year + later)


def _year_before(first: Point, last: Point) -> Point:
    if first.unit in ("decade", "century"):
        return first
    earlier = (first.month or 0) > (last.month or 13)
    return replace(first, year=(last.year or 0) - earlier)


def _edtf(one: Told, first: Point, last: Point | None) -> str | None:
    """The form of a whole time: list, range, bound or point."""
    if len(one.more) > 1:
        days = [render(replace(first, day=day)) for day in sorted(one.more)]
        return "{" + ",".join(day for day in days if day) + "}" if None not in days else None
    if last is not None:
        sides = render(first, bare=True), render(last, bare=True)
        return f"{sides[0]}/{sides[1]}" if None not in sides else None
    if one.makes in BOUNDS and first.year is not None and first.unit not in ("decade", "century"):
        return _bound(first, one.makes)
    return render(replace(first, about=first.about or one.makes == "about"))


def _bound(point: Point, makes: str) -> str | None:
    """An interval with one side open, or unknown where an event ends it. The end of a year is its last day."""
    edge = render(point, bare=True)
    if edge is None:
        return None
    if makes != "until":
        return f"{edge}/.." if makes == "since" else f"{edge}/"
    return f"../{bounds(edge)[1]}" if point.part == "end" else f"../{edge}"


def _with_year(point: Point, one: Told, setting: Setting, here: int | None, look: int) -> tuple[Point, str]:
    """A point with its year, and where the year was found."""
    if point.year is not None:
        return point, ABSOLUTE
    if one.reckoning is not None and one.reckoning.count is not None:
        base = _base_year(one.reckoning, setting, here)
        year = base + one.reckoning.count if base is not None else None
        if year is not None and point.code == WINTER and one.reckoning.base == "published":
            year -= _in_winter_of_last_year(setting)
        return replace(point, year=year), PUBLICATION if one.reckoning.base == "published" and year else RELATIVE
    for year in (here, setting.year, setting.heading):
        if year is not None and _fits(replace(point, year=year), one.weekday):
            return replace(point, year=year), RELATIVE
    if setting.published is not None:
        return _near(point, setting.published, one.weekday, look), PUBLICATION
    return point, RELATIVE


def _in_winter_of_last_year(setting: Setting) -> bool:
    """Whether the winter of the day of publication began in the year before."""
    return setting.published is not None and setting.published.month < MARCH


def _base_year(reckoning: Reckoning, setting: Setting, here: int | None) -> int | None:
    if reckoning.base == "published":
        return setting.published.year if setting.published else None
    return here or setting.told_year or setting.before


def misfits(one: Told, told: When | None) -> bool:
    """Whether a text gives a full date a day of the week that it is not."""
    if told is None or one.weekday is None or told.first != told.last or told.first is None:
        return False
    return date.fromisoformat(told.first).isoweekday() != one.weekday


def _fits(point: Point, weekday: int | None) -> bool:
    """Whether a day exists and is the day of the week that the text says."""
    if point.unit != "day":
        return True
    return exists(point) and (weekday is None or _day(point).isoweekday() == weekday)


def _day(point: Point) -> date:
    return date(point.year or 1, point.month or 1, point.day or 1)


def _near(point: Point, published: date, weekday: int | None, look: int) -> Point:
    """The point in the year nearest to the day of publication; days on the side where the verbs look count half."""
    years = [published.year + step for step in (0, -1, 1)]
    points = [replace(point, year=year) for year in years]
    fitting = [at for at in points if _fits(at, weekday)]
    if not fitting:
        return point
    days = [(_middle(at) - published).days for at in fitting]
    distances = [abs(far) * (1 + abs(look) if far * look < 0 else 1) for far in days]
    return fitting[distances.index(min(distances))]


def _middle(point: Point) -> date:
    """A day in the middle of a month or season; winter's is in the next year."""
    if point.unit != "season":
        return _day(replace(point, day=point.day or 15))
    first, last = MONTHS_OF[point.code or 0]
    middle = (first + last) // 2
    return date((point.year or 1) + (middle - 1) // 12, (middle - 1) % 12 + 1, 15)


def _counted(one: Told, setting: Setting, look: int) -> tuple[str | None, str, Point | None]:
    """A time that is counted off from the day of publication or from the time told before."""
    reckoning = one.reckoning
    if reckoning is None:
        return None, RELATIVE, None
    if reckoning.base != "published" and not _from_now(reckoning, setting, look):
        return _made(one, *from_text(reckoning, setting))
    if setting.published is None and reckoning.count == 1 and reckoning.weekday is None and reckoning.unit != "week":
        return from_text(reckoning, setting)
    if setting.published is None:
        dated = [point for weekday, point in setting.weekdays if weekday == reckoning.weekday]
        point = dated[-1] if dated and not reckoning.count else None
        return render(point) if point else None, RELATIVE, point
    edtf, point = from_day(reckoning, setting.published, ahead=look >= 0)
    return _made(one, edtf, PUBLICATION, point)


def _from_now(reckoning: Reckoning, setting: Setting, look: int) -> bool:
    """Whether через неделю is counted from the day of publication: no time is told before, and nothing is past."""
    known = setting.published is not None and setting.last is None and look >= 0
    return known and reckoning.base == "text" and reckoning.exact and (reckoning.count or 0) > 0


def _made(one: Told, edtf: str | None, anchor: str, point: Point | None) -> tuple[str | None, str, Point | None]:
    """The answer, with one side open where the time is a bound."""
    if one.makes in BOUNDS and point is not None and point.unit in ("year", "month"):
        return _bound(point, one.makes), anchor, point
    return edtf, anchor, point
