"""Who of those a chronicle knows is likely one person under two names, with a score that says what it is made of.

Names are compared across sources, where reading one source cannot see that Ульсен and Фёдор Ульсен are one: a family
name alone with a whole name, a name with initials with the full one, two spellings of one name. Only a single person
that it can be counts, and never one of another state. Nothing is joined by this: a person does it, by a judgement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from letopis.store.chronicle import Chronicle
from letopis.store.histories import Known

#: What the likeness of two names is worth, and what speaks for it besides.
SPELLING, INITIAL, FAMILY = 0.7, 0.6, 0.5
STATE, OFFICE = 0.25, 0.15
#: The highest score: names never prove it.
MOST = 0.99


@dataclass(frozen=True, slots=True)
class Namesake:
    """One actor who is likely another: how sure (0..1), and what each reason adds to it."""

    one: Known
    other: Known
    score: float
    reasons: tuple[tuple[str, float], ...]


def find_namesakes(chronicle: Chronicle, plain: Callable[[str], str], least: float = 0.0) -> list[Namesake]:
    """The pairs at least so likely, the likeliest first; `plain` gives the one form that spellings of a word share."""
    families: dict[str, list[Known]] = defaultdict(list)
    for person in chronicle.histories.persons():
        families[plain(person.label_ru.split()[-1])].append(person)
    found = [pair for persons in families.values() if len(persons) > 1 for pair in _pairs(persons, plain)]
    return sorted(
        (pair for pair in found if pair.score >= least),
        key=lambda pair: (-pair.score, pair.one.label_ru, pair.one.id),
    )


def _pairs(persons: Iterable[Known], plain: Callable[[str], str]) -> Iterator[Namesake]:
    """Those of one family name who are likely one: the shorter or rarer name, and the single one it can stand for."""
    everybody = list(persons)
    for one in everybody:
        fuller = [other for other in everybody if _fuller(one, other) and _alike(one, other, plain)]
        meant = [other for other in fuller if _at_home(one, other)]
        fullest = [known for known in meant if not any(_fuller(known, o) and _alike(known, o, plain) for o in meant)]
        if len(fullest) == 1:
            yield _judged(one, fullest[0], plain)


def _fuller(one: Known, other: Known) -> bool:
    """Whether a name tells more than another: more words, fewer initials, then a state, more places."""
    return _fullness(other) > _fullness(one)


def _fullness(known: Known) -> tuple[int, int, bool, int, str]:
    name = known.label_ru
    return len(name.split()), -name.count("."), known.code is not None, known.places, known.id


def _alike(one: Known, other: Known, plain: Callable[[str], str]) -> float:
    """What the likeness of two names with one family name is worth, 0 when they are two people's."""
    words, others = ([plain(word) for word in known.label_ru.replace(".", ". ").split()] for known in (one, other))
    if len(others) == 1:
        return SPELLING if len(words) == 1 else 0.0
    if len(words) == 1:
        return FAMILY
    first, second = words[0], others[0]
    if first == second:
        return SPELLING
    return INITIAL if first.endswith(".") and second.startswith(first[0]) else 0.0


def _at_home(one: Known, other: Known) -> bool:
    return one.code is None or other.code is None or one.code == other.code


def _judged(one: Known, other: Known, plain: Callable[[str], str]) -> Namesake:
    worth = _alike(one, other, plain)
    names = {
        SPELLING: "the same name but for its spelling or a patronymic",
        INITIAL: "the same family name and the initial of the given name",
        FAMILY: "the family name of one person here only",
    }
    reasons = [(names[worth], worth)]
    if one.code is not None and one.code == other.code:
        reasons.append((f"the same state or organisation, {one.code}", STATE))
    offices = sorted(set(one.roles) & set(other.roles))
    if offices:
        reasons.append((f"the same office, {offices[0]}", OFFICE))
    return Namesake(one, other, round(min(MOST, sum(adds for _, adds in reasons)), 2), tuple(reasons))
