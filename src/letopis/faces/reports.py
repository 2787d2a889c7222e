"""Counts and verdicts for a reader: what a build did, what a chronicle holds, what does not verify, what rules said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.faces.timelines import place
from letopis.model import Verdict
from letopis.store.told import Info, Problem, Version

if TYPE_CHECKING:
    from letopis.building import Built

#: A sentence of an explained text with the verdicts on its words.
Explained = tuple[tuple[int, int], Sequence[Verdict]]


def count(number: int, word: str) -> str:
    """``1 source``, ``2 sources``, ``1,000 things``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def built_lines(built: Built) -> Iterator[str]:
    """How many sources a build read, knew and left unread, how many sentences, and where the chronicle is."""
    unread = {name for name, _ in built.unread}
    read = sum(name not in unread for name in built.read)
    known, left = len(built.known), len(built.unread)
    sentences = count(built.sentences, "sentence")
    yield f"{count(read, 'source')} read ({sentences}), {known:,} known already, {left:,} unread"
    yield clean(str(built.path))


def built_data(built: Built) -> dict[str, Any]:
    """What a build did, as plain data."""
    unread = {name for name, _ in built.unread}
    return {
        "chronicle": str(built.path),
        "read": [name for name in built.read if name not in unread],
        "known": list(built.known),
        "unread": [{"name": name, "reason": reason} for name, reason in built.unread],
        "sentences": built.sentences,
    }


def info_lines(info: Info, path: str) -> Iterator[str]:
    """How much a chronicle holds: sources, sentences, records by kind, and what was not read."""
    yield clean(path)
    yield ""
    yield f"sources      {info.sources:>9,}"
    yield f"characters   {info.characters:>9,}"
    yield f"sentences    {info.sentences:>9,}"
    yield f"  silent     {info.silent:>9,}  ({_share(info):.0%} gave nothing but names and times)"
    yield ""
    yield f"{'':12} {'things':>9} {'tellings':>9}"
    for kind, things in sorted(info.records.items()):
        yield f"{kind:12} {things:>9,} {info.readings[kind]:>9,}"
    if info.changed:
        yield from ("", f"changed ({len(info.changed):,})")
        yield from (f"  {line}" for name, versions in info.changed for line in _changes(name, versions))
    if info.unread:
        yield from ("", f"unread ({len(info.unread):,})")
        yield from (f"  {clean(name)}: {clean(reason)}" for name, reason in info.unread)
    if info.failing:
        yield from ("", f"failing ({len(info.failing):,}; `letopis watch --status` tells more)")
        yield from (f"  {clean(name)}: {clean(reason)}" for name, reason in info.failing)


def _changes(name: str, versions: Sequence[Version]) -> Iterator[str]:
    for one in versions[1:]:
        yield f"{clean(name)}, version {one.number}: {count(len(one.came), 'sentence')} came, {len(one.went):,} went"


def versions_data(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The versions of a source as plain data."""
    return [asdict(one) for one in versions]


def _share(info: Info) -> float:
    return info.silent / info.sentences if info.sentences else 0.0


def info_data(info: Info, path: str) -> dict[str, Any]:
    """How much a chronicle holds, as plain data."""
    return {
        "chronicle": path,
        "sources": info.sources,
        "characters": info.characters,
        "sentences": info.sentences,
        "silent": info.silent,
        "silent_share": round(_share(info), 4),
        "records": dict(info.records),
        "readings": dict(info.readings),
        "changed": [{"name": name, "versions": versions_data(versions)} for name, versions in info.changed],
        "unread": [{"name": name, "reason": reason} for name, reason in info.unread],
        "failing": [{"name": name, "reason": reason} for name, reason in info.failing],
    }


def verified_lines(info: Info, problems: Sequence[Problem]) -> Iterator[str]:
    """Every citation that does not hold, and how many were checked."""
    for problem in problems:
        where = " ".join(clean(part) for part in (problem.source, problem.reading) if part)
        yield f"{where}: {clean(problem.reason)}" if where else clean(problem.reason)
    checked = f"{count(citations(info.readings), 'citation')} in {count(info.sources, 'source')}"
    yield f"{checked}: {count(len(problems), 'problem') if problems else 'all verified'}"


def verified_data(info: Info, problems: Sequence[Problem]) -> dict[str, Any]:
    """The outcome of a verification as plain data."""
    found = [{"source": one.source, "reading": one.reading, "reason": one.reason} for one in problems]
    return {"citations": citations(info.readings), "sources": info.sources, "problems": found}


def citations(readings: Mapping[str, int]) -> int:
    """How many citations a chronicle holds."""
    return sum(readings.values())


def explained_lines(name: str, text: str, explained: Sequence[Explained], width: int = WIDTH) -> Iterator[str]:
    """Every sentence, and below it the rules that looked at its words and why each spoke or declined."""
    for (start, stop), verdicts in explained:
        yield place(name, start, stop)
        yield from wrap(clean(text[start:stop]), width, "  ")
        if not verdicts:
            yield "  no rule looked"
        for one in verdicts:
            outcome = "spoke   " if one.spoke else "declined"
            words = clean(text[one.start : one.stop])
            yield from _hung(f"  {outcome}  {one.rule}  “{words}”: {clean(one.reason)}", width)
        yield ""


def _hung(line: str, width: int) -> Iterator[str]:
    """The line wrapped so that its continuation stands under its third word."""
    head, *rest = wrap(line, width)
    yield head
    if rest:
        yield from wrap(" ".join(rest), width, " " * 12)


def explained_data(name: str, text: str, explained: Sequence[Explained]) -> dict[str, Any]:
    """The same as plain data."""
    return {"source": name, "sentences": [_sentence_data(text, *one) for one in explained]}


def _sentence_data(text: str, at: tuple[int, int], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    start, stop = at
    said = [
        {
            "rule": one.rule,
            "start": one.start,
            "stop": one.stop,
            "words": text[one.start : one.stop],
            "spoke": one.spoke,
            "reason": one.reason,
        }
        for one in verdicts
    ]
    return {"start": start, "stop": stop, "text": text[start:stop], "rules": said}
