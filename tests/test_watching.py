"""Feeds on loopback that fall silent, answer slowly, send garbage, change: what there is comes in, the rest is told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from xml.sax.saxutils import escape

import pytest

from letopis import watching
from letopis.cli import main
from letopis.errors import InputError
from letopis.intake import visiting
from letopis.intake.fetching import Answer, ask
from letopis.intake.subscriptions import list_addresses
from letopis.intake.visiting import Manners, Visitor, retry_after
from letopis.store.chronicle import Chronicle
from letopis.watching import Round, watch

pytestmark = pytest.mark.usefixtures("toy_reader")
SENTENCE = "Зетландия обвинила соседнюю страну Онтария в захвате гавани {} и порта."
QUICK = Manners(pause=0, patience=1, longest=2)
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A server whose pages are functions of the request's headers; it remembers what it was asked, and when."""

    address: str = ""
    pages: dict[str, Callable[[dict[str, str]], Reply]] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    drip: set[str] = field(default_factory=set)

    def feed(self, path: str, *items: str, head: dict[str, str] | None = None) -> str:
        """Serves these texts as a feed, with an ETag; gives its address."""
        data, tag = rss(self.address, items).encode(), f'"{hash(items)}"'

        def answer(headers: dict[str, str]) -> Reply:
            if headers.get("If-None-Match") == tag:
                return 304, {}, b""
            return 200, {"ETag": tag, **(head or {})}, data

        self.pages[path] = answer
        return self.address + path

    def say(self, path: str, status: int, data: bytes = b"", **head: str) -> str:
        self.pages[path] = lambda _: (status, {name.replace("_", "-"): value for name, value in head.items()}, data)
        return self.address + path

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


def rss(site: str, items: tuple[str, ...]) -> str:
    inner = "".join(
        f"<item><guid>{number}</guid><link>{site}/page{number}</link><description>{escape(text)}</description></item>"
        for number, text in enumerate(items)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Вести</title>{inner}</channel></rss>"


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            here.asked.append((time.monotonic(), self.path, headers))
            missing: Callable[[dict[str, str]], Reply] = lambda _: (404, {}, b"")  # noqa: E731
            status, head, data = here.pages.get(self.path, missing)(headers)
            with suppress(OSError):
                self.send_response(status)
                for name, value in head.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in data if self.path in here.drip else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)
                self.wfile.write(b"" if self.path in here.drip else data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    here.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.letopis"


def once(path: Path, *what: str, full: bool = False) -> Round:
    return watch(what, path, once=True, full=full, manners=QUICK)


def texts(path: Path) -> dict[str, str]:
    with Chronicle.open(path) as chronicle:
        assert list(chronicle.verify()) == []
        return {source.name.partition("#")[2]: chronicle.text(source.name) for source in chronicle.sources()}


def hurry(path: Path) -> None:
    """All that waits is due."""
    with Chronicle.open(path) as chronicle:
        chronicle._db.execute("UPDATE watched SET next_at = NULL")


def test_new_items_are_taken_once_and_unchanged_feeds_are_not_sent_again(site: Site, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    assert len(once(path, address).read) == 1
    done = once(path, address)
    assert (done.read, done.unchanged) == ([], 1)
    site.feed("/feed", SENTENCE.format(1), SENTENCE.format(2))
    done = once(path, address)
    assert (len(done.read), done.known, done.unchanged) == (1, 1, 0)
    with Chronicle.open(path) as chronicle:
        assert len(chronicle.events()) == 2


def test_a_changed_item_is_a_version(site: Site, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    once(path, address)
    site.feed("/feed", SENTENCE.format(2))
    once(path, address)
    assert texts(path) == {"0": SENTENCE.format(2)}
    with Chronicle.open(path) as chronicle:
        assert len(chronicle.versions(f"{address}#0")) == 2


def test_an_outage_is_told_waits_longer_each_time_and_ends(site: Site, path: Path) -> None:
    address = site.say("/feed", 500)
    other = site.feed("/other", SENTENCE.format(1))
    waits = []
    for number in range(1, 4):
        done = once(path, address, other)
        assert done.failed == [(address, "answered with an error: 500 Internal Server Error")]
        with Chronicle.open(path) as chronicle:
            (visit,) = chronicle.watched.failing()
            assert chronicle.info().failing == ((address, done.failed[0][1]),)
        assert visit.failures == number
        waits.append(datetime.fromisoformat(visit.next_at or "") - datetime.fromisoformat(visit.asked_at))
        later = once(path, address, other)
        assert (later.later, later.failing) == (1, 1)  # not asked, and yet not silent
        hurry(path)
    assert waits == [timedelta(seconds=watching.EVERY * factor) for factor in (2, 4, 8)]
    site.feed("/feed", SENTENCE.format(2))
    done = once(path, address, other)
    assert (len(done.read), done.failing) == (1, 0)


def test_a_busy_server_is_left_alone_as_long_as_it_asks(site: Site, path: Path) -> None:
    address = site.say("/feed", 503, Retry_After="40000")
    other = site.feed("/other", SENTENCE.format(1))
    visitor = Visitor(QUICK)
    with pytest.raises(visiting.Refused) as refused:
        visitor.ask(address, {})
    assert refused.value.wait == 40_000
    with pytest.raises(InputError, match="left alone"):
        visitor.ask(other, {})
    assert site.paths() == ["/feed"]
    once(path, address)
    with Chronicle.open(path) as chronicle:
        (visit,) = chronicle.watched.failing()
    assert datetime.fromisoformat(visit.next_at or "") - datetime.fromisoformat(visit.asked_at) >= timedelta(hours=11)


def test_a_time_to_come_back_is_read_in_all_forms() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for said, seconds in (("120", 120), ("Sun, 01 Mar 2026 12:01:00 GMT", 60), ("Sun, 01 Mar 2020 12:01:00 GMT", 0),
                          ("soon", 0), ("", 0), ("-5", 0), ("9" * 50, 999_999_999)):  # fmt: skip
        assert retry_after(Answer(503, b"", {"Retry-After": said}), now) == seconds


@pytest.mark.parametrize(
    "garbage",
    [b"", b"\0\xff" * 900, b"<rss><channel>", b"<html><body></body></html>",
     b"<rss><!DOCTYPE a [<!ENTITY b 'c'>]></rss>", b"\x1f\x8b\x08garbage", b"PK\x03\x04garbage", b"%PDF-garbage"],
)  # fmt: skip
def test_garbage_is_told_and_the_rest_goes_on(site: Site, path: Path, garbage: bytes) -> None:
    address, other = site.say("/feed", 200, garbage), site.feed("/other", SENTENCE.format(1))
    done = once(path, address, other)
    assert len(done.read) == 1
    assert [name.partition("!")[0] for name, _ in done.failed] == [address]
    assert done.failing == 1


def test_a_page_with_excuses_is_not_taken_for_the_feed(site: Site, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    once(path, address)
    site.say("/feed", 200, "<html><body><p>Сайт закрыт на обслуживание.</p></body></html>".encode())
    done = once(path, address)
    assert (done.read, done.failed) == ([], [(address, "is html now and was feed")])


def test_an_item_that_fails_costs_only_itself(site: Site, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1), "", SENTENCE.format(3))
    done = once(path, address)
    assert len(done.read) == 2
    assert done.failed == [(f"{address}#1", "is empty")]


def test_a_slow_answer_is_cut_and_keeps_nobody_waiting(site: Site, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    site.drip.add("/feed")
    begun = time.monotonic()
    done = once(path, address)
    assert 1.5 < time.monotonic() - begun < 6
    assert done.failed == [(address, "was not done answering after 2 s")]
    with pytest.raises(InputError, match="timed out"):
        ask(address, patience=0.02)


def test_an_answer_that_breaks_off_is_no_answer(site: Site) -> None:
    with pytest.raises(InputError, match="broke off after 3 of 5 bytes"):
        ask(site.say("/short", 200, b"abc", Content_Length="5"))


def test_robots_txt_is_obeyed_and_asked_once(site: Site, path: Path) -> None:
    site.say("/robots.txt", 200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 0.3\n")
    feeds = [site.feed(name, SENTENCE.format(name)) for name in ("/private/feed", "/a", "/b")]
    done = once(path, *feeds)
    assert done.failed == [(feeds[0], "its robots.txt forbids to fetch it")]
    assert sorted(site.paths()) == ["/a", "/b"]
    assert len(site.asked) == 3


def test_without_its_robots_txt_a_broken_host_is_not_asked(site: Site, path: Path) -> None:
    site.say("/robots.txt", 500)
    address = site.feed("/feed", SENTENCE.format(1))
    done = once(path, address)
    assert "robots.txt answered with an error: 500" in done.failed[0][1]
    assert site.paths() == []


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site: Site) -> None:
    feeds = [site.feed(f"/{number}", SENTENCE.format(number)) for number in range(3)]
    answers = list(Visitor(Manners(pause=0.15)).visit((address, {}) for address in feeds))
    assert sorted(address for address, _ in answers) == feeds
    times = [at for at, _, _ in site.asked]
    assert all(after - before >= 0.14 for before, after in pairwise(times))


def test_pages_are_read_in_the_stead_of_items_and_tried_again(site: Site, path: Path) -> None:
    address = site.feed("/feed", "Коротко один.", "Коротко два.")
    site.say("/page0", 200, f"<html><body><p>{SENTENCE.format(0)}</p></body></html>".encode())
    done = once(path, address, full=True)
    assert len(done.read) == 2
    assert [name for name, _ in done.failed] == [f"{address}#1"]
    assert SENTENCE.format(0) in texts(path)["0"]
    assert texts(path)["1"] == "Коротко два."
    hurry(path)
    site.say("/page1", 200, f"<html><body><p>{SENTENCE.format(1)}</p></body></html>".encode())
    done = once(path, address, full=True)
    assert (len(done.read), done.failing) == (1, 0)
    assert SENTENCE.format(1) in texts(path)["1"]
    before = len(site.asked)
    done = once(path, address, full=True)
    done = once(path, address, full=True)
    assert (done.read, done.unchanged) == ([], 1)
    assert "/page0" not in [path for _, path, _ in site.asked[before:]]


def test_an_item_never_leads_into_a_private_network(site: Site, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = site.feed("/feed", "Коротко один.")
    monkeypatch.setattr(watching, "is_private", lambda one: one != address)
    assert len(once(path, address, full=True).read) == 1
    assert site.paths() == ["/feed"]


def test_a_folder_is_followed(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    assert once(path, str(folder)).failed == []
    write(folder / "a.txt", SENTENCE.format(1))
    (folder / "new.txt").write_text(SENTENCE.format(2), encoding="utf-8")
    done = once(path, str(folder))
    assert (len(done.read), done.later) == (1, 1)  # what was written this moment may not be whole
    assert once(path, str(folder)).asked == 0
    write(folder / "a.txt", SENTENCE.format(3))
    write(folder / "bad.txt", "\0\0")
    done = once(path, str(folder))
    assert [Path(name).name for name in done.read] == ["a.txt"]
    assert [Path(name).name for name, _ in done.failed] == ["bad.txt"]
    assert once(path, str(folder)).failing == 1
    (folder / "bad.txt").unlink()
    assert once(path, str(folder)).failing == 0
    assert once(path, str(tmp_path / "none")).failed == [(str(tmp_path / "none"), "is not there")]


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    before = time.time() - 60 - len(text)
    os.utime(path, (before, before))


def test_feeds_come_from_opml(site: Site, tmp_path: Path, path: Path) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    feeds = tmp_path / "feeds.opml"
    outline = f"<outline text='a'><outline xmlUrl='{address}'/></outline><outline xmlUrl='ftp://a/'/>"
    feeds.write_text(f"<opml><body>{outline}</body></opml>", encoding="utf-8")
    done = once(path, str(feeds), address)
    assert len(done.read) == 1
    assert done.failed == [(str(feeds), "'ftp://a/' is no http(s) address")]
    feeds.write_text("<opml>", encoding="utf-8")
    assert "cannot be read as OPML" in once(path, str(feeds)).failed[0][1]
    feeds.write_text(f"<opml><body><outline xmlUrl='{address}'/></body></opml>", encoding="utf-8")
    assert once(path, str(feeds)).failing == 0
    assert isinstance(next(list_addresses([str(tmp_path / "no.opml")])), InputError)


def test_a_clock_that_jumped_does_not_silence_a_feed(site: Site, path: Path) -> None:
    address = site.say("/feed", 500)
    once(path, address)
    with Chronicle.open(path) as chronicle:
        chronicle._db.execute("UPDATE watched SET next_at = '2199-01-01T00:00:00+00:00'")
    assert once(path, address).asked == 1


def test_while_another_build_writes_a_round_is_put_off(site: Site, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = site.feed("/feed", SENTENCE.format(1))
    opened = Chronicle.open
    monkeypatch.setattr(Chronicle, "open", lambda file, create: opened(file, create=create, patience=0.05))
    with opened(path, create=True) as other:
        other._db.execute("BEGIN IMMEDIATE")
        done = once(path, address)
        assert "another build is writing" in done.failed[0][1]
        other._db.execute("ROLLBACK")
    assert len(once(path, address).read) == 1


def test_the_command_tells_rounds_problems_and_status(
    site: Site, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", str(path)]) == 2
    assert main(["watch", str(path), "--status"]) == 3
    good, bad = site.feed("/feed", SENTENCE.format(1)), site.say("/bad", 410)
    assert main(["watch", str(path), good, "--once", "--pause", "0"]) == 0
    assert "1 new, 0 known" in capsys.readouterr().out
    assert main(["watch", str(path), "--status"]) == 0
    assert main(["watch", str(path), good, bad, "--once", "--pause", "0", "--json"]) == 1
    told = capsys.readouterr()
    assert f"{bad}: answered with an error: 410 Gone" in told.err
    assert '"unchanged": 1' in told.out
    assert main(["watch", str(path), "--status"]) == 1
    assert f"failing  never answered             {bad}" in capsys.readouterr().out
    assert main(["info", str(path)]) == 0
    assert f"  {bad}: answered with an error: 410 Gone" in capsys.readouterr().out
