"""Timelines, records, counts and progress as a reader sees them."""

from __future__ import annotations

import pytest

from letopis.building import Step
from letopis.faces.arguments import place_of, with_chronicle
from letopis.faces.progress import progress_line
from letopis.faces.records import party_words, surroundings
from letopis.faces.terminal import columns
from letopis.faces.timelines import timeline_lines
from letopis.model import Kind, Party, When
from letopis.study.timeline import Entry

LONG = "Зетландия и Лимбург договорились о границе, " * 12


def entry(name: str, when: str | None, **more: object) -> Entry:
    """An entry with one citation."""
    known = {"kind": Kind.EVENT, "not_after": None, "what": "Zetland: meets", "marks": (), "quote": "Зетландия"}
    date = When(when, when, when) if when else None
    return Entry(id=name, when=date, **{**known, "cites": (("a.txt", 0, 9),), **more})  # type: ignore[arg-type]


def test_dates_stand_in_a_column_and_what_is_undated_by_itself() -> None:
    entries = [
        entry("ev-1", "1956-10-19"),
        entry("ev-2", "1957"),
        entry("ev-3", None),
        entry("ev-4", None, not_after="1960"),
    ]
    assert list(timeline_lines(entries)) == [
        "1956-10-19  Zetland: meets",
        "            “Зетландия”",
        "            a.txt:0–9  ev-1",
        "",
        "1957        Zetland: meets",
        "            “Зетландия”",
        "            a.txt:0–9  ev-2",
        "",
        "Undated",
        "-------",
        "",
        "            Zetland: meets",
        "            “Зетландия”",
        "            a.txt:0–9  ev-3",
        "",
        "by 1960     Zetland: meets",
        "            “Зетландия”",
        "            a.txt:0–9  ev-4",
        "",
    ]


def test_marks_and_further_tellings_are_told() -> None:
    cites = tuple((f"{letter}.txt", 0, 9) for letter in "abcde")
    lines = list(timeline_lines([entry("ev-1", "1956", marks=("planned", "reported"), cites=cites)]))
    assert lines[0] == "1956  Zetland: meets [planned] [reported]"
    assert lines[2] == "      a.txt:0–9 (+4 more: b.txt:0–9, c.txt:0–9, d.txt:0–9, …)  ev-1"


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    when = "[1956-10-01..1956-10-31,1957-01-01..1957-12-31]"
    entries = [entry("ev-1", when, what=LONG, quote=LONG), entry("ev-2", "1957", what=LONG, quote=LONG)]
    assert max(map(columns, timeline_lines(entries, width))) <= max(width, len(when))


def test_a_passage_is_the_sentences_around() -> None:
    text = "Первое предложение здесь. Второе стоит перед ним. Зетландия уступила. Третье идёт следом.\nДругой абзац."
    start = text.index("Зетландия")
    a, b = surroundings(text, start, start + 19)
    assert text[a:b] == "Первое предложение здесь. Второе стоит перед ним. Зетландия уступила. Третье идёт следом."


def test_a_passage_of_a_long_line_stays_short() -> None:
    text = LONG * 20
    start = len(text) // 2
    a, b = surroundings(text, start, start + 5)
    assert start - 260 < a <= start
    assert start + 5 <= b < start + 265


@pytest.mark.parametrize("text", ["", "а", "а. Б", "\n\n", "  "])
def test_a_passage_holds_its_place(text: str) -> None:
    for start in range(len(text) + 1):
        a, b = surroundings(text, start, len(text))
        assert 0 <= a <= start <= len(text) <= b <= len(text)


def test_a_party_in_words() -> None:
    assert party_words(Party("ac-1", "Zetland", "Зетландия", "ZET")) == "Zetland (ZET)"
    assert party_words(Party("ac-1", None, None, "ZET", role="minister", inferred=True)) == (
        "unnamed (ZET, minister, inferred)"
    )


def test_progress_tells_rate_and_time_left() -> None:
    assert progress_line(Step(200, 50, "a.txt", 10, None), 300, 10.0) == (
        "letopis: 25%, 300 sentences, 30 a second, 30 s left"
    )
    assert progress_line(Step(0, 50, "-", 10, None), 300, 10.0) == "letopis: 300 sentences, 30 a second"


def test_the_chronicle_may_be_left_out() -> None:
    assert with_chronicle(("ev-1",), "ID") == ("chronicle.letopis", "ev-1")
    assert with_chronicle(("a.letopis", "ev-1"), "ID") == ("a.letopis", "ev-1")


def test_a_place_is_a_path_and_an_offset() -> None:
    assert place_of("c:/a.txt:12") == ("c:/a.txt", 12)


def test_an_empty_timeline_has_no_lines() -> None:
    assert list(timeline_lines([])) == []
