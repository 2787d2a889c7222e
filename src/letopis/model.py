"""Every value that travels through letopis.

Frozen, slotted dataclasses that do no work. Offsets are Unicode code points (Python ``str`` indices), half-open, in the
text of a :class:`Source` as it was decoded. Unknown is ``None``, never a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

CODEBOOK = "PLOVER 2.0"


class Kind(StrEnum):
    """What a record can be; the words of the export contract."""

    SOURCE = "source"
    PASSAGE = "passage"
    DEBRIS = "debris"
    CUT = "cut"
    COPY = "copy"
    NAME = "name"
    ROLE = "role"
    TIME = "time"
    EVENT = "event"
    STATEMENT = "statement"
    AGREEMENT = "agreement"
    FIGURE = "figure"
    ATTITUDE = "attitude"


# --- text -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One text as it came in: decoded, a leading byte-order mark dropped, else never edited or normalised.

    ``sha256`` is the hash of the text in UTF-8: a source's identity. ``published`` is an ISO date when the source
    itself gives one. ``unread`` says why a kept source was not read (no language pack reads it); ``None`` when it was.
    """

    name: str
    text: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    address: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one source's text; ``source`` is the source's ``sha256``."""

    source: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a record is said and what read it: ``rule`` as ``ru/verbs.toml#sign``, ``confidence`` from 0 to 1."""

    span: Span
    rule: str
    confidence: float = 0.9


# --- words ----------------------------------------------------------------------------------------


class Token(NamedTuple):
    """One word or mark. ``head`` is the index of its head in the sentence, -1 for the root; ``rel`` its UD relation.

    ``lemma`` is lower case with ``ё`` folded to ``е``; ``feats`` are UD features (``Case``: ``Nom`` ...). A tuple:
    there are two dozen to a sentence, and a frozen dataclass takes four times as long to make.
    """

    start: int
    stop: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]
    head: int
    rel: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found by the neural tagger: ``type`` is PER, LOC or ORG; offsets in the source."""

    start: int
    stop: int
    type: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words, its dependency tree (one root, no cycle) and its names."""

    start: int
    stop: int
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences of one text that follow each other: no cut, debris or line end lies inside.

    A pronoun, a year or a quotation may reach across the sentences of a stretch and never out of it.
    """

    sentences: tuple[Sentence, ...]
    headline: bool = False


# --- what is said ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """A date as an interval: its EDTF form (ISO 8601-2) and its first and last day (ISO dates, ``None`` = open)."""

    edtf: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who acts, is acted on or speaks. ``start`` and ``stop`` are ``None`` when not named at this place."""

    id: str
    label: str | None
    label_ru: str | None
    code: str | None
    sector: str | None = None
    role: str | None = None
    start: int | None = None
    stop: int | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone or some place in a sentence, as the readings use it: named, described or meant by a pronoun.

    ``head`` is the index of its head word in the sentence, ``first`` and ``last`` those of its outer words. ``type`` is
    PER, ORG, GPE, LOC, TREATY, EVENT or WORK; ``form`` name, adjective, demonym, descriptor or pronoun. ``acts`` tells
    whether it can act in politics (a person, an organ, a country, a capital meant as its government). ``parties`` holds
    the one it is, several for a group (``обе страны``), none for what cannot act. ``place`` is the label of a capital
    as a city (``Tokyo``), since ``label`` is the state's.
    """

    start: int
    stop: int
    first: int
    last: int
    head: int
    type: str
    form: str
    label: str | None
    label_ru: str | None
    code: str | None
    acts: bool
    metonym: bool = False
    role: str | None = None
    rule: str = ""
    confidence: float = 0.9
    parties: tuple[Party, ...] = ()
    sector: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of prose in a source; ``form`` is body or headline, ``copy_of`` the id of the passage it repeats."""

    evidence: Evidence
    form: str = "body"
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Debris:
    """What is no prose; ``form`` is boilerplate, reference_mark, edit_mark or caption."""

    evidence: Evidence
    form: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Where two texts were run together; ``form`` is splice, glued_words or mid_line_headline."""

    evidence: Evidence
    form: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Two places that say the same; ``a`` is the one that is read, ``evidence`` stands at ``b``."""

    evidence: Evidence
    a: Span
    b: Span
    form: str


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of someone, some place or some thing; ``code`` is the country's, or an international organisation's."""

    evidence: Evidence
    type: str
    label: str | None
    label_ru: str | None
    code: str | None
    form: str = "name"
    metonym: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """Who is what: a person (label), the role in English, the code of the country; `of` is the label of whose it is."""

    evidence: Evidence
    person: str
    role: str
    code: str | None
    when: When | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; ``anchor`` is absolute, relative or publication."""

    evidence: Evidence
    when: When | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, and whether it happened; ``type`` and ``mode`` in PLOVER words."""

    evidence: Evidence
    trigger: tuple[Span, ...]
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: When | None
    not_after: str | None
    place: str | None
    realis: str
    reported: bool
    issue: str | None
    score: float | None
    codebook: str = CODEBOOK


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what; the span is the said part without quotation marks; ``form`` is direct or indirect."""

    evidence: Evidence
    form: str
    speaker: Party | None
    relayed_by: Party | None
    addressee: Party | None
    cue: tuple[Span, ...]
    issue: str | None
    when: When | None
    not_after: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, and where it stands."""

    evidence: Evidence
    label: str
    parties: tuple[Party, ...]
    when: When | None
    status: str
    not_after: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of what; ``part_of`` is the id of the figure it is a subset of."""

    evidence: Evidence
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    about: str | None
    when: When | None
    place: str | None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Attitude:
    """Who is shown to be for (``pos``) or against (``neg``) whom: evidence of an attitude, no verdict.

    ``voice`` is actor (the holder is somebody in the text, ``None`` when unnamed) or author (whoever wrote the text;
    ``holder`` is ``None``). ``cue`` are the words that show it, ``reporter`` is who says so where it is only said.
    """

    evidence: Evidence
    holder: Party | None
    target: Party
    sign: str
    voice: str
    cue: tuple[Span, ...]
    reporter: Party | None = None
    when: When | None = None
    not_after: str | None = None


Record = Passage | Debris | Cut | Copy | Name | Role | Time | Event | Statement | Agreement | Figure | Attitude

KIND_OF: dict[type[Record], Kind] = {
    Passage: Kind.PASSAGE,
    Debris: Kind.DEBRIS,
    Cut: Kind.CUT,
    Copy: Kind.COPY,
    Name: Kind.NAME,
    Role: Kind.ROLE,
    Time: Kind.TIME,
    Event: Kind.EVENT,
    Statement: Kind.STATEMENT,
    Agreement: Kind.AGREEMENT,
    Figure: Kind.FIGURE,
    Attitude: Kind.ATTITUDE,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule decided about the words at ``start``: whether it spoke, and why or why not."""

    rule: str
    start: int
    stop: int
    spoke: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence as copies are counted and as it is searched for.

    ``fingerprint`` is the hash of its folded words, ``None`` when it is too short to tell a copy by; ``lemmas`` are its
    words' lemmas with blanks between.
    """

    start: int
    stop: int
    fingerprint: str | None
    lemmas: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that one source says, read by itself: a pure function of the source and the tools.

    ``units`` are its sentences in order; ``silent`` counts the sentences that gave no record but names and times.
    """

    source: Source
    units: tuple[Unit, ...]
    records: tuple[Record, ...]
    silent: int
    problems: tuple[str, ...] = ()
