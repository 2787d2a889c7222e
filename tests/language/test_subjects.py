"""Subjects by agreement, on trees as the parser may leave them."""

from __future__ import annotations

from letopis.language.ru.subjects import mend_subjects
from letopis.model import Token

VERB = {"VerbForm": "Fin", "Voice": "Act", "Number": "Sing", "Gender": "Fem", "Tense": "Past"}
NOM = {"Case": "Nom", "Number": "Sing", "Gender": "Fem"}


def word(text: str, pos: str, feats: dict[str, str], head: int, rel: str) -> Token:
    return Token(0, len(text), text, text.lower(), pos, feats, head, rel)


def rels(*tokens: Token) -> list[tuple[int, str]]:
    return [(token.head, token.rel) for token in mend_subjects(tokens)]


TREATY = word("Договор", "NOUN", {"Case": "Acc", "Number": "Sing", "Gender": "Masc"}, 1, "obj")
BROKE = word("нарушила", "VERB", VERB, -1, "root")


def test_a_nominative_that_agrees_is_the_subject() -> None:
    assert rels(TREATY, BROKE, word("Дания", "PROPN", NOM, 1, "obj"))[2] == (1, "nsubj")
    assert rels(TREATY, BROKE, word("Дания", "PROPN", NOM, 0, "appos"))[2] == (1, "nsubj")


def test_one_that_does_not_agree_or_has_a_preposition_is_left() -> None:
    plural = word("Дания", "PROPN", {**NOM, "Number": "Plur"}, 1, "obj")
    assert rels(TREATY, BROKE, plural)[2] == (1, "obj")
    denmark = word("Дания", "PROPN", NOM, 1, "obj")
    assert rels(TREATY, BROKE, denmark, word("через", "ADP", {}, 2, "case"))[2] == (1, "obj")


def test_of_two_subjects_the_one_in_the_nominative_is_it() -> None:
    somalia = word("Сомали", "PROPN", {"Case": "Gen", "Number": "Sing", "Gender": "Neut"}, 1, "nsubj")
    assert rels(somalia, BROKE, word("Турция", "PROPN", NOM, 1, "nsubj")) == [(1, "obj"), (-1, "root"), (1, "nsubj")]
