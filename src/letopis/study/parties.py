"""Who is meant by a name that a question gives, and what to say when nobody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from letopis.errors import NothingFound, UsageError
from letopis.store.histories import Histories
from letopis.store.walks import END, Who
from letopis.store.writing import folded
from letopis.study.states import State, with_predecessors

#: So many suggestions are made, of words at least so alike (difflib's ratio).
SUGGESTIONS, ALIKE = 3, 0.6


def find_who(histories: Histories, word: str, states: Mapping[str, State]) -> Who:
    """Whom a name or code means: a country with all that acts for it and what it continues, or single actors.

    Raises NothingFound, with suggestions, when nobody in the chronicle is called so.
    """
    actors = histories.called(word) or histories.called(_code_of(word, states) or word)
    if not actors:
        raise NothingFound(f"{histories.path}: nobody is called {word}{suggest(word, histories.words())}")
    word = _code_of(word, states) or word
    codes = {code for _, name, code in actors if code and _is_country(word, name, code, states)}
    if codes:
        return Who(codes=tuple(sorted({one for code in codes for one in with_predecessors(code, states)})))
    return Who(actors=tuple(actor for actor, *_ in actors))


def _code_of(word: str, states: Mapping[str, State]) -> str | None:
    """The code of the state of this English name: it may act by its people alone, and nobody be called as it is."""
    return next((code for code, state in states.items() if folded(state.name) == folded(word)), None)


def _is_country(word: str, name: str | None, code: str, states: Mapping[str, State]) -> bool:
    return folded(word) == folded(code) or (code in states and states[code].name == name)


def find_codes(histories: Histories, word: str, states: Mapping[str, State]) -> Who:
    """The country or organisation that a name means, by its codes. Raises NothingFound; UsageError when it is neither.

    A person is neither: what Russia did is not what its president did.
    """
    who = find_who(histories, word, states)
    if who.codes:
        return who
    codes = {code for _, _, code in histories.called(word)} - {None}
    if len(codes) == 1 and not codes & set(states):
        return Who(codes=tuple(code for code in codes if code))
    raise UsageError(f"{word} is no country or organisation; an index is of two of them, by name or code")


def known_as(histories: Histories, word: str, states: Mapping[str, State]) -> tuple[str, ...]:
    """What the store knows those by whom a question means: the codes of a country, or the word itself for an actor.

    Raises NothingFound, with suggestions, when nobody in the chronicle is called so.
    """
    return find_who(histories, word, states).codes or (word,)


def suggest(word: str, words: Iterable[str]) -> str:
    """The words most like one, as the end of a sentence: ``; did you mean A, B?``; empty when none is like it."""
    asked = folded(word)
    near = {folded(one): one for one in words if abs(len(one) - len(asked)) <= max(3, len(asked))}
    found = get_close_matches(asked, list(near), SUGGESTIONS, ALIKE)
    return f"; did you mean {', '.join(near[one] for one in found)}?" if found else ""


def check_known(what: str, word: str, words: Iterable[str]) -> None:
    """Raises UsageError with suggestions, or with all there is, when a word is none of a closed list."""
    known = list(words)
    if word not in known:
        raise UsageError(f"there is no {what} {word}{suggest(word, known) or '; there are ' + ', '.join(known)}")


def check_there(histories: Histories, issue: str | None, source: str | None) -> None:
    """Raises NothingFound, with suggestions, for an issue or a source that the chronicle does not have."""
    for what, word, known in (("issue", issue, histories.issues), ("source", source, histories.source_names)):
        if word is not None and word not in (words := known()):
            raise NothingFound(f"{histories.path}: there is no {what} {word}{suggest(word, words)}")


def check_period(since: str | None, until: str | None) -> None:
    """Raises UsageError when a period ends before it begins."""
    if since and until and since > until + END:
        raise UsageError(f"since {since} lies after until {until}; turn them round, or leave one out")
