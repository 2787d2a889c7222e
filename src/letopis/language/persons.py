"""Persons that are known, found by the words of a name in any case and with initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from letopis.language.gazetteer import Forms


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a list knows; `names` are the spellings of the whole name, `role` and `years` the best-known office."""

    label: str
    names: tuple[str, ...]
    code: str | None
    role: str | None
    years: str | None


class Persons:
    """Finds who a name belongs to; silent when two persons of different states could be meant."""

    def __init__(self, persons: Iterable[Person], forms: Forms) -> None:
        self._forms = forms
        self._by_word: dict[str, list[tuple[Person, tuple[frozenset[str], ...]]]] = defaultdict(list)
        for person in persons:
            for name in person.names:
                words = tuple(forms(word) for word in name.split())
                for form in words[-1] | words[0]:
                    self._by_word[form].append((person, words))

    def find(self, words: Sequence[str]) -> Person | None:
        """The person that these words of a name (in any case, given name or initial first) tell, or None.

        A surname alone tells a person when only one of the listed bears it.
        """
        if not words:
            return None
        told = [self._forms(word) for word in words]
        whole, surname = [], []
        for form in told[-1] | told[0]:
            for person, listed in self._by_word.get(form, ()):
                if len(words) > 1 and _same(words, told, listed):
                    whole.append(person)
                elif len(words) == 1 and told[0] & listed[-1]:
                    surname.append(person)
        return _only(whole) or _only(surname)


def _same(words: Sequence[str], told: Sequence[frozenset[str]], listed: Sequence[frozenset[str]]) -> bool:
    """Whether every listed word is told, in any order; an initial stands for its word, a patronymic may be there."""
    marks = [word.rstrip(".").lower() for word in words]
    for forms in listed:
        if any(forms & told_forms for told_forms in told):
            continue
        if not any(len(mark) == 1 and any(form.startswith(mark) for form in forms) for mark in marks):
            return False
    return len(words) >= len(listed)


def _only(persons: Sequence[Person]) -> Person | None:
    """The one person meant, or None when there are several."""
    return persons[0] if len({person.label for person in persons}) == 1 else None
