"""Every format that is read, made by a real writer; and what is hostile or broken, told by name and reason."""

from __future__ import annotations

import gzip
import io
import json
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.files import ADDRESS, BODY, FILES, PAGE, TITLE
from letopis.errors import InputError
from letopis.intake import bounds
from letopis.intake.fetching import is_private
from letopis.intake.formats import kind_of
from letopis.intake.made import day
from letopis.intake.sources import Files, read_sources
from letopis.model import Source


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(*paths: str) -> list[tuple[str, str]]:
    found = read_sources(paths)
    return [(one.name, one.text if isinstance(one, Source) else f"ERROR {one.reason}") for one in found]


@pytest.mark.parametrize(("name", "write", "inside", "tells"), FILES, ids=[row[0] for row in FILES])
def test_every_format_gives_its_text(
    name: str, write: Callable[[Path], None], inside: tuple[str, ...], tells: bool
) -> None:
    write(Path(name))
    found = list(read_sources([name]))
    sources = [one for one in found if isinstance(one, Source)]
    assert [one.name for one in found] == [name + rest for rest in inside]
    assert len(sources) == len(found)
    first = sources[0]
    words = " ".join(first.text.split())
    for line in BODY.splitlines():
        assert line in words
    for noise in ("alert", "Реклама", "Спорт"):
        assert noise not in first.text
    if tells:
        assert (first.title, first.published) == (TITLE, "2018-03-05")
    files = Files()
    assert all(files(one.name) == one.text for one in sources)


def test_a_page_tells_where_it_stood() -> None:
    Path("a.html").write_text(PAGE, encoding="utf-8")
    (source,) = read_sources(["a.html"])
    assert isinstance(source, Source)
    assert (source.publisher, source.author, source.address) == ("Вестник", "Ирма Лунд", ADDRESS)
    assert source.text.startswith(TITLE)


def test_columns_can_be_named_and_rows_that_fail_are_told() -> None:
    rows = [{"words": BODY, "when": "5.3.2018"}, {"words": None}, {"words": ""}, {"words": BODY}]
    Path("a.jsonl").write_text("\n".join([*map(json.dumps, rows), "{broken", "[1]"]), encoding="utf-8")
    assert read("a.jsonl")[0][1].startswith("ERROR none of its columns is a text (words, when)")
    found = list(read_sources(["a.jsonl"], columns={"text": "words", "published": "when"}))
    assert [one.name for one in found] == [f"a.jsonl#{number}" for number in range(1, 7)]
    assert [isinstance(one, Source) for one in found] == [True, False, False, True, False, False]
    assert found[0].published == "2018-03-05"  # type: ignore[union-attr]


def bomb(_: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros.txt", b"0" * 300_000_000)
    return out.getvalue()


def nest(data: bytes, depth: int) -> bytes:
    for number in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr(f"{number}.zip", data)
        data = out.getvalue()
    return data


def zipped(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, text)
    return out.getvalue()


BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
)
HOSTILE = {
    "bomb.zip": (bomb, "refused as a bomb"),
    "bomb.gz": (lambda _: gzip.compress(b"0" * 300_000_000), "refused as a bomb"),
    "nested.zip": (lambda _: nest(zipped("a.txt", BODY), 5), "lies in more than 3 archives"),
    "cut.zip": (lambda _: zipped("a.txt", BODY * 50)[:200], "broken"),
    "cut.gz": (lambda _: gzip.compress(BODY.encode() * 50)[:60], "broken or cut off"),
    "cut.pdf": (lambda _: b"%PDF-1.4\n1 0 obj\n<<", "is a broken PDF"),
    "cut.docx": (lambda _: zipped("word/document.xml", "<w"), "is a broken Word document"),
    "cut.epub": (lambda _: zipped("META-INF/container.xml", "<x"), "is a broken EPUB"),
    "cut.warc": (lambda _: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n", "cut off"),
    "cut.parquet": (lambda _: b"PAR1\x00\x00", "is a broken Parquet file"),
    "entities.rss": (lambda _: BOMB_XML.encode(), "declares entities"),
    "empty.rss": (lambda _: b"<rss version='2.0'><channel/></rss>", "a feed without items"),
    "empty.html": (lambda _: b"<!doctype html><html><script>x</script></html>", "HTML without text"),
    "empty.json": (lambda _: b"{", "is no JSON"),
    "empty.csv": (lambda _: b"a,b\n1,2\n", "none of its columns is a text"),
    "empty.eml": (lambda _: b"\n\n", "no headers"),
    "empty.zip": (lambda _: zipped(".x", ""), "an archive without files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_files_are_told_and_the_rest_goes_on(name: str) -> None:
    make, words = HOSTILE[name]
    Path("heap").mkdir()
    Path("heap", name).write_bytes(make(Path()))
    Path("heap", "zz.txt").write_text(BODY, encoding="utf-8")
    tracemalloc.start()
    found = read("heap")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000_000
    assert found[-1] == ("heap/zz.txt", BODY)
    assert len(found) == 2
    assert found[0][0].startswith(f"heap/{name}")
    assert words in found[0][1]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "..\\..\\x.txt", "a/../../b.txt"])
def test_a_member_never_leads_out_of_its_archive(name: str) -> None:
    Path("a.zip").write_bytes(zipped(name, BODY))
    ((found, text),) = read("a.zip")
    assert text == BODY
    assert ".." not in found
    assert found.startswith("a.zip!/")
    assert sorted(path.name for path in Path().iterdir()) == ["a.zip"]


def test_an_archive_of_many_files_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_MEMBERS", 3)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(6):
            made.writestr(f"{number}.txt", BODY)
    Path("a.zip").write_bytes(out.getvalue())
    found = read("a.zip")
    assert sum(text == BODY for _, text in found) == 3
    assert "holds more than 3 files" in found[3][1]


# --- addresses --------------------------------------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        code, headers, body = {
            "/feed": (200, {}, f"<rss><channel><item><title>{TITLE}</title></item></channel></rss>".encode()),
            "/broken": (503, {}, b"down"),
            "/away": (302, {"Location": "http://10.0.0.1/feed"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
        }[self.path]
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_address_of_a_feed_is_read(site: str) -> None:
    assert read(f"{site}/feed") == [(f"{site}/feed#1", TITLE)]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/broken", "answered with an error: 503"), ("/away", "lies in a private network"), ("/file", "is not allowed"),
     ("/loop", "redirect")],
)  # fmt: skip
def test_an_address_that_does_not_answer_is_told(site: str, path: str, words: str) -> None:
    ((name, text),) = read(f"{site}{path}")
    assert name == f"{site}{path}"
    assert text.startswith("ERROR ")
    assert words in text.lower() or words in text


def test_private_addresses_are_known() -> None:
    for address in ("http://10.1.2.3/", "http://192.168.0.1:80/", "http://[::1]/", "http://169.254.169.254/"):
        assert is_private(address)
    assert not is_private("http://8.8.8.8/")


# --- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2018-03-05", "2018-03-05"), ("2018-03-05T23:59:59Z", "2018-03-05"), ("20180305", "2018-03-05"),
     ("5.3.2018", "2018-03-05"), ("Mon, 05 Mar 2018 10:00:00 +0300", "2018-03-05"), ("2018", None), ("", None),
     (None, None), ("2018-02-31", None), ("вчера", None), (20180305, "2018-03-05"), ("03/05/2018", None)],
)  # fmt: skip
def test_a_date_is_read_or_left_unknown(value: object, expected: str | None) -> None:
    assert day(value) == expected


@given(st.binary(max_size=400), st.sampled_from([row[0] for row in FILES]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_any_bytes_under_any_name_give_texts_or_reasons(data: bytes, name: str) -> None:
    Path(name).write_bytes(data)
    for one in read_sources([name]):
        assert isinstance(one, Source | InputError)


def test_the_kind_is_told_by_the_bytes_first() -> None:
    reader = io.BufferedReader(io.BytesIO(b"%PDF-1.7"))
    assert kind_of("a.txt", reader) == "pdf"
