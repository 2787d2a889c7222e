"""Which exported records are right, by the scorer of the shared folder; and how far confidence is from that share."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
#: The kinds whose confidence is calibrated, as exports and as gold files call them.
JUDGED = {"event": "events", "statement": "statements"}

Line = dict[str, Any]


def _scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared / "score/score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "score/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(shared: Path, name: str, kind: str, lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines of one kind inside a set's annotated windows, each with whether it is right as ``strict_f1`` means it.

    Left out are those that gold calls debatable.
    """
    scorer, gold_folder, plural = _scorer(shared), shared / "gold" / name, JUDGED[kind]
    windows = json.loads((gold_folder / "scope.json").read_text(encoding="utf-8"))
    told = [{**line, "source": scorer.stem(line["source"])} for line in lines if line["kind"] == kind]
    told = [line for line in told if scorer.inside(line, windows)]
    gold = scorer.rows(gold_folder / f"{plural}.jsonl")
    found = scorer.align(gold, told, scorer.MATCH[plural])
    debatable = {j for i, j in found.items() if gold[i].get("sure") == 1 or gold[i].get("optional")}
    agree = [scorer.ATTRIBUTES[plural][name] for name in scorer.STRICT[plural]]
    right = {j for i, j in found.items() if all(same(gold[i], told[j]) for same in agree)}
    yield from ((line, at in right) for at, line in enumerate(told) if at not in debatable)


def bands(judged: Sequence[tuple[float, bool]]) -> tuple[float, list[str]]:
    """The expected calibration error of confidences, and a line a band: how many, what they promise, what is right."""
    error, lines = 0.0, []
    for low, high in pairwise(BANDS):
        inside = [(told, right) for told, right in judged if low <= told < high]
        if inside:
            promised = sum(told for told, _ in inside) / len(inside)
            kept = sum(right for _, right in inside) / len(inside)
            error += len(inside) / len(judged) * abs(promised - kept)
            lines.append(
                f"{low:.1f} to {min(high, 1.0):.1f}: {len(inside):4} told, promised {promised:.2f}, right {kept:.2f}"
            )
    return error, lines
