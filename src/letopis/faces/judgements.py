"""The log of judgements: who, when, what, why, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from letopis.faces.terminal import clean
from letopis.store.histories import Known
from letopis.store.judgements import Judgement
from letopis.study.likely import Namesake


def said(one: Judgement) -> str:
    """A judgement in words."""
    detail = one.detail
    was = detail.get("was") or one.subject
    match one.act:
        case "merge":
            return f"{was} is {detail['label'] or detail['id']}"
        case "split":
            return f"{was} is {detail['label']} in {detail['source']}"
        case "rename":
            return f"{was} is called {detail['label']}"
        case "forget":
            return f"{was} is no actor"
        case "undo":
            return f"takes back {one.subject}"
    edits = ", ".join(f"{name} {value}" for name, value in detail.items() if name != "owns")
    return f"{one.act} {one.subject}{f': {edits}' if edits else ''}"


def judgement_lines(judged: Sequence[Judgement]) -> Iterator[str]:
    """A line a judgement; one that does not hold any more is marked."""
    for one in judged:
        held = "" if one.holds else "  [undone]"
        why = f" — {clean(one.why)}" if one.why else ""
        yield f"{one.number:>4}  {one.made_at}  {clean(one.by)}: {clean(said(one))}{why}{held}"


def judgement_data(judged: Sequence[Judgement]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [{"number": one.number, "made_at": one.made_at, "by": one.by, "act": one.act, "subject": one.subject,
             "detail": dict(one.detail), "why": one.why, "holds": one.holds, "said": said(one)}
            for one in judged]  # fmt: skip


def namesake_lines(one: Namesake) -> Iterator[str]:
    """Who is likely whom, how sure, and below it a line for each reason."""
    yield f"{one.score:.2f}  {clean(_called(one.one))} is {clean(_called(one.other))}"
    for reason, adds in one.reasons:
        yield f"      +{adds:.2f}  {clean(reason)}"


def namesake_data(one: Namesake) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "score": one.score,
        "one": asdict(one.one),
        "other": asdict(one.other),
        "reasons": [{"reason": reason, "adds": adds} for reason, adds in one.reasons],
    }


def reasons_in_words(one: Namesake) -> str:
    """Why two are judged to be one, for the log."""
    return f"likely {one.score:.2f}: {'; '.join(reason for reason, _ in one.reasons)}"


def _called(known: Known) -> str:
    about = ", ".join(part for part in (known.label, known.code) if part)
    return f"{known.label_ru} ({about}; {known.places} {'place' if known.places == 1 else 'places'})"
