"""On which side of an issue a record stands, where it says so: for, against, conditional, demanding or refusing."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.language.lexicon import PatternRule, fold, load_patterns
from letopis.model import Event, Statement
from letopis.store.told import Told

#: What an act that was done says about its issue, by its PLOVER type. The other types take no side on an issue: who
#: cooperates does it somewhere, who accuses does it of something.
ACTS = {"AGREE": "for", "SUPPORT": "for", "REJECT": "refusing", "REQUEST": "demanding", "SANCTION": "against"}
OPPOSED = {"for": "yes", "against": "no", "refusing": "no"}


def load_stances(language: str = "ru") -> tuple[PatternRule, ...]:
    """The stance rules of a language, in the order in which they are asked."""
    return load_patterns(f"{language}/stances.toml")


def stance_of_words(words: str, rules: Sequence[PatternRule]) -> str | None:
    """The stance that the first matching rule tells, None when none does."""
    folded = fold(words)
    return next((str(rule.fields["stance"]) for rule in rules if rule.pattern.search(folded)), None)


def stance_of(told: Told, text: str, rules: Sequence[PatternRule]) -> str | None:
    """The stance of a statement, by its cue and its words, or of an event that was done; None for all else.

    `text` is the text of the source.
    """
    record = told.record
    if isinstance(record, Statement):
        cue = " ".join(text[span.start : span.stop] for span in record.cue)
        return stance_of_words(f"{cue} {told.quote}", rules)
    if isinstance(record, Event) and record.realis in ("actual", "planned"):
        return ACTS.get(record.type)
    return None


def opposed(one: str, other: str) -> bool:
    """Whether two stances are on opposite sides; a demand or a condition is on neither."""
    return {OPPOSED.get(one), OPPOSED.get(other)} == {"yes", "no"}
