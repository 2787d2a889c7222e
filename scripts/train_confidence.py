"""Trains the models of confidence: ``python scripts/train_confidence.py`` writes ``language/ru/confidence.json``.

The records that the rules tell of the marked texts (gold sets heap and news) are right or wrong as the scorer of the
shared folder says; each set weighs the same. The error is printed before and after, by folds of texts. The set train
is left out: rules were made with its sentences in view, and it would promise too much. The card is ``docs/models.md``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from fitting import fit, folds
from judging import JUDGED, bands, judge
from letopis import building
from letopis.language.logistic import parse_logistic
from letopis.model import Event, Kind, Statement
from letopis.pipeline import load_tools
from letopis.reading.events.confidence import measure_event, measure_statement
from letopis.store.chronicle import Chronicle
from letopis.study.exporting import export_lines
from quality import SETS, shared_folder

OUT = Path(__file__).resolve().parent.parent / "src/letopis/language/ru/confidence.json"
FOLDS = 10
#: So many characters of one source are a group: what stands near is judged alike.
GROUP = 9000

Row = tuple[str, str, float, dict[str, float], bool]


def judged(shared: Path, name: str, kind: str) -> Iterator[Row]:
    """The judged records of a set as the rules alone tell them: set, group, confidence, measures, whether right."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "gold.letopis")
        building.build([str(shared / SETS[name])], path, jobs=1)
        with Chronicle.open(path) as chronicle:
            measured = {}
            for told in chronicle.records(Kind(kind)):
                if isinstance(told.record, Event):
                    measured[told.reading] = measure_event(told.record)
                elif isinstance(told.record, Statement):
                    measured[told.reading] = measure_statement(told.record)
            for line, right in judge(shared, name, kind, export_lines(chronicle, kind)):
                group = f"{name} {line['source']} {line['start'] // GROUP}"
                yield name, group, line["confidence"], measured[line["reading"]], right


def main() -> None:
    """Trains, prints the errors and writes."""
    shared = shared_folder()
    if shared is None:
        sys.exit("there is no shared folder with the marked texts")
    tools = replace(load_tools(), trust=None)
    vars(building)["load_tools"] = lambda *_: tools
    models = {}
    for kind in JUDGED:
        rows = [row for name in SETS for row in judged(shared, name, kind)]
        sets, groups, given, measures, right = zip(*rows, strict=True)
        weights = np.array([len(rows) / len(SETS) / sets.count(name) for name in sets])
        fold = folds(groups, FOLDS)
        told = np.zeros(len(rows))
        for number in range(FOLDS):
            inside = [at for at in range(len(rows)) if fold[at] != number]
            part = fit([measures[at] for at in inside], [right[at] for at in inside], weights[inside])
            for at in np.flatnonzero(fold == number):
                told[at] = parse_logistic(part).probability(measures[at])
        before, _ = bands(list(zip(given, right, strict=True)))
        after, lines = bands(list(zip(told.tolist(), right, strict=True)))
        print(f"{kind}: {len(rows)} judged, error of the rules {before:.3f}, by folds {after:.3f}", *lines, sep="\n  ")
        models[kind] = fit(measures, right, weights)
    OUT.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
