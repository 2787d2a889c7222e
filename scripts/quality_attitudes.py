"""Prints how well attitudes are read beside the floors: ``python scripts/quality_attitudes.py [--ablation]``.

Two public sets, read from the shared folder and skipped without it; five folds, nothing learnt from what is measured.

- RuOpinionNE-2024 (development part): tuples of holder, target, words and sign; the shared task's F1, in which a match
  needs an overlap of all three and the same sign, and counts by the mean overlap. Folds are runs of sentences, because
  neighbours are of one text.
- RuSentRel 1.1 (training part): whose attitude to whom a whole article shows. Its leaderboard's F1: precision and
  recall of a sign are means over documents, F1 is the mean over signs. Mentions and synonyms are given; folds are
  documents.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attitude_pairs import GROUPS, Article, Pair, articles
from boosting import boosted, softmax
from letopis.pipeline import Tools, load_tools
from letopis.reading.attitudes.opinions import AUTHOR, SIGNS, UNNAMED, Frames, Opinion, find_opinions
from quality import SLACK, shared_folder
from train_attitudes import FOLDS, Example, Span, examples, prepare, read_frames, shortened, train_model

#: What must be reached; what is aimed at.
FLOORS = {"pairs found (RuSentRel)": 0.34, "pairs given (RuSentRel)": 0.65, "opinion tuples (RuOpinionNE)": 0.22}
AIMS = {"pairs found (RuSentRel)": 0.42, "pairs given (RuSentRel)": 0.72, "opinion tuples (RuOpinionNE)": 0.35}
#: The penalty of the regression that finds pairs, and of that which signs them; steps of learning.
PENALTY, SIGN_PENALTY, STEPS = 300.0, 100.0, 400
#: So many times trees for the signs are learnt anew; what they say in the mean counts as much as the regression.
BOOSTED = 3
#: What a pair more may count for recall beside precision; the others' articles choose.
WEIGHTS = tuple(number / 25 for number in range(7, 21))
#: An opinion with less probability is not told, the other folds choose how much; a second one of the same target needs
#: MORE times as much, and so on.
LEASTS = tuple(number / 100 for number in range(6, 15))
MORE = 1.3

Places = tuple[Span, ...]
#: Holder (places, or UNNAMED or AUTHOR), target, words, sign.
Tuple = tuple[Places | int, Places, Places, str]


# --- tuples -----------------------------------------------------------------------------------------------------------


def tuples(shared_examples: Sequence[Example], tools: Tools, frames: Frames) -> dict[str, float]:
    """Precision, recall and F1 of opinion tuples over five folds."""
    short = shortened(shared_examples, tools.pack.analyser.vectors, frames)
    ready = prepare(shared_examples, tools, short)
    fold = np.arange(len(shared_examples)) * FOLDS // len(shared_examples)
    opinions: list[list[Opinion]] = [[] for _ in shared_examples]
    for number in range(FOLDS):
        model = train_model(ready, fold != number, tools, short)
        held = np.flatnonzero(fold == number).tolist()
        some = [shared_examples[at] for at in held]
        trees, candidates = [one.tree for one in some], [one.candidates for one in some]
        found = find_opinions(trees, candidates, model, word=0.1, pair=min(LEASTS), every=min(LEASTS))
        for at, told in zip(held, found, strict=True):
            opinions[at] = told
    return tuple_scores(chosen_matches(shared_examples, opinions, fold))


def chosen_matches(
    some: Sequence[Example], opinions: Sequence[Sequence[Opinion]], fold: NDArray[np.intp]
) -> NDArray[np.float64]:
    """How the tuples of each sentence match by the bar that is best for the other folds."""
    tries = [
        np.array([matches(one, merged(one, told, least)) for one, told in zip(some, opinions, strict=True)])
        for least in LEASTS
    ]
    out = np.zeros_like(tries[0])
    for number in range(FOLDS):
        own = fold == number
        out[own] = max(tries, key=lambda found: tuple_scores(found[~own])["f1"])[own]
    return out


def merged(one: Example, opinions: Sequence[Opinion], least: float) -> list[Tuple]:
    """Opinions as tuples: judging words side by side with one holder, target and sign are one expression."""
    groups: dict[tuple[int, int, str], list[list[int]]] = {}
    counts: Counter[int] = Counter()
    for opinion in sorted(opinions, key=lambda opinion: -opinion.probability):
        if opinion.probability < least:
            break
        runs = groups.setdefault((opinion.holder, opinion.target, opinion.sign), [])
        near = next((run for run in runs if min(abs(word - opinion.cue) for word in run) <= 2), None)
        if near is not None:
            near.append(opinion.cue)
        elif opinion.probability >= least * MORE ** counts[opinion.target]:
            runs.append([opinion.cue])
            counts[opinion.target] += 1
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


def matches(one: Example, told: Sequence[Tuple]) -> tuple[float, int, float, int]:
    """What the tuples told of a sentence match of those marked, and how many were told; the other way round.

    A match counts by the mean share of holder, target and words that it overlaps, as the shared task has it.
    """
    words = _words(one.text)
    marked = {_worded((g.holder, g.target, g.words, SIGNS[g.sign]), words) for g in one.gold}
    given = {_worded(row, words) for row in told}
    right, found = (sum(_overlap(row, theirs) for row in ours) for ours, theirs in ((given, marked), (marked, given)))
    return right, len(given), found, len(marked)


def tuple_scores(found: NDArray[np.float64]) -> dict[str, float]:
    """The shared task's measure over the `matches` of sentences."""
    right, told, hit, marked = found.sum(axis=0).tolist()
    precision, recall = right / max(told, 1), hit / max(marked, 1)
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
            shares = [len(row[at] & other[at]) / len(row[at]) for at in range(3)]  # type: ignore[operator]
            best = max(best, sum(shares) / 3)
    return best if matched else 0.0


# --- whole articles ---------------------------------------------------------------------------------------------------

Weights = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
Answers = list[dict[Pair, str]]
#: What is known with its classes, and what is asked, to the probabilities of its classes.
Learn = Callable[[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]], Any]


class Pairs:
    """All pairs of all articles as one table: features (pairs, names), the right class (0 none, 1 pos, 2 neg)."""

    def __init__(self, some: Sequence[Article]) -> None:
        self.articles = some
        self.names = sorted({name for one in some for found in one.pairs.values() for name in found})
        self.rows = [(number, pair) for number, one in enumerate(some) for pair in one.pairs]
        values = [[some[n].pairs[pair].get(name, 0.0) for name in self.names] for n, pair in self.rows]
        self.features = np.array(values, np.float64)
        signs = {None: 0, "pos": 1, "neg": 2}
        self.classes = np.array([signs[some[n].gold.get(pair)] for n, pair in self.rows])
        self.seen = np.array([pair in some[n].seen for n, pair in self.rows])
        self.article = np.array([n for n, _ in self.rows])
        self.folds = np.arange(len(some)) % FOLDS

    def columns(self, without: Sequence[str] = ()) -> NDArray[np.bool_]:
        """Which features are used when those whose names begin so are not."""
        return np.array([not name.startswith(tuple(without)) for name in self.names])

    def chances(
        self, columns: NDArray[np.bool_], which: NDArray[np.bool_], classes: NDArray[np.intp], learn: Learn
    ) -> Any:
        """The probabilities of the classes, each fold's from a model of the others, learnt from some of the pairs."""
        features = self.features[:, columns]
        out = np.zeros((len(features), int(classes.max()) + 1))
        for fold in range(FOLDS):
            held = self.folds[self.article] == fold
            learnt = which & ~held
            out[held] = learn(features[learnt], classes[learnt], features[held])
        return out

    def found(self, columns: NDArray[np.bool_]) -> dict[str, float]:
        """F1 of pairs found and signed; a fold's weight of recall is the best one of the other folds' articles."""
        chances = self.chances(columns, self.seen, self.classes, find_chances)
        tries = [self.answers(chances, weight) for weight in WEIGHTS]
        answers: Answers = [{} for _ in self.articles]
        for fold in range(FOLDS):
            others = np.flatnonzero(self.folds != fold).tolist()
            best = max(tries, key=lambda told: self.score(told, others)["f1"])
            for number in np.flatnonzero(self.folds == fold).tolist():
                answers[number] = best[number]
        return self.score(answers, range(len(self.articles)))

    def signed(self, columns: NDArray[np.bool_]) -> dict[str, float]:
        """F1 of the signs of the experts' pairs; how two names stand to each other in a sentence tells none."""
        gold = self.classes > 0
        columns = columns & self.columns(["syntax."])
        chances = self.chances(columns, gold, np.maximum(self.classes - 1, 0), sign_chances)
        answers: Answers = [{} for _ in self.articles]
        for at in np.flatnonzero(gold).tolist():
            number, pair = self.rows[at]
            answers[number][pair] = "pos" if chances[at, 0] > chances[at, 1] else "neg"
        return self.score(answers, range(len(self.articles)), given=True)

    def answers(self, chances: Any, weight: float) -> Answers:
        """Of each article and sign the likeliest pairs, so many that precision and weighed recall should be greatest.

        The measure is a mean over articles, so one bar for all would leave some without an answer and flood others.
        """
        out: Answers = [{} for _ in self.articles]
        likelier = np.where(chances[:, 1] > chances[:, 2], 1, 2)
        for number in range(len(self.articles)):
            rows = np.flatnonzero(self.seen & (self.article == number))
            for sign, name in ((1, "pos"), (2, "neg")):
                ranked = sorted(rows[likelier[rows] == sign].tolist(), key=lambda row: -chances[row, sign])
                if ranked:
                    sums = np.cumsum(chances[ranked, sign])
                    gains = sums / np.arange(1, len(ranked) + 1) + weight * sums / chances[rows, sign].sum()
                    out[number].update((self.rows[row][1], name) for row in ranked[: int(gains.argmax()) + 1])
        return out

    def score(self, answers: Answers, which: Iterable[int], *, given: bool = False) -> dict[str, float]:
        """The leaderboard's measure; with `given` only pairs whose both sides are mentioned count."""
        sums: dict[str, float] = defaultdict(float)
        numbers = list(which)
        for number in numbers:
            one = self.articles[number]
            for sign in ("pos", "neg"):
                gold = {p for p, s in one.gold.items() if s == sign and (not given or p in one.pairs)}
                told = {pair for pair, answer in answers[number].items() if answer == sign}
                right = len(gold & told)
                sums[f"{sign}.p"] += right / len(told) if told else float(not gold)
                sums[f"{sign}.r"] += right / len(gold) if gold else 1.0
        means = {name: value / len(numbers) for name, value in sums.items()}
        signs = {sign: f1(means[f"{sign}.p"], means[f"{sign}.r"]) for sign in ("pos", "neg")}
        return {"f1": (signs["pos"] + signs["neg"]) / 2, **signs}


def fit(features: NDArray[np.float64], classes: NDArray[np.intp], strength: float) -> Weights:
    """A multinomial logistic regression on standardised features with an L2 penalty, by Adam on all examples."""
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    inputs = np.c_[(features - middle) / spread, np.ones(len(features))]
    right = np.eye(int(classes.max()) + 1)[classes]
    weights = np.zeros((inputs.shape[1], right.shape[1]))
    momentum, square = np.zeros_like(weights), np.zeros_like(weights)
    penalty = np.full((len(weights), 1), strength / len(inputs))
    penalty[-1] = 0
    for step in range(1, STEPS + 1):
        gradient = inputs.T @ (softmax(inputs @ weights) - right) / len(inputs) + penalty * weights
        momentum += 0.1 * (gradient - momentum)
        square += 0.01 * (gradient * gradient - square)
        rate = 0.05 * (1.02 - step / STEPS)
        weights -= rate * momentum / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return middle, spread, weights


def weigh(model: Weights, features: NDArray[np.float64]) -> Any:
    """The probabilities (examples, classes) that a regression gives."""
    middle, spread, weights = model
    return softmax(np.c_[(features - middle) / spread, np.ones(len(features))] @ weights)


def find_chances(known: NDArray[np.float64], classes: NDArray[np.intp], asked: NDArray[np.float64]) -> Any:
    """Whether pairs have an attitude and which, by a regression."""
    return weigh(fit(known, classes, PENALTY), asked)


def sign_chances(known: NDArray[np.float64], classes: NDArray[np.intp], asked: NDArray[np.float64]) -> Any:
    """The signs of pairs by the mean of a regression and of trees, which see what words show only together."""
    trees = np.mean([boosted(known, classes, asked, seed) for seed in range(BOOSTED)], axis=0)
    return (weigh(fit(known, classes, SIGN_PENALTY), asked) + trees) / 2


def main() -> None:
    """Prints the figures; fails where one is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--ablation", action="store_true", help="also without each group of inputs, and each alone")
    arguments = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("attitudes: skipped, the shared folder is absent")
        return
    tools = load_tools(learnt=True)
    if tools.opinions is None:
        raise SystemExit("the opinion model is absent")
    table = Pairs(list(articles(tools, shared, tools.opinions)))
    figures = {
        "pairs found (RuSentRel)": table.found(table.columns())["f1"],
        "pairs given (RuSentRel)": table.signed(table.columns())["f1"],
        "opinion tuples (RuOpinionNE)": tuples(
            list(examples(tools, shared)), tools, read_frames(shared, tools.pack.lemmas.lemma)
        )["f1"],
    }
    low = []
    for name, figure in figures.items():
        floor, aim = FLOORS[name], AIMS[name]
        print(f"  {name:30} {figure:.3f}   floor {floor:.3f}, aim {aim:.2f}")
        low += [name] if figure < floor - SLACK else []
    if arguments.ablation:
        ablate(table)
    if low:
        sys.exit(f"attitudes: under the floor: {', '.join(low)}")


def ablate(table: Pairs) -> None:
    """Prints what the figures on articles are without each group of inputs."""
    print(f"  {'without':30} pairs found   pairs given")
    for name, beginnings in GROUPS.items():
        columns = table.columns(beginnings)
        found, signed = table.found(columns)["f1"], table.signed(columns)["f1"]
        print(f"  {name:30} {found:11.3f}   {signed:11.3f}")


if __name__ == "__main__":
    main()
