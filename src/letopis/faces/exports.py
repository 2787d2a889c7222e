"""Where an export goes: to files that are named, or, of one file, to standard output."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import UsageError
from letopis.faces.terminal import to_json
from letopis.model import Kind
from letopis.study.exporting import export_lines
from letopis.study.exports import FORMATS, Out, export_to

if TYPE_CHECKING:
    from letopis.store.chronicle import Chronicle


def export_files(
    chronicle: Chronicle, form: str, kind: str | None, out: str | None, *, text: bool, excel: bool
) -> list[Path] | None:
    """Writes an export to files and gives their names; None when it goes to standard output. Raises UsageError."""
    if form not in FORMATS:
        raise UsageError(f"there is no format {form}; there are {', '.join(FORMATS)}")
    if excel and form != "csv":
        raise UsageError("--excel is for --format csv")
    usual = FORMATS[form][1]
    if out is None and not usual.endswith("/"):
        return None
    if out is None and form == "csv" and kind is not None:
        return None
    return export_to(Out(chronicle, form, Path(out or usual.rstrip("/")), kind_of(kind), text, excel))


def export_out(chronicle: Chronicle, form: str, kind: str | None, *, text: bool, excel: bool) -> bool:
    """Writes an export of one file to standard output; False when there is nothing in it."""
    if form == "jsonl":
        return _jsonl(chronicle, kind, text=text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (f"{kind}.csv" if form == "csv" else FORMATS[form][1])
        export_to(Out(chronicle, form, path, kind_of(kind), text, excel))
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return path.stat().st_size > 0


def _jsonl(chronicle: Chronicle, kind: str | None, *, text: bool) -> bool:
    found = False
    for line in export_lines(chronicle, kind):
        found = True
        shown = line if text else {name: value for name, value in line.items() if name != "quote"}
        sys.stdout.buffer.write(to_json(shown).encode() + b"\n")
    sys.stdout.buffer.flush()
    return found


def kind_of(kind: str | None) -> Kind | None:
    """The kind that a word names. Raises UsageError."""
    try:
        return None if kind is None else Kind(kind)
    except ValueError:
        raise UsageError(f"there is no kind {kind}; kinds are {', '.join(Kind)}") from None
