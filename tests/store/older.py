"""Writes as the first version of the file did, for tests that bring such a file up to date."""

from __future__ import annotations

import pytest

from letopis.store import chronicle, opening, writing

#: How parties were written before they came with dates of their own.
PARTY = (
    "INSERT INTO party (reading, side, actor, label, label_ru, code, sector, role, start, stop, inferred)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def as_at_first(patch: pytest.MonkeyPatch) -> None:
    """While the patch lasts, chronicles are made and written by the first schema, which has no judgements."""
    first = opening.migrations()[:1]
    patch.setattr(opening, "migrations", lambda: first)
    patch.setattr(chronicle, "settle_judgements", lambda _: None)
    patch.setattr(writing, "_PARTY", PARTY)
