"""Pairs of actors in whole articles (RuSentRel 1.1) with what the text shows of one's attitude to the other.

Mentions and synonyms are given by the set. Names say nothing here: a pair is described by how often and where its two
sides stand, by the syntax and the words between them, and by what the readings found.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from letopis.model import Attitude, Event, Party, Record, Source, Statement
from letopis.pipeline import Tools, read_source
from letopis.reading.attitudes.attitudes import AGAINST, FOR, known_signs
from letopis.reading.attitudes.opinions import (
    AUTHOR,
    UNNAMED,
    Candidate,
    OpinionModel,
    View,
    find_opinions,
    word_examples,
)
from letopis.reading.trees import Tree

#: The set's mark of who wrote a line; it is no text.
MARK = re.compile(r"\{Author, ?Unknown\}")
NOBODY = frozenset({"Author", "Unknown"})
TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GEOPOLIT": "GPE", "CAPITAL": "LOC"}
CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
PREPOSITIONS = ("против", "с", "к", "в", "от", "перед", "на", "о", "для", "за")
#: An opinion, with each holder that it may have, counts from this probability on.
LEAST_OPINION = 0.03
#: So many numbers of the short vectors of words are features.
VECTOR_SIZE = 56
#: Features by the input they come from, told by how their names begin.
GROUPS = {
    "how often and where": ("often.",),
    "syntax": ("syntax.",),
    "words of the lexicon": ("lexicon.",),
    "learnt tone of words": ("tone.",),
    "vectors of words between": ("vector.",),
    "learnt opinions": ("opinion.",),
    "acts (events)": ("event.",),
    "words of attitude": ("word.",),
    "statements": ("said.",),
}

Key = str
Pair = tuple[Key, Key]
Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Article:
    """An article: the attitudes that experts saw in it, and the features of pairs.

    A pair is `seen` where its sides share a sentence or a reading relates them; only these can be found. The others are
    those that experts saw elsewhere.
    """

    gold: Mapping[Pair, str]
    pairs: Mapping[Pair, Features]
    seen: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Mark:
    """A given mention: its place, who it is, its type."""

    start: int
    stop: int
    key: Key
    type: str


class Synonyms:
    """Who is who: names with one meaning share a key; case, number and ё are nothing."""

    def __init__(self, path: Path, tools: Tools) -> None:
        self._tools = tools
        self._keys: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            names = [name.strip() for name in line.split(",") if name.strip()]
            for name in names:
                self._keys.setdefault(_folded(name), names[0])
                self._keys.setdefault(self._lemmas(name), names[0])

    def key(self, name: str) -> Key:
        """The key of a name."""
        lemmas = self._lemmas(name)
        return self._keys.get(_folded(name)) or self._keys.get(lemmas) or lemmas

    def _lemmas(self, name: str) -> str:
        lemma = self._tools.pack.lemmas.lemma
        return " ".join(lemma(word, "", {}) for word in re.findall(r"[\w.-]+", _folded(name)))


def _folded(name: str) -> str:
    return name.strip().lower().replace("ё", "е")


def articles(tools: Tools, shared: Path, model: OpinionModel) -> Iterator[Article]:
    """The articles of the training part."""
    folder = shared / "data/rusentrel"
    synonyms = Synonyms(folder / "synonyms.txt", tools)
    for path in sorted((folder / "train").glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8-sig")
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip())
        marks = [_mark(row, synonyms) for row in rows if len(row) > 2 and row[2] not in NOBODY]
        opinions = (line.split(",") for line in path.with_suffix(".opin.txt").read_text("utf-8-sig").splitlines())
        fields = ([part.strip() for part in row] for row in opinions if len(row) > 2)
        gold = {(synonyms.key(row[0]), synonyms.key(row[1])): row[2] for row in fields if row[2] in ("pos", "neg")}
        clean = MARK.sub(lambda found: " " * len(found.group()), text)
        pairs, seen = _Reader(clean, marks, gold, tools, model).pairs()
        yield Article(gold, pairs, seen)


def _mark(row: Sequence[str], synonyms: Synonyms) -> Mark:
    kind, start, stop = row[1].split()[:3]
    return Mark(int(start), int(stop), synonyms.key(row[2]), TYPES.get(kind, "ORG"))


@dataclass(frozen=True, slots=True)
class _Context:
    """A sentence with both sides of a pair: where, and what stands between them."""

    sentence: int
    features: Features
    nearness: float


class _Reader:
    """One article being read: its sentences, who stands where, and what the readings found."""

    def __init__(
        self, text: str, marks: Sequence[Mark], gold: Iterable[Pair], tools: Tools, model: OpinionModel
    ) -> None:
        self._marks, self._gold, self._model = marks, gold, model
        source = Source("text", text, sha256(text.encode()).hexdigest())
        self._records: Sequence[Record] = read_source(source, tools).records
        spans = [place for line in re.finditer(r"[^\r\n]*\S", text) for place in _split(text, line, tools)]
        sentences = [one for one in tools.pack.analyser.analyse(text, spans) if one.tokens]
        self._trees = [Tree(sentence, tools.pack.grammar) for sentence in sentences]
        self._starts = [sentence.start for sentence in sentences]
        self._signs = known_signs(tools.attitudes, tools.events.rules)
        self._inside: list[list[tuple[Candidate, Mark]]] = [[] for _ in sentences]
        for mark in marks:
            number = bisect_right(self._starts, mark.start) - 1
            candidate = _candidate(self._trees[number], mark)
            if candidate is not None:
                self._inside[number].append((candidate, mark))
        self._counts = Counter(mark.key for found in self._inside for _, mark in found)

    def pairs(self) -> tuple[dict[Pair, Features], frozenset[Pair]]:
        """The features of each pair that stands in one sentence or that a reading relates, and of each gold pair.

        Beside them those that are seen without the gold: in a set with gold pairs that nothing else shows, having no
        sentence would itself tell an attitude.
        """
        contexts = self._contexts()
        readings = self._readings()
        often = self._often()
        most = max((len({c.sentence for c in found}) for found in contexts.values()), default=1)
        wanted = [*contexts, *(pair for pair in (*readings, *self._gold) if pair not in contexts)]
        out: dict[Pair, Features] = {}
        for pair in wanted:
            if pair[0] == pair[1] or not all(key in self._counts for key in pair):
                continue
            found = contexts.get(pair, [])
            features = _together(found)
            number = len({context.sentence for context in found})
            features["often.sentences"], features["often.share"] = math.log1p(number), number / most
            features["often.mutual"] = number / math.sqrt(self._counts[pair[0]] * self._counts[pair[1]])
            features["often.least"] = min(often[pair[0]]["often.of_most"], often[pair[1]]["often.of_most"])
            for side, key in zip("ab", pair, strict=True):
                features |= {f"{name}.{side}": value for name, value in often[key].items()}
            for way, one in (("ab", pair), ("ba", (pair[1], pair[0]))):
                features |= {f"{name}.{way}": math.log1p(value) for name, value in readings.get(one, {}).items()}
            out[pair] = features
        return out, frozenset(pair for pair in out if pair in contexts or pair in readings)

    def _often(self) -> dict[Key, Features]:
        out: dict[Key, Features] = {}
        most = max(self._counts.values(), default=1)
        for key, count in self._counts.items():
            places = [(n, c, m) for n, found in enumerate(self._inside) for c, m in found if m.key == key]
            subjects = sum(self._trees[n].tokens[c.head].rel.startswith("nsubj") for n, c, _ in places)
            out[key] = {
                "often.count": math.log1p(count),
                "often.of_most": count / most,
                "often.first": places[0][0] / len(self._trees),
                "often.subject": subjects / count,
            }
            for kind in ("PER", "ORG", "LOC", "GPE"):
                out[key][f"often.{kind}"] = sum(mark.type == kind for _, _, mark in places) / count
        return out

    def _contexts(self) -> dict[Pair, list[_Context]]:
        out: dict[Pair, list[_Context]] = defaultdict(list)
        tones = self._tones()
        for number, found in enumerate(self._inside):
            if len({mark.key for _, mark in found}) < 2:
                continue
            view = View(self._trees[number], [candidate for candidate, _ in found], self._signs)
            vectors = self._model.short(view.tree)
            for one, mark in found:
                for other, aim in found:
                    if mark.key != aim.key and one.head != other.head:
                        features = _between(view, one, other, tones[number], vectors)
                        gap = abs(one.head - other.head)
                        out[mark.key, aim.key].append(_Context(number, features, math.exp(-math.log1p(gap))))
        return out

    def _tones(self) -> list[NDArray[np.float32]]:
        """For each sentence how much each word praises and blames, (words, 2)."""
        inside = ([candidate for candidate, _ in found] for found in self._inside)
        views = [View(tree, some, self._signs) for tree, some in zip(self._trees, inside, strict=True)]
        vectors = [self._model.short(tree) for tree in self._trees]
        places, features, beside = word_examples(views, vectors)
        out = [np.zeros((len(tree.tokens), 2), np.float32) for tree in self._trees]
        for (number, word), chance in zip(places, self._model.words(features, beside), strict=True):
            out[number][word] = chance[1:]
        return out

    def _readings(self) -> dict[Pair, Counter[str]]:
        """How often each reading shows something of one's attitude to the other."""
        out: dict[Pair, Counter[str]] = defaultdict(Counter)
        for record in self._records:
            if isinstance(record, Event):
                sign = "pos" if record.type in FOR else "neg" if record.type in AGAINST else "none"
                real = "" if record.realis in ("actual", "planned") else ".unreal"
                for pair in self._across(record.actors, record.recipients):
                    out[pair][f"event.{sign}{real}"] += 1
                for pair in self._across(record.actors, record.actors):
                    out[pair][f"event.side_by_side.{sign}{real}"] += 1
            elif (
                isinstance(record, Attitude) and "attitudes.toml" in record.evidence.rule and record.holder is not None
            ):
                for pair in self._across([record.holder], [record.target]):
                    out[pair][f"word.{record.sign}"] += 1
            elif isinstance(record, Statement) and record.speaker is not None:
                span = record.evidence.span
                told = {mark.key for mark in self._marks if span.start <= mark.start < span.stop}
                for key in self._meant(record.speaker):
                    for other in told - {key}:
                        out[key, other]["said.of"] += 1
        self._add_opinions(out)
        return out

    def _add_opinions(self, out: dict[Pair, Counter[str]]) -> None:
        candidates = [[candidate for candidate, _ in found] for found in self._inside]
        statements = [r for r in self._records if isinstance(r, Statement) and r.speaker is not None]
        for number, opinions in enumerate(find_opinions(self._trees, candidates, self._model, every=LEAST_OPINION)):
            keys = [mark.key for _, mark in self._inside[number]]
            for opinion in opinions:
                target = keys[opinion.target]
                holders = {keys[opinion.holder]} if opinion.holder >= 0 else set()
                at = self._trees[number].tokens[opinion.cue].start
                told = [s for s in statements if s.evidence.span.start <= at < s.evidence.span.stop]
                if opinion.holder in (AUTHOR, UNNAMED):
                    holders = {key for s in told if s.speaker is not None for key in self._meant(s.speaker)}
                for key in holders - {target}:
                    out[key, target][f"opinion.{opinion.sign}"] += opinion.probability  # type: ignore[assignment]

    def _across(self, some: Sequence[Party], others: Sequence[Party]) -> Iterator[Pair]:
        for one in some:
            for other in others:
                for key in self._meant(one):
                    yield from ((key, aim) for aim in self._meant(other) if aim != key)

    def _meant(self, party: Party) -> set[Key]:
        if party.start is None or party.stop is None:
            return set()
        return {mark.key for mark in self._marks if mark.start < party.stop and party.start < mark.stop}


def _split(text: str, line: re.Match[str], tools: Tools) -> list[tuple[int, int]]:
    start = line.start() + len(line.group()) - len(line.group().lstrip())
    return tools.pack.analyser.split(text, start, line.end())


def _candidate(tree: Tree, mark: Mark) -> Candidate | None:
    words = [at for at, token in enumerate(tree.tokens) if token.start < mark.stop and token.stop > mark.start]
    if not words:
        return None
    head = next((word for word in words if tree.tokens[word].head not in words), words[0])
    return Candidate(head, words[0], words[-1], mark.type)


def _between(
    view: View, one: Candidate, other: Candidate, tones: NDArray[np.float32], vectors: NDArray[np.float32]
) -> Features:
    """What one sentence shows of two of its candidates."""
    tree = view.tree
    up, down = [one.head, *tree.above(one.head)], [other.head, *tree.above(other.head)]
    meeting = next((word for word in up if word in down), None)
    rise = up.index(meeting) if meeting is not None else len(up)
    fall = down.index(meeting) if meeting is not None else len(down)
    path = {*up[1:rise], *down[1:fall]} | ({meeting} if meeting is not None and rise and fall else set())
    first, last = sorted((one.head, other.head))
    near = path | {child for word in path for child in tree.children[word]}
    out: Features = {
        "syntax.distance": math.log1p(last - first),
        "syntax.order": float(one.head < other.head),
        "syntax.rise": float(rise),
        "syntax.fall": float(fall),
        "syntax.path": float(len(path)),
        "syntax.others_between": float(sum(first < c.head < last for c in view.candidates)),
        "syntax.others": float(len(view.candidates)),
        "syntax.under_verb": float(meeting is not None and tree.tokens[meeting].pos == "VERB"),
        "syntax.below": float(meeting == one.head),
        "syntax.above": float(meeting == other.head),
        "syntax.joined": float(any(tree.tokens[a.head].rel == "conj" for a in (one, other)) and len(path) == 0),
        "lexicon.denied": float(sum(tree.tokens[word].lemma in tree.grammar.negation for word in near)),
    }
    for side, candidate in (("a", one), ("b", other)):
        token, preposition = tree.tokens[candidate.head], tree.preposition(candidate.head)
        out[f"syntax.subject.{side}"] = float(token.rel.startswith("nsubj"))
        out |= {f"syntax.{case}.{side}": float(token.feats.get("Case") == case) for case in CASES}
        out |= {f"syntax.{word}.{side}": float(preposition == word) for word in PREPOSITIONS}
    stretches = {"path": path, "near": near, "between": range(first + 1, last), "sentence": range(len(tree.tokens))}
    for name, words in stretches.items():
        numbers = list(words)
        share = 20 / len(tree.tokens) if name == "sentence" else 1.0
        for sign, column in (("pos", 0), ("neg", 1)):
            known = sum(view.signs[word] == column + 1 for word in numbers)
            out[f"lexicon.{name}.{sign}"] = known * share
            out[f"tone.{name}.{sign}"] = float(tones[numbers, column].sum()) * share
    plain = sorted(word for word in path if not any(c.first <= word <= c.last for c in view.candidates))
    if plain:
        out |= {f"vector.{at}": value for at, value in enumerate(vectors[plain, :VECTOR_SIZE].mean(axis=0).tolist())}
    return out


def _together(contexts: Sequence[_Context]) -> Features:
    """The features of a pair's sentences, weighed by how near its sides stand there, and the most that words show."""
    out: Features = {}
    total = sum(context.nearness for context in contexts)
    for context in contexts:
        for name, value in context.features.items():
            out[name] = out.get(name, 0.0) + value * context.nearness / total
            if name.startswith(("lexicon.path", "lexicon.near", "tone.path", "tone.near")):
                out[f"{name}.most"] = max(out.get(f"{name}.most", 0.0), value)
    for name in ("syntax.distance", "syntax.path", "syntax.others_between"):
        if contexts:
            out[f"{name}.least"] = min(context.features[name] for context in contexts)
    return out
