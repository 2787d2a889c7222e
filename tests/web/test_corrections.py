"""Corrections on the desk: buttons of cards, forms of actors, the log, undo, and what may not write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

from accounts import account
from fastapi.testclient import TestClient

from letopis.store.chronicle import Chronicle
from letopis.web.app import make_app
from letopis.web.guard import MOST_WRITES

HOME = {"origin": "http://testserver"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "c.letopis"
    with Chronicle.open(path, create=True) as chronicle:
        chronicle.add(account("a.txt", "Зетландия встретила Лимбург 1955-03-01."))
    return path


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(path), headers=HOME) as made:
        yield made


def record_of(client: TestClient) -> str:
    return str(client.get("/api/v1/records/event").json()["records"][0]["id"])


def fields(page: str) -> dict[str, str]:
    found = re.search(r'<form id="judge".*?</form>', page)
    assert found
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', found[0]))


def test_a_button_judges_once_it_is_signed_and_the_log_takes_it_back(client: TestClient) -> None:
    record = record_of(client)
    form = {**fields(client.get("/timeline").text), "verdict": f"reject {record}"}
    asked = client.post("/corrections", data=form)
    assert 'name="by"' in asked.text
    assert "verdict" not in asked.text.partition("<main")[2].partition("</main>")[0]
    assert client.get("/api/v1/judgements").json() == {"judgements": []}
    done = client.post("/corrections", data={**form, "by": "Анна"}, follow_redirects=False)
    assert done.status_code == 303
    assert done.headers["location"].startswith("/corrections?made=1")
    log = client.get(done.headers["location"]).text
    assert "Анна" in log
    assert client.get("/api/v1/timeline").json()["entries"] == []
    again = fields(client.get("/corrections").text)
    assert again["by"] == "Анна"  # the cookie remembers who signs
    client.post("/corrections", data={**again, "verdict": "undo 1"})
    assert [one["holds"] for one in client.get("/api/v1/judgements").json()["judgements"]] == [False, True]
    assert len(client.get("/api/v1/timeline").json()["entries"]) == 1


def test_an_edit_is_told_as_edited(client: TestClient) -> None:
    record = record_of(client)
    form = {**fields(client.get(f"/record/{record}").text), "act": "edit", "subject": record, "realis": "planned"}
    client.post("/corrections", data={**form, "by": "Анна", "why": "so far a plan"})
    assert client.get("/api/v1/timeline").json()["entries"][0]["marks"] == ["planned"]
    wrong = client.post("/corrections", data={**form, "by": "Анна", "realis": "maybe"})
    assert wrong.status_code == 400


def test_the_page_of_an_actor_merges_and_renames(client: TestClient) -> None:
    form = {**fields(client.get("/actors").text), "by": "Анна"}
    client.post("/corrections", data={**form, "act": "rename", "subject": "Zetland", "name": "Zetlandia"})
    said = [one["said"] for one in client.get("/api/v1/judgements").json()["judgements"]]
    client.post("/corrections", data={**form, "act": "merge", "subject": "Limburgia", "into": "Zetlandia"})
    judged = client.get("/api/v1/judgements").json()["judgements"]
    assert said
    assert len(judged) == 2


def test_programs_judge_and_take_back(client: TestClient) -> None:
    record = record_of(client)
    made = client.post("/api/v1/judgements", json={"act": "accept", "subject": record, "by": "Анна"})
    assert (made.status_code, made.json()["number"]) == (201, 1)
    back = client.post("/api/v1/judgements/1/undo", json={"by": "Борис"})
    assert (back.status_code, back.json()["act"]) == (201, "undo")
    assert client.post("/api/v1/judgements/1/undo", json={"by": "Борис"}).status_code == 400
    assert client.post("/api/v1/judgements/9/undo", json={"by": "Борис"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [({}, 422), ({"act": "accept", "subject": "ev-0", "by": "a"}, 404), ({"act": "x", "subject": "y", "by": "a"}, 400),
     ({"act": "accept", "subject": "ev-0", "by": " "}, 400), ({"act": "merge", "subject": "a", "by": "a"}, 400)],
)  # fmt: skip
def test_a_judgement_that_means_nothing_is_refused(client: TestClient, body: dict[str, str], code: int) -> None:
    answer = client.post("/api/v1/judgements", json=body)
    assert answer.status_code == code
    assert set(answer.json()["error"]) == {"code", "message"}


def test_no_other_page_and_no_old_form_writes(client: TestClient) -> None:
    record = record_of(client)
    form = {**fields(client.get("/timeline").text), "verdict": f"reject {record}", "by": "x"}
    for origin in ("http://evil.example", "null"):
        assert client.post("/corrections", data=form, headers={"origin": origin}).status_code == 403
        body = {"act": "reject", "subject": record, "by": "x"}
        assert client.post("/api/v1/judgements", json=body, headers={"origin": origin}).status_code == 403
    assert client.post("/corrections", data={**form, "csrf": "old"}).status_code == 403
    assert client.post("/corrections", content="x" * 30_000).status_code == 415
    long = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/corrections", content="x" * 30_000, headers=long).status_code == 413
    assert client.get("/api/v1/judgements").json() == {"judgements": []}


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_a_form_leads_back_only_within_the_desk(client: TestClient, back: str) -> None:
    form = {**fields(client.get("/").text), "verdict": f"accept {record_of(client)}", "by": "x", "back": back}
    answer = client.post("/corrections", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert "evil" not in answer.headers["location"]
    assert "javascript" not in answer.headers["location"]


def test_beyond_loopback_writing_needs_the_token(path: Path) -> None:
    with TestClient(make_app(path, token="s3cret", hosts=frozenset()), headers=HOME) as client:  # noqa: S106
        record = record_of(client)
        body = {"act": "accept", "subject": record, "by": "x"}
        assert client.post("/api/v1/judgements", json=body).status_code == 401
        bearer = {"authorization": "Bearer s3cret"}
        assert client.post("/api/v1/judgements", json=body, headers=bearer).status_code == 201
        form = {**fields(client.get("/").text), "verdict": f"accept {record}", "by": "x"}
        assert 'name="token"' in client.post("/corrections", data=form).text
        assert client.post("/corrections", data={**form, "token": "other"}).status_code == 401
        assert client.post("/corrections", data={**form, "token": "s3cret"}).status_code == 200
        assert 'name="token"' not in client.post("/corrections", data=form).text  # a cookie keeps it
        assert len(client.get("/api/v1/judgements").json()["judgements"]) == 3


def test_too_many_changes_are_refused(client: TestClient) -> None:
    body = {"act": "reject", "subject": "ev-0", "by": "x"}
    codes = [client.post("/api/v1/judgements", json=body).status_code for _ in range(MOST_WRITES + 1)]
    assert set(codes[:-1]) == {404}
    assert codes[-1] == 429
