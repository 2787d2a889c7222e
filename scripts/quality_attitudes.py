"""Prints how well attitudes are read beside the floors: ``python scripts/quality_attitudes.py [--ablation]``.

Two public sets, read from the shared folder and skipped without it; five folds, nothing learnt from what is measured.

- RuOpinionNE-2024 (development part): tuples of holder, target, words and sign; the shared task's F1, in which a match
  needs an overlap of all three and the same sign, and counts by the mean overlap. Folds are runs of sentences, because
  neighbours are of one text.
- RuSentRel 1.1 (training part): whose attitude to whom a whole article shows. Its leaderboard's F1: precision and recall
  of a sign are means over documents, F1 is the mean over signs. Mentions and synonyms are given; folds are documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from letopis.pipeline import Tools, load_tools
from letopis.reading.opinions import AUTHOR, SIGNS, UNNAMED, Opinion, find_opinions
from quality import shared_folder
from train_attitudes import FOLDS, Example, Span, examples, prepare, shortened, train_model

#: What must be reached.
FLOORS = {"tuples.f1": 0.22}
#: An opinion with less probability is not told.
LEAST = 0.15

Places = tuple[Span, ...]
#: Holder (places, or UNNAMED or AUTHOR), target, words, sign.
Tuple = tuple[Places | int, Places, Places, str]


# --- tuples -----------------------------------------------------------------------------------------------------------


def tuples(shared_examples: Sequence[Example], tools: Tools) -> dict[str, float]:
    """Precision, recall and F1 of opinion tuples over five folds."""
    short = shortened(shared_examples, tools.pack.analyser.vectors)
    ready = prepare(shared_examples, tools, short)
    fold = np.arange(len(shared_examples)) * FOLDS // len(shared_examples)
    told: list[list[Tuple]] = [[] for _ in shared_examples]
    for number in range(FOLDS):
        model = train_model(ready, fold != number, tools, short)
        held = np.flatnonzero(fold == number).tolist()
        some = [shared_examples[at] for at in held]
        found = find_opinions([one.tree for one in some], [one.candidates for one in some], model)
        for at, one, opinions in zip(held, some, found, strict=True):
            told[at] = merged(one, opinions)
    return tuple_scores(shared_examples, told)


def merged(one: Example, opinions: Sequence[Opinion]) -> list[Tuple]:
    """Opinions as tuples: judging words side by side with one holder, target and sign are one expression."""
    groups: dict[tuple[int, int, str], list[list[int]]] = {}
    for opinion in sorted(opinions, key=lambda opinion: -opinion.probability):
        if opinion.probability < LEAST:
            break
        runs = groups.setdefault((opinion.holder, opinion.target, opinion.sign), [])
        near = next((run for run in runs if min(abs(word - opinion.cue) for word in run) <= 2), None)
        if near is None:
            runs.append([opinion.cue])
        else:
            near.append(opinion.cue)
    tokens = one.tree.tokens

    def places(first: int, last: int) -> Places:
        return ((tokens[first].start, tokens[last].stop),)

    def who(number: int) -> Places:
        return places(one.candidates[number].first, one.candidates[number].last)

    return [
        (holder if holder < 0 else who(holder), who(target), places(min(run), max(run)), sign)
        for (holder, target, sign), runs in groups.items()
        for run in runs
    ]


def tuple_scores(some: Sequence[Example], told: Sequence[Sequence[Tuple]]) -> dict[str, float]:
    """The shared task's measure: a match counts by the mean share of holder, target and words that it overlaps."""
    hits = {"precision": 0.0, "recall": 0.0}
    counts = {"precision": 0, "recall": 0}
    for one, found in zip(some, told, strict=True):
        words = _words(one.text)
        marked = {_worded((g.holder, g.target, g.words, SIGNS[g.sign]), words) for g in one.gold}
        given = {_worded(row, words) for row in found}
        for name, ours, theirs in (("precision", given, marked), ("recall", marked, given)):
            counts[name] += len(ours)
            hits[name] += sum(_overlap(row, theirs) for row in ours)
    precision, recall = (hits[name] / max(counts[name], 1) for name in ("precision", "recall"))
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall)}


def f1(precision: float, recall: float) -> float:
    """The harmonic mean, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Worded = tuple[frozenset[int], frozenset[int], frozenset[int], str]


def _words(text: str) -> list[Span]:
    """The places of the words between blanks."""
    out, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return out


def _worded(row: Tuple, words: Sequence[Span]) -> Worded:
    def numbers(places: Places | int) -> frozenset[int]:
        if isinstance(places, int):
            return frozenset([{UNNAMED: -1, AUTHOR: -2}[places]])
        inside = (any(a < stop and b > start for start, stop in places) for a, b in words)
        return frozenset(number for number, found in enumerate(inside) if found) or frozenset([-1])

    return numbers(row[0]), numbers(row[1]), numbers(row[2]), row[3]


def _overlap(row: Worded, others: set[Worded]) -> float:
    best, matched = 0.0, False
    for other in others:
        if row[0] & other[0] and row[1] & other[1] and row[2] & other[2]:
            matched |= row[3] == other[3]
            shares = [len(row[at] & other[at]) / len(row[at]) for at in range(3)]  # type: ignore[arg-type, operator]
            best = max(best, sum(shares) / 3)
    return best if matched else 0.0


def main() -> None:
    """Prints the figures; fails where one is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--ablation", action="store_true", help="also without each group of inputs")
    arguments = parser.parse_args()
    del arguments
    shared = shared_folder()
    if shared is None:
        print("attitudes: skipped, the shared folder is absent")
        return
    tools = load_tools()
    scores: Mapping[str, float] = tuples(list(examples(tools, shared)), tools)
    print("opinion tuples (RuOpinionNE dev, five folds):", {name: round(value, 3) for name, value in scores.items()})
    if scores["f1"] < FLOORS["tuples.f1"]:
        sys.exit("attitudes: under the floor")


if __name__ == "__main__":
    main()
