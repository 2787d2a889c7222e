"""Texts that are made to hurt: they are read to their end or cut off, and either is said."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letopis import building
from letopis.errors import InputError
from letopis.intake import limits, sources
from letopis.intake.bounds import Item
from letopis.model import Account, Source
from letopis.pipeline import Tools, read_source

#: How many texts are tried.
INPUTS = int(os.environ.get("LETOPIS_INPUTS", "150"))
#: Letters and marks that readers look for, and some that nobody expects.
PIECES = st.sampled_from(
    ["Россия ", "Япония", "обвинила ", "«", "»", "(", ")", "[", "]", ". ", "\n", "\u202e", "\u200b", "\u0301", "1956",
     " года", "Рoссия ", "И. ", "— ", "заявил, ", "что ", "не ", "\ud7ff", "\U0010ffff", "ﷺ", "\u2028",
     "млн ", "%", "12.10.", "http://a.b"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


def source_of(text: str) -> Source:
    return Source("a", text, sha256(text.encode()).hexdigest())


@pytest.mark.models
@settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS.filter(str.strip))
def test_any_text_is_read(text: str, tools: Tools) -> None:
    account = read_source(source_of(text), tools)
    places = [record.evidence.span for record in account.records]
    assert all(0 <= span.start <= span.stop <= len(text) for span in places)


def hungry(*_: object) -> Account:
    return bytearray(2 * 1024**3)  # type: ignore[return-value]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux counts a process's data")
def test_a_text_that_takes_too_much_memory_is_cut_off_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Текст.", encoding="utf-8")
    monkeypatch.setattr(limits, "MOST_MEMORY", 512 * 1024**2)
    monkeypatch.setattr(building, "load_tools", lambda: None)
    monkeypatch.setattr(building, "read_source", hungry)
    built = building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1)
    assert built.unread[0][1].startswith("cut off: it needs more than")
    assert building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1).known
    assert bytearray(2 * 1024**3)  # the bound is gone again


def test_a_file_that_is_taken_in_for_ever_is_cut_off_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(item: Item) -> Iterator[Source]:
        yield source_of("Текст.")
        if item.name.endswith("a.txt"):
            time.sleep(10)

    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Текст.", encoding="utf-8")
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(sources, "read_item", slow)
    first, cut, second = sources.read_sources([str(tmp_path)])
    assert isinstance(first, Source)
    assert isinstance(cut, InputError)
    assert cut.reason.startswith("cut off: it was not read within")
    assert isinstance(second, Source)


#: Each once broke a reader or a name.
FOUND = {
    "2.json": b"2",
    "null.json": b"null",
    "word.json": b'"x"',
    "name.jsonl": '{"text": "Посол прибыл.", "id": "\\ud83d"}'.encode(),
    "column.json": b'[{"\\ud83d": 1}]',
    "name.tar": b"",
    "seek.epub": b"",
    "unnamed.zip": b"",
    "a.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
}


def tarred(name: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT, encoding="latin-1") as made:
        info = tarfile.TarInfo(name.decode("latin-1"))
        info.size = 2
        made.addfile(info, io.BytesIO(b"\0\0"))
    return out.getvalue()


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "x")
    return out.getvalue()


def moved_zip() -> bytes:
    """A ZIP whose members lie before its beginning."""
    whole = zipped("META-INF/container.xml")
    return whole[:2] + b"\3\4" + whole[30:]


@pytest.mark.parametrize("name", FOUND)
def test_what_once_broke_a_reader_is_told(name: str, tmp_path: Path) -> None:
    made = {"name.tar": tarred(b"\xf0.txt"), "seek.epub": moved_zip(), "unnamed.zip": zipped("a").replace(b"a", b"\0")}
    (tmp_path / name).write_bytes(made.get(name, FOUND[name]))
    (found,) = sources.read_sources([str(tmp_path / name)])
    found.name.encode()
    assert isinstance(found, Source if name == "name.jsonl" else InputError)
    str(getattr(found, "reason", "")).encode()


def test_a_text_that_takes_too_long_is_cut_off_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> Account:
        time.sleep(10)
        raise AssertionError

    (tmp_path / "a.txt").write_text("Текст.", encoding="utf-8")
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(building, "load_tools", lambda: None)
    monkeypatch.setattr(building, "read_source", slow)
    built = building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1)
    assert built.unread[0][1].startswith("cut off: it was not read within")
    assert building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1).known  # it is not tried for ever
