"""Quotations in a source: between marks, over line ends, and where a mark is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

#: Opening marks and what closes them; “ opens too, where it stands before a word.
CLOSING = {"«": "»", "„": "“”", "“": "”"}
MARK = re.compile("[«»„“”]")
WORD = re.compile(r"[А-ЯЁа-яёA-Za-z]+")
#: After a closing mark, what shows that the quotation was speech: », — сказал
SPEECH_AFTER = re.compile(r"[,.!?…]?\s*+(?:[,.]\s*+)?[—–-]\s*[а-яё]")
#: After a closing mark, what shows that a sentence ends there.
END_AFTER = re.compile(r"\s*(?:$|[.,!?…;]|[—–-]\s)")
SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s+[А-ЯЁ«\"]|\s*$)")
STRAIGHT = re.compile(r'"([^"\n]{1,4000})"')
#: A quotation may reach over so many runs and characters.
MOST_RUNS = 10
LONGEST = 3000
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted part: offsets of what stands between the marks.

    `whole` is False when a mark is lost; `alone` tells that it fills the runs of prose it stands in, marks aside.
    """

    start: int
    stop: int
    whole: bool
    alone: bool = False


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark has not come yet, with the quotations found inside it meanwhile.

    `stop` is the end of the run that opens it.
    """

    start: int
    stop: int
    runs: int = 0
    inner: list[Quotation] = field(default_factory=list)


def find_quotations(text: str, runs: Sequence[Run]) -> list[Quotation]:
    """The quotations in runs of prose that follow each other, outer ones only, in order of the text.

    One that opens a run or follows a colon may close in a later run, when no other is left open between. A closing mark
    without an opening one ends a quotation that begins with its run, when speech follows it; an opening mark behind a
    colon that nothing closes opens the rest of its sentence, any other is left alone.
    """
    out: list[Quotation] = []
    pending: _Open | None = None
    for run in runs:
        found, lost, opened = _scan(text, run)
        if pending is not None and (opened or pending.runs >= MOST_RUNS or run[1] - pending.start > LONGEST):
            out += _given_up(text, pending)
            pending = None
        if pending is not None and lost is not None:
            out += [Quotation(pending.start, lost, whole=True), *(one for one in found if one.start > lost)]
            pending = None
        elif pending is not None:
            pending.runs += 1
            pending.inner += found
        elif opened and _may_run_on(text, run, opened[0]):
            pending = _Open(opened[0] + 1, run[1], 0, _one_mark_for_two(text, run, opened[0], found))
        else:
            out += _one_mark_for_two(text, run, opened[0], found) if opened else found
            if lost is not None and SPEECH_AFTER.match(text, lost + 1, run[1]):
                floor = max((one.stop + 1 for one in found if one.stop < lost), default=run[0])
                out.append(Quotation(_first_letter(text, floor, lost), lost, whole=False))
    out += _given_up(text, pending) if pending is not None else []
    return sorted((_placed(text, runs, one) for one in out), key=lambda one: one.start)


def _scan(text: str, run: Run) -> tuple[list[Quotation], int | None, list[int]]:
    """The closed quotations of a run, its first closing mark without an opening one, and the marks left open."""
    found: list[Quotation] = []
    inner: list[Quotation] = []
    opened: list[int] = []
    lost: int | None = None
    for mark in MARK.finditer(text, *run):
        at, letter = mark.start(), mark[0]
        if opened and letter in CLOSING[text[opened[-1]]]:
            begun = opened.pop()
            (inner if opened else found).append(Quotation(begun + 1, at, whole=True))
        elif letter in CLOSING and text[at + 1 : at + 2].isalnum() | (letter != "“"):
            opened.append(at)
        elif letter == "»" and opened and text[opened[0]] == "«":
            found.append(Quotation(opened[0] + 1, at, whole=True))
            opened = []
        elif letter == "»" and lost is None:
            lost = at
    found += [one for one in inner if opened and one.start > opened[0]]
    return [*found, *_straight(text, run, found)], lost, opened


def _straight(text: str, run: Run, found: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations between straight marks that lie in no other."""
    for match in STRAIGHT.finditer(text, *run):
        if not any(one.start <= match.start() <= one.stop for one in found):
            yield Quotation(match.start(1), match.end(1), whole=True)


def _given_up(text: str, pending: _Open) -> list[Quotation]:
    """What a quotation leaves that nothing closes: behind a colon the rest of its sentence, else what is inside it."""
    end = SENTENCE_END.search(text, pending.start, pending.stop)
    stop = end.start() if end else pending.stop
    if not text[max(0, pending.start - 4) : pending.start - 1].rstrip().endswith(":") or any(
        one.start < stop for one in pending.inner
    ):
        return pending.inner
    return [Quotation(pending.start, stop, whole=False), *pending.inner]


def _may_run_on(text: str, run: Run, mark: int) -> bool:
    """Whether an opening mark begins its run or follows a colon or a conjunction's comma, as speech does."""
    before = text[run[0] : mark].rstrip(" —–-")
    return not before or before.endswith(":")


def _one_mark_for_two(text: str, run: Run, mark: int, found: list[Quotation]) -> list[Quotation]:
    """Quotations where one closing mark stands for two (сказал: «Это «ошибка».): the outer one ends with the inner."""
    inside = [one for one in found if one.start > mark]
    if inside and END_AFTER.match(text, inside[-1].stop + 1, run[1]) and _may_run_on(text, run, mark):
        return [*(one for one in found if one.stop < mark), Quotation(mark + 1, inside[-1].stop, whole=True)]
    return found


def _placed(text: str, runs: Sequence[Run], one: Quotation) -> Quotation:
    """The quotation with the knowledge whether it fills its runs."""
    first = next((run for run in runs if run[0] < one.start <= run[1]), None)
    last = next((run for run in runs if run[0] <= one.stop <= run[1]), None)
    if first is None or last is None or not one.whole:
        return one
    before, after = text[first[0] : one.start - 1], text[one.stop + 1 : last[1]]
    return Quotation(one.start, one.stop, one.whole, alone=not WORD.search(before) and not WORD.search(after))


def _first_letter(text: str, start: int, stop: int) -> int:
    """Where the words begin, blanks and marks passed over."""
    while start < stop and not text[start].isalnum():
        start += 1
    return start


def words_in(text: str, quotation: Quotation) -> int:
    """How many words a quotation has."""
    return len(WORD.findall(text, quotation.start, quotation.stop))
