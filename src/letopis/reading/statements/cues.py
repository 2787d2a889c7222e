"""Cue words by what they take, and a said part before it is a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from letopis.language.lexicon import fold, load_rules
from letopis.model import Party
from letopis.reading.scenes import Scene


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue lemmas by what they take: lemma -> {takes: rule name}."""

    by_lemma: Mapping[str, Mapping[str, str]]

    def rule(self, lemma: str, takes: str) -> str | None:
        """The rule by which a lemma takes this kind of said part, or None."""
        return self.by_lemma.get(lemma, {}).get(takes)

    def speaks(self, lemma: str) -> bool:
        """Whether a lemma is a cue of any kind."""
        return lemma in self.by_lemma


def load_cues(path: str) -> Cues:
    """The cue words of a file such as ``ru/statements.toml``."""
    table: dict[str, dict[str, str]] = {}
    for rule in load_rules(path):
        for lemma in rule.fields["lemmas"]:
            for takes in rule.fields["takes"]:
                table.setdefault(fold(lemma), {}).setdefault(takes, rule.name)
    return Cues(table)


@dataclass(frozen=True, slots=True)
class Said:
    """A said part before it is a record.

    `outer` ones pass on a sentence that may hold somebody else's words; `bare` speech has no cue.
    """

    start: int
    stop: int
    form: str
    rule: str
    scene: Scene
    cue: int | None
    speaker: Party | None
    addressee: Party | None = None
    medium: bool = False
    outer: bool = False
    relayed_by: Party | None = None
    bare: bool = False
    confidence: float = 0.85
