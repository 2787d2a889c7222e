"""Puts subjects right by agreement: Russian words change places freely, and the parser leans on their order.

A Russian verb agrees with its subject in number, and in the past tense in gender. Where the parser left a verb without
a subject that agrees, a nominative that does is its subject (Договор нарушила Дания); of two subjects the one that
neither stands in the nominative nor agrees is none (Сомали поддержала Турция).
"""

from __future__ import annotations

from collections.abc import Sequence

from letopis.model import Token

SUBJECTS = ("nsubj", "nsubj:pass")
NOMINAL = ("NOUN", "PROPN")
#: What the parser takes a misplaced subject for.
MISTAKEN = ("obj", "iobj", "nmod", "appos")


def mend_subjects(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens, with other heads and relations where agreement tells that the parser's subject is wrong."""
    mended = list(tokens)
    subjects: dict[int, list[int]] = {}
    nominatives = []
    for index, token in enumerate(tokens):
        if token.rel in SUBJECTS:
            subjects.setdefault(token.head, []).append(index)
        elif token.rel in MISTAKEN and token.pos in NOMINAL and token.feats.get("Case") == "Nom":
            nominatives.append(index)
    for verb, found in subjects.items():
        if len(found) > 1 and _is_finite(tokens[verb]):
            _demote(mended, verb, found)
    for index in nominatives:
        above = _verb_over(tokens, index)
        if above is not None and above not in subjects and _agree(tokens[index], tokens[above]):
            mended[index] = tokens[index]._replace(head=above, rel="nsubj")
            subjects[above] = [index]
    return tuple(mended)


def _is_finite(token: Token) -> bool:
    return token.pos == "VERB" and token.feats.get("VerbForm") == "Fin" and token.feats.get("Voice") == "Act"


def _agree(noun: Token, verb: Token) -> bool:
    """Whether a noun can be a verb's subject as far as their forms tell; never for the first and second person."""
    one, other = noun.feats, verb.feats
    if one.get("Number") != other.get("Number") or other.get("Person", "Third") not in ("Third", "3"):
        return False
    return "Gender" not in other or one.get("Gender") == other["Gender"]


def _demote(tokens: list[Token], verb: int, found: Sequence[int]) -> None:
    """Makes objects of those subjects that cannot be one beside another that can."""
    sound = [i for i in found if tokens[i].feats.get("Case") == "Nom" and _agree(tokens[i], tokens[verb])]
    if len(sound) != 1:
        return
    taken = any(token.head == verb and token.rel == "obj" for token in tokens)
    for index in found:
        token = tokens[index]
        if index not in sound and token.pos in NOMINAL and not _agree(token, tokens[verb]):
            tokens[index] = token._replace(rel="iobj" if taken else "obj")


def _verb_over(tokens: Sequence[Token], index: int) -> int | None:
    """The finite verb that a nominative hangs on, itself or through one noun in another case; no preposition before."""
    if any(token.head == index and token.rel in ("case", "conj") for token in tokens):
        return None
    above = tokens[index].head
    if above >= 0 and tokens[above].pos in NOMINAL and tokens[above].feats.get("Case") not in ("Nom", None):
        above = tokens[above].head
    return above if above >= 0 and _is_finite(tokens[above]) else None
