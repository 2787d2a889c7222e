"""Answers and found sentences for a reader, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.faces.timelines import place
from letopis.study.exporting import contradiction_line
from letopis.study.questions.answers import why_declined, words_of
from letopis.study.questions.ask import Answer
from letopis.study.search import Hit


def answer_data(answer: Answer, text: str | None = None) -> dict[str, Any]:
    """An answer as plain data; `text` stands for the words of the answer where a model phrased them."""
    question = answer.question
    return {
        "question": question.text,
        "understood": {
            "kind": question.kind,
            "parties": list(question.parties),
            "owner": question.owner,
            "issues": list(question.issues),
            "since": question.since,
            "until": question.until,
            "words": [concept.said for concept in question.concepts],
        },
        "answer": text or words_of(answer),
        "citations": [
            {"id": one.id, "source": one.source, "start": one.start, "stop": one.stop, "quote": one.quote,
             "when": one.when, "score": one.score}
            for one in answer.citations
        ],
        "contradicts_itself": bool(answer.contradictions),
        "contradictions": [contradiction_line(pair) for pair in answer.contradictions],
        "declined": why_declined(answer),
        "unknown": list(answer.unknown),
    }  # fmt: skip


def answer_lines(answer: Answer, text: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """An answer in lines of at most `width` columns, then its citations by number."""
    for line in (text or words_of(answer)).splitlines():
        yield from wrap(clean(line), width, "  " if line.startswith("- ") else "")
    if answer.citations:
        yield ""
    for number, one in enumerate(answer.citations, start=1):
        yield f"[{number}] {place(one.source, one.start, one.stop)}{f'  {one.id}' if one.id else ''}"


def hit_data(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Found sentences as plain data; `marks` are the places of the matched words in the source."""
    return [
        {"source": hit.source, "start": hit.start, "stop": hit.stop, "quote": hit.quote, "published": hit.published,
         "marks": [list(mark) for mark in hit.marks]}
        for hit in hits
    ]  # fmt: skip


def hit_lines(hits: Sequence[Hit], width: int = WIDTH) -> Iterator[str]:
    """Found sentences in lines of at most `width` columns, the matched words between ``[`` and ``]``."""
    for hit in hits:
        yield from wrap(clean(_marked(hit)), width, "")
        yield f"  {place(hit.source, hit.start, hit.stop)}"
        yield ""


def _marked(hit: Hit) -> str:
    out, at = "", hit.start
    for start, stop in hit.marks:
        out += (
            hit.quote[at - hit.start : start - hit.start] + "[" + hit.quote[start - hit.start : stop - hit.start] + "]"
        )
        at = stop
    return " ".join((out + hit.quote[at - hit.start :]).split())
