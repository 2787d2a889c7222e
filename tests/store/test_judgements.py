"""Judgements: appended, signed, undoable, surviving a rebuild."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accounts import account

from letopis.errors import NothingFound, UsageError
from letopis.store.chronicle import Chronicle

MEETING = "Зетландия встретила Онтария 1956-10-19."
OTHER = "Лимбург отвергла Зетландия 1957-01-02."


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    with Chronicle.open(tmp_path / "c.letopis", create=True) as made:
        made.add(account("a.txt", MEETING))
        made.add(account("b.txt", OTHER))
        yield made


def labels(chronicle: Chronicle) -> list[str | None]:
    return [party.label for one in chronicle.events() for party in (*one.actors, *one.recipients)]


def test_two_actors_become_one_and_two_again(chronicle: Chronicle) -> None:
    before = [one.record for one in chronicle.events()]
    number = chronicle.merge_actors("Zetland", "Ontaria", by="Ида", why="одна страна")
    assert "Zetland" not in labels(chronicle)
    assert len(chronicle.events(actor="Ontaria")) == 2
    assert chronicle.events(actor="Zetland") == []
    (judged,) = chronicle.judgements()
    assert (judged.by, judged.why, judged.act, judged.holds) == ("Ида", "одна страна", "merge", True)
    chronicle.undo(number, by="Ида")
    assert [one.record for one in chronicle.events()] == before
    assert len(chronicle.events(actor="Zetland")) == 2
    assert [one.holds for one in chronicle.judgements()] == [False, True]


def test_a_judgement_survives_what_is_added_and_read_again(chronicle: Chronicle) -> None:
    chronicle.merge_actors("Zetland", "Ontaria", by="Ида")
    chronicle.add(account("c.txt", "Зетландия обвинила Лимбург 1958."))
    assert len(chronicle.events(actor="Ontaria")) == 3
    chronicle.forget("a.txt")
    chronicle.add(account("a.txt", MEETING))
    assert "Zetland" not in labels(chronicle)


def test_chains_and_undoing_in_any_order(chronicle: Chronicle) -> None:
    before = [one.record for one in chronicle.events()]
    first = chronicle.merge_actors("Zetland", "Ontaria", by="Ида")
    second = chronicle.merge_actors("Ontaria", "Limburgia", by="Ида")
    assert set(labels(chronicle)) == {"Limburgia"}
    chronicle.undo(first, by="Яна")
    assert "Zetland" in labels(chronicle)
    chronicle.undo(second, by="Яна")
    assert [one.record for one in chronicle.events()] == before


def test_an_actor_is_renamed_split_or_forgotten(chronicle: Chronicle) -> None:
    chronicle.rename_actor("Zetland", "New Zetland", name_ru="Новая Зетландия", by="Ида")
    assert len(chronicle.events(actor="Новая Зетландия")) == 2
    chronicle.split_actor("New Zetland", source="b.txt", name="Old Zetland", by="Ида")
    assert [one.source for one in chronicle.events(actor="Old Zetland")] == ["b.txt"]
    assert [one.source for one in chronicle.events(actor="New Zetland")] == ["a.txt"]
    chronicle.forget_actor("Old Zetland", by="Ида")
    assert chronicle.events(actor="Old Zetland") == []
    assert len(chronicle.events()) == 2


def test_a_rejected_record_is_told_nowhere_until_it_is_undone(chronicle: Chronicle) -> None:
    event = chronicle.events()[0]
    number = chronicle.judge_record(event.id, "reject", by="Ида")
    assert event.id not in [one.id for one in chronicle.events()]
    chronicle.forget("a.txt")
    chronicle.add(account("a.txt", MEETING))
    assert event.id not in [one.id for one in chronicle.events()]
    chronicle.undo(number, by="Ида")
    assert event.id in [one.id for one in chronicle.events()]


def test_an_event_is_edited(chronicle: Chronicle) -> None:
    event = chronicle.events()[0]
    when = {"edtf": "1956-10", "first": "1956-10-01", "last": "1956-10-31"}
    number = chronicle.judge_record(event.id, "edit", by="Ида", realis="planned", when=when)
    (edited,) = [one for one in chronicle.events() if one.reading == event.reading]
    assert (edited.realis, edited.when.edtf, edited.when.last) == ("planned", "1956-10", "1956-10-31")
    chronicle.undo(number, by="Ида")
    (back,) = [one for one in chronicle.events() if one.reading == event.reading]
    assert back.record == event.record


def test_what_means_nothing_is_refused_and_nothing_is_written(chronicle: Chronicle) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: chronicle.merge_actors("Zetland", "Zetland", by="Ида"),
        lambda: chronicle.merge_actors("Zetland", "Ontaria", by=" "),
        lambda: chronicle.judge_record(chronicle.events()[0].id, "praise", by="Ида"),
        lambda: chronicle.judge_record(chronicle.events()[0].id, "edit", by="Ида", quote="x"),
    )
    for call in calls:
        with pytest.raises(UsageError):
            call()
    absent: tuple[Callable[[], object], ...] = (
        lambda: chronicle.merge_actors("Nobody", "Ontaria", by="Ида"),
        lambda: chronicle.undo(7, by="Ида"),
        lambda: chronicle.judge_record("ev-0", "reject", by="Ида"),
        lambda: chronicle.split_actor("Ontaria", source="b.txt", name="X", by="Ида"),
    )
    for missing in absent:
        with pytest.raises(NothingFound):
            missing()
    assert chronicle.judgements() == []


def test_a_judgement_is_never_changed_or_taken_out(chronicle: Chronicle) -> None:
    chronicle.merge_actors("Zetland", "Ontaria", by="Ида")
    for sql in ("UPDATE judgement SET by = 'x'", "DELETE FROM judgement"):
        with pytest.raises(sqlite3.IntegrityError):
            chronicle._db.execute(sql)


def test_citations_still_verify(chronicle: Chronicle) -> None:
    chronicle.merge_actors("Zetland", "Ontaria", by="Ида")
    chronicle.judge_record(chronicle.events()[0].id, "edit", by="Ида", type="REJECT")
    assert list(chronicle.verify()) == []
