"""Short names that a text gives an organisation itself: «Балтийский совет по рыболовству (БСР)», then «БСР» alone."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace

from letopis.model import Mention
from letopis.reading.actors.names import SHORT
from letopis.reading.trees import Tree

RULE = "short_name_in_brackets"
#: Words of at most so many letters (и, по, для) may give no letter to a short name.
SMALL = 3


def with_short_names(tree: Tree, names: Sequence[Mention], known: MutableMapping[str, Mention]) -> list[Mention]:
    """The names, a short one as the organisation that the text has called so; what this sentence tells is remembered.

    A Russian short name must be the initials of the name that it stands behind in brackets, a Latin one need not.
    """
    told = dict(_told(tree, names))
    known.update({tree.tokens[at].text: whole for at, whole in told.items()})
    out = [_as(known[tree.tokens[name.first].text], name) if _stands(tree, name, known) else name for name in names]
    held = {index for name in out for index in range(name.first, name.last + 1)}
    for index, token in enumerate(tree.tokens):
        if index not in held and token.text in known:
            whole = known[token.text]
            short = replace(whole, start=token.start, stop=token.stop, first=index, last=index, head=index, rule=RULE)
            out.append(replace(short, parties=()))
    return sorted(out, key=lambda name: (name.start, -name.stop))


def _told(tree: Tree, names: Sequence[Mention]) -> Iterator[tuple[int, Mention]]:
    """The short names that a sentence gives in brackets, each with the organisation whose name it follows."""
    for whole in names:
        if whole.type != "ORG" or whole.form != "name" or whole.first == whole.last:
            continue
        after = tree.tokens[whole.last + 1 : whole.last + 6]
        close = next((at for at, token in enumerate(after) if token.text == ")"), 0)
        if close < 2 or after[0].text != "(":
            continue
        text = after[close - 1].text
        words = [token.text for token in tree.tokens[whole.first : whole.last + 1] if token.pos != "PUNCT"]
        if (close == 2 or after[1].lemma in tree.grammar.hereafter) and _fits(text, words):
            yield whole.last + close, whole


def _fits(short: str, words: Sequence[str]) -> bool:
    if not SHORT.fullmatch(short):
        return False
    return short.isascii() or are_initials(short, words)


def are_initials(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of a short name begin the words in their order; only small words may be passed over."""
    letters = list(short.upper().replace("Ё", "Е"))
    parts = [part for word in words for part in word.upper().replace("Ё", "Е").split("-") if part]
    for part in parts:
        if letters and part.startswith(letters[0]):
            letters.pop(0)
        elif len(part) > SMALL:
            return False
    return not letters


def _stands(tree: Tree, name: Mention, known: MutableMapping[str, Mention]) -> bool:
    """Whether a name that no list has is a short one that the text has told."""
    unlisted = name.type in ("ORG", "LOC", "PER") and "/names/" not in name.rule and "register" not in name.rule
    return unlisted and name.first == name.last and tree.tokens[name.first].text in known


def _as(whole: Mention, name: Mention) -> Mention:
    """A short name as the organisation it means."""
    return replace(
        name, type="ORG", label=whole.label, label_ru=whole.label_ru, code=whole.code, sector=whole.sector, acts=True,
        rule=RULE,
    )  # fmt: skip
