"""How an act is done where its rule leaves that open: what is asked, refused or threatened, and in which setting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letopis.model import Party
from letopis.reading.trees import Tree

#: Types whose mode is their content, and the types from whose rules its words are known.
CONTENT = {"REQUEST": ("REQUEST",), "REJECT": ("REJECT", "REQUEST"), "THREATEN": ("THREATEN",)}
#: How deep under the predicate its content stands, and how deep a setting.
DEPTH = 4
SETTING_DEPTH = 3
#: The letters of a state's code; an organisation's has more or fewer, or its sector tells.
STATE = 3


def open_mode(
    tree: Tree, index: int, kind: str, actors: Sequence[Party], words: Mapping[str, Mapping[str, str]]
) -> str | None:
    """The mode of an event of type `kind` told at `index`, None where nothing there shows it.

    `words` tells by type which word shows which mode (``ru/events/*.toml``).
    """
    if kind == "CONSULT":
        return "multilateral" if _many_sided(tree, index, actors) else None
    for source in CONTENT.get(kind, ()):
        for word in _content(tree, index):
            mode = words.get(source, {}).get(tree.tokens[word].lemma)
            if mode is not None:
                return mode
    return None


def _content(tree: Tree, index: int) -> list[int]:
    """The words below a predicate, nearest first; those of an infinitive under it too."""
    return tree.near(index, DEPTH)


def _many_sided(tree: Tree, index: int, actors: Sequence[Party]) -> bool:
    """Whether a meeting is one of an organisation, or stands in a gathering of many (на саммите)."""
    if any(party.sector == "IGO" or (party.code and len(party.code) != STATE) for party in actors):
        return True
    around = (*tree.near(index, SETTING_DEPTH), *tree.above(index)[:2])
    return any(tree.tokens[word].lemma in tree.grammar.gathering for word in around)
