"""Asks a chronicle: search, questions and digests, with the language pack that understands them.

The models and lists are read once (1 s); an `Asker` keeps them for the next question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from letopis.errors import NothingFound
from letopis.language import pack as packs
from letopis.reading.issues import load_issues
from letopis.store.chronicle import Chronicle
from letopis.study.contradictions import Contradiction, find_contradictions
from letopis.study.digest import WORDS, Digest, digest, load_openers
from letopis.study.questions.ask import Answer, answer
from letopis.study.questions.phrasing import phrase
from letopis.study.questions.questions import Knowledge, Question, knowledge_of
from letopis.study.questions.understanding import understand
from letopis.study.search import Hit, search


class Asker:
    """Answers questions to one open chronicle, in Russian or English."""

    def __init__(self, chronicle: Chronicle, language: str = "ru", pack: packs.Pack | None = None) -> None:
        self.chronicle = chronicle
        self._language = language
        self._pack = pack

    @cached_property
    def pack(self) -> packs.Pack:
        return self._pack or packs.load(self._language)

    @cached_property
    def knowledge(self) -> Knowledge:
        issues = load_issues(f"{self._language}/issues.txt", self.pack.lemmas.forms)
        return knowledge_of(self.chronicle, self.pack, issues)

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        return list(find_contradictions(self.chronicle))

    def search(self, query: str, *, meaning: bool = False, limit: int = 20, **filters: Any) -> list[Hit]:
        """The sentences that answer a query (see ``study/search.py``), best first. Raises UsageError."""
        near = self.knowledge.near if meaning else None
        return search(self.chronicle, query, self.pack.lemmas.forms, near=near, limit=limit, **filters)

    def understand(self, text: str) -> Question:
        """A question or a topic taken apart."""
        return understand(text, self.knowledge)

    def ask(self, text: str) -> Answer:
        """The answer that the records give, or why there is none."""
        return answer(self.chronicle, self.understand(text), lambda: self.contradictions)

    def phrase(self, given: Answer, complete: Callable[[str, str], str]) -> str:
        """An answer as a user's own language model phrases it, without what its citations do not bear out."""
        return phrase(given, complete) if given.citations else ""

    def digest(self, topic: str, *, words: int = WORDS, since: str | None = None, until: str | None = None) -> Digest:
        """A cited account of a topic and a period in at most `words` words. Raises NothingFound."""
        asked = self.understand(topic)
        asked = replace(asked, since=since or asked.since, until=until or asked.until)
        found = digest(self.chronicle, asked, self.contradictions, words=words, openers=load_openers())
        if not found.lines:
            raise NothingFound(f"{self.chronicle.path}: nothing found on {topic!r}")
        return found
