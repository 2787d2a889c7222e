"""Dates as people write them, in Russian and English, from EDTF."""

from __future__ import annotations

import re

MONTHS = {
    "ru": ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
           "декабрь"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"],
}  # fmt: skip
OF_MONTH = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
            "декабря"]  # fmt: skip
SEASONS = {"21": ("весна", "spring"), "22": ("лето", "summer"), "23": ("осень", "autumn"), "24": ("зима", "winter")}
WORDS = {
    "ru": {"about": "около ", "since": "с ", "until": "до ", "by": "не позднее ", "undated": "без даты", "s": "-е"},
    "en": {"about": "about ", "since": "since ", "until": "until ", "by": "by ", "undated": "undated", "s": "s"},
}
_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)")


def written(edtf: str | None, language: str) -> str:
    """An EDTF date in words: ``2 ноября 2010``, ``июль 1934``, ``1936 — июль 1938``, ``около 2005``."""
    if not edtf:
        return WORDS[language]["undated"]
    first, slash, last = edtf.partition("/")
    if not slash:
        return _one(edtf, language)
    words = WORDS[language]
    if first in ("", ".."):
        return words["until"] + _one(last, language)
    if last in ("", ".."):
        return words["since"] + _one(first, language)
    return f"{_one(first, language)} — {_one(last, language)}"


def by_day(day: str, language: str) -> str:
    """The day that something cannot be later than: ``не позднее 3 марта 2022``."""
    return WORDS[language]["by"] + _one(day, language)


def _one(text: str, language: str) -> str:
    about = WORDS[language]["about"] if text.endswith(("~", "?", "%")) else ""
    text = text.rstrip("~?%")
    if (found := _DAY.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        year, month, day = found.groups()
        name = OF_MONTH[int(month) - 1] if language == "ru" else MONTHS["en"][int(month) - 1]
        plain = f"{int(day)} {name}" if day != "XX" else name
        return about + (plain if year == "XXXX" else f"{plain} {year}")
    if found := _MONTH.fullmatch(text):
        year, month = found.groups()
        if month in SEASONS:
            name = SEASONS[month][0 if language == "ru" else 1]
        elif month.isdigit() and 1 <= int(month) <= 12:
            name = MONTHS[language][int(month) - 1]
        else:
            return about + text
        return about + (name if year == "XXXX" else f"{name} {year}")
    if re.fullmatch(r"\d{3}X", text):
        return f"{about}{text[:3]}0{WORDS[language]['s']}"
    return about + text
