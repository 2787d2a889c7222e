"""A process that adds sources is killed at random moments: what it acknowledged is there, nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from accounts import account

from letopis.errors import NotAChronicle
from letopis.model import Account
from letopis.store.chronicle import Chronicle

SENTENCE = "Зетландия обвинила соседнюю страну Онтария в захвате гавани {} и порта."
CHILD = """
import sys
from letopis.store.chronicle import Chronicle
from test_kill import some
with Chronicle.open(sys.argv[1], create=True) as chronicle:
    for one in some(300):
        if chronicle.add(one):
            print(one.source.name, flush=True)
"""


def some(count: int) -> Iterator[Account]:
    for number in range(count):
        own = " ".join(SENTENCE.format(f"{number}-{part}") for part in range(5))
        yield account(f"s{number:03}", f"{own}\n{SENTENCE.format('Общий')}", f"{2300 - number}-01-01")


def test_a_kill_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path, seen = tmp_path / "c", set[str]()
    chance = random.Random(7)
    for _ in range(6):
        seen |= killed_after(chance.uniform(0.15, 0.6), path)
        check(path, seen)


def killed_after(seconds: float, path: Path) -> set[str]:
    """Runs the child for a while; gives the names it had acknowledged."""
    folders = [str(Path(__file__).parent), *sys.path]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    with subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, env=environment) as child:
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        out = child.communicate()[0].decode()
    return set(out.split("\n")[:-1])


def check(path: Path, seen: set[str]) -> None:
    if not path.exists():
        return
    try:
        chronicle = Chronicle.open(path)
    except NotAChronicle:
        assert not seen
        return
    with chronicle:
        names = {source.name for source in chronicle.sources()}
        assert seen <= names
        assert list(chronicle.verify()) == []
        events = chronicle.events()
        assert len(events) == 6 * len(names)
        assert {event.source for event in events} == names
        assert not names or len(chronicle.find(events[-1].id)) == len(names)
