"""How long timelines and indices take on a chronicle of a million made-up events, and how much memory.

Times are the median of several runs in one process, after one that warms the file's pages. Timelines are asked for a
page of a hundred entries, as a screen shows them.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from generate_chronicle import generate
from letopis.store.chronicle import Chronicle
from letopis.study.series.index import measure_index
from letopis.study.timeline import iterate_timeline

PAGE, RUNS = 100, 7
#: What the product promises, in milliseconds.
TIMELINE_MS, INDEX_MS = 50, 200
TIMELINES: tuple[dict[str, Any], ...] = (
    {},
    {"actor": "Россия"},
    {"between": ("Russia", "Japan")},
    {"between": ("Aruba", "Japan")},
    {"issue": "fisheries"},
    {"types": ("AID",)},
    {"types": ("AID",), "realis": ("planned",)},
    {"certainty": 0.95},
    {"source": "made/000007.txt"},
    {"until": "1990-02"},
    {"since": "2015-05", "until": "2015-06"},
    {"actor": "Russia", "since": "2020", "issue": "visas"},
    {"between": ("Russia", "Japan"), "since": "2015", "types": ("CONSULT",)},
)
INDICES: tuple[dict[str, Any], ...] = ({"by": "month"}, {"by": "quarter"}, {"by": "year"})


def main() -> None:
    """Prints the figures; the chronicle is made when it is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--chronicle", type=Path, default=Path("build/million.letopis"))
    asked = parser.parse_args()
    if not asked.chronicle.exists():
        print(f"making {asked.chronicle} (some minutes)", flush=True)
        asked.chronicle.parent.mkdir(parents=True, exist_ok=True)
        generate(asked.chronicle, asked.events)
    with Chronicle.open(asked.chronicle) as chronicle:
        for conditions in TIMELINES:
            _tell(conditions, TIMELINE_MS, partial(_page, chronicle, conditions))
        for conditions in INDICES:
            for between in (("Russia", "Japan"), ("Japan", "Ukraine")):
                asked_for = {"index": between, **conditions}
                _tell(asked_for, INDEX_MS, partial(measure_index, chronicle, between, **conditions))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _page(chronicle: Chronicle, conditions: dict[str, Any]) -> int:
    return sum(1 for _ in iterate_timeline(chronicle, limit=PAGE, **conditions))


def _tell(conditions: dict[str, Any], most: int, question: Callable[[], object]) -> None:
    question()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        question()
        times.append(1000 * (time.perf_counter() - begun))
    middle = statistics.median(times)
    words = ", ".join(f"{name} {value}" for name, value in conditions.items()) or "everything"
    print(f"{middle:7.1f} ms {'ok  ' if middle < most else 'SLOW'} {words}", flush=True)


if __name__ == "__main__":
    main()
