"""What holds for every text, read with the real tools."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letopis.building import build
from letopis.model import Cut, Debris, Event, Span
from letopis.pipeline import Tools
from letopis.store.chronicle import Chronicle
from rules import read

pytestmark = pytest.mark.models

HEAP = Path(__file__).parent.parent / "examples" / "heap"
#: Bits that texts are made of: prose, debris, glued words, broken quotations, strange characters.
BITS = (
    "Дания и Канада подписали договор о рыболовстве. ", "Премьер-министр Канады осудил решение Осло. ",
    "«Мы готовы к переговорам», — заявил министр иностранных дел Дании. ", "Подписывайтесь на наш канал. ",
    "В мае 1956 года ", "договораПосол Перу", "[править | править код]", "«Оборванная цитата ", "\n", "\r\n", " ",
    "— ", "Токио", "\u200b", "\U0001f600", "́", "12 тысяч тонн", "Переговоры не состоялись. ", "[3]", "»", ")",
)  # fmt: skip


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple | list):
        return [span for item in value for span in _spans(item)]
    fields = getattr(value, "__dataclass_fields__", None)
    return [span for name in fields for span in _spans(getattr(value, name))] if fields else []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bits=st.lists(st.sampled_from(BITS), max_size=25))
def test_every_span_lies_in_its_text(tools: Tools, bits: list[str]) -> None:
    text = "".join(bits)
    for record in read(text, tools):
        for span in _spans(record):
            assert 0 <= span.start <= span.stop <= len(text)
            assert span.start < span.stop or isinstance(record, Cut)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bits=st.lists(st.sampled_from(BITS), max_size=15))
def test_reading_is_a_function_of_the_text(tools: Tools, bits: list[str]) -> None:
    text = "".join(bits)
    assert read(text, tools) == read(text, tools)


def test_debris_and_a_cut_change_no_offset(tools: Tools) -> None:
    """The sentence behind debris and a glued word is cited where it stands."""
    sentence = "Дания осудила решение Канады."
    text = f"Подписывайтесь на наш канал в Телеграме! Ограничения снятыПосол ушёл. {sentence}"
    records = read(text, tools)
    assert any(isinstance(record, Debris) for record in records)
    (event,) = (r for r in records if isinstance(r, Event) and r.type == "ACCUSE")
    assert text[event.evidence.span.start : event.evidence.span.stop] == sentence.rstrip(".")


def _export(path: Path) -> list[dict[str, Any]]:
    with Chronicle.open(path) as chronicle:
        return list(chronicle.export())


@pytest.mark.usefixtures("real_reader")
def test_the_order_of_sources_is_nothing_and_a_second_build_adds_nothing(tmp_path: Path) -> None:
    paths = sorted(str(path) for path in HEAP.glob("*.txt"))
    build(paths, tmp_path / "one.letopis")
    shuffled = list(paths)
    random.Random(7).shuffle(shuffled)
    build(shuffled, tmp_path / "two.letopis")
    one = _export(tmp_path / "one.letopis")
    assert sorted(map(str, one)) == sorted(map(str, _export(tmp_path / "two.letopis")))
    again = build(paths, tmp_path / "one.letopis")
    assert (again.read, len(again.known)) == ((), len(paths))
    assert _export(tmp_path / "one.letopis") == one
    with Chronicle.open(tmp_path / "one.letopis") as chronicle:
        assert not list(chronicle.verify())
    assert {"event", "statement", "agreement", "figure", "copy", "debris", "cut"} <= {line["kind"] for line in one}
