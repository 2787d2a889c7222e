"""What a terminal is given: nothing that steers it, lines that fit, marks under their words."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.faces.terminal import clean, columns, shorten, to_json, underline, wrap

STEERING = ["\x1b[31m", "\r", "\x00", "\x7f", "\x9b", "\u202e", "\u2028", "\ud800", "\u200f"]


def steers(text: str) -> bool:
    """Whether a text holds what a terminal would obey or cannot print."""
    return any(
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE")
        for char in text
    )


@pytest.mark.parametrize("text", STEERING)
def test_nothing_that_steers_a_terminal_is_printed(text: str) -> None:
    assert not steers(clean(f"а{text}б"))
    assert not steers(to_json({"quote": f"а{text}б"}))


@given(st.text(st.characters()))
def test_cleaning_keeps_every_place(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert not steers(clean(text))


@given(st.text(st.characters()))
def test_json_gives_the_text_back(text: str) -> None:
    assert json.loads(to_json(text)) == text
    assert not steers(to_json(text))


def test_readable_letters_stay_readable_in_json() -> None:
    assert to_json({"quote": "Ёлка — «日本»"}) == '{"quote": "Ёлка — «日本»"}'


def test_a_long_text_is_cut_at_a_blank() -> None:
    assert shorten("один два три", 20) == "один два три"
    assert shorten("один два три", 10) == "один два…"
    assert shorten("одиндватри", 5) == "один…"


def test_lines_are_wrapped_and_indented() -> None:
    assert wrap("раз два три", 8, "  ") == ["  раз", "  два", "  три"]
    assert wrap("", 8, "  ") == [""]


def test_marks_stand_under_their_words() -> None:
    assert list(underline("Он подписал договор", [(0, 11, "^"), (3, 11, "=")], 40, "  ")) == [
        "  Он подписал договор",
        "  ^^^========",
    ]


def test_marks_follow_the_width_of_letters() -> None:
    accent, wide = "за\u0301мок взят", "日本 взят"
    assert list(underline(accent, [(7, 11, "^")], 40))[1] == "      ^^^^"
    assert list(underline(wide, [(3, 7, "^")], 40))[1] == "     ^^^^"


@given(st.text(st.sampled_from("аб \n\t日\u0301\x1b"), max_size=60), st.data())
def test_every_line_fits_and_every_letter_is_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    lines = list(underline(text, [(start, stop, "^")], 10))
    assert all(columns(line) <= 10 for line in lines)
    printed = "".join(line for line in lines if set(line) - {"^", " "})
    assert printed.replace(" ", "") == clean(text).replace(" ", "")
