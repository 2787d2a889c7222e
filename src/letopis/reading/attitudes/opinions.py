"""Words that judge somebody, whom they judge and who judges, by three small learnt networks.

The first tells of each word whether it praises or blames; the second whom a judging word is about; the third who
judges: somebody in the sentence, somebody unnamed, or the author. A network sums a row for each feature and a product
for each word vector, then has one hidden layer; all sentences of a stretch go through it together. They are trained by
``scripts/train_attitudes.py``; the card is ``docs/models.md``.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from letopis.language.lexicon import resource
from letopis.reading.trees import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[Any]
    Vectors = Callable[[Sequence[str]], Any]

#: Who judges when it is no candidate of the sentence.
UNNAMED, AUTHOR = -1, -2
#: A word that judges with less probability is not looked at; nor is a pair.
LEAST_WORD, LEAST_PAIR = 0.2, 0.1
SIGNS = ("", "pos", "neg")

#: Only such words judge.
JUDGING = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
#: So many different words keep their short vectors, 3.5 kB each; more only where sentences that go together have more.
MOST_WORDS = 12_000
#: Beside a judging word stand itself, its head, the word before and the word after; then comes the sentence's mean.
BESIDE = 4
POS = ("NOUN", "VERB", "ADJ", "ADV", "PROPN", "PRON", "DET", "NUM", "AUX")
RELS = (
    *(
        "nsubj",
        "nsubj:pass",
        "obj",
        "iobj",
        "obl",
        "nmod",
        "amod",
        "conj",
        "appos",
        "root",
        "acl",
        "acl:relcl",
        "advcl",
    ),
    *("parataxis", "xcomp", "ccomp", "flat:name", "case", "advmod", "det", "obl:agent"),
)
CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
PREPOSITIONS = ("против", "с", "к", "в", "от", "перед", "на", "о", "для", "за", "по", "у", "из", "со", "над", "между")
TYPES = ("PER", "LOC", "ORG", "GPE", "NOUN")
DEEPEST, FARTHEST = 4, (1, 2, 3, 5, 8, 12, 20)
NEAR = (0, 1, 2, 4, 8)
QUOTES = frozenset('«»"“”')
BUCKETS = (0.1, 0.2, 0.35, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may judge or be judged in a sentence: its head word, its outer words, its type."""

    head: int
    first: int
    last: int
    type: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judging word, who judges (a candidate's number, UNNAMED or AUTHOR), whom, and how probable all of that is."""

    cue: int
    holder: int
    target: int
    sign: str
    probability: float


@dataclass(frozen=True, slots=True)
class Network:
    """A network with one hidden layer: `rows` (features, hidden), `taps` (vectors, size, hidden), `out` (hidden, n).

    A feature's number in its column is added to the column's place in `rows`, which `places` tells. Of longer vectors
    it sees the first `size` numbers.
    """

    places: Array
    rows: Array
    taps: Array
    bias: Array
    out: Array
    out_bias: Array

    def __call__(self, features: Array, vectors: Sequence[Array]) -> Array:
        """The probabilities (examples, classes) of examples with these features (examples, columns) and vectors."""
        hidden = self.start(features)
        for vector, tap in zip(vectors, self.taps, strict=True):
            hidden += vector[:, : len(tap)] @ tap
        return self.finish(hidden)

    def start(self, features: Array) -> Array:
        """What the features add to the hidden layer (examples, hidden); column by column, for the memory's sake."""
        import numpy as np  # noqa: PLC0415

        hidden: Array = np.zeros((len(features), self.rows.shape[1]), np.float32)
        for column, place in zip(features.T, self.places, strict=True):
            hidden += self.rows[column + place]
        return hidden

    def finish(self, hidden: Array) -> Array:
        """The probabilities (examples, classes) by what features and vectors add to the hidden layer."""
        import numpy as np  # noqa: PLC0415 (late: --help stays instant)

        scores = np.maximum(hidden + self.bias, 0) @ self.out + self.out_bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Array = scores / scores.sum(axis=1, keepdims=True)
        return chances


@dataclass(frozen=True, slots=True)
class Frames:
    """What a lexicon of frames says of lemmas: `values` (lemmas, numbers), the row of each lemma."""

    rows: Mapping[str, int]
    values: Array


class ShortVectors:
    """Short vectors of words, unit length before they are made short by `basis` (dimensions, size); kept once made.

    Before them stands what the `frames` say of the lemma, zeros where they know it not.
    """

    def __init__(self, vectors: Vectors, basis: Array, frames: Frames, most: int = MOST_WORDS) -> None:
        import numpy as np  # noqa: PLC0415 (late: --help stays instant)

        self.basis, self.frames = basis, frames
        self._vectors = vectors
        self._numbers: dict[str, int] = {}
        #: How often all words were forgotten: `table` is another since.
        self.cleared = 0
        width = basis.shape[1] + frames.values.shape[1]
        self.table = np.zeros((most + 1, width), np.float32)  # the last row stays zero

    def __call__(self, tree: Tree) -> Array:
        """The short vectors (words + 1, size) of a sentence's words; the last row is zero."""
        found: Array = self.table[self.numbers([tree])]
        return found

    def numbers(self, trees: Sequence[Tree]) -> list[int]:
        """The rows of the words of sentences in `table`, behind each sentence the row of zeros.

        They hold until the next call.
        """
        lemmas = {token.lemma for tree in trees for token in tree.tokens}
        new = lemmas.difference(self._numbers)
        if new:
            if len(self._numbers) + len(new) >= len(self.table):
                self._forget(len(lemmas))
                new = lemmas
            # The first sentence that has a lemma tells its form, however many sentences go together.
            self._add(new, {token.lemma: token.text.lower() for tree in reversed(trees) for token in tree.tokens})
        number = self._numbers
        return [row for tree in trees for row in (*[number[token.lemma] for token in tree.tokens], -1)]

    def _forget(self, coming: int) -> None:
        """Forgets all words; so many come at once, and have room."""
        import numpy as np  # noqa: PLC0415

        self._numbers.clear()
        self.cleared += 1
        self.table = np.zeros((max(len(self.table), coming + 1), self.table.shape[1]), np.float32)

    def _add(self, new: set[str], forms: Mapping[str, str]) -> None:
        import numpy as np  # noqa: PLC0415

        words = sorted(new)
        found = self._vectors(words)
        strange = np.flatnonzero(~found.any(axis=1)).tolist()
        if strange:
            found[strange] = self._vectors([forms[words[at]] for at in strange])
        found = found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-6)
        first, size = len(self._numbers), self.frames.values.shape[1]
        self._numbers.update({word: first + at for at, word in enumerate(words)})
        self.table[first : first + len(words), size:] = found @ self.basis
        for at, word in enumerate(words, start=first):
            if (row := self.frames.rows.get(word)) is not None:
                self.table[at, :size] = self.frames.values[row]


class WordTaps:
    """What each word adds to a network's hidden layer in each place beside a judging word; kept once made."""

    def __init__(self, short: ShortVectors, network: Network) -> None:
        _, self._size, self._hidden = network.taps.shape
        self._short = short
        self._weights = network.taps.swapaxes(0, 1).reshape(self._size, -1)[:, : BESIDE * self._hidden]
        self._start()

    def _start(self) -> None:
        """With nothing made but the row of zeros."""
        import numpy as np  # noqa: PLC0415

        self._cleared = self._short.cleared
        self._table = np.zeros((len(self._short.table), BESIDE, self._hidden), np.float32)
        self._made = np.zeros(len(self._table), bool)
        self._made[-1] = True

    def add(self, hidden: Array, beside: Sequence[Array]) -> None:
        """Adds to `hidden` (examples, hidden) what the words of these rows add in each place."""
        import numpy as np  # noqa: PLC0415

        if self._cleared != self._short.cleared:
            self._start()
        rows = np.concatenate(beside)
        if not self._made[rows].all():
            new = np.unique(rows[~self._made[rows]])
            made = self._short.table[new, : self._size] @ self._weights
            self._table[new] = made.reshape(len(new), *self._table.shape[1:])
            self._made[new] = True
        for place, some in enumerate(beside):
            hidden += self._table[some, place]


@dataclass(frozen=True, slots=True)
class OpinionModel:
    """The three networks, the short vectors of words, and the signs of known words by lemma."""

    short: ShortVectors
    words: Network
    targets: Network
    holders: Network
    signs: Mapping[str, int]
    taps: WordTaps = field(init=False)

    def __post_init__(self) -> None:
        """Makes room for what words add to the first network."""
        object.__setattr__(self, "taps", WordTaps(self.short, self.words))


def load_opinion_model(path: str, vectors: Vectors, signs: Mapping[str, int]) -> OpinionModel:
    """The model of a file such as ``ru/opinions.npz``; `signs` are 1 for praise and 2 for blame."""
    import numpy as np  # noqa: PLC0415

    with np.load(io.BytesIO(resource(path).read_bytes())) as data:
        parts = {name: data[name] if data[name].dtype.kind in "iu" else data[name].astype(np.float32) for name in data}
    nets = {
        name: Network(*(parts[f"{name}.{field}"] for field in Network.__slots__))
        for name in ("words", "targets", "holders")
    }
    lemmas = parts["frames.lemmas"].tobytes().decode().split("\n")
    frames = Frames({lemma: row for row, lemma in enumerate(lemmas)}, parts["frames.values"])
    return OpinionModel(ShortVectors(vectors, parts["short"], frames), **nets, signs=signs)


class View:
    """A sentence as the networks see it: its tree, its candidates, and features of single words, each made once."""

    def __init__(self, tree: Tree, candidates: Sequence[Candidate], signs: Mapping[str, int]) -> None:
        self.tree, self.candidates = tree, candidates
        self.signs = [signs.get(token.lemma, 0) for token in tree.tokens]
        self._names = frozenset(word for one in candidates for word in range(one.first, one.last + 1))
        self._heads = sorted(one.head for one in candidates)
        self._headed = frozenset(self._heads)
        self._up: dict[int, dict[int, int]] = {}
        self._clauses: dict[int, tuple[int, int]] = {}
        self._subjects: dict[int, int] = {}
        self._denied: set[int] = set()
        for at, token in enumerate(tree.tokens):
            if token.rel.startswith("nsubj"):
                self._subjects.setdefault(token.head, at)
            if token.lemma in tree.grammar.negation:
                self._denied.add(token.head)
        self._met: dict[tuple[int, int], tuple[int, int]] = {}
        self._steps: dict[int, list[int]] = {}
        self._commas = [at for at, token in enumerate(tree.tokens) if token.text == ","]
        self._quotes = [at for at, token in enumerate(tree.tokens) if token.text in QUOTES]
        self.quoted = [bisect_right(self._quotes, at) % 2 for at in range(len(tree.tokens))]
        self._nodes: dict[int, tuple[int, ...]] = {}

    def word(self, index: int) -> tuple[int, ...]:
        """The features of a word that may judge."""
        token = self.tree.tokens[index]
        head = self.signs[token.head] if token.head >= 0 else 0
        place = (_POS.get(token.pos, len(POS)), _RELS.get(token.rel, len(RELS)))
        known = (self.signs[index], head, int(index in self._denied), int(index in self._names), int(token.head < 0))
        return (*place, *known, self._nearest(index), self._link(index), self.quoted[index], self.clause(index)[1])

    def _nearest(self, index: int) -> int:
        """How far the nearest candidate stands: the number of a stretch, one more for none."""
        if not self._heads:
            return len(NEAR) + 1
        at = bisect_left(self._heads, index)
        after = self._heads[at] - index if at < len(self._heads) else len(self.tree.tokens)
        before = index - self._heads[at - 1] if at else len(self.tree.tokens)
        return bisect_left(NEAR, min(after, before))

    def _link(self, index: int) -> int:
        """How a word and a candidate hang together: 0 not, 1 the word on it, 2 it as a subject, 3 it otherwise."""
        if self.tree.tokens[index].head in self._headed:
            return 1
        under = [child for child in self.tree.children[index] if child in self._headed]
        if not under:
            return 0
        return 2 if any(self.tree.tokens[child].rel.startswith("nsubj") for child in under) else 3

    def clause(self, index: int) -> tuple[int, int]:
        """The subject of the nearest word at or above that has one (-1 for none), and its kind.

        Kinds are 0 for none, 1 for a pronoun, 2 for a candidate, 3 for another word.
        """
        known = self._clauses.get(index)
        if known is None:
            found = next((self._subjects[word] for word in self._above(index) if word in self._subjects), -1)
            pronoun = found >= 0 and self.tree.tokens[found].pos in ("PRON", "DET")
            kind = 0 if found < 0 else 2 if found in self._headed else 1 if pronoun else 3
            known = self._clauses[index] = (found, kind)
        return known

    def rank(self, cue: int, target: int) -> int:
        """How many candidates are fewer arcs away from a word than this one, 3 at most."""
        steps = self._steps.get(cue)
        if steps is None:
            steps = self._steps[cue] = [sum(self._meet(cue, one.head)) for one in self.candidates]
        own = steps[target]
        return min(sum(other < own for other in steps), 3)

    def _meet(self, one: int, other: int) -> tuple[int, int]:
        """How many arcs lead up from each of two words to where they meet."""
        known = self._met.get((one, other))
        if known is None:
            up, down = self._above(one), self._above(other)
            known = (len(up), len(down))
            for word, arcs in up.items():
                if word in down:
                    known = (arcs, down[word])
                    break
            self._met[one, other] = known
        return known

    def node(self, index: int) -> tuple[int, ...]:
        """The features of a word in its place: relation, case, preposition, part of speech, voice."""
        known = self._nodes.get(index)
        if known is None:
            token = self.tree.tokens[index]
            known = self._nodes[index] = (
                _RELS.get(token.rel, len(RELS)),
                _CASES.get(token.feats.get("Case", ""), len(CASES)),
                _PREPOSITIONS.get(self.tree.preposition(index), len(PREPOSITIONS)),
                _POS.get(token.pos, len(POS)),
                int(token.feats.get("Voice") == "Pass"),
            )
        return known

    def between(self, one: int, other: int) -> tuple[int, ...]:
        """How two words stand to each other: order, distance, arcs up to where they meet, what lies between."""
        rises, falls = self._meet(one, other)
        rise, fall = min(rises, DEEPEST), min(falls, DEEPEST)
        first, last = (one, other) if one < other else (other, one)
        under, over = self._arc(other, max(fall - 1, 0)), self._arc(one, max(rise - 1, 0))
        apart = (_any_between(self._commas, first, last), _any_between(self._quotes, first, last))
        near = bisect_left(self._heads, last) - bisect_right(self._heads, first) if first < last else 0
        far = bisect_left(FARTHEST, last - first)
        return (far * 2 + int(one < other), rise * (DEEPEST + 1) + fall, over, under, *apart, min(near, 3))

    def _arc(self, index: int, steps: int) -> int:
        """The relation of the word so many arcs above."""
        tokens = self.tree.tokens
        for _ in range(steps):
            index = tokens[index].head
        return _RELS.get(tokens[index].rel, len(RELS))

    def _above(self, index: int) -> dict[int, int]:
        """The word and those above it, nearest first, with how many arcs lead up to each."""
        known = self._up.get(index)
        if known is None:
            known = self._up[index] = {word: arcs for arcs, word in enumerate((index, *self.tree.above(index)))}
        return known


def _any_between(places: Sequence[int], first: int, last: int) -> int:
    """1 where one of the sorted places lies between two words, else 0."""
    at = bisect_right(places, first)
    return int(at < len(places) and places[at] < last)


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


#: The numbers of names; what is none of them has one behind the last.
_POS, _RELS, _CASES, _PREPOSITIONS, _TYPES = map(_numbers, (POS, RELS, CASES, PREPOSITIONS, TYPES))

_P, _R, _C, _A, _T = (len(names) + 1 for names in (POS, RELS, CASES, PREPOSITIONS, TYPES))
_NODE = (_R, _C, _A, _P, 2)
_BETWEEN = (2 * (len(FARTHEST) + 1), (DEEPEST + 1) ** 2, _R, _R, 2, 2, 4)
#: How many values each column of features has, for each network; a holder's own columns have one more for nobody.
WORD_COLUMNS = (_P, _R, 3, 3, 2, 2, 2, len(NEAR) + 2, 4, 2, 4)
TARGET_COLUMNS = (6, 6, 3, *_NODE, *_NODE, _T, *_BETWEEN, 5, 4, 4, 2, 2)
_NOBODY = (*_NODE, _T, *_BETWEEN, *_BETWEEN)
HOLDER_COLUMNS = (3, 6, 6, 3, *_NODE, *_NODE, _T, *(size + 1 for size in _NOBODY), 2, 5, 7, 2)


def bucket(chance: float) -> int:
    """The number of the stretch that a probability lies in."""
    return bisect_left(BUCKETS, chance)


def target_features(view: View, cue: int, chances: Sequence[float], target: int) -> tuple[int, ...]:
    """The features of a judging word with a candidate that it may be about."""
    one = view.candidates[target]
    known = (bucket(chances[1]), bucket(chances[2]), view.signs[cue], *view.node(cue), *view.node(one.head))
    known = (*known, _TYPES.get(one.type, len(TYPES)), *view.between(cue, one.head), min(len(view.candidates), 5) - 1)
    subject, kind = view.clause(cue)
    return (*known, view.rank(cue, target), kind, int(subject == one.head), view.quoted[cue])


def holder_features(
    view: View, cue: int, chances: Sequence[float], target: int, holder: int, *, quoted: bool
) -> tuple[int, ...]:
    """The features of a judging word and its target with a candidate that may judge, UNNAMED or AUTHOR."""
    aim = view.candidates[target]
    start = (max(-holder, 0), bucket(chances[1]), bucket(chances[2]), view.signs[cue], *view.node(cue))
    start = (*start, *view.node(aim.head), _TYPES.get(aim.type, len(TYPES)))
    subject, kind = view.clause(cue)
    end = (int(quoted), min(len(view.candidates), 5) - 1)
    if holder < 0:
        kind = 0 if subject == aim.head else kind
        return (*start, *_NOBODY, *end, 3 + kind, view.quoted[cue])
    one = view.candidates[holder]
    above = int(one.head == subject) or 2 * int(view.tree.tokens[one.head].rel.startswith("nsubj"))
    towards = (*view.between(cue, one.head), *view.between(aim.head, one.head))
    return (*start, *view.node(one.head), _TYPES.get(one.type, len(TYPES)), *towards, *end, above, view.quoted[cue])


Places = list[tuple[int, int]]


def word_examples(views: Sequence[View], vectors: Sequence[Array]) -> tuple[Places, Array, list[Array]]:
    """Every word that may judge as (sentence, word), with its features and the vectors beside it."""
    import numpy as np  # noqa: PLC0415

    places, features, beside = _word_rows(views)
    rows = np.concatenate(vectors)
    middles = np.stack([one[:-1].mean(axis=0) for one in vectors])
    return places, features, [*(rows[some] for some in beside), middles[[n for n, _ in places]]]


def _word_rows(views: Sequence[View]) -> tuple[Places, Array, list[Array]]:
    """Every word that may judge, its features, and where it, its head, the word before and the one after stand.

    They stand among all words of the sentences, with a row of zeros behind each sentence.
    """
    import numpy as np  # noqa: PLC0415

    places = [(n, i) for n, view in enumerate(views) for i, t in enumerate(view.tree.tokens) if t.pos in JUDGING]
    features = np.array([views[n].word(i) for n, i in places], np.intp).reshape(len(places), len(WORD_COLUMNS))
    starts = np.cumsum([0, *(len(view.tree.tokens) + 1 for view in views)])
    sentence, word = np.array(places, np.intp).reshape(len(places), 2).T
    at, last = starts[sentence] + word, starts[sentence + 1] - 1
    head = np.array([views[n].tree.tokens[i].head for n, i in places], np.intp)
    head = np.where(head < 0, last, head + starts[sentence])
    return places, features, [at, head, np.where(word == 0, last, at - 1), at + 1]


def _word_chances(views: Sequence[View], numbers: Array, model: OpinionModel) -> tuple[Places, Array]:
    """Every word that may judge, with its probabilities; `numbers` are the rows of all words' short vectors."""
    import numpy as np  # noqa: PLC0415

    places, features, beside = _word_rows(views)
    hidden = model.words.start(features)
    model.taps.add(hidden, [numbers[some] for some in beside])
    sizes = np.array([len(view.tree.tokens) for view in views])
    starts = np.cumsum([0, *(sizes[:-1] + 1)])
    tap = model.words.taps[BESIDE]
    middles = np.add.reduceat(model.short.table[numbers], starts)[:, : len(tap)] / sizes[:, None].astype(np.float32)
    hidden += (middles @ tap)[[n for n, _ in places]]
    return places, model.words.finish(hidden)


def find_opinions(
    trees: Sequence[Tree],
    candidates: Sequence[Sequence[Candidate]],
    model: OpinionModel,
    *,
    word: float = LEAST_WORD,
    pair: float = LEAST_PAIR,
    every: float | None = None,
    wanted: Sequence[Container[int]] | None = None,
) -> list[list[Opinion]]:
    """The opinions of each sentence, the likeliest holder for each judging word and target, in order of the text.

    A word that judges with less probability than `word` is not looked at, nor is a pair less likely than `pair`. With
    `every` all holders follow each other who make an opinion at least so probable. Where `wanted` holds head words of a
    sentence's candidates, only these are targets.
    """
    import numpy as np  # noqa: PLC0415

    out: list[list[Opinion]] = [[] for _ in trees]
    some = [number for number, found in enumerate(candidates) if found and trees[number].tokens]
    if not some:
        return out
    views = [View(trees[number], candidates[number], model.signs) for number in some]
    numbers = np.array(model.short.numbers([view.tree for view in views]), np.intp)
    vectors = np.split(model.short.table[numbers], np.flatnonzero(numbers == -1) + 1)[:-1]
    places, chances = _word_chances(views, numbers, model)
    judging = [(*places[at], chances[at].tolist()) for at in np.flatnonzero(chances[:, 0] < 1 - word).tolist()]
    pairs = [
        (n, cue, odds, target)
        for n, cue, odds in judging
        for target, one in enumerate(views[n].candidates)
        if not one.first <= cue <= one.last and (wanted is None or one.head in wanted[some[n]])
    ]
    aimed = [one for one in _aimed(pairs, views, vectors, model) if one[2] >= pair]
    judged = _judged([one for one, _, _ in aimed], views, vectors, model)
    for ((n, cue, _, target), sign, sure), holders in zip(aimed, judged, strict=True):
        for place, (holder, chance) in enumerate(holders):
            if sure * chance >= every if every is not None else place == 0:
                out[some[n]].append(Opinion(cue, holder, target, sign, sure * chance))
    return out


_Pair = tuple[int, int, list[float], int]


def _aimed(
    pairs: Sequence[_Pair], views: Sequence[View], vectors: Sequence[Array], model: OpinionModel
) -> Iterator[tuple[_Pair, str, float]]:
    """Each pair of a judging word and a target with the likelier sign and its probability."""
    import numpy as np  # noqa: PLC0415

    if not pairs:
        return
    features = np.array([target_features(views[n], cue, odds, target) for n, cue, odds, target in pairs], np.intp)
    cues = np.stack([vectors[n][cue] for n, cue, _, _ in pairs])
    aims = np.stack([vectors[n][views[n].candidates[target].head] for n, _, _, target in pairs])
    chances = model.targets(features, [cues, aims])
    for pair, chance in zip(pairs, chances.tolist(), strict=True):
        best = 1 if chance[1] > chance[2] else 2
        yield pair, SIGNS[best], chance[best]


def holders_of(view: View, target: int) -> list[int]:
    """Who may judge a target: nobody named, the author, every other candidate."""
    return [UNNAMED, AUTHOR, *(number for number in range(len(view.candidates)) if number != target)]


def _judged(
    pairs: Sequence[_Pair], views: Sequence[View], vectors: Sequence[Array], model: OpinionModel
) -> Iterator[list[tuple[int, float]]]:
    """For each pair of a judging word and a target all holders, the likeliest first, with their shares."""
    import numpy as np  # noqa: PLC0415

    if not pairs:
        return
    quoted = {n: is_quoted(views[n].tree) for n in {n for n, _, _, _ in pairs}}
    tries = [holders_of(views[n], target) for n, _, _, target in pairs]
    rows, own, cues = [], [], []
    for (n, cue, odds, target), holders in zip(pairs, tries, strict=True):
        view = views[n]
        rows += [holder_features(view, cue, odds, target, holder, quoted=quoted[n]) for holder in holders]
        own += [vectors[n][view.candidates[holder].head if holder >= 0 else -1] for holder in holders]
        cues += [vectors[n][cue]] * len(holders)
    chances = model.holders(np.array(rows, np.intp), [np.stack(cues), np.stack(own)])[:, 1].tolist()
    for holders in tries:
        some, chances = chances[: len(holders)], chances[len(holders) :]
        total = sum(some)
        yield sorted(zip(holders, (chance / total for chance in some), strict=True), key=lambda one: -one[1])


def is_quoted(tree: Tree) -> bool:
    """Whether a quotation mark stands in the sentence."""
    return any(token.text in QUOTES for token in tree.tokens)
