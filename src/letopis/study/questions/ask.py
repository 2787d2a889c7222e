"""Questions answered by the records, every answer with its citations; what the chronicle does not know is said so.

Sentences that have the question's words are ranked by how much of the question they meet: each concept weighs as it is
rare (inverse document frequency, Spärck Jones 1972), parties, issues and the period count beside the words, and a
record of the kind asked for counts more. Copies are left out; of sentences that say nearly the same the best is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from letopis.model import Event, Kind, Party
from letopis.store.chronicle import Chronicle
from letopis.store.searching import any_of
from letopis.store.told import Found, Told
from letopis.store.writing import folded
from letopis.study.contradictions import Contradiction
from letopis.study.questions.questions import Concept, Question

#: So many sentences are looked at, and so many cited.
LOOKED_AT, CITED = 400, 12
#: A sentence must meet this share of what is asked for itself, or the question is declined.
ENOUGH = 0.4
#: One that meets less than this share of what the best does is not cited.
WORTH = 0.35
#: A concept that was met by a sentence taken before counts so much less in the next: all of a question shall be met.
MET = 0.85
#: Two sentences that share this much of their words (Jaccard) are not both cited.
SAME = 0.6
#: What a named party and a named issue weigh, in the units of a rare word's idf.
COUNTRY, PERSON, ISSUE = 1.0, 3.0, 0.7
#: What a word weighs that no sentence has, beside the rarest that one has.
RARE = 1.4
#: What stands aside (why, when) weighs so much of what is asked; a sentence that only asks itself answers little.
ASIDE, ASKS = 0.4, 0.3
#: How much more a sentence counts that has a record of the kind asked for, or lies in the period; less outside of it.
KIND_BONUS, OWN_BONUS, IN_PERIOD, OUT_OF_PERIOD = 1.2, 1.5, 1.3, 0.25
#: Somebody else's word counts little where a position is asked for.
NOT_OWN = 0.5

#: The kinds of records that answer a kind of question.
WANTED: Mapping[str, frozenset[Kind]] = {
    "position": frozenset({Kind.STATEMENT, Kind.EVENT}),
    "figure": frozenset({Kind.FIGURE}),
    "agreement": frozenset({Kind.AGREEMENT}),
    "disagreement": frozenset({Kind.STATEMENT, Kind.EVENT, Kind.AGREEMENT, Kind.FIGURE}),
    "whether": frozenset({Kind.EVENT, Kind.AGREEMENT, Kind.STATEMENT}),
    "who": frozenset({Kind.EVENT, Kind.STATEMENT}),
    "when": frozenset({Kind.EVENT, Kind.AGREEMENT}),
    "what": frozenset({Kind.EVENT, Kind.AGREEMENT}),
}
#: Kinds of questions that are about one thing, on which sources can contradict each other.
CLAIMS = frozenset({"whether", "disagreement", "agreement", "figure", "when"})
#: Kinds whose date is that of their sentence; an agreement's is that of its signing.
DATING = frozenset({Kind.EVENT, Kind.STATEMENT})
_TOLD = (Kind.EVENT, Kind.AGREEMENT, Kind.STATEMENT, Kind.FIGURE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that answers: the record told there (None where it tells none), its place and words, its date."""

    id: str | None
    source: str
    start: int
    stop: int
    quote: str
    when: str | None
    first: str | None
    not_after: str | None
    what: Told | None
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the chronicle knows of a question: citations, the best first, and pairs of them that contradict each other.

    `declined` says why there is no answer: `here` (nothing is told of `unknown`), `no_word` or
    `no_sentence`. `unknown` is what of the question the chronicle does not know.
    """

    question: Question
    citations: tuple[Citation, ...]
    contradictions: tuple[Contradiction, ...]
    declined: str | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence, what is told in it, the share of the question that it meets, and what of each concept's weight.

    `met` is the share of what is asked for itself, parties, period and kind of record apart.
    """

    found: Found
    told: Sequence[Told]
    score: float
    shares: Sequence[float] = ()
    met: float = 1.0


def answer(
    chronicle: Chronicle, question: Question, contradictions: Callable[[], Iterable[Contradiction]] = tuple
) -> Answer:
    """The answer that the records of a chronicle give.

    `contradictions` gives the pairs in it that disagree; it is called only for a question that they can answer.
    """
    absent = (*(party for party in question.parties if not chronicle.known(party)), *question.strangers)
    unknown = (*absent, *question.unknown)
    if absent:
        return Answer(question, (), (), "here", unknown)
    if not question.concepts and not question.parties and not question.issues:
        return Answer(question, (), (), "no_word", unknown)
    weighed = rank(chronicle, question)
    best = weighed[0].score if weighed else 0.0
    if not weighed or max(one.met for one in weighed[:CITED]) < ENOUGH:
        return Answer(question, (), (), "no_sentence", unknown)
    chosen = _choose(weighed, best * WORTH)
    pairs = disagreeing(contradictions(), weighed, best * WORTH) if question.kind in CLAIMS else []
    chosen = _with_both_sides(chosen, weighed, pairs)
    return Answer(question, tuple(cite(one, question) for one in chosen), tuple(pairs), None, unknown)


def rank(chronicle: Chronicle, question: Question) -> list[Weighed]:
    """The sentences that meet something of the question, best first, each with the share of the question it meets."""
    found = _candidates(chronicle, question)
    told = chronicle.told_in([one.unit for one in found])
    sentences = chronicle.count_sentences()
    weights = _weights(chronicle, question.concepts, sentences)
    unmet = len(question.unknown) * RARE * log(1 + sentences)
    weighed = [_weigh(one, told.get(one.unit, ()), question, weights, unmet) for one in found]
    return sorted(filter(None, weighed), key=lambda one: (-one.score, one.found.source, one.found.start))


def _candidates(chronicle: Chronicle, question: Question) -> list[Found]:
    """The sentences that have words of the question and, of a question with few words, those of its parties."""
    phrases = [phrase for concept in question.concepts for phrase in concept.phrases]
    found = chronicle.match(any_of(phrases), limit=LOOKED_AT) if phrases else []
    conditions: list[dict[str, Any]] = [{"actor": party} for party in question.parties] + [
        {"issue": issue} for issue in question.issues
    ]
    for condition in conditions if len(found) < LOOKED_AT else ():
        records = dict.fromkeys(one.id for kind in _TOLD for one in chronicle.records(kind, **condition))
        found += chronicle.sentences(list(records)[:LOOKED_AT])
    return list({one.unit: one for one in found}.values())


def _weights(chronicle: Chronicle, concepts: Sequence[Concept], sentences: int) -> list[float]:
    """How much each concept tells: more as fewer sentences have it."""
    counts = chronicle.words({lemma for concept in concepts for phrase in concept.phrases for lemma in phrase})
    weights = []
    for concept in concepts:
        having = sum(min(counts[lemma] for lemma in phrase) * weight for phrase, weight in concept.phrases.items())
        weights.append(log(1 + sentences / (1 + having)) * (ASIDE if concept.aside else 1.0))
    return weights


def _party_weight(party: str) -> float:
    return COUNTRY if len(party) == 3 and party.isupper() else PERSON


def _weigh(
    found: Found, told: Sequence[Told], question: Question, weights: Sequence[float], unmet: float
) -> Weighed | None:
    """A sentence weighed against the question, `unmet` weighs its unknown words.

    None when the sentence meets none of what is asked for itself.
    """
    shares = [weight * _meets(found.lemmas, one) for one, weight in zip(question.concepts, weights, strict=True)]
    asked = [at for at, one in enumerate(question.concepts) if not one.aside]
    if asked and not any(shares[at] for at in asked):
        return None
    score = _score(sum(shares), found, told, question)
    if not score:
        return None
    whole = sum(weights) + unmet + sum(map(_party_weight, question.parties)) + ISSUE * len(question.issues)
    asked_for = sum(weights[at] for at in asked) + unmet
    met = sum(shares[at] for at in asked) / asked_for if asked_for else 1.0
    return Weighed(found, told, score / (whole or 1.0), shares, met)


def _score(met: float, found: Found, told: Sequence[Told], question: Question) -> float:
    named = {word for one in told for word in _words_of(one)}
    met += sum(_party_weight(party) for party in question.parties if folded(party) in named)
    met += sum(ISSUE for issue in question.issues if any(getattr(one.record, "issue", None) == issue for one in told))
    wanted = [one for one in told if _is_wanted(one, question)]
    if any(_is_own(one, question.owners) for one in wanted):
        met *= OWN_BONUS
    elif question.kind == "position" and question.owner:
        met *= NOT_OWN
    elif wanted:
        met *= KIND_BONUS
    if found.quote.rstrip('»”" ').endswith("?"):
        met *= ASKS
    return met * _in_period(told, question)


def _meets(lemmas: Sequence[str], concept: Concept) -> float:
    """The weight of the best phrase of the concept that stands among the lemmas."""
    at = {lemma: place for place, lemma in enumerate(lemmas)}
    best = 0.0
    for phrase, weight in concept.phrases.items():
        if weight > best and phrase[0] in at and (len(phrase) == 1 or _stands(phrase, lemmas)):
            best = weight
    return best


def _stands(phrase: Sequence[str], lemmas: Sequence[str]) -> bool:
    width = len(phrase)
    return any(tuple(lemmas[at : at + width]) == tuple(phrase) for at in range(len(lemmas) - width + 1))


def _words_of(told: Told) -> Iterator[str]:
    """Everything that the parties and names of a record are called."""
    record = told.record
    ones = [record]
    for side in ("actors", "recipients", "parties"):
        ones += getattr(record, side, ())
    ones += [one for side in ("speaker", "addressee", "relayed_by") if (one := getattr(record, side, None))]
    for one in ones:
        words = (getattr(one, name, None) for name in ("label", "label_ru", "code"))
        yield from (folded(word) for word in words if word)


#: Events that show where somebody stands.
STANDS = frozenset(
    {"AGREE", "CONCEDE", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "PROTEST", "RETREAT", "SANCTION", "COERCE"}
)


def _is_wanted(told: Told, question: Question) -> bool:
    """Whether a record is of the kind that answers; of events those that show a position, where one is asked for."""
    if question.kind == "position" and isinstance(told.record, Event):
        return told.record.type in STANDS or told.record.realis != "actual"
    return told.kind in WANTED[question.kind]


def _is_own(told: Told, owners: frozenset[str]) -> bool:
    """Whether a record is an act or a statement of the party that is asked about, and of nobody else."""
    record = told.record
    sides = getattr(record, "actors", ()) if isinstance(record, Event) else [getattr(record, "speaker", None)]
    return bool(sides) and all(not owners.isdisjoint(_called(side)) for side in sides)


def _called(party: Party | None) -> list[str]:
    return [folded(word) for word in (party.code, party.label, party.label_ru) if word] if party else []


def _in_period(told: Sequence[Told], question: Question) -> float:
    if not question.since and not question.until:
        return 1.0
    dated = [one for one in told if getattr(one.record, "when", None) and (one.when.first or one.when.last)]
    dates = [one.when for one in dated if one.kind is not Kind.TIME] or [one.when for one in dated]
    if not dates:
        return 1.0
    since, until = question.since or "", (question.until or "9999") + "\uffff"
    inside = any((when.last or "9999") >= since and (when.first or "") <= until for when in dates)
    return IN_PERIOD if inside else OUT_OF_PERIOD


def _choose(weighed: Sequence[Weighed], least: float) -> list[Weighed]:
    """The best sentences, none that nearly says the same as one before it or tells the same records.

    What of the question is met already counts less in the next, after xQuAD (Santos, Macdonald and Ounis 2010).
    """
    left = [one for one in weighed if one.score >= least]
    chosen: list[Weighed] = []
    cited: set[str] = set()
    while left and len(chosen) < CITED:
        best = max(left, key=lambda one: _news(one, chosen))
        left.remove(best)
        records = {told.id for told in best.told if told.kind in _TOLD}
        if (records and records <= cited) or any(_alike(best.found, other.found) for other in chosen):
            continue
        chosen.append(best)
        cited |= records
    return chosen


def _news(one: Weighed, chosen: Sequence[Weighed]) -> float:
    """The score of a sentence, less for the concepts that chosen ones meet."""
    if not sum(one.shares):
        return one.score
    left = sum(
        share * MET ** sum(bool(other.shares[at]) for other in chosen) for at, share in enumerate(one.shares) if share
    )
    return one.score * left / sum(one.shares)


def _alike(a: Found, b: Found) -> bool:
    one, other = set(a.lemmas), set(b.lemmas)
    return len(one & other) >= SAME * len(one | other)


def disagreeing(pairs: Iterable[Contradiction], weighed: Sequence[Weighed], least: float) -> list[Contradiction]:
    """The contradictions both of whose sides are among the sentences that answer."""
    places: dict[str, list[Found]] = defaultdict(list)
    for one in weighed:
        if one.score >= least:
            places[one.found.source].append(one.found)

    def held(told: Told) -> bool:
        return any(one.start < told.stop and told.start < one.stop for one in places.get(told.source, ()))

    return [pair for pair in pairs if pair.form == "contradiction" and held(pair.a) and held(pair.b)]


def _with_both_sides(
    chosen: Sequence[Weighed], weighed: Sequence[Weighed], pairs: Sequence[Contradiction]
) -> list[Weighed]:
    """The chosen sentences with those of contradictions first."""
    sides = [told for pair in pairs for told in (pair.a, pair.b)]
    first = [one for one in weighed if any(_tells(one.found, told) for told in sides)]
    rest = [one for one in chosen if one not in first]
    return [*first, *rest][:CITED]


def _tells(found: Found, told: Told) -> bool:
    return found.source == told.source and found.start < told.stop and told.start < found.stop


def cite(one: Weighed, question: Question) -> Citation:
    """A sentence as it is cited: with the record in it that answers best, and its date.

    Where that record has none, the one date that the acts and sayings of the sentence share.
    """
    wanted = WANTED[question.kind]
    order = sorted(
        (told for told in one.told if told.kind in _TOLD),
        key=lambda told: (
            told.kind not in wanted,
            not _is_own(told, question.owners),
            _TOLD.index(told.kind),
            told.start,
        ),
    )
    told = order[0] if order else None
    dates = {other.when for other in order if other.kind in DATING and other.when is not None}
    when = (getattr(told.record, "when", None) if told else None) or (dates.pop() if len(dates) == 1 else None)
    not_after = getattr(told.record, "not_after", None) if told else None
    return Citation(
        id=told.id if told else None,
        source=one.found.source,
        start=one.found.start,
        stop=one.found.stop,
        quote=one.found.quote,
        when=when.edtf if when else None,
        first=(when.first or when.last) if when else None,
        not_after=not_after if when is None else None,
        what=told,
        score=round(one.score, 3),
    )
