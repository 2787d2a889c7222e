"""Event rules: which words tell which PLOVER event, and what must stand beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from letopis.errors import RuleError
from letopis.language.lexicon import Rule, fold, load_rules, resource
from letopis.reading.events.plover import EventType

SIDES = ("directed", "mutual", "visit", "undergone")
NEEDS = ("actor", "recipient", "both")
FIELDS = {
    "type",
    "mode",
    "lemmas",
    "with",
    "without",
    "content",
    "sides",
    "needs",
    "to",
    "by",
    "denied",
    "negation",
    "confidence",
}


@dataclass(frozen=True, slots=True)
class EventRule:
    """A word list with its conditions; see the language's ``events/*.toml`` and the guide to writing rules.

    `lemmas`, `companions` (``with``) and `strangers` (``without``) are folded dictionary forms, and so are `contents`,
    of which one must stand in the clause that says what is said or thought; its subject is the recipient. A `denied`
    rule tells an act only where its word is negated (не потерпит); `negation` is the type of what a negated word tells
    (не отказался от встречи is an AGREE). `to` are places of the recipient such as ``acc`` or
    ``против+gen``, `by` such of the actor beside the usual ones (исключён из совета: the council did it).
    """

    name: str
    type: str
    mode: str | None
    lemmas: frozenset[str]
    companions: frozenset[str]
    strangers: frozenset[str]
    contents: frozenset[str]
    sides: str
    needs: str | None
    to: tuple[str, ...]
    by: tuple[str, ...]
    denied: bool
    negation: str | None
    confidence: float
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRules:
    """All event rules of a language, the index from lemma to rules, and by type which word shows which mode."""

    rules: tuple[EventRule, ...]
    by_lemma: Mapping[str, Sequence[EventRule]]
    mode_words: Mapping[str, Mapping[str, str]]


def load_event_rules(folder: str, codebook: Mapping[str, EventType]) -> EventRules:
    """The rules of all TOML files in a folder such as ``ru/events``, sorted by file name.

    Raises RuleError for an unknown field, type or mode, an empty word list, or a name that stands twice.
    """
    paths = sorted(f"{folder}/{file.name}" for file in resource(folder).iterdir() if file.name.endswith(".toml"))
    rules = tuple(_event_rule(rule, codebook) for path in paths for rule in load_rules(path))
    _refuse_twins(rules)
    by_lemma: dict[str, list[EventRule]] = defaultdict(list)
    for rule in rules:
        for lemma in rule.lemmas:
            by_lemma[lemma].append(rule)
    return EventRules(rules, by_lemma, _mode_words(rules))


def _mode_words(rules: Iterable[EventRule]) -> dict[str, dict[str, str]]:
    """By type, the words that stand with one mode only: companions of its rules."""
    modes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for rule in rules:
        for word in rule.companions if rule.mode else ():
            modes[rule.type][word].add(rule.mode or "")
    return {
        kind: {word: min(found) for word, found in words.items() if len(found) == 1} for kind, words in modes.items()
    }


def _refuse_twins(rules: Iterable[EventRule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        short = rule.name.split("#")[1]
        if short in seen:
            raise RuleError(f"{rule.name}: the name stands in {seen[short]} too")
        seen[short] = rule.name


def _event_rule(rule: Rule, codebook: Mapping[str, EventType]) -> EventRule:
    fields = rule.fields
    _check(rule, codebook)
    return EventRule(
        name=rule.name,
        type=fields["type"],
        mode=fields.get("mode") or None,
        lemmas=_folded(fields["lemmas"]),
        companions=_folded(fields.get("with", [])),
        strangers=_folded(fields.get("without", [])),
        contents=_folded(fields.get("content", [])),
        sides=fields.get("sides", "directed"),
        needs=fields.get("needs"),
        to=tuple(fields.get("to", [])),
        by=tuple(fields.get("by", [])),
        denied=bool(fields.get("denied")),
        negation=fields.get("negation"),
        confidence=float(fields.get("confidence", 0.8)),
        yes=rule.yes,
        no=rule.no,
    )


def _check(rule: Rule, codebook: Mapping[str, EventType]) -> None:
    fields: Mapping[str, Any] = rule.fields
    problems = [
        (bool(set(fields) - FIELDS), f"unknown fields {sorted(set(fields) - FIELDS)}"),
        (fields.get("type") not in codebook, f"{fields.get('type')!r} is no PLOVER type"),
        (fields.get("negation", "AGREE") not in codebook, f"{fields.get('negation')!r} is no PLOVER type"),
        (not fields.get("lemmas"), "needs `lemmas`"),
        (fields.get("sides", "directed") not in SIDES, f"`sides` must be one of {SIDES}"),
        (fields.get("needs", "both") not in NEEDS, f"`needs` must be one of {NEEDS}"),
    ]
    for wrong, message in problems:
        if wrong:
            raise RuleError(f"{rule.name}: {message}")
    mode = fields.get("mode")
    if mode and mode not in codebook[fields["type"]].modes:
        raise RuleError(f"{rule.name}: {fields['type']} has no mode {mode!r}")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
