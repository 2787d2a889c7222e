"""Makes lookup tables of the Russian lists of names."""

from __future__ import annotations

from collections.abc import Iterator

from letopis.language.gazetteer import Entry
from letopis.language.lexicon import fold, load_rows, values

FOLDER = "ru/names"

Phrases = Iterator[tuple[str, Entry]]


def country_phrases() -> Phrases:
    """Names, adjectives, demonyms and capitals of countries."""
    path = f"{FOLDER}/countries.txt"
    for code, label, name, others, adjectives, demonyms, capitals, valid in load_rows(path, 8):
        rule = f"{path}#{code or label}"
        for kind, field in (
            ("country", others),
            ("adjective", adjectives),
            ("demonym", demonyms),
            ("capital", capitals),
        ):
            phrases = (name, *values(field)) if kind == "country" else values(field)
            for phrase in phrases:
                if not phrase.endswith("-"):
                    yield phrase, Entry(kind, "GPE", label, name, code or None, rule, None, valid or None)


def compound_halves() -> dict[str, Entry]:
    """First halves of compound adjectives (российско-), folded, with what they stand for."""
    path = f"{FOLDER}/countries.txt"
    out: dict[str, Entry] = {}
    for code, label, name, _, adjectives, *_ in load_rows(path, 8):
        for phrase in values(adjectives):
            if phrase.endswith("-"):
                entry = Entry("adjective", "GPE", label, name, code or None, f"{path}#{code or label}")
                out.setdefault(fold(phrase[:-1]), entry)
    return out


def organ_phrases() -> Phrases:
    """Organs that become a state's when the state is named with them; the label is a pattern with ``{}``."""
    path = f"{FOLDER}/organs.txt"
    for name, others, pattern, sector in load_rows(path, 4):
        for phrase in (name, *values(others)):
            yield phrase, Entry("organ", "ORG", pattern, name, None, f"{path}#{name}", sector or None)


def organisation_phrases() -> Phrases:
    """Organisations with a name of their own. ``code`` is the party's code, ``detail`` the country it belongs to."""
    path = f"{FOLDER}/organisations.txt"
    for code, sector, label, names, country in load_rows(path, 5):
        for phrase in values(names):
            entry = Entry(
                "organisation",
                "ORG",
                label,
                values(names)[0],
                code or None,
                f"{path}#{label}",
                sector or None,
                country or None,
            )
            yield phrase, entry


def place_phrases() -> Phrases:
    """Cities, regions, islands, seas."""
    path = f"{FOLDER}/places.txt"
    for label, name, others, kind, code in load_rows(path, 5):
        for phrase in (name, *values(others)):
            yield phrase, Entry("place", kind, label, name, code or None, f"{path}#{label}")


def position_phrases() -> Phrases:
    """Offices and occupations; ``label`` is the English word."""
    path = f"{FOLDER}/positions.txt"
    for name, others, label, sector in load_rows(path, 4):
        entry = Entry("position", "PER", label, name, None, f"{path}#{label}", sector or None)
        for phrase in (name, *values(others)):
            yield phrase, entry
            if " " not in phrase and not phrase.startswith("экс-"):
                yield f"экс-{phrase}", entry


def city_phrases() -> Phrases:
    """Adjectives of cities with the state of these; ``code`` is all that counts."""
    path = f"{FOLDER}/city_adjectives.txt"
    for code, adjectives in load_rows(path, 2):
        for phrase in values(adjectives):
            yield phrase, Entry("city", "LOC", phrase, phrase, code, f"{path}#{code}")


def states() -> dict[str, Entry]:
    """The states by their codes, each under the first name that the list has for it."""
    out: dict[str, Entry] = {}
    for _, entry in country_phrases():
        if entry.kind == "country" and entry.code:
            out.setdefault(entry.code, entry)
    return out


def codes() -> frozenset[str]:
    """The codes of all states and organisations that the lists know."""
    return frozenset(entry.code for _, entry in (*country_phrases(), *organisation_phrases()) if entry.code)


def treaty_phrases() -> Phrases:
    """Treaties with the states that they bind; ``detail`` is the EDTF date of signature."""
    path = f"{FOLDER}/treaties.txt"
    known = states()
    for label, names, parties, date, _ in load_rows(path, 5):
        members = tuple(known[code] for code in parties.split() if code in known)
        for phrase in values(names):
            rule = f"{path}#{label}"
            yield phrase, Entry("treaty", "TREATY", label, values(names)[0], None, rule, None, date or None, members)


def named_event_phrases() -> Phrases:
    """Wars, forums, strategies; ``detail`` is the EDTF date."""
    path = f"{FOLDER}/named_events.txt"
    for label, names, kind, when in load_rows(path, 4):
        for phrase in values(names):
            yield phrase, Entry("event", kind, label, values(names)[0], None, f"{path}#{label}", None, when or None)


def homographs() -> dict[str, str]:
    """Words that have one reading in the news, folded, with their folded dictionary form."""
    return {fold(word): fold(lemma) for word, lemma in load_rows("ru/homographs.txt", 2)}


def spellings(word: str) -> tuple[str, ...]:
    """A folded family name with the masculine spelling that dictionaries have for a feminine one."""
    if word.endswith(("ова", "ева", "ина", "ына")):
        return word, word[:-1]
    if word.endswith(("ская", "цкая")):
        return word, word[:-2] + "ий"
    return (word,)
