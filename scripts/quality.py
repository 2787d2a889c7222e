"""Prints accuracy on the gold sets beside its floors; refuses to sink.

    python scripts/quality.py [--update] [--json]

The gold sets lie in the folder ``shared`` beside the checkout, or where LETOPIS_SHARED says; where they are absent the
check is skipped with a message. Floors are pinned in ``quality.json`` with a hash of the gold files, so that a quiet
change of the data trips it; ``--update`` raises floors and never lowers one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from judging import JUDGED, bands, judge
from letopis.building import build
from letopis.store.chronicle import Chronicle
from letopis.study.exporting import export_lines

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "quality.json"
#: What is measured: set -> the texts to build (under shared).
SETS = {"heap": "corpus/russia-japan.txt", "news": "gold/news/texts"}
#: Which figures of each kind are held.
HELD = {
    "events": ("f1", "strict_f1", "whole_f1"),
    "statements": ("f1", "strict_f1"),
    "names": ("strict_f1",),
    "times": ("strict_f1",),
    "roles": ("strict_f1",),
    "figures": ("f1",),
    "agreements": ("f1", "strict_f1"),
    "debris": ("f1",),
    "cuts": ("f1",),
    "copies": ("f1",),
    "contradictions": ("f1",),
    "timeline": ("f1",),
}
#: A figure may be this much under its floor by the arithmetic of another machine.
SLACK = 0.0005

Table = dict[str, dict[str, Any]]


def shared_folder() -> Path | None:
    """The folder of shared material, or None where there is none."""
    folder = Path(os.environ.get("LETOPIS_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "gold").is_dir() else None


def measure(shared: Path, name: str) -> Table:
    """The scorer's table for one set: kind -> figures."""
    with tempfile.TemporaryDirectory() as folder:
        chronicle, export = Path(folder) / "gold.letopis", Path(folder) / "export.jsonl"
        build([str(shared / SETS[name])], chronicle)
        with Chronicle.open(chronicle) as opened, export.open("w", encoding="utf-8") as file:
            failures = list(opened.verify())
            for line in export_lines(opened):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if failures:
            sys.exit(f"{name}: {len(failures)} citations do not verify, the first: {failures[0]}")
        return {**score(shared, name, export), **confidence(shared, name, export)}


def confidence(shared: Path, name: str, export: Path) -> Table:
    """The expected calibration error of each kind's confidence, and what it promises beside what is right, by bands."""
    lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    out: Table = {}
    for kind, plural in JUDGED.items():
        error, rows = bands([(line["confidence"], right) for line, right in judge(shared, name, kind, lines)])
        out[f"confidence in {plural}"] = {"calibration_error": round(error, 3), "bands": rows}
    return out


def score(shared: Path, name: str, export: Path) -> Table:
    """What the scorer says of an export."""
    command = [sys.executable, str(shared / "score/score.py"), str(shared / "gold" / name), str(export), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    table: Table = json.loads(done.stdout)
    return table


def gold_hash(shared: Path, name: str) -> str:
    """A hash of a set's gold files."""
    files = sorted((shared / "gold" / name).glob("*.jsonl"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def held(table: Table) -> Iterator[tuple[str, float]]:
    """The figures that have floors: ``events.strict_f1`` and its value."""
    for kind, figures in HELD.items():
        for figure in figures:
            if kind in table:
                yield f"{kind}.{figure}", float(table[kind][figure])


def show(name: str, table: Table) -> None:
    """Prints a set's table, a row a kind."""
    print(name)
    for kind, figures in table.items():
        row = " ".join(f"{figure} {value}" for figure, value in figures.items() if figure != "bands")
        print(f"  {kind:12} {row}", *figures.get("bands", ()), sep="\n    ")


def check(measured: dict[str, Table], shared: Path, floors: dict[str, Any]) -> list[str]:
    """What sank below its floor, and gold that is not the gold the floors were set on."""
    problems = []
    for name, table in measured.items():
        pinned = floors.get(name, {})
        if pinned.get("gold") not in (None, gold_hash(shared, name)):
            problems.append(f"{name}: the gold files changed since the floors were set")
        for figure, value in held(table):
            floor = pinned.get("floors", {}).get(figure)
            if floor is not None and value < floor - SLACK:
                problems.append(f"{name}: {figure} sank to {value}, its floor is {floor}")
    return problems


def raised(measured: dict[str, Table], shared: Path, floors: dict[str, Any]) -> dict[str, Any]:
    """The floors, each at the higher of what it was and what was measured."""
    out = {}
    for name, table in measured.items():
        old = floors.get(name, {}).get("floors", {})
        new = {figure: max(old.get(figure, 0.0), value) for figure, value in held(table)}
        out[name] = {"gold": gold_hash(shared, name), "floors": new}
    return out


def main() -> int:
    """Measures, prints, and returns 1 when something sank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("skipped: no gold sets (a folder shared beside the checkout, or LETOPIS_SHARED)")
        return 0
    measured = {name: measure(shared, name) for name in SETS}
    if options.json:
        print(json.dumps(measured, ensure_ascii=False, indent=1))
    else:
        for name, table in measured.items():
            show(name, table)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    problems = check(measured, shared, floors)
    if options.update:
        FLOORS.write_text(json.dumps(raised(measured, shared, floors), indent=1) + "\n", encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
