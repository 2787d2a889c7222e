"""Prints how well articles that tell the same event are told from others, on the pairs of the Telegram news contest.

    python scripts/quality_pairs.py

The pairs lie in the folder ``shared``; without them the check is skipped with a message. The model is trained on these
very pairs: ``train_stories.py`` prints F1 by folds, which is the figure to believe.
"""

from __future__ import annotations

from letopis.study.stories import load_story_model
from pairs import f1, pairs_file, read_pairs
from quality import shared_folder

#: What the nearness of four-letter strings reaches on titles and texts with its best threshold.
CHARACTERS = 0.789


def main() -> None:
    """Reads the pairs and prints one line."""
    shared = shared_folder()
    if shared is None or not pairs_file(shared).exists():
        print("article pairs: skipped, none here")
        return
    model = load_story_model()
    _, measures, truth = zip(*read_pairs(shared), strict=True)
    told = [model.logistic.probability(one) >= model.threshold for one in measures]
    print(f"article pairs: {len(truth)}, same event F1 {f1(told, list(truth)):.3f} (characters alone {CHARACTERS})")


if __name__ == "__main__":
    main()
