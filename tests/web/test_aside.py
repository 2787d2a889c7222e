"""What is worked out aside, files to take along, and whether a build goes on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("fastapi")

from accounts import account
from fastapi.testclient import TestClient

from letopis.errors import NothingFound
from letopis.store.chronicle import Chronicle
from letopis.web.app import make_app
from letopis.web.doors import Door
from letopis.web.progress import progress_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "c.letopis"
    with Chronicle.open(path, create=True) as chronicle:
        chronicle.begin_build()
        chronicle.add(account("a.txt", "Зетландия встретила Лимбург 1955-03-01."))
    return path


def test_what_takes_long_goes_on_aside_and_is_kept_until_the_chronicle_changes(path: Path) -> None:
    door, go, asked = Door(path), threading.Event(), []

    def make(chronicle: Chronicle) -> int:
        go.wait(10)
        asked.append(1)
        return chronicle.info().sources

    assert door.aside("n", make, patience=0.01) is None
    assert door.aside("n", make, patience=0.01) is None
    go.set()
    assert door.aside("n", make, patience=10) == 1
    assert door.aside("n", make, patience=10) == 1
    assert len(asked) == 1
    with Chronicle.open(path) as chronicle:
        chronicle.add(account("b.txt", "Онтария отвергла Лимбург 1957-01-01."))
    go.clear()
    assert door.aside("n", make, patience=0.01) == 1  # what was there before, meanwhile
    go.set()
    assert door.aside("n", make, patience=10) == 2
    door.close()


def test_what_is_wrong_is_told_to_who_waits(path: Path) -> None:
    door = Door(path)

    def fail(chronicle: Chronicle) -> int:
        raise NothingFound(str(chronicle.path))

    for _ in range(2):
        with pytest.raises(NothingFound):
            door.aside("x", fail, patience=10)
    door.close()


def test_a_build_that_goes_on_is_told(path: Path) -> None:
    door = Door(path)
    found = progress_of(door)
    assert found is not None
    assert found.sources == 1
    assert progress_of(door, datetime.now(UTC) + timedelta(minutes=5)) is None
    door.close()
    with TestClient(make_app(path)) as client:
        assert "<progress" in client.get("/").text


def test_tables_and_pictures_are_taken_along(path: Path) -> None:
    with TestClient(make_app(path)) as client:
        for page in ("/issue/none", "/agreements", "/figures", "/attitudes", "/contradictions", "/stories", "/network"):
            answer = client.get(page, params={"format": "csv"})
            assert answer.headers["content-type"].startswith("text/csv"), page
            assert "attachment" in answer.headers["content-disposition"]
        picture = client.get("/timeline", params={"format": "svg"})
        assert picture.headers["content-type"] == "image/svg+xml"
        assert ElementTree.fromstring(picture.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
        assert "var(" not in picture.text
