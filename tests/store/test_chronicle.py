from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accounts import account

from letopis.errors import NothingFound, UsageError
from letopis.identity import record_id
from letopis.model import Account, Debris, Event, Evidence, Kind, Party, Span
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told

MEETING = "Зетландия встретила гостей страны Онтария 2019-05-03 у моря."
REPROACH = "Зетландия обвинила соседнюю страну Онтария в захвате острова Малый."
ANSWER = "Страна Лимбург сказала: «Мы никогда не отдадим наши далёкие острова никому»."
TRADE = "Лимбург продал 300 тонн зерна, из них морем ушло 120 тонн."


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    with Chronicle.open(tmp_path / "c.letopis", create=True) as opened:
        yield opened


def fill(chronicle: Chronicle, **texts: str) -> None:
    for name, text in texts.items():
        assert chronicle.add(account(name, text))


def test_a_record_comes_back_as_it_went_in(chronicle: Chronicle) -> None:
    role = "Его министр Шульц подписал договор о дружбе."
    went = account("a.txt", "\n".join((MEETING, REPROACH, ANSWER, TRADE, role)))
    chronicle.add(went)
    came = [told.record for told in chronicle.records()]
    assert sorted(map(repr, came)) == sorted(map(repr, went.records))


def test_told_reaches_the_fields_of_its_record(chronicle: Chronicle) -> None:
    fill(chronicle, a=MEETING)
    (event,) = chronicle.events()
    assert isinstance(event, Told)
    assert (event.type, event.mode, event.kind) == ("CONSULT", "visit", Kind.EVENT)
    assert event.quote == MEETING == chronicle.text("a")[event.start : event.stop]
    assert event.evidence.span.start == event.start == 0
    assert event.when.edtf == "2019-05-03"
    with pytest.raises(AttributeError):
        _ = event.nonsense


def test_a_second_add_adds_nothing(chronicle: Chronicle) -> None:
    one = account("a", MEETING)
    assert chronicle.add(one)
    assert chronicle.has("a", one.source.sha256)
    assert not chronicle.add(one)
    assert chronicle.info().sources == 1


def test_several_are_added_in_one_go_all_or_none(chronicle: Chronicle) -> None:
    some = [account("a", MEETING), account("b", REPROACH), account("a", MEETING)]
    assert chronicle.add_all(some) == 2
    assert chronicle.add_all(some) == chronicle.add_all([]) == 0
    wrong = Debris(Evidence(Span("00", 5, 5000), "toy"), "caption")
    with pytest.raises(ValueError, match="outside"):
        chronicle.add_all([account("c", TRADE), replace(account("d", TRADE), records=(wrong,))])
    assert [source.name for source in chronicle.sources()] == ["a", "b"]


def test_new_content_under_a_name_replaces_the_old(chronicle: Chronicle) -> None:
    fill(chronicle, a=MEETING)
    fill(chronicle, a=REPROACH)
    assert [event.type for event in chronicle.events()] == ["ACCUSE"]
    assert not chronicle.has("a", account("a", MEETING).source.sha256)


def test_an_older_text_is_kept_as_a_version_with_what_changed(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{MEETING} {TRADE} Да.", b=ANSWER)
    fill(chronicle, a=f"{MEETING.upper()} {REPROACH} Да.")
    fill(chronicle, a=f"{REPROACH} {REPROACH}")
    told = [(one.number, [c.quote for c in one.came], [w.quote for w in one.went]) for one in chronicle.versions("a")]
    assert told == [(1, [], []), (2, [REPROACH], [TRADE]), (3, [REPROACH], [MEETING.upper(), "Да."])]
    assert chronicle.text("a", 1) == f"{MEETING} {TRADE} Да."
    for one, before in zip(chronicle.versions("a")[1:], (1, 2), strict=True):
        assert all(chronicle.text("a", before)[w.start : w.stop] == w.quote for w in one.went)
    assert {event.type for event in chronicle.events()} == {"ACCUSE"}
    assert list(chronicle.verify()) == []
    assert [(name, len(versions)) for name, versions in chronicle.info().changed] == [("a", 3)]
    assert [one.number for one in chronicle.versions("b")] == [1]
    chronicle.forget("a")
    assert chronicle.info().changed == ()
    with pytest.raises(NothingFound):
        chronicle.versions("a")


def test_a_new_text_from_the_same_address_is_a_version(chronicle: Chronicle) -> None:
    def found(name: str, text: str) -> Account:
        one = account(name, text)
        return replace(one, source=replace(one.source, address="https://example.org/1"))

    given = [found("old.html", MEETING), found("new.html", REPROACH), found("again.html", REPROACH)]
    assert chronicle.add_all(given) == 3
    assert [one.name for one in chronicle.sources()] == ["again.html", "new.html"]
    assert [(one.came_as, len(one.came)) for one in chronicle.versions("new.html")] == [
        ("old.html", 0),
        ("new.html", 1),
    ]
    assert chronicle.add_all(given) == 0
    chronicle.add(found("late.html", TRADE))
    assert [one.came_as for one in chronicle.versions("late.html")] == [
        "old.html",
        "new.html",
        "again.html",
        "late.html",
    ]


def test_events_by_actor_date_and_issue(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{MEETING}\n{REPROACH}", b="Лимбург отвергла план, который начертала Зетландия в 2021 году.")

    def types(**conditions: Any) -> list[str]:
        return [event.type for event in chronicle.events(**conditions)]

    assert types(actor="ZET") == types(actor="zetland") == types(actor="ЗЕТЛАНДИЯ") == ["CONSULT", "ACCUSE", "REJECT"]
    assert types(actor="limburgia") == ["REJECT"]
    assert types(actor="Nowhere") == []
    assert types(between=("ONT", "ZET")) == ["CONSULT", "ACCUSE"]
    assert types(between=("ZET", "ZET")) == []
    assert types(since="2019") == ["CONSULT", "REJECT"]
    assert types(until="2019") == types(since="2019-05-03", until="2019-05") == ["CONSULT"]
    assert types(issue="islands") == ["ACCUSE"]
    with pytest.raises(UsageError):
        types(since="2020", until="2019")


def test_an_unknown_kind_is_misuse(chronicle: Chronicle) -> None:
    for ask in (chronicle.records, chronicle.export):
        with pytest.raises(UsageError, match="weather"):
            ask("weather")


def test_export_keeps_the_contract(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{REPROACH}\n{TRADE}")
    lines = [json.loads(json.dumps(line)) for line in chronicle.export()]
    (event,) = [line for line in lines if line["kind"] == "event"]
    common = ["kind", "id", "reading", "source", "start", "stop", "quote", "rule", "confidence"]
    assert list(event)[:14] == [*common, "trigger", "type", "mode", "contexts", "codebook"]
    rest = list(event)[14:]
    assert rest == ["actors", "recipients", "when", "not_after", "place", "realis", "reported", "issue", "score"]
    assert event["trigger"] == [{"start": 10, "stop": 18}]
    assert list(event["actors"][0]) == ["id", "label", "label_ru", "code", "class", "role", "start", "stop"]
    assert event["id"].startswith("ev-")
    assert event["reading"].startswith("r-")
    source = lines[0]
    assert (source["kind"], source["source"], source["characters"]) == ("source", "a", len(f"{REPROACH}\n{TRADE}"))
    assert "start" not in source


def test_a_part_points_at_its_whole(chronicle: Chronicle) -> None:
    fill(chronicle, a=TRADE, b=TRADE)
    lines = list(chronicle.export(Kind.FIGURE))
    assert [line["value"] for line in lines] == [300, 120, 300, 120]
    assert lines[1]["part_of"] == lines[3]["part_of"] == lines[0]["id"] == lines[2]["id"]
    assert chronicle.figures()[3].part_of == lines[0]["id"]


def test_inferred_is_said_only_when_so(chronicle: Chronicle) -> None:
    given = account("a", MEETING)
    event = next(record for record in given.records if isinstance(record, Event))
    guessed = Party("ac-1", None, None, "LIM", role="minister", inferred=True)
    others = tuple(record for record in given.records if record is not event)
    chronicle.add(replace(given, records=(*others, replace(event, recipients=(guessed,)))))
    (line,) = chronicle.export("event")
    assert line["recipients"][0]["inferred"] is True
    assert "inferred" not in line["actors"][0]
    assert chronicle.events()[0].recipients == (guessed,)


def test_find_gives_all_tellings_by_any_id(chronicle: Chronicle) -> None:
    fill(chronicle, a=REPROACH, b=REPROACH, c=f"Это было давно.\n{REPROACH}")
    tellings = chronicle.find(chronicle.events()[0].id)
    assert [told.source for told in tellings] == ["a", "b", "c"]
    assert len({told.id for told in tellings}) == 1
    for told in tellings:
        assert chronicle.find(record_id(told.record)) == chronicle.find(told.reading) == tellings
        assert chronicle.cite(told.reading).quote == told.quote
    assert list(chronicle.records(ids=[tellings[0].id])) == tellings
    for ask in (chronicle.find, chronicle.cite):
        with pytest.raises(NothingFound):
            ask("ev-0000")


def test_a_copy_is_found_by_its_id(chronicle: Chronicle) -> None:
    fill(chronicle, a=REPROACH, b=REPROACH)
    (line,) = chronicle.export("copy")
    assert chronicle.find(line["id"])[0].quote == chronicle.cite(line["reading"]).quote == REPROACH
    assert [told.id for told in chronicle.records("copy")] == [line["id"]]


def test_search_finds_by_lemmas(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{MEETING}\n{ANSWER}", b="Премьер-министр молчал у берега.")
    assert [found.quote for found in chronicle.search("далекие острова")] == [ANSWER]
    assert [found.source for found in chronicle.search(["премьер-министр"])] == ["b"]
    assert chronicle.search('", OR *') == []
    with pytest.raises(UsageError):
        chronicle.search(" ")
    chronicle.forget("b")
    assert chronicle.search(["премьер-министр"]) == []


def test_info_counts(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{REPROACH}\nТут ничего нет.", b=REPROACH)
    chronicle.add(account("c", "hello", unread="no language pack reads it"))
    info = chronicle.info()
    assert (info.sources, info.sentences, info.silent) == (3, 4, 2)
    assert (info.records["event"], info.readings["event"], info.records["copy"]) == (1, 2, 1)
    assert info.unread == (("c", "no language pack reads it"),)


def test_sources_are_told_without_their_texts(chronicle: Chronicle) -> None:
    chronicle.add(account("a", "Кто там?", "2021-01-02"))
    (source,) = chronicle.sources()
    assert (source.name, source.published, source.characters, source.problems) == ("a", "2021-01-02", 8, ("odd",))
    with pytest.raises(NothingFound):
        chronicle.text("b")


def test_forget_takes_everything_out(chronicle: Chronicle) -> None:
    fill(chronicle, a=f"{MEETING}\n{TRADE}")
    chronicle.forget("a")
    tables = [row[0] for row in chronicle._rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = {table: chronicle._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608
    empty = {table: count for table, count in kept.items() if table != "meta" and not table.startswith("unit_fts")}
    assert not any(empty.values()), empty
    with pytest.raises(NothingFound):
        chronicle.forget("a")


def test_verify_finds_what_does_not_hold(chronicle: Chronicle) -> None:
    fill(chronicle, a=REPROACH, b=MEETING)
    assert list(chronicle.verify()) == []
    assert list(chronicle.verify({"a": REPROACH, "b": MEETING}.get)) == []
    (changed,) = chronicle.verify({"a": REPROACH + "!"}.get)
    assert (changed.source, changed.reason) == ("a", "the file has changed since it was read")
    chronicle._db.execute("UPDATE source_text SET text = replace(text, 'обвинила', 'ОБВИНИЛА')")
    problems = list(chronicle.verify())
    assert {problem.source for problem in problems} == {"a"}
    assert any(problem.reading is None for problem in problems)
    assert any(problem.reading for problem in problems)


def test_a_record_outside_its_text_is_refused_whole(chronicle: Chronicle) -> None:
    given = account("a", MEETING)
    wrong = Debris(Evidence(Span(given.source.sha256, 5, 5000), "toy"), "caption")
    with pytest.raises(ValueError, match="outside"):
        chronicle.add(replace(given, records=(*given.records, wrong)))
    assert chronicle.sources() == []
    assert chronicle.add(given)


def test_people_can_look_at_every_view(chronicle: Chronicle) -> None:
    fill(chronicle, a="\n".join((MEETING, ANSWER, TRADE, "Министр Ли, министр Ро: договор о мире.")), b=MEETING)
    for view, least in {"events": 2, "statements": 1, "figures": 2, "agreements": 1, "names": 4, "roles": 1}.items():
        assert len(chronicle._rows(f"SELECT * FROM {view}")) >= least, view  # noqa: S608
    for view in ("times", "passages", "debris", "cuts", "copies"):
        chronicle._rows(f"SELECT * FROM {view}")  # noqa: S608
    assert chronicle._rows('SELECT actors, recipients, "when" FROM events')[0] == ("Zetland", "Ontaria", "2019-05-03")


def test_strange_text_is_kept(chronicle: Chronicle) -> None:
    for name, text in {"nul": "a\0b", "empty": "", "wide": "😀" * 3, "crlf": "x\r\ny"}.items():
        chronicle.add(account(name, text))
        assert chronicle.text(name) == text
    assert list(chronicle.verify()) == []


def test_an_empty_chronicle_answers(chronicle: Chronicle) -> None:
    assert not any((list(chronicle.records()), list(chronicle.export()), chronicle.sources()))
    assert chronicle.info().records == {"copy": 0}


def test_an_account_may_be_empty(chronicle: Chronicle) -> None:
    source = account("a", "abc").source
    assert chronicle.add(Account(source, (), (), 0))
    assert [line["kind"] for line in chronicle.export()] == ["source"]
