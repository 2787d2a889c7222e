"""Prints how many of other projects' Russian date cases are read exactly; refuses to sink under the target.

    python scripts/quality_dates.py [--cases]

The cases lie in ``data/dates_ru`` of the folder ``shared`` (see its README): tests of Duckling, Hors and dateparser.
Measured are those of a day or coarser: the value at the case's own grain, its reference day as the day of publication.
dateparser 1.5.0 (BSD) answers the same cases where ``make quality`` has put it under ``build/dateparser``. ``--cases``
lists every case that is wrong or left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from letopis.language import pack as packs
from letopis.model import Stretch
from letopis.reading.times.dates import find_times, load_time_words
from quality import ROOT, shared_folder

#: The first and last day of each time read.
Answer = list[tuple[str, str]]
PEER = ROOT / "build/dateparser/bin/python"
TARGET = 0.80
#: Grains that are measured: how many characters of an ISO date they hold.
GRAINS = {"Day": 10, "Week": 10, "Quarter": 7, "Month": 7, "Year": 4}
#: Cases that ask for the next day, month or season of its name, where news means the nearest.
NEXT = "the next of its name is asked for, news means the nearest"
#: What dateparser is asked: an expression, or the dates in a sentence.
ASK = """
import json, sys
from datetime import datetime
import dateparser
from dateparser.search import search_dates
out = []
for case in json.load(sys.stdin):
    settings = {"PREFER_DATES_FROM": "future"}
    if case["ref"]:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(case["ref"])
    if case["whole"]:
        found = [dateparser.parse(case["text"], languages=["ru"], settings=settings)]
    else:
        found = [day for _, day in search_dates(case["text"], languages=["ru"], settings=settings) or []]
    out.append([day.date().isoformat() for day in found if day])
json.dump(out, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, its reference day, and the first and last day wanted, cut to `size` characters; "" is an open side."""

    id: str
    text: str
    ref: str | None
    wanted: tuple[tuple[str, str], ...]
    size: int = 10
    whole: bool = True


def load(folder: Path) -> tuple[list[Case], Counter[str], list[tuple[str, str]]]:
    """The cases that are measured, and how many are left out for which reason."""
    cases: list[Case] = []
    left: list[tuple[str, str]] = []
    for name, made in (("duckling", _duckling), ("hors", _hors), ("dateparser", _dateparser)):
        for line in (folder / f"{name}_dev.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            case = made(row)
            if isinstance(case, Case):
                cases.append(case)
            else:
                left.append((f"{row['id']}: {row['text']}", case))
    return cases, Counter(reason for _, reason in left), left


def _duckling(row: dict[str, Any]) -> Case | str:
    if row["grain"] not in GRAINS:
        return "finer than a day"
    first, end = row["value"], row["end"]
    if row["rel"] == "Before":
        sides = ("", _last(first))
    else:
        start = date(first[0], first[1] or 1, first[2] or 1)
        sides = (start.isoformat(), _last(end) if end else _end_of(start, row["grain"]))
    return Case(row["id"], row["text"], row["ref"][:10], (sides,))


def _last(value: Sequence[int]) -> str:
    """The last day before an exclusive end."""
    return (date(value[0], value[1] or 1, value[2] or 1) - timedelta(days=1)).isoformat()


def _end_of(start: date, grain: str) -> str:
    months = {"Month": 1, "Quarter": 3, "Year": 12}.get(grain)
    if months is None:
        return (start + timedelta(days=6 if grain == "Week" else 0)).isoformat()
    at = start.year * 12 + start.month - 1 + months
    return (date(at // 12, at % 12 + 1, 1) - timedelta(days=1)).isoformat()


def _hors(row: dict[str, Any]) -> Case | str:
    told = dict(row["asserts"])
    if any("Hour" in name for name in told):
        return "finer than a day"
    ref = date(*row["ref"])
    first = _hors_day(told, "date.DateFrom", ref)
    last = _hors_day(told, "date.DateTo", ref) if "date.DateTo.Day" in told else first
    return Case(row["id"], row["text"], ref.isoformat(), ((first, last),), whole=False)


def _hors_day(told: dict[str, str], side: str, ref: date) -> str:
    month = told.get(f"{side}.Month", told.get("date.DateFrom.Month", str(ref.month)))
    return date(ref.year, int(month), int(told[f"{side}.Day"])).isoformat()


def _dateparser(row: dict[str, Any]) -> Case | str:
    if "english" in row:
        return "translation into English, no date"
    wanted = tuple((date(*day[:3]).isoformat(),) * 2 for _, day in row["dates"])
    ref = date(*row["ref"]).isoformat() if row["ref"] else None
    return Case(row["id"], row["text"], ref, tuple((first, last) for first, last in wanted), whole=False)


def ours(cases: Sequence[Case]) -> Iterator[Answer]:
    """What letopis reads: the first and last day of each time."""
    pack, words = packs.load("ru"), load_time_words("ru")
    for case in cases:
        places = pack.analyser.split(case.text, 0, len(case.text))
        stretch = Stretch(tuple(pack.analyser.analyse(case.text, places)))
        times = find_times(case.text, case.id, stretch, words, case.ref)
        yield [(time.when.first or "", time.when.last or "") for time in times if time.when]


def theirs(cases: Sequence[Case]) -> list[Answer]:
    """What dateparser answers: days, widened to the grain that is asked for, since it says none of its own."""
    asked = [{"text": case.text, "ref": case.ref, "whole": case.whole} for case in cases]
    command = [str(PEER), "-W", "ignore", "-c", ASK]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return [[(day, day) for day in days] for days in json.loads(done.stdout)]


def right(case: Case, read: Sequence[tuple[str, str]]) -> bool:
    """Whether exactly the days wanted are read; a range may tell two days."""
    spanned = ((case.wanted[0][0], case.wanted[-1][1]),)
    return tuple(read) in (case.wanted, spanned)


def right_at_grain(case: Case, read: Sequence[tuple[str, str]]) -> bool:
    """Whether a reader of days alone is right: a day of a month or quarter in question, any day of no longer time."""
    if len(read) != len(case.wanted):
        return False
    return all(_within(day, wanted) for (day, _), wanted in zip(read, case.wanted, strict=True))


def _within(day: str, wanted: tuple[str, str]) -> bool:
    first, last = wanted
    one_month = first[:7] == last[:7] and first.endswith("-01") and last != first
    return day[:7] == first[:7] if one_month else day == first == last


def hangs_on_convention(case: Case, read: Sequence[tuple[str, str]]) -> bool:
    """Whether the answer is right but for the year or the week before: the last of its name, not the next."""
    if len(read) != 1 or not read[0][0] or not case.wanted[0][0]:
        return False
    (first, last), (low, high) = read[0], case.wanted[0]
    days = {(date.fromisoformat(b) - date.fromisoformat(a)).days for a, b in ((first, low), (last, high))}
    return len(days) == 1 and days <= {7, 365, 366}


def main() -> int:
    """Measures, prints, and returns 1 when the share of cases right is under the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", action="store_true")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None or not (shared / "data/dates_ru").is_dir():
        print("skipped: no date cases (data/dates_ru in a folder shared beside the checkout, or LETOPIS_SHARED)")
        return 0
    cases, reasons, left = load(shared / "data/dates_ru")
    read = list(ours(cases))
    peer = theirs(cases) if PEER.is_file() else None
    share = show(cases, read, peer)
    for reason, count in reasons.items():
        print(f"  left out     {count} {reason}")
    if options.cases:
        show_cases(cases, read, left)
    return int(share < TARGET)


def show(cases: Sequence[Case], read: Sequence[Answer], peer: Sequence[Answer] | None) -> float:
    """Prints the table; the share that letopis has right."""
    print("dates_ru")
    hits = [right(case, one) for case, one in zip(cases, read, strict=True)]
    groups = [case.id.split("-")[0] for case in cases]
    other = [right_at_grain(case, one) for case, one in zip(cases, peer, strict=True)] if peer else None
    for group in dict.fromkeys(groups):
        inside = [at for at, name in enumerate(groups) if name == group]
        row = f"  {group:12} cases {len(inside)} letopis {sum(hits[at] for at in inside)}"
        print(row + (f" dateparser {sum(other[at] for at in inside)}" if other else ""))
    held = [hangs_on_convention(case, one) and not hit for case, one, hit in zip(cases, read, hits, strict=True)]
    share = sum(hits) / len(cases)
    row = f"  {'all':12} cases {len(cases)} letopis {share:.3f}"
    print(row + (f" dateparser {sum(other) / len(cases):.3f}" if other else ""))
    print(f"  counted as wrong, though only the convention differs ({NEXT}): {sum(held)}")
    return share


def show_cases(cases: Sequence[Case], read: Sequence[Answer], left: list[tuple[str, str]]) -> None:
    """Prints what is wrong and what is left out."""
    for case, one in zip(cases, read, strict=True):
        if not right(case, one):
            print(f"  wrong    {case.id}: {case.text} | wanted {case.wanted} read {one}")
    for text, reason in left:
        print(f"  left out {text} | {reason}")


if __name__ == "__main__":
    sys.exit(main())
