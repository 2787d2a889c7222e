"""The small words of a language that the readings lean on, as named sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from letopis.errors import RuleError
from letopis.language.lexicon import fold, load_rules


@dataclass(frozen=True, slots=True)
class Grammar:
    """Sets of folded dictionary forms by what they do; the file ``grammar.toml`` of a language explains each.

    Ordered lists of slots are tuples, words with a meaning are mappings.
    """

    negation: frozenset[str]
    absence: frozenset[str]
    will: frozenset[str]
    modal: frozenset[str]
    plan: frozenset[str]
    foreseen: frozenset[str]
    auxiliary: frozenset[str]
    planned: frozenset[str]
    possible: frozenset[str]
    possibility: frozenset[str]
    doubt: frozenset[str]
    obligation: frozenset[str]
    arranged: frozenset[str]
    decision: frozenset[str]
    averting: frozenset[str]
    why: frozenset[str]
    in_case: frozenset[str]
    imagining: frozenset[str]
    evidence: frozenset[str]
    mere_topic: frozenset[str]
    deliberation: frozenset[str]
    debated: frozenset[str]
    sport: frozenset[str]
    conveyance: frozenset[str]
    meanwhile: frozenset[str]
    cause: frozenset[str]
    gathering: frozenset[str]
    condition: frozenset[str]
    subjunctive: frozenset[str]
    purpose: frozenset[str]
    ere: frozenset[str]
    aim: frozenset[str]
    achieved: frozenset[str]
    carrying: frozenset[str]
    persisting: frozenset[str]
    only: frozenset[str]
    conjunction: frozenset[str]
    question: frozenset[str]
    correlative: frozenset[str]
    relative: frozenset[str]
    wherein: frozenset[str]
    comparison: frozenset[str]
    joining: frozenset[str]
    about: frozenset[str]
    undoing: frozenset[str]
    other_voice: frozenset[str]
    talks: frozenset[str]
    back_then: frozenset[str]
    commemorating: frozenset[str]
    hereafter: frozenset[str]
    incumbent: frozenset[str]
    out_of_office: frozenset[str]
    defines: frozenset[str]
    written: frozenset[str]
    relative_to: frozenset[str]
    first_time: frozenset[str]
    too: frozenset[str]
    asking: frozenset[str]
    harm: frozenset[str]
    assuring: frozenset[str]
    blaming: frozenset[str]
    place_preposition: frozenset[str]
    interview: frozenset[str]
    locative: frozenset[str]
    means: frozenset[str]
    means_preposition: frozenset[str]
    city_head: frozenset[str]
    nearby: frozenset[str]
    place_noun: frozenset[str]
    adjective_prefix: tuple[str, ...]
    opponents: frozenset[str]
    bloc: Mapping[str, str]
    bloc_adjective: Mapping[str, str]
    bloc_noun: frozenset[str]
    sovereign: Mapping[str, str]
    group_noun: frozenset[str]
    group_alone: frozenset[str]
    pair: frozenset[str]
    body: frozenset[str]
    title_preposition: frozenset[str]
    legal_form: frozenset[str]
    source_preposition: frozenset[str]
    view: frozenset[str]
    utter: frozenset[str]
    receiving: frozenset[str]
    thing: frozenset[str]
    this: frozenset[str]
    somebody: frozenset[str]
    scholar: frozenset[str]
    anonymous: frozenset[str]
    such: frozenset[str]
    point: frozenset[str]
    whether: frozenset[str]
    verdict: frozenset[str]
    becoming: frozenset[str]
    holding: frozenset[str]
    heading: frozenset[str]
    post: frozenset[str]
    organ_preposition: frozenset[str]
    product: frozenset[str]
    pronoun: Mapping[str, str]
    slot_noun: Mapping[str, str]
    slot_prefix: Mapping[str, str]
    plain: Mapping[str, str]
    recipient_slot: tuple[str, ...]
    visit_slot: tuple[str, ...]
    doer_slot: tuple[str, ...]
    mutual_slot: tuple[str, ...]
    deed_ending: tuple[str, ...]
    feminine_ending: tuple[str, ...]
    masculine_ending: tuple[str, ...]


def load_grammar(path: str) -> Grammar:
    """The grammar of a file such as ``ru/grammar.toml``. Raises RuleError for a table that is missing or unknown."""
    tables = {rule.name.split("#")[1]: rule.fields["words"] for rule in load_rules(path)}
    names = {field.name for field in fields(Grammar)}
    if names != set(tables):
        raise RuleError(f"{path}: missing or unknown tables {sorted(names ^ set(tables))}")
    return Grammar(**{name: _shaped(name, words) for name, words in tables.items()})


def _shaped(name: str, words: list[str] | dict[str, str]) -> Any:
    if isinstance(words, dict):
        return words
    return tuple(words) if name.endswith(("_slot", "_ending", "_prefix")) else frozenset(fold(word) for word in words)
