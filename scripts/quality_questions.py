"""Judges the answers to analysts' questions: how many of the marked citations are among the first twelve.

A marked citation is given when one of the first twelve citations of the answer overlaps it. Questions without an answer
in the texts must be declined, and an answer that says that the texts contradict themselves must say so.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from letopis import building
from letopis.asking import Asker
from letopis.store.chronicle import Chronicle
from quality import shared_folder

CITED = 12
#: What the founding heap does not tell; ours.
UNANSWERABLE = (
    "What did Brazil offer to Japan about the islands?",
    "Сколько вертолётов Монголия продала Норвегии?",
    "What is the price of coffee in Tokyo?",
    "Когда Папа Римский посетил Гренландию?",
    "Who won the football match between Peru and Ghana?",
)


def main() -> None:
    """Builds the heap and prints a line a question and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what each answer misses")
    options = parser.parse_args()
    shared = shared_folder()
    gold = (shared or Path()) / "gold" / "heap" / "questions.jsonl"
    if shared is None or not gold.exists():
        print("questions: skipped, no marked questions here (a folder shared beside the checkout, or LETOPIS_SHARED)")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "heap.letopis"
        building.build([str(shared / "corpus" / "russia-japan.txt")], path)
        with Chronicle.open(path) as chronicle:
            judge(
                Asker(chronicle), [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()], options
            )


def judge(asker: Asker, questions: list[dict[str, Any]], options: argparse.Namespace) -> None:
    """Prints how each question fares, and all of them."""
    enough = right = 0
    for one in questions:
        answer = asker.ask(one["question"])
        places = [(cited.start, cited.stop) for cited in answer.citations[:CITED]]
        missed = [c for c in one["cites"] if not any(a < c["stop"] and c["start"] < b for a, b in places)]
        given = len(one["cites"]) - len(missed)
        enough += 3 * given >= 2 * len(one["cites"])
        marked = "contradicts itself" in one["answer"]
        right += bool(answer.contradictions) == marked
        says = f"{_yes(bool(answer.contradictions))} (marked: {_yes(marked)})"
        print(f"question {one['n']:>2}   citations {given} of {len(one['cites'])}   contradicts itself: {says}")
        for cited in missed if options.verbose else ():
            print("    missed", cited["start"], cited["stop"])
    declined = sum(bool(asker.ask(question).declined) for question in UNANSWERABLE)
    print(
        f"questions     two thirds of citations: {enough} of {len(questions)}   contradictions said right: {right} of"
        f" {len(questions)}   unanswerable declined: {declined} of {len(UNANSWERABLE)}"
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


if __name__ == "__main__":
    main()
