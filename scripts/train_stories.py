"""Trains what tells articles on one event: ``python scripts/train_stories.py`` writes ``language/ru/stories.json``.

The pairs are those of the Telegram news contest (Apache-2.0) in the shared folder. Prints F1 by folds of articles. The
card is ``docs/models.md``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean

from fitting import fit, folds
from letopis.language.logistic import parse_logistic
from pairs import f1, pairs_file, read_pairs
from quality import shared_folder

OUT = Path(__file__).resolve().parent.parent / "src/letopis/language/ru/stories.json"
#: Below a half, as F1 wants it.
THRESHOLD = 0.4
PENALTY = 3.0
FOLDS, TRIES = 6, 20


def main() -> None:
    """Trains, prints F1 by folds and writes."""
    shared = shared_folder()
    if shared is None or not pairs_file(shared).exists():
        sys.exit("there are no pairs to train on")
    groups, measures, truth = zip(*read_pairs(shared), strict=True)
    scores = []
    for seed in range(TRIES):
        fold = folds(groups, FOLDS, seed)
        told = [False] * len(truth)
        for number in range(FOLDS):
            inside = [at for at in range(len(truth)) if fold[at] != number]
            part = parse_logistic(fit([measures[at] for at in inside], [truth[at] for at in inside], penalty=PENALTY))
            for at in range(len(truth)):
                if fold[at] == number:
                    told[at] = part.probability(measures[at]) >= THRESHOLD
        scores.append(f1(told, list(truth)))
    print(f"{len(truth)} pairs, F1 by folds {mean(scores):.3f} ({min(scores):.3f} to {max(scores):.3f})")
    model = {**fit(measures, truth, penalty=PENALTY), "threshold": THRESHOLD}
    OUT.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
