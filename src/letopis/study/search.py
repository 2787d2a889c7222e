"""Full text over lemmas: a small query language, ranked sentences, the matched words marked.

    остров договор        both words, in any form
    "мирный договор"      the words one after the other, in any form
    остров | архипелаг    either
    -санкция              without this word
    мирн*                 any word that begins so
    Трутнив~              names and words spelt nearly so
    source:tass.txt actor:Japan issue:sanctions kind:statement since:1956 until:1960-12

A word in the query stands for all its forms. With `meaning` each word stands for words near in meaning, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from letopis.errors import UsageError
from letopis.language.lexicon import fold
from letopis.store.chronicle import Chronicle
from letopis.store.searching import quoted
from letopis.store.told import Found

Forms = Callable[[str], frozenset[str]]
Near = Callable[[str], Mapping[str, float]]

FILTERS = ("source", "kind", "actor", "issue", "since", "until")
_PART = re.compile(rf'(?P<filter>{"|".join(FILTERS)}):(?:"(?P<quoted>[^"]*)"|(?P<value>\S+))'
                   r'|(?P<bar>\|)|(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s|"]+))')  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[-–’'][^\W_]+)*")
#: A phrase whose words have more readings than this is looked for in the first of them.
MOST_READINGS = 32
#: A word spelt nearly so has at most this share of letters changed.
MOST_CHANGED = 0.34
#: So many words spelt nearly so are looked for.
MOST_CLOSE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A query taken apart: `every` are groups of phrases of lemmas, one of each group must stand; `none` may not."""

    every: tuple[tuple[tuple[str, ...], ...], ...]
    none: tuple[tuple[str, ...], ...]
    prefixes: tuple[str, ...]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def expression(self) -> str:
        """The query as FTS5 takes it."""
        groups = [f"({' OR '.join(quoted(' '.join(phrase)) for phrase in group)})" for group in self.every]
        groups += [f"{quoted(prefix)}*" for prefix in self.prefixes]
        without = "".join(f" NOT {quoted(' '.join(phrase))}" for phrase in self.none)
        return f"({' AND '.join(groups)}){without}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that answers a query, with the places of the matched words (offsets in the source)."""

    source: str
    start: int
    stop: int
    quote: str
    published: str | None
    marks: tuple[tuple[int, int], ...]


def search(
    chronicle: Chronicle, text: str, forms: Forms, *, near: Near | None = None, limit: int = 20, **filters: Any
) -> list[Hit]:
    """The sentences that answer a query, best first, repeated sentences once.

    `forms` gives the dictionary forms of a word, `near` lemmas near to one in meaning. `filters` are those of the query
    language, and win over those in it. Raises UsageError for a query that asks for nothing.
    """
    asked = parse(text, forms, chronicle.words, near)
    conditions = {**asked.filters, **{name: value for name, value in filters.items() if value is not None}}
    return [_hit(found, asked, forms) for found in chronicle.match(asked.expression, limit=limit, **conditions)]


def parse(text: str, forms: Forms, words: Callable[[], Mapping[str, int]], near: Near | None = None) -> Asked:
    """Takes a query apart; `words` gives the lemmas of the chronicle, for words spelt nearly so. Raises UsageError."""
    every: list[tuple[tuple[str, ...], ...]] = []
    none: list[tuple[str, ...]] = []
    prefixes: list[str] = []
    filters: dict[str, str] = {}
    joins = False
    for part in _PART.finditer(text):
        if part["filter"]:
            filters[part["filter"]] = part["quoted"] if part["quoted"] is not None else part["value"]
        elif part["bar"]:
            joins = bool(every)
        elif part["word"] and part["word"].endswith("*") and _WORD.search(part["word"]):
            prefixes.append(fold(part["word"].rstrip("*")))
        elif group := _group(part["phrase"] or part["word"] or "", forms, words, near):
            if part["minus"]:
                none += group
            elif joins:
                every[-1] += group
            else:
                every.append(group)
            joins = False
    if not every and not prefixes:
        raise UsageError(f'{text!r} asks for no word; write words, "a phrase", a beginning* or a name~')
    return Asked(tuple(every), tuple(none), tuple(prefixes), filters)


def _group(
    phrase: str, forms: Forms, words: Callable[[], Mapping[str, int]], near: Near | None
) -> tuple[tuple[str, ...], ...]:
    """The phrases of lemmas that a word or phrase of the query may mean."""
    spelt = _WORD.findall(phrase)
    if len(spelt) == 1 and phrase.endswith("~"):
        return tuple((word,) for word in _nearly(spelt[0], forms, words()))
    readings = [sorted(forms(word)) for word in spelt]
    group = tuple(islice(product(*readings), MOST_READINGS)) if readings else ()
    if near and len(spelt) == 1:
        more = {other for (word,) in group for other in near(word)}
        group += tuple((word,) for word in sorted(more - {word for (word,) in group}))
    return group


def _nearly(word: str, forms: Forms, known: Mapping[str, int]) -> list[str]:
    """The lemmas spelt nearly as a word (optimal string alignment), the word's own first."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 (late: --help stays instant)
    from rapidfuzz.process import extract  # noqa: PLC0415

    asked = fold(word)
    most = max(1, round(len(asked) * MOST_CHANGED))
    close = extract(asked, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=MOST_CLOSE, processor=None)
    return [*sorted(forms(word)), *(other for other, *_ in sorted(close, key=lambda one: (one[1], one[0])))]


def _hit(found: Found, asked: Asked, forms: Forms) -> Hit:
    wanted = {lemma for group in asked.every for phrase in group for lemma in phrase}
    marks = tuple(_marks(found, wanted, asked.prefixes, forms))
    return Hit(found.source, found.start, found.stop, found.quote, found.published, marks)


def _marks(found: Found, wanted: set[str], prefixes: Sequence[str], forms: Forms) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(found.quote):
        if wanted & forms(word[0]) or fold(word[0]).startswith(tuple(prefixes)):
            yield found.start + word.start(), found.start + word.end()
