"""Bytes become text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.errors import InputError
from letopis.intake import decoding
from letopis.intake.decoding import checked
from letopis.intake.decoding import decode as decoded


def decode(name: str, data: bytes) -> str:
    """A text file's text as it comes in."""
    return checked(name, decoded(name, data))


TEXT = "Посол прибыл.\r\nОн остался.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1251"),
        TEXT.encode("koi8-r"),
        TEXT.encode("cp866"),
    ],
    ids=["plain", "UTF-8 mark", "UTF-16 little", "UTF-16 big", "windows-1251", "KOI8-R", "CP866"],
)
def test_known_encodings_give_the_text_with_its_newlines(data: bytes) -> None:
    assert decode("a", data) == TEXT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (codecs.BOM_UTF16_LE, "is empty"),
        (" \r\n\t\u00a0".encode(), "nothing but blanks"),
        ("\u200b\ufeff \n".encode(), "nothing but blanks"),
        ("naïve café".encode("latin-1"), "not UTF-8: byte 0xEF at offset 2"),
        ("Мир".encode() + b"\xff", "not UTF-8: byte 0xFF at offset 6"),
        (codecs.BOM_UTF8 + b"ab\xff", "not UTF-8: byte 0xFF at offset 5"),
        (codecs.BOM_UTF16_LE + b"\x1f\x04\x00", "not UTF-16: byte 0x00 at offset 4"),
        ("Мир\0".encode(), "NUL byte at offset 6"),
        (codecs.BOM_UTF16_LE + "Мир\0".encode("utf-16-le"), "NUL character at 3"),
        ("Мир".encode("utf-16-le"), "control characters"),
        (codecs.BOM_UTF32_LE + "Мир".encode("utf-32-le"), "UTF-32"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"SQLite format 3\x00", "a database"),
        (b"\x01\x02\x03abc", "3 of 6 characters are control characters"),
    ],
)
def test_other_bytes_are_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        decode("heap/a.txt", data)
    assert caught.value.name == "heap/a.txt"


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    text = "Посол прибыл. " * 10 + "\x1f"
    assert decode("a", text.encode()) == text


def test_a_line_that_is_too_long_is_named_with_its_length() -> None:
    long = "а" * (decoding.LONGEST_LINE + 1)
    assert decode("a", long[:-1].encode()) == long[:-1]
    with pytest.raises(InputError, match="line 3 has 1,000,001 characters, more than the 1,000,000"):
        decode("a", f"Раз\r\nДва\n{long}\n".encode())


def test_a_long_text_of_short_lines_is_read() -> None:
    text = "Посол прибыл вчера.\n" * 100_000
    assert decode("a", text.encode()) == text


def test_a_text_that_is_too_large_is_refused_with_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="has 12 bytes, more than the 10"):
        decode("a", "Посол.".encode()[:11] + b".")


@given(st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
def test_what_is_text_comes_back_as_it_was(text: str) -> None:
    if not text.startswith(("\ufeff", "GIF8", "{\\rtf")):
        assert decode("a", text.encode()) == text
