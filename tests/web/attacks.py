"""What hostile sources might say, and a chronicle that says it in every field."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from letopis.store.chronicle import Chronicle

ATTACKS = (
    '<script>document.title="owned"</script>', '"><img src=x onerror=document.title="owned">',
    'javascript:document.title="owned"', "{{7*7}}", '</textarea><svg onload=document.title="owned">',
    "&lt;script&gt;", "<!--", "\u202eevil", "'; DROP TABLE source; --", "%0d%0aSet-Cookie: x=1",
    "x' hx-get='/x' hx-trigger='load", "<a hx-on:load='document.title=1'>", "=cmd()",
)  # fmt: skip
FIELDS = (("reading", ("quote", "issue", "rule")), ("party", ("label", "label_ru", "role")),
          ("figure", ("about", "unit", "place")), ("agreement", ("label",)), ("unit", ("quote",)),
          ("actor", ("name",)))  # fmt: skip


def copy(chronicle: Path, into: Path) -> None:
    """Copies a chronicle with what its journal holds."""
    with Chronicle.open(into, create=True):
        pass
    source, target = sqlite3.connect(chronicle), sqlite3.connect(into)
    source.backup(target)
    source.close()
    target.close()


def attack(chronicle: Path, into: Path) -> None:
    """Writes a copy of a chronicle whose every text field holds an attack."""
    copy(chronicle, into)
    target = sqlite3.connect(into)
    for at, (name,) in enumerate(target.execute("SELECT name FROM source").fetchall()):
        texts = [ATTACKS[at % len(ATTACKS)]] * 4
        target.execute("UPDATE source SET title = ?, publisher = ?, author = ?, address = ? WHERE name = ?",
                       (*texts, name))  # fmt: skip
    for table, columns in FIELDS:
        number = "unicode(substr(id, 4, 1))" if table == "actor" else "rowid"
        for column in columns:
            for at, text in enumerate(ATTACKS):
                target.execute(f"UPDATE {table} SET {column} = ? WHERE {number} % {len(ATTACKS)} = {at}", (text,))  # noqa: S608
    target.commit()
    target.close()
