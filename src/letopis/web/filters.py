"""What an address asks for, the same on pages and in the interface for programs: a selection of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from letopis.errors import UsageError

FIELDS = ("actor", "between", "issue", "type", "realis", "source", "since", "until", "all")
MOST = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection as the study takes it (`conditions`), and the fields that say it in an address (`fields`)."""

    conditions: Mapping[str, Any]
    fields: Mapping[str, Any] = field(default_factory=dict)

    def address(self, **more: object) -> str:
        """The selection as the query of an address, with more fields or, where None, without."""
        asked = {**self.fields, **more}
        return urlencode([(name, one) for name, value in asked.items() if value not in (None, "", [])
                          for one in (value if isinstance(value, list | tuple) else [value])])  # fmt: skip


def selection(query: Mapping[str, Any]) -> Selection:
    """The selection that the fields of an address say. Raises UsageError for one that means nothing."""
    fields: dict[str, Any] = {}
    for name in FIELDS:
        given = query.getlist(name) if hasattr(query, "getlist") else query.get(name)
        values = [value.strip() for value in (given if isinstance(given, list) else [given]) if value and value.strip()]
        if values:
            fields[name] = values if name == "between" else values[0]
    conditions: dict[str, Any] = {name: fields[name] for name in ("actor", "issue", "source") if name in fields}
    for name in ("since", "until"):
        if name in fields:
            conditions[name] = _day(name, fields[name])
    if "between" in fields:
        if len(fields["between"]) != 2:
            raise UsageError("between needs two parties")
        conditions["between"] = tuple(fields["between"])
    if "type" in fields:
        conditions["types"] = [fields["type"]]
    if "realis" in fields:
        conditions["realis"] = [fields["realis"]]
    if fields.get("all"):
        conditions["everything"] = True
    return Selection(conditions, fields)


def number(query: Mapping[str, Any], name: str, usual: int, most: int = 10**9) -> int:
    """A number in an address between 0 and `most`. Raises UsageError."""
    text = query.get(name) or ""
    if not text:
        return usual
    if not text.isdecimal() or int(text) > most:
        raise UsageError(f"{name} is a number up to {most}")
    return int(text)


def _day(name: str, text: str) -> str:
    parts = text.split("-")
    try:
        whole = [int(part) for part in parts]
        date(*[*whole, 1, 1][:3])
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"{name}: {text!r} is no date; write 1956, 1956-10 or 1956-10-19") from None
    return text
