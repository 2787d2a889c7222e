"""Interviews: the answer that a line holds without quotation marks, opened by a dash or by who gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from letopis.model import Party
from letopis.reading.scenes import Scene
from letopis.reading.statements import said
from letopis.reading.statements.cues import Said
from letopis.reading.statements.direct import FEWEST_WORDS, sole_party
from letopis.reading.statements.quotations import WORD, Quotation
from letopis.reading.statements.speakers import as_speaker
from letopis.reading.statements.voices import Voice

#: A line that begins so is a turn; where empty lines part paragraphs, a turn reaches to the next one.
#: Some corpora put a mark in braces at the head of a line.
DASHES = "—–-"
BLANK_BEFORE = re.compile(r"\n[ \t\r]*\n[ \t\r\n]*(\{[^}\n]*\}[ \t]*)?\Z")
BLANK = re.compile(r"\n[ \t\r]*\n|\n[ \t]*[—–-]")
#: How far behind интервью с the name of who is asked may stand, in words.
LEAD_REACH = 12


def find_answer(scenes: Sequence[Scene], voice: Voice, *, headline: bool = False) -> Said | None:
    """The answer that a line begins, as direct speech of who is asked; a question is none, and `voice` keeps it.

    The answer may go on over the lines of its paragraph; `voice` knows how far. Nothing comes out of a line that no
    question stands before and no person's name opens, and of a headline only where it answers.
    """
    first = scenes[0]
    for scene in scenes:
        voice.asked_whom = _led(scene) or voice.asked_whom
    colon = next((at for at, token in enumerate(first.tree.tokens[:12]) if token.text == ":"), 0)
    dashed = first.text[first.start] in DASHES
    who = sole_party(first, 0, colon) if colon and not dashed else None
    if who is None and not dashed:
        return None
    if who is not None and colon == len(first.tree.tokens) - 1 and len(scenes) == 1 and _is_person(first, who):
        voice.asked, voice.asked_whom = True, who
        return None
    start, stop = said.trimmed(first.text, first.tree.tokens[colon].stop if who else first.start, _end(scenes))
    if first.text[stop - 1] == "?":
        voice.asked = True
        return None
    told = stop > scenes[-1].stop or any(said.tells(scene.tree, range(len(scene.tree.tokens))) for scene in scenes)
    named = who is not None and _is_person(first, who) and told
    named = named and (voice.asked or not headline)
    if not (named or (dashed and voice.asked)) or not _speech(first, start, stop):
        return None
    voice.asked = False
    voice.asked_whom = who if named else voice.asked_whom
    voice.turn = Quotation(start, stop, whole=True)
    speaker = who if named else _again(voice.asked_whom)
    return Said(start, stop, "direct", "ru/statements#answer", first, None, speaker, confidence=0.7)


def _end(scenes: Sequence[Scene]) -> int:
    """Where a turn ends: with its line, or with its paragraph where empty lines part those."""
    text, start = scenes[0].text, scenes[0].start
    if BLANK_BEFORE.search(text, max(0, start - 40), start) is None:
        return scenes[-1].stop
    ends = BLANK.search(text, scenes[-1].stop)
    return ends.start() if ends else len(text)


def _speech(scene: Scene, start: int, stop: int) -> bool:
    """Whether words are long enough for an answer and stand in no quotation marks: those are read as such."""
    return len(WORD.findall(scene.text, start, stop)) >= FEWEST_WORDS and scene.text[start] not in said.QUOTES


def _is_person(scene: Scene, party: Party) -> bool:
    return any(m.type == "PER" and m.form == "name" and m.start == party.start for m in scene.mentions)


def _again(party: Party | None) -> Party | None:
    """Who has been named before, as meant here."""
    return replace(party, start=None, stop=None, inferred=True) if party is not None else None


def _led(scene: Scene) -> Party | None:
    """Who is asked, as a lead tells (интервью с X, беседа с послом X)."""
    tokens = scene.tree.tokens
    for at, token in enumerate(tokens[:-2]):
        if token.lemma in scene.tree.grammar.interview and tokens[at + 1].lemma == "с":
            near = [
                m for m in scene.mentions if at < m.first <= at + LEAD_REACH and m.type == "PER" and m.form == "name"
            ]
            return as_speaker(near[0]) if near else None
    return None
