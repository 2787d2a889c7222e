"""Sources that tell the same event: articles side by side, by their words, headlines, persons and names.

Whether two articles do is a logistic model of four measures; the words' rarity among the articles at hand weighs them.
A story takes in an article only when it goes with each that is in it: when in doubt they stay apart. The card of the
model is ``docs/models.md``.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from letopis.language.lexicon import resource
from letopis.language.logistic import Logistic, parse_logistic
from letopis.model import Kind
from letopis.store.chronicle import Chronicle

MODEL = "ru/stories.json"
#: So many of an article's weightiest words are looked up in others, and so many of them must be there.
KEYS, LEAST_KEYS = 25, 4
#: Articles published further apart, in days, tell other news.
MOST_DAYS = 7
#: The length of a day, as dates of publication begin with it: 2010-02-07.
DAY = 10
#: The words of a headline count so many times.
HEADLINE = 2.0


@dataclass(frozen=True, slots=True)
class Article:
    """A source as it is compared: the lemmas of its first sentence, all its lemmas counted, and whom it names."""

    source: str
    title: frozenset[str]
    words: Mapping[str, int]
    persons: frozenset[str]
    names: frozenset[str]
    published: str | None = None


class Rarity:
    """How rare words are among articles: the logarithm of the inverse share of the articles that have one."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._counts: Counter[str] = Counter()
        self._size = 0
        for article in articles:
            self._counts.update(article.words.keys())
            self._size += 1

    def __call__(self, word: str) -> float:
        return math.log(1 + self._size / (1 + self._counts[word]))


@dataclass(frozen=True, slots=True)
class StoryModel:
    """Two articles whose probability is at least `threshold` tell the same."""

    logistic: Logistic
    threshold: float


def load_story_model(path: str = MODEL) -> StoryModel:
    """The model of a file such as ``ru/stories.json``."""
    data = json.loads(resource(path).read_text(encoding="utf-8"))
    return StoryModel(parse_logistic(data), data["threshold"])


def measure_pair(a: Article, b: Article, rarity: Rarity) -> dict[str, float]:
    """The measures of two articles, each from 0 to 1.

    How near their words are, how much of a headline the other tells, which of the persons and of all names both have.
    """
    return {
        "words": _cosine(_weights(a, rarity), _weights(b, rarity)),
        "headlines": (_told(a.title, b, rarity) + _told(b.title, a, rarity)) / 2,
        "persons": _overlap(a.persons, b.persons),
        "names": _overlap(a.names, b.names),
    }


def read_articles(chronicle: Chronicle) -> list[Article]:
    """The sources of a chronicle as articles, in order of their names; those without a sentence are left out."""
    persons, names = defaultdict(set), defaultdict(set)
    for told in chronicle.records(Kind.NAME):
        if told.label is not None:
            names[told.source].add(told.label)
            if told.type == "PER":
                persons[told.source].add(told.label)
    published = {source.name: source.published for source in chronicle.sources()}
    return [
        article_of(source, sentences, persons[source], names[source], published[source])
        for source, sentences in chronicle.lemmas()
    ]


def article_of(
    source: str, sentences: Sequence[str], persons: Iterable[str], names: Iterable[str], published: str | None = None
) -> Article:
    """The article of sentences given as their lemmas with blanks between."""
    words = Counter(word for sentence in sentences for word in sentence.split())
    return Article(source, frozenset(sentences[0].split()), words, frozenset(persons), frozenset(names), published)


def find_stories(chronicle: Chronicle, model: StoryModel | None = None) -> list[list[str]]:
    """The sources that tell the same event, two or more a story, in order of the stories' first sources."""
    model = model or load_story_model()
    articles = read_articles(chronicle)
    rarity = Rarity(articles)
    likely: dict[tuple[int, int], float] = {}
    for a, b in _candidates(articles, rarity):
        probability = model.logistic.probability(measure_pair(articles[a], articles[b], rarity))
        if probability >= model.threshold:
            likely[a, b] = probability
    stories = {at: [at] for at in range(len(articles))}
    for a, b in sorted(likely, key=lambda pair: (-likely[pair], pair)):
        one, other = stories[a], stories[b]
        if one is not other and all((min(x, y), max(x, y)) in likely for x in one for y in other):
            joined = sorted([*one, *other])
            stories.update(dict.fromkeys(joined, joined))
    several = {story[0]: story for story in stories.values() if len(story) > 1}
    return [[articles[at].source for at in several[first]] for first in sorted(several)]


def _candidates(articles: Sequence[Article], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """The pairs that share some of their weightiest words and were published within a week, each once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        weights = _weights(article, rarity)
        shared: Counter[int] = Counter()
        for word in sorted(weights, key=lambda word: (-weights[word], word))[:KEYS]:
            shared.update(holders[word])
            holders[word].append(at)
        for other, count in sorted(shared.items()):
            if count >= LEAST_KEYS and _near_in_time(articles[other], article):
                yield other, at


def _near_in_time(a: Article, b: Article) -> bool:
    """Whether both may be of one week: a day of publication that is not known speaks against nothing."""
    one, other = _day(a.published), _day(b.published)
    return one is None or other is None or abs((one - other).days) <= MOST_DAYS


def _day(published: str | None) -> date | None:
    return date.fromisoformat(published[:DAY]) if published and len(published) >= DAY else None


def _weights(article: Article, rarity: Rarity) -> dict[str, float]:
    return {
        word: (1 + math.log(count)) * rarity(word) * (HEADLINE if word in article.title else 1.0)
        for word, count in article.words.items()
    }


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    both = sum(weight * b[word] for word, weight in a.items() if word in b)
    length = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return both / length if length else 0.0


def _told(title: frozenset[str], other: Article, rarity: Rarity) -> float:
    """How much of a headline's words, by their rarity, another article has."""
    whole = sum(rarity(word) for word in title)
    return sum(rarity(word) for word in title if word in other.words) / whole if whole else 0.0


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that the other has, too."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
