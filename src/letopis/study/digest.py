"""A readable account of a topic and a period, made of the chronicle's own sentences, each of them cited.

Extractive summary: the sentences that meet most of the topic are taken while there is room, the next always the one
that adds most to those taken (maximal marginal relevance, Carbonell and Goldstein 1998). They are told by date, the
undated after them; what is told in copies or in nearly the same words stands once; contradictions are told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from letopis.language.lexicon import load_rows
from letopis.store.chronicle import Chronicle
from letopis.study.contradictions import Contradiction
from letopis.study.questions.ask import Citation, Weighed, cite, disagreeing, rank
from letopis.study.questions.questions import Question

WORDS = 300
#: A sentence with fewer words says little by itself, one with more is heavy.
SHORTEST, LONGEST = 6, 45
#: A sentence must do this share of what the best does for the topic.
WORTH = 0.5
#: How much likeness to what is taken already costs, beside what a sentence adds.
DIVERSITY = 0.5
#: What is told in a sentence makes it worth more than one that tells nothing; one that leans on another is worth less.
TELLS, LEANS = 1.25, 0.6

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_WHOLE = re.compile(r"^[«“\"(]*[А-ЯЁA-Z0-9].*[.!…]+[»”\")]*(?:\s*\[\d+\])*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a digest: as it is shown (without debris), and its citation."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Digest:
    """An account of a topic: dated sentences by time, undated ones, pairs that contradict each other."""

    topic: Question
    dated: tuple[Line, ...]
    undated: tuple[Line, ...]
    contradictions: tuple[Contradiction, ...]
    sources: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.dated, *self.undated)


def load_openers() -> tuple[str, ...]:
    """The words by which a sentence leans on the one before."""
    return tuple(row[0] for row in load_rows("questions/openers.txt", 1))


def digest(
    chronicle: Chronicle,
    topic: Question,
    contradictions: Iterable[Contradiction] = (),
    *,
    words: int = WORDS,
    openers: Sequence[str] = (),
) -> Digest:
    """The digest of a topic in at most `words` words; empty when nothing is told of it."""
    weighed = rank(chronicle, topic)
    worth = weighed[0].score * WORTH if weighed else 0.0
    able = [one for one in weighed if one.score >= worth and _reads_alone(one)]
    taken = _take(able, words, [opener.lower() for opener in openers])
    debris = {source: _debris(chronicle, source) for source in {one.found.source for one in taken}}
    lines = [Line(_shown(one, debris[one.found.source]), cite(one, topic)) for one in taken]
    lines.sort(key=lambda line: (line.citation.first or "9999", line.citation.source, line.citation.start))
    pairs = disagreeing(contradictions, weighed, worth)
    return Digest(
        topic=topic,
        dated=tuple(line for line in lines if line.citation.first),
        undated=tuple(line for line in lines if not line.citation.first),
        contradictions=tuple(pairs),
        sources=len(debris),
    )


def _reads_alone(one: Weighed) -> bool:
    """Whether a sentence is whole: a capital, an end, no question, not too short or too long."""
    quote = one.found.quote.strip()
    return bool(_WHOLE.match(quote)) and SHORTEST <= len(one.found.lemmas) <= LONGEST


def _take(able: Sequence[Weighed], words: int, openers: Sequence[str]) -> list[Weighed]:
    taken: list[Weighed] = []
    left = list(able)
    room = words
    while left:
        best = max(left, key=lambda one: (_worth(one, openers) - DIVERSITY * _likest(one, taken), -one.found.start))
        left.remove(best)
        size = len(_WORD.findall(best.found.quote))
        if size > room or _likest(best, taken) > DIVERSITY:
            continue
        taken.append(best)
        room -= size
    return taken


def _worth(one: Weighed, openers: Sequence[str]) -> float:
    start = " ".join(_WORD.findall(one.found.quote.lower())[:4]) + " "
    leans = any(start.startswith(opener + " ") for opener in openers)
    dated = any(getattr(told.record, "when", None) for told in one.told)
    return one.score * (TELLS if dated else 1.0) * (LEANS if leans else 1.0)


def _likest(one: Weighed, taken: Sequence[Weighed]) -> float:
    """How like a sentence is to the likest of those taken, by the overlap of lemmas."""
    mine = {lemma for lemma in one.found.lemmas if len(lemma) > 3}
    others = ({lemma for lemma in other.found.lemmas if len(lemma) > 3} for other in taken)
    return max((len(mine & other) / max(1, min(len(mine), len(other))) for other in others), default=0.0)


def _debris(chronicle: Chronicle, source: str) -> list[tuple[int, int]]:
    return [(one["start"], one["stop"]) for one in chronicle.layers(source) if one["kind"] == "debris"]


def _shown(one: Weighed, debris: Sequence[tuple[int, int]]) -> str:
    """A sentence without what is no prose in it, blanks made one."""
    found, out, at = one.found, "", one.found.start
    for start, stop in debris:
        if found.start <= start and stop <= found.stop:
            out += found.quote[at - found.start : start - found.start]
            at = stop
    return re.sub(r"\s+([,.;:!?…])", r"\1", " ".join((out + found.quote[at - found.start :]).split()))
