"""Digests of the example heap, in every form."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from letopis.asking import Asker
from letopis.errors import NothingFound
from letopis.faces.digests import digest_data, digest_docx, digest_html, digest_lines, digest_markdown

pytestmark = pytest.mark.models


def test_every_sentence_is_cited_and_none_stands_twice(example: Asker) -> None:
    found = example.digest("мост через Ворьему", words=150)
    assert 3 <= len(found.lines) <= 15
    assert sum(len(line.text.split()) for line in found.lines) <= 170
    for line in found.lines:
        cited = line.citation
        assert example.chronicle.text(cited.source)[cited.start : cited.stop] == cited.quote
    assert len({line.text for line in found.lines}) == len(found.lines)
    assert [line.citation.first for line in found.dated] == sorted(line.citation.first or "" for line in found.dated)


def test_a_period_narrows_a_digest(example: Asker) -> None:
    found = example.digest("мост", since="2018-09")
    assert found.dated
    assert all((line.citation.first or "") >= "2018-09" for line in found.dated)


def test_nothing_is_invented_for_an_unknown_topic(example: Asker) -> None:
    with pytest.raises(NothingFound):
        example.digest("виноделие Чили")


def test_all_forms_hold_all_sentences(example: Asker) -> None:
    found = example.digest("траулер", words=120)
    plain = " ".join(" ".join(digest_lines(found)).split())
    page, marked = digest_html(found), digest_markdown(found)
    for number, line in enumerate(found.lines, start=1):
        assert line.text in plain
        assert f'id="n{number}"' in page
        assert f"[^{number}]: " in marked
    assert len(digest_data(found)["lines"]) == len(found.lines)


def test_a_document_has_real_footnotes(example: Asker) -> None:
    docx = pytest.importorskip("docx")
    found = example.digest("траулер", words=120)
    data = digest_docx(found)
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)
    assert all(line.text in text for line in found.lines)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    assert notes.count("<w:footnote ") == len(found.lines) + 2
    assert found.lines[0].citation.source in notes
