from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from accounts import account
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.errors import NothingFound
from letopis.model import Account, Event
from letopis.store.chronicle import Chronicle

REPROACH = "Зетландия обвинила соседнюю страну Онтария в захвате острова Малый."
LOUD = "ЗЕТЛАНДИЯ обвинила  соседнюю страну «Онтария» в захвате острова Малый!"
HE = "Он отвергла любые переговоры о рыбной ловле, сказала тогда Онтария."
FILLER = "Над далёким морем всю ночь шёл холодный дождь."
LONG = "Лимбург и его соседи долго спорили о границах рыбных промыслов в северных проливах до самой зимы."


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    with Chronicle.open(tmp_path / "c.letopis", create=True) as opened:
        yield opened


def copies(chronicle: Chronicle) -> list[tuple[str, str, str]]:
    return [(line["a"]["source"], line["b"]["source"], line["form"]) for line in chronicle.export("copy")]


def test_a_copy_tells_what_the_read_place_tells(chronicle: Chronicle) -> None:
    chronicle.add(account("late", LOUD, "2022-02-02"))
    chronicle.add(account("early", f"{FILLER} {REPROACH}", "2021-01-01"))
    early, late = chronicle.events()
    assert early.id == late.id
    assert late.quote == LOUD
    assert late.evidence.span.source != early.evidence.span.source
    assert [LOUD[part.start : part.stop] for part in late.trigger] == ["обвинила"]
    assert [LOUD[party.start : party.stop] for party in (*late.actors, *late.recipients)] == ["ЗЕТЛАНДИЯ", "Онтария"]
    assert early.not_after == late.not_after == "2021-01-01"
    assert copies(chronicle) == [("early", "late", "near")]


def test_copies_inside_a_source_are_cited_too(chronicle: Chronicle) -> None:
    chronicle.add(account("a", f"{REPROACH} {FILLER}\n{REPROACH}"))
    first, second = chronicle.events()
    assert first.id == second.id
    assert second.quote == REPROACH
    assert copies(chronicle) == [("a", "a", "exact")]


def test_the_same_text_under_another_name_is_a_copy(chronicle: Chronicle) -> None:
    for name in ("b", "a"):
        chronicle.add(account(name, f"{REPROACH}\n{FILLER}"))
    assert copies(chronicle) == [("a", "b", "exact")] * 2
    assert [event.source for event in chronicle.events()] == ["a", "b"]
    repeated = [line["copy_of"] for line in chronicle.export("passage")]
    assert repeated[:2] == [None, None]
    assert repeated[2:] == [line["id"] for line in chronicle.export("passage")][:2]


def test_a_passage_with_something_new_repeats_none(chronicle: Chronicle) -> None:
    chronicle.add(account("a", f"{REPROACH} {FILLER}", "2020"))
    chronicle.add(account("b", f"{REPROACH} {LONG}", "2021"))
    chronicle.add(account("c", f"{REPROACH} {FILLER}", "2022"))
    whole = [line["id"] for line in chronicle.export("passage")]
    assert [line["copy_of"] for line in chronicle.export("passage")] == [None, None, whole[0]]


def test_who_is_named_before_a_copied_sentence_is_known_but_not_named_at_its_copy(chronicle: Chronicle) -> None:
    chronicle.add(account("b", HE, "2021"))
    chronicle.add(account("a", f"Вечером приехала делегация страны Лимбург. {HE}", "2020"))
    read, copied = chronicle.events()
    assert read.id == copied.id
    for event in (read, copied):
        assert (event.actors[0].code, event.recipients[0].code) == ("ONT", "LIM")
    assert read.recipients[0].start is not None
    assert (copied.recipients[0].start, copied.recipients[0].stop) == (None, None)
    assert HE[copied.actors[0].start : copied.actors[0].stop] == "Онтария"


def test_forgetting_the_read_place_reads_another(chronicle: Chronicle) -> None:
    for number in (1, 2, 3):
        chronicle.add(account(str(number), f"{'Да. ' * number}{REPROACH}", f"202{number}-01-01"))
    before = chronicle.events()
    chronicle.forget("1")
    two, three = chronicle.events()
    assert two.id == three.id
    assert copies(chronicle) == [("2", "3", "exact")]
    assert two.not_after == "2022-01-01"
    assert chronicle.find(before[0].id) == [two, three]


def test_ids_of_joined_records_stay_known(chronicle: Chronicle) -> None:
    tellings = (f"Онтария отвергла {word * 3} остров, который просила Зетландия." for word in "абвгдеж")
    ids: set[str] = set()
    for number, text in enumerate(tellings):
        chronicle.add(account(str(number), text))
        ids |= {event.id for event in chronicle.events()}
    assert len(ids) > 1
    (least,) = {event.id for event in chronicle.events()}
    assert {chronicle.find(old)[0].id for old in ids} == {least}
    assert {new for _, new in chronicle._rows("SELECT old, id FROM alias")} == {least}
    holder = next(event.source for event in chronicle.events() if event.reading[2:] == least[3:])
    chronicle.forget(holder)
    assert {chronicle.find(old)[0].id for old in ids} == {chronicle.events()[0].id}


def test_an_id_of_what_is_no_longer_told_finds_nothing(chronicle: Chronicle) -> None:
    chronicle.add(account("a", REPROACH))
    (event,) = chronicle.events()
    chronicle.forget("a")
    with pytest.raises(NothingFound):
        chronicle.find(event.id)


def test_near_copies_are_paired_and_read_each_for_itself(chronicle: Chronicle) -> None:
    chronicle.add(account("b", f"{LONG[:-1]} и весны.", "2021"))
    chronicle.add(account("a", f"Сообщают, что {LONG[0].lower()}{LONG[1:]}", "2020"))
    chronicle.add(account("c", LONG, "2022"))
    chronicle.add(account("d", LONG.upper(), "2023"))
    assert copies(chronicle) == [("a", "b", "near"), ("a", "c", "contains"), ("c", "d", "near")]
    chronicle.forget("a")
    assert copies(chronicle) == [("b", "c", "contains"), ("c", "d", "near")]
    chronicle.forget("c")
    assert copies(chronicle) == [("b", "d", "contains")]


# --- laws -------------------------------------------------------------------------------------------------------------

SENTENCES = [
    REPROACH,
    LOUD,
    HE,
    FILLER,
    LONG,
    f"Сообщают, что {LONG[0].lower()}{LONG[1:]}",
    "Зетландия встретила гостей страны Онтария 2019-05-03 у моря.",
    "Прибывших из страны Онтария Зетландия встретила 2019-05-03 с почётом.",
    "Лимбург продал 300 тонн зерна, из них морем ушло 120 тонн.",
    "Онтария заявила: «Мы никогда не отдадим наши далёкие острова никому».",
    "Коротко.",
]
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=1, max_size=4)
DATES = st.lists(st.sampled_from([None, "2020-01-01", "2021-01-01"]), min_size=4, max_size=4)


def accounts(texts: list[list[str]], dates: list[str | None]) -> list[Account]:
    pairs = enumerate(zip(texts, dates, strict=False))
    return [account(f"n{at}", (" " if at % 2 else "\n").join(text), date) for at, (text, date) in pairs]


def exported(given: Iterable[Account], forgotten: Iterable[Account] = ()) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder, Chronicle.open(Path(folder) / "c", create=True) as chronicle:
        for one in given:
            assert chronicle.add(one)
            assert not chronicle.add(one)
        for one in forgotten:
            chronicle.forget(one.source.name)
        assert list(chronicle.verify()) == []
        assert_settled(chronicle)
        return list(chronicle.export())


def assert_settled(chronicle: Chronicle) -> None:
    """Every joined record bears the least id of its tellings, and only sentences that are read have near copies."""
    wrong = "SELECT record, min(own) AS least FROM reading WHERE covered = 0 GROUP BY record HAVING least <> record"
    assert chronicle._rows(wrong) == []
    assert chronicle._rows("SELECT id FROM reading WHERE (record IS NULL) <> covered") == []
    assert chronicle._rows("SELECT unit FROM shingle JOIN unit ON unit.id = unit WHERE copy_of IS NOT NULL") == []
    assert chronicle._rows("SELECT old FROM alias JOIN reading ON record = old") == []


@given(TEXTS, DATES)
@settings(max_examples=25, deadline=None)
def test_the_order_of_sources_is_nothing(texts: list[list[str]], dates: list[str | None]) -> None:
    given = accounts(texts, dates)
    first = exported(given)
    for order in list(permutations(given))[1::5]:
        assert exported(order) == first


@given(TEXTS, DATES, st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_forgotten_was_never_there(
    texts: list[list[str]], dates: list[str | None], data: st.DataObject
) -> None:
    given = accounts(texts, dates)
    gone = data.draw(st.lists(st.sampled_from(given), unique_by=id))
    kept = [one for one in given if one not in gone]
    assert exported(data.draw(st.permutations(given)), gone) == exported(kept)


@given(TEXTS, DATES)
@settings(max_examples=25, deadline=None)
def test_every_copy_cites_what_its_first_place_cites(texts: list[list[str]], dates: list[str | None]) -> None:
    given = accounts(texts, dates)
    lines = exported(given)
    told = {(line["source"], line["start"]): line["id"] for line in lines if line["kind"] == "event"}
    own = {one.source.name: {r.evidence.span.start for r in one.records if isinstance(r, Event)} for one in given}
    for copy in (line for line in lines if line["kind"] == "copy" and line["rule"] == "copies#exact"):
        a, b = ((copy[side]["source"], copy[side]["start"]) for side in "ab")
        assert (a in told) == (a[1] in own[a[0]])
        assert told.get(a) == told.get(b)


def test_a_read_place_of_another_date_takes_over(chronicle: Chronicle) -> None:
    late = account("late", REPROACH, "2022-01-01")
    early = replace(late, source=replace(late.source, name="early", published="2020-01-01"))
    chronicle.add(late)
    chronicle.add(early)
    assert copies(chronicle) == [("early", "late", "exact")]
