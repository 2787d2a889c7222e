"""Bytes become text: UTF-8, UTF-16 with a byte-order mark, the old Russian encodings; nothing is mended."""

from __future__ import annotations

import codecs

from letopis.errors import InputError

#: A larger file is refused, and so is a longer line: both are data, not prose.
MOST_BYTES = 64 * 1024 * 1024
LONGEST_LINE = 1_000_000
#: A text with more control characters than this, and more than one in so many, is binary.
MOST_CONTROLS = 2
CONTROL_SHARE = 100

#: The encodings that Russian text had before Unicode, and how it is known: most letters of a word are these small ones.
OLD = ("cp1251", "koi8-r", "cp866")
COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
SAMPLE = 20_000
RUSSIAN = 0.8

CONTROLS = "".join(chr(code) for code in (*range(1, 9), *range(14, 32), 127))
#: How files begin that people put beside texts by mistake.
SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "a database"),
    (codecs.BOM_UTF32_LE, "UTF-32 text, which is not read"),
    (codecs.BOM_UTF32_BE, "UTF-32 text, which is not read"),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


def decode(name: str, data: bytes) -> str:
    """The text of a file's bytes: a leading byte-order mark dropped, newlines and everything else as they stand.

    UTF-8 and UTF-16 are known by their bytes; else the old Russian encoding is taken in which the text reads as Russian
    (windows-1251, KOI8-R, CP866). Raises InputError for what is too large, another kind of file, or in no such
    encoding; then the reason names the offset of the first byte that is no UTF-8.
    """
    if len(data) > MOST_BYTES:
        raise too_large(name, len(data))
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise InputError(name, f"is no plain text: {what}")
    return _decode(name, data)


def checked(name: str, text: str) -> str:
    """The text itself. Raises InputError for one that is empty, blank, binary, or has a line that is no prose."""
    _refuse_empty(name, text)
    _refuse_binary(name, text)
    _refuse_long_lines(name, text)
    return text


def too_large(name: str, size: int, most: int | None = None) -> InputError:
    """The error for a text of so many bytes."""
    most = MOST_BYTES if most is None else most
    return InputError(name, f"has {size:,} bytes, more than the {most:,} ({most // 1024**2} MiB) that are read")


def _decode(name: str, data: bytes) -> str:
    mark, encoding, spoken = next((row for row in MARKS if data.startswith(row[0])), (b"", "utf-8", "UTF-8"))
    if spoken == "UTF-8":
        _refuse_nul(name, data.find(b"\0"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if spoken == "UTF-8" and not mark and (text := _old(data)) is not None:
            return text
        offset = len(mark) + error.start
        raise InputError(name, f"is not {spoken}: byte 0x{data[offset]:02X} at offset {offset:,}") from error


def _old(data: bytes) -> str | None:
    """The text in that old Russian encoding in which it reads most like Russian; None when it does in none."""
    best = max(OLD, key=lambda encoding: _like_russian(data[:SAMPLE], encoding))
    if _like_russian(data[:SAMPLE], best) < RUSSIAN:
        return None
    try:
        return data.decode(best)
    except UnicodeDecodeError:
        return None


def _like_russian(sample: bytes, encoding: str) -> float:
    """The share of letter pairs beyond ASCII that are usual in Russian, small letters after small or large ones."""
    text = sample.decode(encoding, "replace")
    pairs = [text[at : at + 2] for at in range(len(text) - 1) if text[at] > "\x7f" and text[at + 1] > "\x7f"]
    return sum(pair[0].isalpha() and pair[1] in COMMON for pair in pairs) / len(pairs) if pairs else 0.0


def _refuse_nul(name: str, offset: int) -> None:
    if offset >= 0:
        raise InputError(name, f"is no plain text: a NUL byte at offset {offset:,}")


def _refuse_empty(name: str, text: str) -> None:
    if not text:
        raise InputError(name, "is empty")
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise InputError(name, "holds nothing but blanks")


def _refuse_binary(name: str, text: str) -> None:
    if "\0" in text:
        raise InputError(name, f"is no plain text: a NUL character at {text.index(chr(0)):,}")
    controls = sum(map(text.count, CONTROLS))
    if controls > MOST_CONTROLS and controls * CONTROL_SHARE > len(text):
        raise InputError(name, f"is no plain text: {controls:,} of {len(text):,} characters are control characters")


def _refuse_long_lines(name: str, text: str) -> None:
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            what = f"line {number:,} has {len(line):,} characters, more than the {LONGEST_LINE:,} that are read"
            raise InputError(name, what)
