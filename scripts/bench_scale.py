"""What builds of 10,000, 100,000 and a million made-up sentences cost, and whether a sentence stays as cheap as it was.

Each build runs in processes of its own, as `letopis build` does it. Cost is processor time of all its processes without
that of starting up (measured on a few texts); memory is the sum of what every process held at its peak, as the system
counts it (VmHWM). Then 1,000 sentences are added to the largest chronicle.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generate_texts import A_TEXT, write_texts

SIZES = (10_000, 100_000, 1_000_000)
ADDED = 1_000
#: What the product promises: minutes and megabytes for a million sentences, seconds to add to them, growth of cost.
MINUTES, MEGABYTES, SECONDS, GROWTH = 15, 1_500, 5, 0.10


class Cost(NamedTuple):
    """What a build took: seconds by the clock, seconds of processors, megabytes of memory."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Prints the figures; texts and chronicles stay in the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("build/scale"))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    start = build(texts_of(asked.folder, 6 * A_TEXT), asked.folder / "start.letopis", asked.jobs)
    print(f"start: {start.cpu:.1f} s of processors", flush=True)
    first = 0.0
    for size in asked.sizes:
        chronicle = asked.folder / f"{size}.letopis"
        cost = build(texts_of(asked.folder, size), chronicle, asked.jobs)
        each = 1000 * (cost.cpu - start.cpu) / size
        first = first or each
        print(
            f"{size:>9,} sentences: {cost.wall / 60:6.1f} min, {each:.2f} ms a sentence ({each / first - 1:+.0%}),"
            f" {cost.memory:,.0f} MB of memory, file {chronicle.stat().st_size / 1e6:,.0f} MB",
            flush=True,
        )
    more = texts_of(asked.folder, ADDED, first=10_000_000)
    cost = build(more, chronicle, 1, anew=False)
    print(f"{ADDED:,} more: {cost.wall:.1f} s, of processors {cost.cpu:.1f} s")
    print(f"promised: {MINUTES} min, {MEGABYTES:,} MB, {SECONDS} s, {GROWTH:.0%} of growth")


def texts_of(folder: Path, sentences: int, first: int = 0) -> Path:
    """A file of so many sentences, made when it is not there."""
    path = folder / f"{sentences}-from-{first}.jsonl"
    if not path.exists():
        write_texts(path, sentences, first)
    return path


def build(texts: Path, into: Path, jobs: int, *, anew: bool = True) -> Cost:
    """Builds a chronicle in processes of its own. Raises CalledProcessError when it fails."""
    for name in (into.name, f"{into.name}-wal", f"{into.name}-shm") if anew else ():
        into.with_name(name).unlink(missing_ok=True)
    command = [sys.executable, "-m", "letopis", "build", str(texts), "--into", str(into), "--jobs", str(jobs)]
    before, begun = _processors(), time.monotonic()
    done = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while done.poll() is None:
        peaks |= {process: peak for process in _family(done.pid) if (peak := _peak(process))}
        time.sleep(0.2)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command)
    return Cost(time.monotonic() - begun, _processors() - before, sum(peaks.values()) / 1000)


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(process: int) -> Iterator[int]:
    """A process and those it started, and those they started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in children:
            yield from _family(int(child))


def _peak(process: int) -> int:
    """The most memory that a process ever held, in kB; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
