"""What the words of one time say, before its year or its day of reckoning is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from letopis.reading.phrases import Forms, PhraseRule, number_of, value_of
from letopis.reading.times.intervals import FIRST_YEAR, LAST_YEAR, MONTHS_OF, Point, exists, gregorian
from letopis.reading.times.time_words import TimeWords

ROMAN = {"I": 1, "V": 5, "X": 10, "Х": 10, "L": 50}
ROMAN_NUMBER = re.compile(r"L?[XХ]{0,3}(?:I[XХ]|IV|V?I{0,3})")
#: Two digits up to this one are a year of this century.
YOUNGEST_SHORT_YEAR = 30


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How a time is counted off: `count` units from `base` ("published", "text" or "context").

    `exact` means that many units (две недели назад), not the unit so many further (прошлая неделя); `spell` all the
    time up to there.
    """

    base: str
    unit: str = "day"
    count: int | None = None
    weekday: int | None = None
    part: str | None = None
    exact: bool = False
    spell: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A time as told at a place: one point, or a first and a last one, or several days; or counted off; or `fixed`."""

    start: int
    stop: int
    rule: str
    first: Point | None = None
    last: Point | None = None
    more: tuple[int, ...] = ()
    reckoning: Reckoning | None = None
    weekday: int | None = None
    fixed: str | None = None
    makes: str = ""
    weak: bool = False
    ahead: bool = False


def read(rule: PhraseRule, found: re.Match[str], words: TimeWords) -> Iterator[Told]:
    """The times that a match tells: mostly one, none when the calendar has no such day, several for a list of years."""
    groups = {name: text for name, text in found.groupdict().items() if text is not None}
    start, stop = found.span("at" if "at" in groups else 0)
    fields = rule.fields
    told = Told(start, stop, rule.name, weak=fields.get("years") == "weak", ahead=bool(fields.get("ahead")))
    if fields.get("silent"):
        return
    if "years" in groups:
        yield from _years(told, found)
    elif "period" in groups:
        fixed = words.period(groups["period"])
        part = value_of(words.classes, "part", groups["part"]) if "part" in groups else None
        yield replace(told, fixed=_edge(fixed, part) if fixed and part else fixed)
    else:
        one = _read_one(rule, groups, told, words.classes)
        if one is not None:
            yield one


def _edge(edtf: str, part: str) -> str | None:
    """The year in which a period begins or ends; None for its middle."""
    first, _, last = edtf.partition("/")
    side = {"begin": first, "end": last or first}.get(part, "")
    return side[:4] if side[:4].isdigit() else None


def _years(told: Told, found: re.Match[str]) -> Iterator[Told]:
    years = [*re.finditer(r"\d{4}", found["years"])]
    for at, year in enumerate(years):
        stop = found.start("years") + year.end()
        last = at == len(years) - 1
        point = Point("year", int(year[0]))
        yield replace(told, start=found.start("years") + year.start(), stop=told.stop if last else stop, first=point)


def _read_one(rule: PhraseRule, groups: Mapping[str, str], told: Told, words: Mapping[str, Forms]) -> Told | None:
    names = (name for name in ("weekday", "weekday_adjective", "dow", "dow_short") if name in groups)
    weekday = next((_number(words, name, groups) for name in names), None)
    reckoning = _reckoning(rule.fields, groups, weekday, words)
    more = tuple(int(day) for day in re.findall(r"\d+", groups.get("days", "")))
    first = point({**groups, "day": str(more[0])} if more else groups, words)
    if rule.fields.get("calendar") == "julian" and first is not None:
        first = gregorian(first)
    last = _last(groups, first, words)
    if not _sound(first) or not _sound(last) or (first is None and reckoning is None):
        return None
    return replace(told, first=first, last=last, more=more, reckoning=reckoning, weekday=weekday)


def _sound(at: Point | None) -> bool:
    if at is None:
        return True
    if at.year is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        return False
    if at.month is not None and not 1 <= at.month <= 12:
        return False
    if at.unit == "season" and at.code not in MONTHS_OF:
        return False
    return at.unit != "day" or exists(at)


def point(groups: Mapping[str, str], words: Mapping[str, Forms]) -> Point | None:
    """The date that the groups of a match spell, as exact as they go; None when they spell none."""
    year = _year(groups)
    part = value_of(words, "part", groups["part"]) if "part" in groups else None
    month = _month(groups.get("month"), words)
    day = number_of(words, groups.get("day"))
    if "holiday" in groups:
        named_month, named_day = (value_of(words, "holiday", groups["holiday"]) or "").split("-")
        return Point("day", None, int(named_month), int(named_day))
    if month is not None:
        return Point("day", year, month, int(day)) if day else Point("month", year, month, part=part)
    if "months" in groups:
        return Point("month", year, 1)
    code = _code(groups, words)
    if code is not None:
        return Point("season", year, code=code)
    return _long(groups, part, words) or (Point("year", year, part=part) if year is not None else None)


def _long(groups: Mapping[str, str], part: str | None, words: Mapping[str, Forms]) -> Point | None:
    """A decade or a century."""
    if "decade" in groups and "century" in groups:
        return Point("decade", _century(groups["century"], words) + _decade(groups["decade"], words) % 100, part=part)
    if "decade" in groups:
        return Point("decade", _decade(groups["decade"], words), part=part)
    return Point("century", _century(groups["century"], words), part=part) if "century" in groups else None


def _last(groups: Mapping[str, str], first: Point | None, words: Mapping[str, Forms]) -> Point | None:
    """The second date of a match that tells two: what it leaves out it shares with the first."""
    if first is None:
        return None
    if "months" in groups:
        return replace(first, month=int(number_of(words, groups["months"].lower()) or 0))
    second = {name.removesuffix("2"): text for name, text in groups.items() if name.endswith("2")}
    if not second:
        return None
    if "year" in second and len(second["year"]) == 2:
        second["year"] = groups["year"][:2] + second["year"]
    kept = {name: text for name, text in groups.items() if name in ("month", "year") and name not in second}
    return point({**kept, **second}, words)


def _number(words: Mapping[str, Forms], name: str, groups: Mapping[str, str]) -> int | None:
    found = value_of(words, name, groups[name]) if name in groups else None
    return int(found) if found is not None else None


def _month(text: str | None, words: Mapping[str, Forms]) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else int(value_of(words, "month", text) or 0)


def _year(groups: Mapping[str, str]) -> int | None:
    text = groups.get("year") or groups.get("yy")
    if text is None:
        return None
    if len(text) == 2:
        return int(text) + (2000 if "yy" not in groups and int(text) <= YOUNGEST_SHORT_YEAR else 1900)
    return int(text)


def _decade(text: str, words: Mapping[str, Forms]) -> int:
    if not text.isdigit():
        text = value_of(words, "decade", text) or ""
    return int(text) if len(text) == 4 else 1900 + int(text)


def _century(text: str, words: Mapping[str, Forms]) -> int:
    """The first year, by the hundreds, of a century: XX is 1900."""
    ordinal = value_of(words, "ordinal", text)
    return (int(ordinal) if ordinal else roman(text)) * 100 - 100


def roman(text: str) -> int:
    """The value of a Roman number, 0 where it is misspelt (IIII); a Cyrillic Х counts as X."""
    if not ROMAN_NUMBER.fullmatch(text.upper()):
        return 0
    numbers = [ROMAN[letter] for letter in text.upper()]
    return sum(-a if a < b else a for a, b in zip(numbers, [*numbers[1:], 0], strict=True))


def _code(groups: Mapping[str, str], words: Mapping[str, Forms]) -> int | None:
    """The EDTF number of a season, a quarter or a half."""
    if "season" in groups:
        return _number(words, "season", groups)
    if "half" in groups:
        return 39 + (_number(words, "half", groups) or 1)
    if "digit" in groups:
        return 32 + int(groups["digit"])
    if "roman" in groups:
        return 32 + roman(groups["roman"])
    return 32 + int(number_of(words, groups["ordinal"]) or 0) if "ordinal" in groups else None


def _reckoning(
    fields: Mapping[str, Any], groups: Mapping[str, str], weekday: int | None, words: Mapping[str, Forms]
) -> Reckoning | None:
    base = fields.get("from")
    if base is None:
        return None
    count = next(
        (n for name in ("rel", "lately", "same", "this_year") if (n := _number(words, name, groups)) is not None), None
    )
    unit = "year"
    if "unit" in groups:
        unit = value_of(words, "unit", groups["unit"]) or "day"
    named = next((n for n in ("day_word", "eve", "day_adjective") if n in groups), None)
    if named:
        count, unit = _number(words, named, groups), "day"
    sign = fields.get("shift") or _number(words, "later", groups)
    if sign is not None:
        units = number_of(words, groups.get("count", "1").lower())
        count, unit = _whole(unit, (units or 0) * sign)
    if "spell" in groups:
        count = int(number_of(words, groups["count"].lower()) or 0) * (1 if (count or -1) > 0 else -1)
    if "at_unit" in groups:
        unit = value_of(words, "unit", groups["at_unit"]) or "year"
    part = value_of(words, "part", groups["part"]) if "part" in groups else None
    return Reckoning(base, unit, count, weekday, part, exact=sign is not None, spell="spell" in groups)


def _whole(unit: str, count: float) -> tuple[int, str]:
    """A count of units in whole ones: a year and a half is 18 months."""
    if count == int(count):
        return int(count), unit
    smaller = {"year": ("month", 12), "decade": ("year", 10), "month": ("day", 30), "week": ("day", 7)}
    name, size = smaller.get(unit, (unit, 1))
    return int(count * size), name
