"""Parquet by pyarrow: the tables of the CSV export with their types, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from letopis.errors import LetopisError
from letopis.reading.events.plover import load_codebook
from letopis.study.exports import Out
from letopis.study.exports.columns import Cell, Column, file_of, row, tables
from letopis.study.exports.flat import write_descriptions

BATCH = 10_000


def write(out: Out) -> list[Path]:
    """Writes the tables into a folder. Raises LetopisError where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise LetopisError("Parquet needs pyarrow: pip install 'letopis[parquet]'") from error
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    out.path.mkdir(parents=True, exist_ok=True)
    chosen = {kind: columns for kind, columns in tables(load_codebook()).items() if out.kind in (None, kind)}
    files = []
    for kind, columns in chosen.items():
        schema = pa.schema(
            [pa.field(one.name, types[one.type], metadata={"description": one.about}) for one in columns]
        )
        files.append(out.path / f"{file_of(kind)}.parquet")
        with pq.ParquetWriter(files[-1], schema, compression="zstd") as writer:
            for rows in _batches(row(line, columns) for line in out.lines(kind)):
                cells = zip(*rows, strict=True)
                arrays = [_values(column, some) for column, some in zip(columns, cells, strict=True)]
                writer.write_table(pa.table(arrays, schema=schema))
    return [*files, *write_descriptions(out.path, chosen, "parquet")]


def _values(column: Column, cells: Sequence[Cell]) -> list[Any]:
    """The cells of a column as its type has them; a date that is no whole day of the calendar is left out."""
    if column.type != "date":
        return [bool(cell) if column.type == "boolean" and cell is not None else cell for cell in cells]
    return [_day(str(cell)) if cell else None for cell in cells]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _batches(rows: Iterator[list[Cell]]) -> Iterator[list[list[Cell]]]:
    while some := list(islice(rows, BATCH)):
        yield some
