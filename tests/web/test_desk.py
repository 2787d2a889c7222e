"""The pages of the desk and the interface for programs, on the example heap."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

from attacks import attack
from fastapi.testclient import TestClient

from letopis.asking import Asker
from letopis.store.chronicle import Chronicle
from letopis.web.app import make_app
from letopis.web.dates import by_day, written
from letopis.web.speech import load_words

pytestmark = pytest.mark.models

PAGES = ("/", "/timeline", "/timeline?all=1", "/timeline?between=NOR&between=RUS", "/dyads", "/dyad/NOR/RUS", "/actors",
         "/actor/Norway", "/issues", "/agreements", "/figures", "/attitudes", "/attitudes?by=year",
         "/contradictions", "/stories", "/network",
         "/corrections", "/places", "/map", "/map?view=world", "/map?actor=NOR&since=2000", "/sources", "/search",
         "/search?q=мост", "/ask", "/ask?q=Did+Greece+leave+the+declaration%3F")  # fmt: skip


@pytest.fixture(scope="module")
def client(example: Asker) -> Iterator[TestClient]:
    with TestClient(make_app(example.chronicle.path)) as made:
        made.app.state.door._pack = example.pack  # type: ignore[attr-defined]
        yield made


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_answers_in_both_languages(client: TestClient, path: str, language: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert len(answer.content) < 300_000
    assert "<h1" in answer.text
    assert "javascript:" not in answer.text


def test_every_link_of_the_home_page_leads_somewhere(client: TestClient) -> None:
    while 'class="waiting"' in (home := client.get("/").text):
        continue
    links = set(re.findall(r'href="(/[^"#]*)', home))
    assert len(links) > 20
    for link in sorted(links)[:60]:
        if not link.startswith("/static/vendor"):
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_source_is_shown_whole_with_its_records(client: TestClient, example: Asker) -> None:
    for source in example.chronicle.sources():
        page = client.get(f"/source/{source.name}").text
        prose = re.search(r'<div class="prose">(.*?)</div>', page, re.DOTALL)
        assert prose
        plain = re.sub(r'<span class="cut".*?</span>|<a class="twin".*?</a>', "", prose[1])
        shown = unescape(re.sub(r"<[^>]*>", "", plain))
        assert example.chronicle.text(source.name).startswith(shown)
        assert "data-ids" in page


def test_strict_headers_stand_on_every_answer(client: TestClient) -> None:
    for path in ("/", "/api/v1/info", "/nothing", "/static/desk.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_another_name_is_not_answered(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_the_interface_answers_like_the_command_line(client: TestClient, example: Asker) -> None:
    info = client.get("/api/v1/info").json()
    assert info["sources"] == 5
    first = client.get("/api/v1/timeline?limit=3").json()
    rest = client.get(f"/api/v1/timeline?limit=3&cursor={first['next']}").json()
    assert len(first["entries"]) == len(rest["entries"]) == 3
    assert not {one["id"] for one in first["entries"]} & {one["id"] for one in rest["entries"]}
    entry = first["entries"][0]
    record = client.get(f"/api/v1/record/{entry['id']}").json()
    assert entry["quote"] in str(record)
    (line, *_) = client.get("/api/v1/records/event?actor=Norway").json()["records"]
    cited = client.get(f"/api/v1/cite/{line['reading']}").json()
    assert example.chronicle.text(cited["source"])[cited["start"] : cited["stop"]] == cited["quote"]


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    answer = client.get("/api/v1/info")
    again = client.get("/api/v1/info", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "code"),
    [("/api/v1/record/ev-0", 404), ("/api/v1/records/rumour", 400), ("/api/v1/timeline?since=x", 422),
     ("/api/v1/none", 404), ("/api/v1/timeline?actor=Zzz", 404), ("/api/v1/timeline?cursor=abc", 400),
     ("/api/v1/index?between=NOR&between=NOR", 400), ("/api/v1/timeline?between=NOR", 400),
     ("/api/v1/search?q=-", 400), ("/api/v1/timeline?limit=0", 422)],
)  # fmt: skip
def test_errors_have_one_shape(client: TestClient, path: str, code: int) -> None:
    answer = client.get(path)
    assert answer.status_code == code
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message"}


@pytest.mark.parametrize("path", ["/record/ev-0", "/actor/Zzz", "/timeline?since=x", "/source/none", "/dyad/NOR/NOR"])
def test_pages_tell_errors_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert 'role="alert"' in answer.text


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, example: Asker) -> Iterator[TestClient]:
    """A chronicle whose every text field holds an attack."""
    path = tmp_path_factory.mktemp("attacked") / "c.letopis"
    attack(example.chronicle.path, path)
    with TestClient(make_app(path), raise_server_exceptions=False) as made:
        made.app.state.door._pack = example.pack  # type: ignore[attr-defined]
        yield made


@pytest.mark.parametrize(
    "path", [*PAGES, "/source/severny-vestnik.txt", "/timeline?actor=%3Cscript%3E", "/search?q=%22%3E%3Cimg"]
)
def test_what_sources_say_never_becomes_markup(attacked: TestClient, path: str) -> None:
    text = attacked.get(path).text
    for markup in (
        "<script>document",
        "<img src=x",
        "<svg onload",
        'onerror=document.title="owned">',
        "<a hx-on",
        "x' hx-get='",
    ):
        assert markup not in text
    assert 'href="javascript:' not in text


def test_dates_are_written_as_people_write_them() -> None:
    assert written("2010-11-02", "ru") == "2 ноября 2010"
    assert written("1934-07", "ru") == "июль 1934"
    assert written("1936/1938-07", "ru") == "1936 — июль 1938"
    assert written("2005~", "en") == "about 2005"
    assert written("193X", "en") == "1930s"
    assert written("2018-21", "ru") == "весна 2018"
    assert written("1956/..", "en") == "since 1956"
    assert written(None, "ru") == "без даты"
    assert written("XXXX-05", "ru") == "май"
    assert by_day("2022-03-05", "ru") == "не позднее 5 марта 2022"
    for strange in ("", "x", "2018-99", "2018-13-40", "/", "[1,2]", "XXXX-XX-XX"):
        assert isinstance(written(strange, "ru"), str)


def test_both_languages_have_all_words() -> None:
    words = load_words()
    assert set(words["ru"]) == set(words["en"])


def test_the_description_is_whole(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/timeline", "/api/v1/ask", "/api/v1/search", "/api/v1/cite/{reading}"} <= set(schema["paths"])
    assert all("summary" in way for ways in schema["paths"].values() for way in ways.values())


def test_a_chronicle_that_grows_is_read_anew(tmp_path: Path) -> None:
    from accounts import account

    with Chronicle.open(tmp_path / "c.letopis", create=True) as chronicle:
        chronicle.add(account("a.txt", "Зетландия встретила Лимбург 1955-03-01."))
        with TestClient(make_app(tmp_path / "c.letopis")) as client:
            assert client.get("/api/v1/info").json()["sources"] == 1
            chronicle.add(account("b.txt", "Онтария отвергла Лимбург 1957-01-01."))
            assert client.get("/api/v1/info").json()["sources"] == 2
            assert "b.txt" in client.get("/sources").text


def test_letters_without_a_name_are_no_words(client: TestClient) -> None:
    assert client.get("/api/v1/ask", params={"q": "Что сказал \U0004c3a5\U000d2f11 Лавров\u0378?"}).status_code == 200
    assert client.get("/api/v1/search", params={"q": "мост \U00097c57"}).status_code == 200


def test_a_chronicle_that_broke_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "c.letopis"
    with Chronicle.open(path, create=True):
        pass
    with TestClient(make_app(path), raise_server_exceptions=False) as client:
        with sqlite3.connect(path) as db:
            db.execute("DROP TABLE source")
        db.close()
        answer = client.get("/sources")
        assert answer.status_code in (500, 503)
        assert 'role="alert"' in answer.text
