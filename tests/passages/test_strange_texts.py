"""Texts that nobody wrote for a reader: all of them are read to their end, and nothing of them is lost.

No test here measures time; one that does not end within minutes is stopped.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from letopis.faces.layers import layers_lines
from letopis.language.lexicon import load_patterns
from letopis.model import Account, Evidence, Passage, Source, Span, Unit
from letopis.passages.copies import fingerprint
from letopis.passages.cuts import find_cuts, load_cut_rules
from letopis.passages.debris import find_debris
from letopis.passages.near import likeness, shingles
from letopis.passages.stretches import blank_out, find_passages, find_stretches
from letopis.pipeline import Tools, read_source
from letopis.store.chronicle import Chronicle

SENTENCE = "Россия обвинила Японию в захвате острова Итуруп в прошлом году."
#: A piece, and how often it stands in a text of some size.
STRANGE = {
    "identical lines": f"{SENTENCE}\n",
    "identical sentences": f"{SENTENCE} ",
    "one word": "слово ",
    "no blanks": "Россия",
    "open brackets": "([{«",
    "closed brackets": "»}])",
    "bracket pairs": "[] ()",
    "reference marks": "Россия [1] ",
    "quotation marks": '"',
    "quoted letters": "«а» ",
    "combining marks": "\u0301",
    "letters with marks": "о\u0301\u0306",
    "marks of no width": "а\u200b\u200d\u2060",
    "full stops": ". ",
    "dots": ".",
    "blanks": " ",
    "strange blanks": "\u2003\u00a0",
    "line ends": "\r\n",
    "initials": "А. ",
    "addresses": "http://a.b/",
    "mail": "a@b.",
    "glued words": "словоСлово",
    "glued sentences": "слово.Слово",
    "captions": "Фото: ",
    "links": "Читайте также: ",
    "dates": "12 января 2020 ",
    "bullets": "• | — ",
    "digits": "1",
}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Far more time than any of these texts needs."""

    def give_up(*_: object) -> None:
        raise TimeoutError("not done within two minutes")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def source_of(text: str) -> Source:
    return Source("a", text, sha256(text.encode()).hexdigest())


def plain_account(lines: list[str]) -> Account:
    """A source in which every line is a passage of one sentence that says nothing."""
    source = source_of("\n".join(lines))
    places = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", source.text)]
    units = tuple(Unit(start, stop, fingerprint(source.text[start:stop])) for start, stop in places)
    passages = tuple(Passage(Evidence(Span(source.sha256, *place), "toy#line")) for place in places)
    return Account(source, units, passages, len(units))


@pytest.mark.parametrize("piece", STRANGE.values(), ids=STRANGE)
def test_strange_texts_are_laid_out_and_nothing_is_lost(piece: str) -> None:
    source = source_of(piece * (60_000 // len(piece)))
    rules = load_patterns("ru/debris.toml")
    debris = find_debris(source, rules)
    cuts = find_cuts(source, debris, load_cut_rules("ru/cuts.toml"), rules)
    runs = find_passages(source, find_stretches(source, debris, cuts))
    assert len(blank_out(source.text, debris)) == len(source.text)
    kept = [False] * len(source.text)
    for span in (*(one.evidence.span for one in debris), *(one.evidence.span for one in runs)):
        kept[span.start : span.stop] = [True] * (span.stop - span.start)
    assert not any(letter.isalpha() and not here for letter, here in zip(source.text, kept, strict=True))


@pytest.mark.models
@pytest.mark.parametrize("piece", STRANGE.values(), ids=STRANGE)
def test_strange_texts_are_read_and_kept(piece: str, tools: Tools, tmp_path: Path) -> None:
    text = f"{SENTENCE}\n{piece * (3_000 // len(piece))}\n{SENTENCE}"
    with Chronicle.open(tmp_path / "c", create=True) as chronicle:
        chronicle.add(read_source(source_of(text), tools))
        assert chronicle.text("a") == text
        assert list(chronicle.verify()) == []
        assert chronicle.info().readings["copy"] >= 1 or chronicle.info().unread
        assert list(layers_lines("a", chronicle))


@pytest.mark.parametrize("lines", [10_000 * [SENTENCE], [f"{SENTENCE[:-1]}, пункт {n}." for n in range(3_000)]])
def test_ten_thousand_lines_of_one_form_are_kept(lines: list[str], tmp_path: Path) -> None:
    with Chronicle.open(tmp_path / "c", create=True) as chronicle:
        chronicle.add(plain_account(lines))
        assert chronicle.info().readings["passage"] == chronicle.info().sentences == len(lines)
        assert list(chronicle.verify()) == []
        chronicle.forget("a")
        assert chronicle.info().sentences == 0


@pytest.mark.parametrize("word", ["слово", "а", "слово-слово"])
def test_a_sentence_of_twenty_thousand_words_is_compared(word: str) -> None:
    long = " ".join([word] * 20_000)
    assert likeness(long, f"{long} раз") is not None
    assert likeness(f"{long} раз", f"два {long}") is None
    assert likeness(long, " ".join(["другое"] * 20_000)) is None
    assert all(shingles([long, f"{long} раз"]))
