"""Finds persons that the register knows by the words of a name in any case and with initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache

from letopis.language.gazetteer import Forms
from letopis.language.lexicon import fold
from letopis.language.terms import SINGLE, Person, Term, fame_of, holds, may_hold

#: So many names are kept with whom they tell.
MOST_NAMES = 20_000
#: States and organisations whose leaders the news names everywhere; of others the text must name the state.
MAJOR = frozenset({
    "RUS", "SUN", "USA", "GBR", "FRA", "DEU", "CHN", "JPN", "TUR", "IRN", "ISR", "UKR", "BLR", "SYR", "PRK", "VEN",
    "CUB", "EU", "IRQ", "LBY", "KAZ", "GEO", "ITA", "YUG", "EGY",
})  # fmt: skip
#: Since this year a leader of a major state is known by the family name alone; before it only these are.
RECENT = "1985"
EVER = frozenset({
    "Vladimir Lenin", "Joseph Stalin", "Leon Trotsky", "Nikita Khrushchev", "Leonid Brezhnev", "Mikhail Gorbachev",
    "Winston Churchill", "Franklin D. Roosevelt", "Harry Truman", "Dwight D. Eisenhower", "Richard Nixon",
    "Ronald Reagan",
    "Margaret Thatcher", "Charles de Gaulle", "Adolf Hitler", "Benito Mussolini", "Mao Zedong", "Fidel Castro",
    "Josip Broz Tito", "Muammar Gaddafi", "Saddam Hussein", "Augusto Pinochet", "Vyacheslav Molotov", "Andrei Gromyko",
    "Ruhollah Khomeini",
})  # fmt: skip
#: The fame of heads of state and government.
HEADS = 2
#: Titles as texts have them, and as the register calls them where that is another word.
OFFICES = {
    "minister of foreign affairs": "foreign minister", "minister of defence": "defence minister",
    "minister of internal affairs": "interior minister", "minister of finance": "finance minister",
    "minister of economy": "economy minister", "head of intelligence": "intelligence chief",
    "chief of the general staff": "military chief", "prosecutor": "prosecutor general",
    "chief of staff": "head of administration", "special envoy": "special representative",
    "secretary of the security council": "national security adviser",
    "plenipotentiary representative": "presidential envoy",
}  # fmt: skip


class Persons:
    """Finds who a name belongs to; silent when two persons of different states could be meant.

    `spellings` gives further spellings of a family name in the nominative (the masculine one of a feminine name), for
    dictionaries that know only one of them. `given` tells whether a word is a given name and no family name, `plain`
    gives the one form that spellings of a word share.
    """

    def __init__(
        self,
        persons: Iterable[Person],
        forms: Forms,
        spellings: Callable[[str], Sequence[str]],
        given: Callable[[str], bool] = lambda _: False,
        plain: Callable[[str], str] = fold,
    ) -> None:
        self._forms = lru_cache(maxsize=MOST_NAMES)(lambda word: frozenset(map(plain, (word, *forms(word)))))
        self._spellings = spellings
        self._given = given
        self._told = lru_cache(maxsize=MOST_NAMES)(self._find_told)
        self._bearers = lru_cache(maxsize=MOST_NAMES)(self._find_bearers)
        self._by_word: dict[str, list[tuple[Person, tuple[str, ...]]]] = defaultdict(list)
        self._holders: dict[tuple[str, str], list[tuple[Person, Term]]] = defaultdict(list)
        for person in persons:
            for term in person.terms:
                self._holders[term.code, term.office].append((person, term))
            for name in person.names:
                words = tuple(plain(word) for word in name.split())
                for form in {*spellings(words[-1]), words[0]}:
                    self._by_word[form].append((person, words))

    def find(self, words: Sequence[str], gender: str = "") -> Person | None:
        """The person that these words of a name (in any case, given name or initial first) tell, or None.

        A family name alone tells only those who are known by it everywhere; a given name alone tells nobody.
        """
        if len(words) == 1:
            return _most_famous([person for person in self._bearers(words[0], gender) if _known_alone(person)])
        return self._told(tuple(words)) if words else None

    def _find_told(self, words: tuple[str, ...]) -> Person | None:
        told = [self._forms(word) for word in words]
        whole = [
            person
            for form in sorted(told[-1] | told[0])
            for person, listed in self._by_word.get(form, ())
            if self._same(words, told, listed)
        ]
        return _only(whole)

    def find_bearer(
        self, word: str, gender: str, states: Container[str], office: tuple[str, str | None] | None = None
    ) -> Person | None:
        """The person of one of these states that a family name alone tells, or the holder of the office beside it.

        `office` is a title and the state it names, if any. Others than heads and ministers count only when the register
        knows nobody else of the name.
        """
        bearers = self._bearers(word, gender)
        if office is not None:
            title, code = OFFICES.get(office[0], office[0]), office[1]
            held = [p for p in bearers if any(_is(term, title, code) for term in p.terms)]
            at_home = [p for p in held if code is not None or any(term.code in states for term in p.terms)]
            if held:
                return _only(at_home) if at_home else None
            bearers = [p for p in bearers if code is None or any(term.code == code for term in p.terms)]
        at_home = [p for p in bearers if any(term.code in states for term in p.terms)]
        ministers = [p for p in at_home if any(term.code in states and fame_of(term) for term in p.terms)]
        return _most_famous(ministers) or (at_home[0] if len({p.label for p in bearers}) == 1 and at_home else None)

    def find_holder(self, title: str, code: str, first: str, last: str) -> Person | None:
        """Who surely held an office of one holder from one day to another (ISO dates); None when another may have."""
        office = OFFICES.get(title, title)
        if office not in SINGLE:
            return None
        terms = [
            (person, term) for person, term in self._holders.get((code, office), ()) if may_hold(term, first, last)
        ]
        sure = any(holds(term, first, last) for _, term in terms)
        return terms[0][0] if sure and len({person.label for person, _ in terms}) == 1 else None

    def _find_bearers(self, word: str, gender: str) -> list[Person]:
        """Those who bear a family name, of the gender that the text shows."""
        forms = self._forms(word)
        found = [
            person
            for form in sorted(forms)
            for person, listed in self._by_word.get(form, ())
            if self._meets(forms, listed[-1])
            and not (gender == "Fem" and listed[-1].endswith(("ов", "ев", "ин", "ын", "ский", "цкий")))
            and not (len(listed) > 1 and self._given(listed[-1]))
        ]
        return [] if self._given(word) else found

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


def _is(term: Term, title: str, code: str | None) -> bool:
    return term.office == title and code in (None, term.code)


def _known_alone(person: Person) -> bool:
    """Whether the news calls a person by the family name alone wherever it writes of them."""
    if person.label in EVER:
        return True
    return any(fame_of(t) == HEADS and t.code in MAJOR and (t.since or "") >= RECENT for t in person.terms)


def _only(persons: Sequence[Person]) -> Person | None:
    """The one person meant, or None when there are several."""
    return persons[0] if len({person.label for person in persons}) == 1 else _most_famous(persons)


def _most_famous(persons: Sequence[Person]) -> Person | None:
    """The one whose fame none of the others reaches; of several heads of one state the last in office."""
    if not persons:
        return None
    most = max(person.fame for person in persons)
    top = {person.label: person for person in persons if person.fame == most}
    if len(top) == 1:
        return next(iter(top.values()))
    if most == HEADS and len({person.code for person in top.values()}) == 1:
        return max(top.values(), key=lambda person: person.terms[-1].since or "")
    return None
