"""Takes a question apart: who, what, when, and what kind of answer it wants.

English words are looked up in ``language/questions``; a Russian question's words stand for themselves and, with less
weight, for the others of their line and for words near in meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from letopis.language.lexicon import PatternRule
from letopis.store.writing import folded
from letopis.study.questions.questions import Concept, Knowledge, Phrase, Question
from letopis.study.states import load_states, with_predecessors

_WORD = re.compile(r"[^\W_]+(?:[-–’'.][^\W_]+)*")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)(-е|s|-х)?\b")
_AFTER = re.compile(r"\b(?:after|since|from|после|с|со|начиная с)\s+(?:the\s+)?(1[89]\d\d|20\d\d)\b")
_BEFORE = re.compile(r"\b(?:before|until|till|by|to|до|к|по)\s+(?:the\s+)?(1[89]\d\d|20\d\d)\b")
_CAPITAL = re.compile(r"^[A-ZА-ЯЁ]")

#: What stands behind such words tells why or when, not what: it counts, but less.
_ASIDE = re.compile(
    r"\b(?:in (?:answer|response|return|retaliation|reaction) (?:to|for)|because of|due to|despite|in spite of|"
    r"after|before|during|в ответ на|из-за|в связи с|несмотря на|вопреки|после|перед|во время)\b"
)
#: Words that only name the kind of question.
_META = re.compile(
    r"position|stance|attitude|view|line|change|think|sa(?:y|id)|want|позици|точк|зрени|отношени|измен|меня|дума|говор|сказа"
)
_OWNER = re.compile(r"\b(?:did|does|do|has|have|had|will|would|is|are|was|were|can|of)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Party:
    """A party that a question names; `owns` tells whether its act or position is asked for."""

    start: int
    stop: int
    who: str
    owns: bool


def understand(text: str, knowledge: Knowledge) -> Question:
    """A question taken apart; a word that means nothing here is told in `unknown`."""
    russian = sum("а" <= letter <= "я" for letter in text.lower()) * 2 > sum(letter.isalpha() for letter in text)
    kind = _kind(text, knowledge.words.kinds)
    since, until = _period(text.lower())
    parties = list((_russian_parties if russian else _english_parties)(text, knowledge))
    issues = [issue for issue in [knowledge.issue_of(text)] if issue] if russian else _issues(text, knowledge)
    aside = _ASIDE.search(text.lower())
    words = [word for word in _WORD.finditer(text) if _counts(word, parties, kind)]
    concepts, unknown = _concepts(words, knowledge, russian=russian, aside=aside.start() if aside else len(text))
    owner = next((party.who for party in parties if party.owns), None)
    strangers = tuple(w[0].lower() for w in words if w.start() and _CAPITAL.match(w[0]) and w[0].lower() in unknown)
    return Question(
        text=text,
        language="ru" if russian else "en",
        kind=kind,
        parties=tuple(dict.fromkeys(party.who for party in parties)),
        owner=owner,
        owners=frozenset(map(folded, with_predecessors(owner, load_states()))) if owner else frozenset(),
        issues=tuple(issues),
        since=since,
        until=until,
        concepts=tuple(concepts),
        unknown=tuple(word for word in unknown if word not in strangers),
        strangers=strangers,
    )


def _counts(word: re.Match[str], parties: Sequence[_Party], kind: str) -> bool:
    """Whether a word of a question may tell what it is about: no name, no number, none that only tells its kind."""
    if any(party.start < word.end() and word.start() < party.stop for party in parties):
        return False
    return not word[0][:1].isdigit() and not (kind == "position" and _META.match(word[0].lower()))


def _kind(text: str, kinds: Sequence[PatternRule]) -> str:
    found = (rule.name.partition("#")[2] for rule in kinds if rule.pattern.search(text.lower()))
    return next(found, "what")


def _period(text: str) -> tuple[str | None, str | None]:
    """The first and the last year that a question names: after 2010, between 1934 and 1936, in 1956, in the 1930s."""
    years = _YEAR.findall(text)
    if not years:
        return None, None
    after, before = _AFTER.search(text), _BEFORE.search(text)
    if len(years) > 1:
        named = sorted(year for year, _ in years)
        return named[0], named[-1]
    ((year, decade),) = years
    if decade:
        return year, str(int(year) + 9)
    if after or before:
        return (year if after else None), (year if before else None)
    return year, year


def _russian_parties(text: str, knowledge: Knowledge) -> Iterator[_Party]:
    named = list(knowledge.named(text))
    for start, stop, who, owns in named:
        yield _Party(start, stop, who, owns)
    for word in _WORD.finditer(text):
        free = not any(start < word.end() and word.start() < stop for start, stop, _, _ in named)
        if free and word.start() and _CAPITAL.match(word[0]):
            names = [name for form in sorted(knowledge.forms(word[0])) for name in knowledge.known(form)]
            yield from [_Party(*word.span(), name, owns=True) for name in names[:1]]


def _english_parties(text: str, knowledge: Knowledge) -> Iterator[_Party]:
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            some = words[at : at + length]
            start, stop = some[0].start(), some[-1].end()
            if len(some) == length and (who := _called(text[start:stop], at == 0, knowledge)):
                owns = bool(_OWNER.search(text[:start])) or text[start:stop].endswith(("'s", "’s"))
                yield _Party(start, stop, who, owns)
                at += length - 1
                break
        at += 1


def _called(name: str, first: bool, knowledge: Knowledge) -> str | None:
    """The party that English words call: a country, or somebody whom the chronicle knows."""
    name = re.sub(r"[’']s$", "", name)
    if code := knowledge.words.countries.get(name.lower()):
        return code if len(name) > 2 or name.isupper() or "." in name else None
    if not _CAPITAL.match(name) or (first and name.lower() in knowledge.words.stop):
        return None
    names = knowledge.known(name)
    return names[0] if names else None


def _issues(text: str, knowledge: Knowledge) -> list[str]:
    """The issues all of whose words stand in an English question."""
    words = {_singular(word) for word in _WORD.findall(text.lower())}
    stop = knowledge.words.stop
    needed = {issue: {_singular(word) for word in _WORD.findall(issue)} - stop for issue in knowledge.issues}
    return [issue for issue, some in needed.items() if some and some <= words]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _concepts(
    words: Sequence[re.Match[str]], knowledge: Knowledge, *, russian: bool, aside: int
) -> tuple[list[Concept], list[str]]:
    """The concepts of a question, alternatives ("X or Y") as one, and the words that mean nothing here."""
    concepts: list[Concept] = []
    unknown: list[str] = []
    at, either = 0, False
    while at < len(words):
        for length in (3, 2, 1):
            some = [word[0].lower() for word in words[at : at + length]]
            found = _meaning(some, knowledge, russian=russian) if len(some) == length else None
            if found:
                found = replace(found, aside=words[at].start() > aside)
                if either and concepts:
                    found = Concept(f"{concepts[-1].said} / {found.said}", {**found.phrases, **concepts.pop().phrases})
                if found not in concepts:
                    concepts.append(found)
                at += length - 1
                break
        else:
            word = words[at][0].lower()
            either = word in ("or", "или")
            if not _is_stop(word, knowledge):
                unknown.append(word)
            at += 1
            continue
        either = False
        at += 1
    return concepts, unknown


def _is_stop(word: str, knowledge: Knowledge) -> bool:
    return word in knowledge.words.stop or bool(knowledge.forms(word) & knowledge.words.stop)


def _meaning(words: Sequence[str], knowledge: Knowledge, *, russian: bool) -> Concept | None:
    said = " ".join(words)
    if len(words) == 1 and _is_stop(said, knowledge):
        return None
    return _russian_meaning(words, said, knowledge) if russian else _english_meaning(said, knowledge)


#: What the later words of a line weigh beside the first, which an English word means most often.
OTHERS = 0.85


def _english_meaning(said: str, knowledge: Knowledge) -> Concept | None:
    lists = knowledge.words.english
    for form in _english_forms(said):
        if form in lists:
            lines = [knowledge.words.concepts[number] for number in lists[form]]
            return Concept(said, {phrase: OTHERS if at else 1.0 for line in lines for at, phrase in enumerate(line)})
    return None


def _english_forms(word: str) -> Iterator[str]:
    yield word
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + instead


#: What the other words of a line, and words near in meaning, weigh beside the word of the question itself.
OTHER, NEARBY = 0.6, 0.5


def _russian_meaning(words: Sequence[str], said: str, knowledge: Knowledge) -> Concept | None:
    own = list(product(*(sorted(knowledge.forms(word)) for word in words)))
    numbers = {number for phrase in own for number in knowledge.words.russian.get(" ".join(phrase), ())}
    if len(words) > 1 and not numbers:
        return None
    phrases: dict[Phrase, float] = {}
    if len(words) == 1 and not numbers:
        if not any(knowledge.counted([lemma for (lemma,) in own]).values()):
            near = {other: cosine for (lemma,) in own for other, cosine in knowledge.near(lemma).items()}
            return Concept(said, {(other,): NEARBY * cosine for other, cosine in near.items()}) if near else None
        phrases = {(other,): NEARBY * cosine for (lemma,) in own for other, cosine in knowledge.near(lemma).items()}
    phrases |= {phrase: OTHER for number in numbers for phrase in knowledge.words.concepts[number]}
    return Concept(said, phrases | dict.fromkeys(own, 1.0))
