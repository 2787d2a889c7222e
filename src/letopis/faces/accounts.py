"""Profiles and differences for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.faces.timelines import timeline_data, timeline_lines
from letopis.study.differences import Difference
from letopis.study.profiles import Profile
from letopis.study.timeline import Entry

_NAME = 12


def profile_lines(profile: Profile, width: int = WIDTH) -> Iterator[str]:
    """A profile: how much of a text is its own, records by kind, then what the events are about and who is in them."""
    yield from wrap(clean(profile.subject), width)
    if profile.first or profile.last:
        yield f"events from {profile.first or '?'} to {profile.last or '?'}"
    if profile.own:
        share = f" ({profile.own.share:.0%} its own)" if profile.own.share is not None else ""
        copied = f"{profile.own.copied:,} repeat an earlier place{share}"
        yield f"{profile.own.characters:,} characters of sentences, {copied}"
        yield from _row("copied from", profile.own.copied_from, width)
    yield ""
    for name, counts in (
        ("records", profile.kinds), ("types", profile.types), ("realis", profile.realis), ("issues", profile.issues),
        ("parties", profile.parties), ("sources", profile.sources),
    ):  # fmt: skip
        yield from _row(name, counts, width)


def _row(name: str, counts: tuple[tuple[str, int], ...], width: int) -> Iterator[str]:
    if counts:
        words = ", ".join(f"{clean(word)} {count:,}" for word, count in counts)
        head, *rest = wrap(words, width, " " * _NAME)
        yield name.ljust(_NAME) + head.lstrip()
        yield from rest


def profile_data(profile: Profile) -> dict[str, Any]:
    """A profile as plain data."""
    data = {name: dict(value) if isinstance(value, tuple) else value for name, value in asdict(profile).items()}
    own = profile.own and {
        "characters": profile.own.characters,
        "copied": profile.own.copied,
        "share": profile.own.share,
        "copied_from": dict(profile.own.copied_from),
    }
    return data | {"own": own}


def difference_lines(difference: Difference, entries: list[Entry], width: int = WIDTH) -> Iterator[str]:
    """What is new: sources, then the records as a timeline, then in numbers what went, joined or was told again."""
    for sign, names in (("+", difference.sources_came), ("-", difference.sources_went)):
        yield from (f"{sign} {clean(name)}" for name in names)
    yield ""
    yield from timeline_lines(entries, width)
    counts = (
        (len(difference.came), "came"), (len(difference.went), "went"), (len(difference.joined), "joined others"),
        (len(difference.told_again), "told again"), (len(difference.told_less), "told in fewer places"),
    )  # fmt: skip
    yield "records: " + ", ".join(f"{count:,} {word}" for count, word in counts)


def difference_data(difference: Difference, entries: list[Entry]) -> dict[str, Any]:
    """What is new, as plain data; the new records as entries of a timeline."""
    data = asdict(difference)
    return data | {"joined": dict(difference.joined), **timeline_data(entries)}
