"""CSV: a table a kind of record, RFC 4180, UTF-8, with a data package and a codebook beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from letopis.model import Kind
from letopis.reading.events.plover import load_codebook
from letopis.study.exports import Out
from letopis.study.exports.cells import harmless
from letopis.study.exports.columns import Cell, Column, codebook_text, describe, file_of, row, tables


def write(out: Out) -> list[Path]:
    """Writes the tables into a folder, or one kind's table into a file."""
    if out.kind and out.path.suffix:
        columns = tables(load_codebook())[out.kind]
        with out.path.open("w", encoding="utf-8-sig" if out.excel else "utf-8", newline="") as file:
            write_table(file, columns, (row(line, columns) for line in out.lines(out.kind)), excel=out.excel)
        return [out.path]
    out.path.mkdir(parents=True, exist_ok=True)
    chosen = {kind: columns for kind, columns in tables(load_codebook()).items() if out.kind in (None, kind)}
    files = []
    for kind, columns in chosen.items():
        files.append(out.path / f"{file_of(kind)}.csv")
        with files[-1].open("w", encoding="utf-8-sig" if out.excel else "utf-8", newline="") as file:
            write_table(file, columns, (row(line, columns) for line in out.lines(kind)), excel=out.excel)
    return [*files, *write_descriptions(out.path, chosen, "csv")]


def write_table(file: IO[str], columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, excel: bool) -> None:
    """Writes a header and rows; for Excel with cells that are no formulas."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([harmless(cell) for cell in cells] for cells in rows) if excel else writer.writerows(rows)


def write_descriptions(folder: Path, chosen: Mapping[Kind, Sequence[Column]], ending: str) -> list[Path]:
    """Writes the data package and the codebook of tables."""
    package, codebook = folder / "datapackage.json", folder / "codebook.md"
    package.write_text(json.dumps(describe(chosen, ending, ending), ensure_ascii=False, indent=1), encoding="utf-8")
    codebook.write_text(codebook_text(chosen), encoding="utf-8")
    return [package, codebook]
