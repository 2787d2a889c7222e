"""The function that engines share out: a batch of texts in, a batch of accounts out, nothing else touched.

A text that cannot be read gives a row that says why. Rules, lists and models are loaded once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from letopis.building import read_together
from letopis.engines.tables import ACCOUNTS, Row, in_order, to_outcome, to_row, to_source
from letopis.errors import InputError
from letopis.model import Account, Source
from letopis.pipeline import Tools, load_tools

#: So many rows of accounts are in memory at a time.
BATCH = 64


def analyse(texts: Any, tools: Tools) -> Any:
    """What each text of an Arrow batch or table says: a batch with the columns of ``ACCOUNTS``, in the same order."""
    rows = texts.to_pylist()
    sources = [_source(row) for row in rows]
    read = read_together([one for one in sources if isinstance(one, Source)], tools)
    outcomes = (next(read) if isinstance(one, Source) else one for one in sources)
    return pa.RecordBatch.from_pylist(list(map(to_row, rows, outcomes)), ACCOUNTS)


def _source(row: Row) -> Source | InputError:
    try:
        return to_source(row)
    except InputError as error:
        return error


@cache
def tools_of_process(register: tuple[str, ...] = (), learnt: bool = False) -> Tools:
    """The tools of this process, loaded when they are first asked for (2 s)."""
    return load_tools(register=[Path(file) for file in register], learnt=learnt)


def accounts_of(batches: Iterable[Any]) -> Iterator[Account | InputError]:
    """The accounts of Arrow batches that belong together, in the order of the texts."""
    yield from map(to_outcome, in_order(row for batch in batches for row in batch.to_pylist()))


def read_tables(paths: Iterable[str | Path]) -> Iterator[Account | InputError]:
    """The accounts that Parquet files and folders of them hold, a file after the other; a broken file is told."""
    for path in map(Path, paths):
        files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
        if not files:
            yield InputError(str(path), "holds no Parquet file")
        for file in files:
            yield from _read_table(file)


def _read_table(file: Path) -> Iterator[Account | InputError]:
    try:
        table = pq.ParquetFile(file)
        if missing := set(ACCOUNTS.names) - set(table.schema_arrow.names):
            yield InputError(str(file), f"is no table of accounts: it has no column {', '.join(sorted(missing))}")
            return
        for batch in table.iter_batches(BATCH):
            yield from map(to_outcome, batch.to_pylist())
    except (pa.ArrowException, OSError, ValueError) as error:
        yield InputError(str(file), f"is a broken Parquet file: {error}")
