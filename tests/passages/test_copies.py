from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.model import Event, Evidence, Name, Party, Span, When
from letopis.passages.copies import Place, extent, fingerprint, fold, move, rank

PLAIN = "Зетландия ещё раз обвинила Онтарию в захвате острова."


def place(quote: str, start: int = 0, sha256: str = "aa", published: str | None = None, name: str = "n") -> Place:
    return Place(sha256, published, name, start, quote)


@pytest.mark.parametrize(
    "copy",
    [
        "ЗЕТЛАНДИЯ еще раз обвинила  Онтарию в захвате острова",
        "— Зетландия ещё раз\nобвинила «Онтарию» в захвате острова!",
        "Зетландия еще раз обвинила Онта\u00adрию в захва\u0301те острова.",
    ],
)
def test_case_spaces_and_marks_are_nothing(copy: str) -> None:
    assert fingerprint(copy) == fingerprint(PLAIN) is not None


@pytest.mark.parametrize(
    "other",
    [
        "Зетландия ещё раз обвинила Онтарию в захвате островов.",
        "Зетландия ещё раз обвинила Онтарию в захвате острова?",
        "Зетландия ещё раз не обвинила Онтарию в захвате острова.",
    ],
)
def test_other_letters_are_another_sentence(other: str) -> None:
    assert fingerprint(other) != fingerprint(PLAIN)


def test_a_fraction_is_not_its_digits() -> None:
    text = "Вывоз зерна из Лимбурга вырос на {} процента за год"
    assert fingerprint(text.format("1,5")) == fingerprint(text.format("1.5")) != fingerprint(text.format("15"))


@pytest.mark.parametrize("short", ["", "Об этом сообщает источник", "Да нет же, это оно и есть", "…" * 90])
def test_short_sentences_are_no_copies(short: str) -> None:
    assert fingerprint(short) is None or len(fold(short)) >= 25


def test_three_words_are_too_few() -> None:
    assert fingerprint("Превысокомногорассмотрительствующий председательствующий прибыл") is None


def test_a_letter_of_two_characters_is_one() -> None:
    assert fold("Йод, чайка") == fold("И\u0306од, чаи\u0306ка") == "йодчайка"


def test_the_earliest_place_is_read() -> None:
    places = [place("x", name="c"), place("x", published="2021"), place("x", published="2020", sha256="bb")]
    assert sorted(places, key=rank) == places[::-1]
    assert min([place("x", 5), place("x", 3, name="z"), place("x", 3, name="a")], key=rank).name == "a"


# --- moving -----------------------------------------------------------------------------------------------------------


def event(quote: str, start: int, sha256: str) -> Event:
    def span(word: str) -> tuple[int, int]:
        at = start + quote.index(word)
        return at, at + len(word)

    parties = [Party(f"ac-{word}", word, word, None, None, None, *span(word)) for word in ("Зетландия", "Онтарию")]
    nobody = Party("ac-0", None, None, "LIM")
    return Event(
        Evidence(Span(sha256, start, start + len(quote)), "toy#sentence"),
        (Span(sha256, *span("обвинила")), Span(sha256, *span("захвате"))),
        *("ACCUSE", None, ("military",), (parties[0],), (parties[1], nobody), When("2020"), None, None, "actual"),
        *(False, None, -3.0),
    )


@pytest.mark.parametrize(
    "copy",
    [
        PLAIN,
        "ЗЕТЛАНДИЯ  ещё раз обвинила: «Онтарию» в захвате острова",
        "— Зетландия еще раз об\u00adвинила [12] Онтарию в захвате острова.",
    ],
)
def test_a_moved_record_points_at_the_same_words(copy: str) -> None:
    here, there = place(PLAIN, 7), place(copy, 100, "bb")
    moved = move(event(PLAIN, 7, "aa"), here, there)
    assert isinstance(moved, Event)
    text = " " * 100 + copy
    words = [text[part.start : part.stop] for part in moved.trigger]
    assert [fold(word) for word in words] == ["обвинила", "захвате"]
    assert [fold(text[p.start : p.stop]) for p in (*moved.actors, moved.recipients[0])] == ["зетландия", "онтарию"]
    assert text[moved.evidence.span.start : moved.evidence.span.stop] == copy
    assert {moved.evidence.span.source, moved.trigger[0].source} == {"bb"}
    assert moved.recipients[1].start is None
    assert (moved.type, moved.when) == ("ACCUSE", When("2020"))


def test_marks_at_the_edge_of_a_span_go_with_it() -> None:
    here, there = place("Он сказал: (Нет, никогда!) и  вышел"), place("ОН сказал: (Нет, никогда!) и вышел", 50, "bb")
    name = Name(Evidence(Span("aa", 11, 26), "toy"), "WORK", None, None, None)
    moved = move(name, here, there)
    assert moved is not None
    span = moved.evidence.span
    assert there.quote[span.start - 50 : span.stop - 50] == "(Нет, никогда!)"


def test_what_the_copy_lacks_is_not_moved() -> None:
    here, there = place("Как сообщили 12 — приехал посол"), place("как сообщили — приехал посол", 0, "bb")
    assert move(Name(Evidence(Span("aa", 13, 15), "toy"), "PER", None, None, None), here, there) is None
    assert move(Name(Evidence(Span("aa", 16, 17), "toy"), "PER", None, None, None), here, there) is None


@given(st.text(max_size=40), st.data())
def test_a_move_there_and_back_is_nothing(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote)))
    stop = data.draw(st.integers(start, len(quote)))
    name = Name(Evidence(Span("aa", start, stop), "toy"), "PER", None, None, None)
    here, there = place(quote), place(quote, 9, "bb")
    moved = move(name, here, there)
    assert (moved is None) == (start == stop)
    assert moved is None or (extent(moved) == (start + 9, stop + 9) and move(moved, there, here) == name)
