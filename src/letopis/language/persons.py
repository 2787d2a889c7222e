"""Persons in office that a register knows, found by the words of a name in any case and with initials.

Each line of a register is a term of office: state or organisation, office, the name in English, in Russian (several
spellings), in Japanese, first and last day (EDTF, as precise as is sure; an empty last day is today or unknown).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from letopis.errors import RuleError
from letopis.language.gazetteer import Forms
from letopis.language.lexicon import fold, load_rows, resource, values

REGISTER = "register"
#: Offices whose holders the news calls by their family name alone, the best known first.
FAMOUS = (
    frozenset({
        "president", "prime minister", "chancellor", "king", "queen", "emperor", "tsar", "general secretary", "emir",
        "supreme leader", "sultan", "shah", "crown prince", "pope",
    }),
    frozenset({"foreign minister", "defence minister", "secretary general", "high representative", "rebel leader"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """An office held: the code of its state or organisation, what it is, from when to when (EDTF or None)."""

    code: str
    office: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the register knows; `names` are the spellings of the whole name, `terms` the offices held, in order."""

    label: str
    names: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def code(self) -> str:
        """The state or organisation of the last office."""
        return self.terms[-1].code

    @property
    def fame(self) -> int:
        """How well known the family name alone is: 2 for heads of state and government, 1 for ministers, 0 else."""
        offices = {term.office for term in self.terms}
        return next((len(FAMOUS) - rank for rank, famous in enumerate(FAMOUS) if offices & famous), 0)


def load_register(column: int) -> tuple[Person, ...]:
    """The persons of all register files, `column` telling in which field their names stand (3 Russian, 4 Japanese).

    Raises RuleError for a line with another number of fields or without a code, an office or a name.
    """
    files = sorted(file.name for file in resource(REGISTER).iterdir() if file.name.endswith(".txt"))
    terms: dict[tuple[str, str], list[Term]] = defaultdict(list)
    names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for file in files:
        for row in load_rows(f"{REGISTER}/{file}", 7):
            code, office, label, *_, since, until = row
            if not (code and office and label):
                raise RuleError(f"{REGISTER}/{file}: {' | '.join(row)}: needs a code, an office and a name")
            told = values(row[column])
            key = (label, told[0] if told else "")
            terms[key].append(Term(code, office, since or None, until or None))
            names[key].update(dict.fromkeys(told))
    return tuple(Person(key[0], tuple(names[key]), _in_order(terms[key])) for key in terms if names[key])


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.since or "", term.until or "9999")))


class Persons:
    """Finds who a name belongs to; silent when two persons of different states could be meant.

    `spellings` gives further spellings of a family name in the nominative (the masculine one of a feminine name), for
    dictionaries that know only one of them.
    """

    def __init__(self, persons: Iterable[Person], forms: Forms, spellings: Callable[[str], Sequence[str]]) -> None:
        self._forms = forms
        self._spellings = spellings
        self._by_word: dict[str, list[tuple[Person, tuple[str, ...]]]] = defaultdict(list)
        for person in persons:
            for name in person.names:
                words = tuple(fold(word) for word in name.split())
                for form in {*spellings(words[-1]), words[0]}:
                    self._by_word[form].append((person, words))

    def find(self, words: Sequence[str]) -> Person | None:
        """The person that these words of a name (in any case, given name or initial first) tell, or None.

        A family name alone tells the most famous of those who bear it, when one of them is.
        """
        if not words:
            return None
        told = [self._forms(word) for word in words]
        whole, alone = [], []
        for form in sorted(told[-1] | told[0]):
            for person, listed in self._by_word.get(form, ()):
                if len(words) > 1 and self._same(words, told, listed):
                    whole.append(person)
                elif len(words) == 1 and self._meets(told[0], listed[-1]):
                    alone.append(person)
        return _only(whole) or _most_famous(alone)

    def _same(self, words: Sequence[str], told: Sequence[frozenset[str]], listed: Sequence[str]) -> bool:
        """Whether every listed word is told, in any order; an initial stands for its word, a patronymic may be so."""
        marks = [word.rstrip(".").lower() for word in words]
        for word in listed:
            if any(self._meets(forms, word) for forms in told):
                continue
            if not any(len(mark) == 1 and word.startswith(mark) for mark in marks):
                return False
        return len(words) >= len(listed)

    def _meets(self, forms: frozenset[str], word: str) -> bool:
        return any(spelling in forms for spelling in self._spellings(word))


def _only(persons: Sequence[Person]) -> Person | None:
    """The one person meant, or None when there are several."""
    return persons[0] if len({person.label for person in persons}) == 1 else _most_famous(persons)


def _most_famous(persons: Sequence[Person]) -> Person | None:
    """The one whose fame none of the others reaches; of several of one state the last in office."""
    if not persons:
        return None
    most = max(person.fame for person in persons)
    top = {person.label: person for person in persons if person.fame == most}
    if len(top) == 1:
        return next(iter(top.values()))
    if len({person.code for person in top.values()}) == 1:
        return max(top.values(), key=lambda person: person.terms[-1].since or "")
    return None


def terms_at(person: Person, day: str) -> Iterator[Term]:
    """The offices that a person held on a day (EDTF), as far as the register is sure."""
    for term in person.terms:
        if term.since is not None and term.since[: len(day)] <= day and (term.until is None or day <= term.until):
            yield term
