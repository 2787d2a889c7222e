"""Processes are killed at random moments: what they acknowledged is there, nothing is half there, all can be finished.

``LETOPIS_KILLS`` is how many are killed in all (default: 10). After each kill the chronicle holds, to the letter, what
one holds that took in the same sources (or judgements) in peace; then the work is finished and compared with the whole.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from accounts import account

import crashing
from letopis import building
from letopis.errors import NotAChronicle
from letopis.intake.sources import read_sources
from letopis.model import Account, Source
from letopis.pipeline import Tools, read_source
from letopis.store import chronicle as chronicle_module
from letopis.store import opening
from letopis.store.chronicle import Chronicle

pytestmark = pytest.mark.slow
SCENES = 5
KILLS = max(1, int(os.environ.get("LETOPIS_KILLS", "10")) // SCENES)
HEAP = Path(__file__).parent.parent / "examples" / "heap"
SENTENCE = "Зетландия обвинила соседнюю страну Онтария в захвате гавани {} и порта."


def text(number: int) -> str:
    """Some sentences of its own, and one that all have."""
    own = " ".join(SENTENCE.format(f"{number}-{part}") for part in range(3))
    return f"{own}\n{SENTENCE.format('Общий')}"


Exported = list[dict[str, Any]]


def exported(path: Path) -> Exported:
    with Chronicle.open(path) as chronicle:
        assert list(chronicle.verify()) == []
        return list(chronicle.export())


def killed(seconds: float | None, act: str, *arguments: object) -> list[str]:
    """Runs the act and kills it so many seconds after it began (None: never); what it acknowledged, a line each.

    Only the process itself is killed; those that it started have to notice.
    """
    command = [sys.executable, crashing.__file__, act, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=surroundings(), start_new_session=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        if seconds is not None:
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
        assert child.wait() in (0, -signal.SIGKILL)
        assert gone(child.pid)
        out = child.stdout.read().decode()
    return out.split("\n")[:-1]


def surroundings() -> dict[str, str]:
    """Variables with which a child finds what this process finds."""
    folders = [str(Path(__file__).parent), str(Path(__file__).parent / "store"), *sys.path]
    return os.environ | {"PYTHONPATH": os.pathsep.join(folders), "OPENBLAS_NUM_THREADS": "1"}


def heap_of(folder: Path, count: int) -> Path:
    """A folder with so many texts."""
    heap = folder / "heap"
    heap.mkdir()
    for number in range(count):
        (heap / f"{number:02}.txt").write_text(text(number), encoding="utf-8")
    return heap


def gone(group: int) -> bool:
    """Whether all processes of a killed process's group end within ten seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def moments(act: str, *arguments: object) -> Iterator[float]:
    """Random moments within the time that the act takes when nobody kills it."""
    begun = time.monotonic()
    killed(0, act, *arguments)
    start = time.monotonic() - begun
    killed(None, act, *arguments)
    whole = max(0.05, time.monotonic() - begun - 2 * start)
    chance = random.Random(act)
    for _ in range(KILLS):
        yield chance.uniform(0, whole)


class Peace:
    """What a chronicle holds that took in some of the accounts undisturbed."""

    def __init__(self, folder: Path, accounts: dict[str, Account]) -> None:
        self._folder, self._accounts, self._numbers = folder, accounts, count()
        self.of = cache(self._of)

    def _of(self, names: frozenset[str]) -> Exported:
        path = self._folder / f"peace-{next(self._numbers)}"
        with Chronicle.open(path, create=True) as chronicle:
            chronicle.add_all(self._accounts[name] for name in sorted(names))
        return exported(path)


def kept(path: Path) -> frozenset[str] | None:
    """The names of the sources in a chronicle; None when there is none yet."""
    try:
        with Chronicle.open(path) as chronicle:
            return frozenset(source.name for source in chronicle.sources())
    except NotAChronicle:
        return None


def check(path: Path, acknowledged: list[str], peace: Peace) -> None:
    names = kept(path) if path.exists() else None
    assert set(acknowledged) <= (names or set())
    if names is not None:
        assert exported(path) == peace.of(names)


@pytest.mark.usefixtures("toy_reader")
def test_a_build_that_is_killed_goes_on(tmp_path: Path) -> None:
    heap = heap_of(tmp_path, 24)
    files = [str(file) for file in sorted(heap.iterdir())]
    peace = Peace(tmp_path, {name: account(name, text(number)) for number, name in enumerate(files)})
    whole = peace.of(frozenset(files))
    for number, moment in enumerate(moments("build", tmp_path / "first", heap)):
        path = tmp_path / f"c{number}"
        check(path, killed(moment, "build", path, heap), peace)
        check(path, killed(moment / 2, "build", path, heap), peace)  # and once more
        building.build([str(heap)], path, jobs=1)
        assert without_titles(exported(path)) == without_titles(whole)


def without_titles(lines: Exported) -> Exported:
    return [{name: value for name, value in line.items() if name != "title"} for line in lines]


@pytest.mark.models
def test_a_build_by_several_processes_that_is_killed_goes_on(tmp_path: Path, tools: Tools) -> None:
    found = [source for source in read_sources([str(HEAP)]) if isinstance(source, Source)]
    peace = Peace(tmp_path, {source.name: read_source(source, tools) for source in found})
    whole = peace.of(frozenset(source.name for source in found))
    for number, moment in enumerate(moments("read", tmp_path / "first", 2, HEAP)):
        path = tmp_path / f"c{number}"
        check(path, killed(moment, "read", path, 1 + number % 2, HEAP), peace)
        with Chronicle.open(path, create=True) as chronicle:
            chronicle.add_all(read_source(source, tools) for source in found)
        assert exported(path) == whole


@pytest.mark.usefixtures("toy_reader")
def test_a_watch_that_is_killed_goes_on(tmp_path: Path) -> None:
    rounds = count()

    class Handler(BaseHTTPRequestHandler):
        """A feed that grows with every request, and an item of it that changes."""

        def do_GET(self) -> None:
            known = self.path == "/feed"
            last = min(5 + 3 * next(rounds), 24) if known else 0
            tag = f'"{last}"'
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200 if known else 404)
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(feed(last).encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/feed"
    chance = random.Random("watch")
    whole: Exported = []
    for number in range(KILLS):
        path, rounds = tmp_path / f"c{number}", count()
        acknowledged = killed(chance.uniform(0, 1), "watch", path, address)
        names = kept(path) if path.exists() else None
        assert set(acknowledged) <= (names or set())
        if names:
            exported(path)
        rounds = count(100)
        crashing.take(str(path), [address], once=True)
        whole = whole or exported(path)
        assert len({line["id"] for line in whole if line["kind"] == "event"}) == 24 * 3 + 1
        assert exported(path) == whole
    server.shutdown()
    server.server_close()


def feed(last: int) -> str:
    texts = (text(number if number else 1000 + last) for number in range(last))
    items = "".join(f"<item><guid>{n}</guid><description>{one}</description></item>" for n, one in enumerate(texts))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{items}</channel></rss>"


def test_judgements_that_are_killed_are_made_whole_or_not_at_all(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    with Chronicle.open(begun, create=True) as chronicle:
        chronicle.add_all(account(f"s{number:02}", text(number)) for number in range(12))
    peace, states = tmp_path / "peace", [exported(begun)]
    shutil.copy(begun, peace)
    with Chronicle.open(peace) as chronicle:
        for number in range(1, crashing.JUDGED + 1):
            crashing.judge(chronicle, number)
            states.append(list(chronicle.export()))
    first = tmp_path / "first"
    shutil.copy(begun, first)
    for number, moment in enumerate(moments("judge", first)):
        path = tmp_path / f"c{number}"
        shutil.copy(begun, path)
        acknowledged = killed(moment, "judge", path)
        with Chronicle.open(path) as chronicle:
            made = len(chronicle.judgements())
            assert made >= len(acknowledged)
            assert list(chronicle.export()) == states[made]
            for left in range(made + 1, crashing.JUDGED + 1):
                crashing.judge(chronicle, left)
        assert exported(path) == states[-1]


def test_an_upgrade_that_is_killed_is_made_by_the_next_who_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, scripts = tmp_path / "old", opening.migrations()
    accounts = [account(f"s{number:03}", text(number)) for number in range(60)]
    with monkeypatch.context() as patch:
        patch.setattr(opening, "migrations", lambda: scripts[:1])
        patch.setattr(chronicle_module, "settle_judgements", lambda _: None)  # an older file has no judgements
        with Chronicle.open(old, create=True) as chronicle:
            chronicle.add_all(accounts)
    whole = Peace(tmp_path, {one.source.name: one for one in accounts}).of(
        frozenset(one.source.name for one in accounts)
    )
    first = tmp_path / "first"
    shutil.copy(old, first)
    for number, moment in enumerate(moments("upgrade", first)):
        path = tmp_path / f"c{number}"
        shutil.copy(old, path)
        killed(moment, "upgrade", path)
        assert exported(path) == whole
        with Chronicle.open(path) as chronicle:
            assert chronicle.add(replace(accounts[0], source=replace(accounts[0].source, name="new")))


@pytest.mark.usefixtures("toy_reader")
def test_a_disk_that_fills_up_loses_nothing_and_is_told(tmp_path: Path) -> None:
    heap, path = heap_of(tmp_path, 60), tmp_path / "c"
    building.build([str(heap / "00.txt")], path, jobs=1)
    before = exported(path)
    limit = 40_000  # bytes that a file may grow to: the operating system refuses the rest as on a full disk
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
        "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, crashing.__file__, "build", path, heap], env=surroundings(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert "WriteFailed" in done.stderr
    assert all(line in exported(path) for line in before if line["kind"] == "event")
    building.build([str(heap)], path, jobs=1)
    assert kept(path) == frozenset(str(file) for file in heap.iterdir())


@pytest.mark.usefixtures("toy_reader")
def test_two_builds_at_once_into_one_chronicle_make_it_whole(tmp_path: Path) -> None:
    heap, path = heap_of(tmp_path, 40), tmp_path / "c"
    command = [sys.executable, crashing.__file__, "build", str(path), str(heap)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings())
            for _ in range(2)]  # fmt: skip
    told = [child.communicate()[1].decode() for child in both]
    assert all(child.returncode == 0 or "LockedChronicle" in words for child, words in zip(both, told, strict=True))
    assert any(child.returncode == 0 for child in both)
    building.build([str(heap)], path, jobs=1)
    files = sorted(str(file) for file in heap.iterdir())
    peace = Peace(tmp_path, {name: account(name, text(number)) for number, name in enumerate(files)})
    assert without_titles(exported(path)) == without_titles(peace.of(frozenset(files)))
