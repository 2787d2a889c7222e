"""Quotations in a stretch: between marks, and where a mark is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENING = "«„“"
CLOSING = {"«": "»", "„": "“”", "“": "”"}
WORD = re.compile(r"[А-ЯЁа-яёA-Za-z]+")
#: After a closing mark, what shows that the quotation was speech: », — сказал
SPEECH_AFTER = re.compile(r"[,.!?…]?\s*[,.]?\s*[—–-]\s*[а-яё]")
STRAIGHT = re.compile(r'"([^"\n]{1,4000})"')


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted part: offsets of what stands between the marks; `whole` is False when a mark is lost."""

    start: int
    stop: int
    whole: bool


def find_quotations(text: str, start: int, stop: int) -> list[Quotation]:
    """The quotations in ``text[start:stop]``, outer ones only, in order of the text.

    A closing mark without an opening one ends a quotation that begins with the stretch, when speech follows it; an
    opening mark without a closing one is left alone.
    """
    out: list[Quotation] = []
    opened: list[int] = []
    for at in range(start, stop):
        letter = text[at]
        if letter in "«„":
            opened.append(at)
        elif letter in "»“”" and opened:
            begun = opened.pop()
            if not opened:
                out.append(Quotation(begun + 1, at, whole=True))
        elif letter == "»" and not opened and SPEECH_AFTER.match(text, at + 1, stop):
            floor = out[-1].stop + 1 if out else start
            out.append(Quotation(_first_letter(text, floor, at), at, whole=False))
    taken = [(quotation.start, quotation.stop) for quotation in out]
    out += [
        Quotation(found.start(1), found.end(1), whole=True)
        for found in STRAIGHT.finditer(text, start, stop)
        if not any(a <= found.start() <= b for a, b in taken)
    ]
    return sorted(out, key=lambda quotation: quotation.start)


def _first_letter(text: str, start: int, stop: int) -> int:
    """Where the words begin, blanks and marks passed over."""
    while start < stop and not text[start].isalnum():
        start += 1
    return start


def words_in(text: str, quotation: Quotation) -> int:
    """How many words a quotation has."""
    return len(WORD.findall(text, quotation.start, quotation.stop))
