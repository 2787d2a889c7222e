"""What a reading sees of a sentence: its tree and what earlier stages found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from letopis.model import Mention, Time
from letopis.reading.trees import Tree


@dataclass(frozen=True, slots=True)
class Office:
    """A title or an organ in a sentence: its words, what it is, whose, and the first word of its holder's name."""

    first: int
    last: int
    head: int
    kind: str
    label: str
    label_ru: str
    sector: str | None
    code: str | None
    state: str | None
    holder: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a stretch with the text and source it stands in, who is in it, and its times."""

    text: str
    source: str
    published: str | None
    tree: Tree
    mentions: Sequence[Mention]
    offices: Sequence[Office]
    times: Sequence[Time] = ()

    @property
    def start(self) -> int:
        """The sentence's first character in the source."""
        return self.tree.sentence.start

    @property
    def stop(self) -> int:
        """The character after the sentence's last."""
        return self.tree.sentence.stop
