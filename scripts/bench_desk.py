"""How fast the desk answers: every page on a chronicle of 100,000 made-up events, and reads while a build writes.

Pages are asked for twice and told by the second answer, each after a pause in which what is worked out aside is done.
Then one process adds sources without a pause, and another asks the interface for programs so many times a second; the
times are counted from when a request was due, so that what waits in a queue counts as waiting.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from generate_chronicle import generate
from letopis.model import Kind
from letopis.store.chronicle import Chronicle

#: What the product promises: milliseconds a page, bytes of a first view, reads a second, milliseconds of the 99th.
PAGE_MS, PAGE_BYTES, READS, READ_MS = 300, 300_000, 250, 200
PAGES = ("/", "/timeline", "/timeline?all=1", "/timeline?between=RUS&between=JPN", "/timeline?skip=20000", "/dyads",
         "/dyad/RUS/JPN", "/dyad/RUS/JPN?by=month", "/actors", "/actor/Russia", "/network", "/issues",
         "/issue/fisheries", "/agreements", "/figures", "/attitudes", "/contradictions", "/stories", "/map",
         "/sources", "/source/made/000007.txt", f"/search?q={quote('мост')}", "/corrections")  # fmt: skip
#: The share of reads that ask for one record, and the other ones.
RECORDS = 0.6
READ = (
    "/api/v1/timeline?between=RUS&between=JPN&limit=20",
    "/api/v1/timeline?limit=20",
    "/api/v1/timeline?actor=Japan&limit=20",
    "/api/v1/records/event?limit=20",
    "/api/v1/sources?limit=20",
)
WORKERS = 16


def main() -> None:
    """Prints the figures; the chronicle is made when it is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chronicle", type=Path, default=Path("build/desk.letopis"))
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--port", type=int, default=8377)
    asked = parser.parse_args()
    if not asked.chronicle.exists():
        generate(asked.chronicle, asked.events, seed=1)
    used = asked.chronicle.with_suffix(".used.letopis")
    _drop(used)
    shutil.copy(asked.chronicle, used)
    command = [sys.executable, "-m", "letopis", "serve", str(used), "--port", str(asked.port)]
    with subprocess.Popen(command) as server:
        try:
            _wait(asked.port)
            _pages(asked.port)
            _reads(used, asked.port, asked.seconds)
        finally:
            server.terminate()
            server.wait()
            _drop(used)


def _drop(chronicle: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{chronicle}{end}").unlink(missing_ok=True)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port), "/corrections")
        except OSError:
            time.sleep(0.1)
        else:
            return


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _pages(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in PAGES:
        begun = time.perf_counter()
        _get(connection, path)
        first = 1000 * (time.perf_counter() - begun)
        for _ in range(100):
            status, page = _get(connection, path)
            if b'class="waiting"' not in page:
                break
            time.sleep(1)
        begun = time.perf_counter()
        _get(connection, path)
        again = 1000 * (time.perf_counter() - begun)
        mark = "" if max(first, again) <= PAGE_MS and len(page) <= PAGE_BYTES and status == 200 else "  <- too much"
        print(f"{path:40} first {first:6.0f} ms, then {again:5.0f} ms, {len(page) / 1000:4.0f} KB{mark}", flush=True)


def _reads(chronicle: Path, port: int, seconds: float) -> None:
    with Chronicle.open(chronicle) as opened:
        ids = [line["id"] for line in islice(opened.flat(Kind.EVENT), 2000)]
    shuffle = random.Random(1)  # noqa: S311 (which paths, the same each time)
    paths = [f"/api/v1/record/{shuffle.choice(ids)}" if shuffle.random() < RECORDS else shuffle.choice(READ)
             for _ in range(int(READS * seconds))]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        _write_texts(Path(folder))
        command = [sys.executable, "-m", "letopis", "build", folder, "--into", str(chronicle), "--jobs", "1"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as writer:
            time.sleep(4)  # until it has begun to write
            took = _drive(port, paths)
            over = writer.poll() is not None
            writer.terminate()
    took.sort()
    middle, late = 1000 * statistics.median(took), 1000 * took[int(len(took) * 0.99)]
    mark = "  <- too slow" if late > READ_MS else "  <- the build was over before" if over else ""
    print(f"{READS} reads a second while a build writes: median {middle:.0f} ms, p99 {late:.0f} ms{mark}")


def _drive(port: int, paths: Sequence[str]) -> list[float]:
    """Asks for each path when it is due, `READS` a second, over several connections; seconds from due to answered."""
    took: list[float] = []
    begun = time.perf_counter()

    def ask(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for at in range(first, len(paths), WORKERS):
            due = begun + at / READS
            time.sleep(max(0.0, due - time.perf_counter()))
            status, body = _get(connection, paths[at])
            if status != 200:
                raise SystemExit(f"{paths[at]}: {status} {json.loads(body)}")
            took.append(time.perf_counter() - due)

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _write_texts(folder: Path) -> None:
    """Many short texts, so that a build reads and writes without a pause."""
    for at in range(20_000):
        text = f"{1 + at % 28} мая {1990 + at % 30} года министр Норвегии посетил Данию. Дания осудила отказ {at}."
        folder.joinpath(f"text{at:05}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
