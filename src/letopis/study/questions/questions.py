"""What a question is made of, and the words by which it is understood; in English or Russian.

English words are looked up in ``language/questions``: what countries are called there, and the Russian words for what
questions ask about. A Russian question's words stand for themselves and for the others of their line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from letopis.language.gazetteer import Gazetteer
from letopis.language.lexicon import PatternRule, load_patterns, load_rows, values
from letopis.language.pack import Pack
from letopis.model import Token
from letopis.reading.issues import Issues
from letopis.store.chronicle import Chronicle
from letopis.study.questions.meaning import Meaning

Forms = Callable[[str], frozenset[str]]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """What a word of the question stands for: phrases of Russian lemmas, each with its weight from 0 to 1.

    An `aside` tells why or when, not what is asked.
    """

    said: str
    phrases: Mapping[Phrase, float]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: its kind (``kinds.toml``), parties by name or code, issues, a period, what it is about.

    `owner` is the party whose act or position is asked for, where the question tells, `owners` it and the states it
    continues, as names are compared. `unknown` are the words that no list knows and the chronicle has not, `strangers`
    the names among them.
    """

    text: str
    language: str
    kind: str
    parties: tuple[str, ...]
    owner: str | None
    issues: tuple[str, ...]
    since: str | None
    until: str | None
    concepts: tuple[Concept, ...]
    unknown: tuple[str, ...]
    strangers: tuple[str, ...] = ()
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """What ``language/questions`` holds, by folded word; phrases of several words are joined by blanks."""

    english: Mapping[str, tuple[int, ...]]
    russian: Mapping[str, tuple[int, ...]]
    concepts: Sequence[tuple[Phrase, ...]]
    countries: Mapping[str, str]
    kinds: tuple[PatternRule, ...]
    stop: frozenset[str]


def load_question_words(forms: Forms, names: Gazetteer) -> QuestionWords:
    """Reads the lists and rules of ``language/questions``; `names` knows countries. Raises RuleError for a bad one."""
    english: dict[str, list[int]] = defaultdict(list)
    russian: dict[str, list[int]] = defaultdict(list)
    concepts: list[tuple[Phrase, ...]] = []
    for number, (words, meanings) in enumerate(load_rows("questions/concepts.txt", 2)):
        for word in values(words):
            english[word].append(number)
        phrases = [phrase for text in values(meanings) for phrase in product(*(sorted(forms(w)) for w in text.split()))]
        for phrase in phrases:
            russian[" ".join(phrase)].append(number)
        concepts.append(tuple(dict.fromkeys(phrases)))
    rows = load_rows("questions/english.txt", 3)
    countries = {entry.label.lower(): entry.code or entry.label for entry in names.entries("country")}
    countries |= {word: code for code, words, capitals in rows for word in (*values(words), *values(capitals))}
    kinds = load_patterns("questions/kinds.toml")
    stop = frozenset(word for (word,) in load_rows("questions/stop.txt", 1))
    return QuestionWords(_frozen(english), _frozen(russian), concepts, countries, kinds, stop)


def _frozen(lists: Mapping[str, list[int]]) -> Mapping[str, tuple[int, ...]]:
    return {word: tuple(numbers) for word, numbers in lists.items()}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What understanding a question needs: words, the forms of Russian words, the names of a text, issues.

    `named` gives the parties that a Russian text names: start, stop, code or label, and whether it stands in the
    nominative or genitive (whose it is). `known` the names in the chronicle that a
    word calls, `issues` all issues, `issue_of` the issue that Russian words show, `counted` in how many sentences
    lemmas stand, `near` lemmas near in meaning.
    """

    words: QuestionWords
    forms: Forms
    named: Callable[[str], Sequence[tuple[int, int, str, bool]]]
    known: Callable[[str], Sequence[str]]
    issues: Sequence[str]
    issue_of: Callable[[str], str | None]
    counted: Callable[[Sequence[str]], Mapping[str, int]]
    near: Callable[[str], Mapping[str, float]]


#: So many lemmas of a chronicle are compared by meaning (60 MB of vectors).
MOST_WORDS = 50_000
#: Kinds of listed names that a question may mean as a party.
_PARTIES = frozenset({"country", "capital", "adjective", "demonym", "organisation"})


def knowledge_of(chronicle: Chronicle, pack: Pack, issues: Issues) -> Knowledge:
    """What is needed to understand questions to a chronicle; `pack` reads the Russian ones."""

    def tokens(text: str) -> list[Token]:
        spans = pack.analyser.split(text, 0, len(text))
        return [token for sentence in pack.analyser.analyse(text, spans) for token in sentence.tokens]

    def named(text: str) -> list[tuple[int, int, str, bool]]:
        words = tokens(text)
        return [
            (words[one.first].start, words[one.last].stop, one.entry.code or one.entry.label, _owns(words[one.last]))
            for one in pack.names.find(words, _PARTIES)
        ]

    return Knowledge(
        words=load_question_words(pack.lemmas.forms, pack.names),
        forms=pack.lemmas.forms,
        named=named,
        known=chronicle.known,
        issues=issues.names,
        issue_of=lambda text: issues.find(tokens(text)),
        counted=chronicle.words,
        near=Meaning(chronicle.common_words(MOST_WORDS), pack.analyser.vectors).near,
    )


def _owns(token: Token) -> bool:
    return token.feats.get("Case") in ("Nom", "Gen")
