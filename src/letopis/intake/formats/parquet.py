"""Parquet by pyarrow, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pyarrow
import pyarrow.parquet

from letopis.errors import InputError
from letopis.intake.bounds import Item
from letopis.intake.formats.rows import sources
from letopis.model import Source

BATCH = 1000


def read(item: Item) -> Iterator[Source | InputError]:
    """A source a row. Raises InputError for a file that is broken."""
    try:
        file: Any = item.file if item.file.seekable() else BytesIO(item.all())
        table = pyarrow.parquet.ParquetFile(file)
        yield from sources(item, _rows(table))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(item.name, f"is a broken Parquet file: {error}") from error


def _rows(table: Any) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    number = 0
    for batch in table.iter_batches(BATCH):
        for row in batch.to_pylist():
            number += 1
            yield number, row
