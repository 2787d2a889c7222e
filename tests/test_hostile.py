"""Texts that are made to hurt: they are read to their end or cut off, and either is said."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letopis import building
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


def test_a_text_that_takes_too_long_is_cut_off_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> Account:
        time.sleep(10)
        raise AssertionError

    (tmp_path / "a.txt").write_text("Текст.", encoding="utf-8")
    monkeypatch.setattr(building, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(building, "load_tools", lambda: None)
    monkeypatch.setattr(building, "read_source", slow)
    built = building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1)
    assert built.unread[0][1].startswith("cut off: it was not read within")
    assert building.build([str(tmp_path / "a.txt")], tmp_path / "c", jobs=1).known  # it is not tried for ever
