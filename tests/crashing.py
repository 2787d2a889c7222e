"""What a process does that is killed by `test_crashes.py`: ``python crashing.py ACT CHRONICLE ARGUMENT...``.

It says ``ready`` when it begins, and then whatever it has acknowledged, a line each.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from letopis import building, watching
from letopis.intake.visiting import Manners
from letopis.model import Account
from letopis.store.chronicle import Chronicle

#: The judgements, in order: each makes its chronicle differ.
JUDGED = 40


def judge(chronicle: Chronicle, number: int) -> None:
    """The judgement of this number (1 is the first)."""
    records = sorted({event.id for event in chronicle.events()})
    if number % 4 == 1:
        chronicle.rename_actor("ONT" if number % 8 == 1 else "ZET", f"Name {number}", by="a")
    elif number % 4 == 3:
        chronicle.undo(number - 1, by="b", why="a mistake")
    else:
        chronicle.judge_record(records[number % len(records)], "reject", by="a")


def take(path: str, feeds: Sequence[str], *, once: bool) -> None:
    """Follows feeds in quick rounds."""
    watching.watch(feeds, path, every=0.02, once=once, manners=Manners(pause=0))


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _told(add: object) -> object:
    def told(chronicle: Chronicle, account: Account) -> bool:
        came = bool(add(chronicle, account))  # type: ignore[operator]
        _say(account.source.name)
        return came

    return told


def _use_toys() -> None:
    from conftest import _read

    for module in (building, watching):
        module.load_tools = lambda: None  # type: ignore[attr-defined]
    building.read_source = _read  # type: ignore[attr-defined, assignment]


def _main(act: str, path: str, *arguments: str) -> None:
    Chronicle.add = _told(Chronicle.add)  # type: ignore[method-assign, assignment]
    if act in ("build", "watch"):
        _use_toys()
    _say("ready")
    if act == "build":
        building.build(arguments, path, jobs=1)
    elif act == "read":
        building.build(arguments[1:], path, jobs=int(arguments[0]))
    elif act == "watch":
        take(path, arguments, once=False)
    elif act == "judge":
        with Chronicle.open(path) as chronicle:
            for number in range(len(chronicle.judgements()) + 1, JUDGED + 1):
                judge(chronicle, number)
                _say(number)
    else:
        Chronicle.open(Path(path)).close()
        _say("open")


if __name__ == "__main__":
    _main(*sys.argv[1:])
