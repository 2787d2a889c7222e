"""Daft shares the reading out: among the processes of one machine, or, with the same plan, on a Ray cluster."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Neither library may tell its makers that it is used; both ask the environment when they are imported.
os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

import daft
import pyarrow as pa
from daft import DataType

from letopis.engines.analysing import accounts_of, analyse, tools_of_process
from letopis.engines.tables import ACCOUNTS, TEXTS, texts_table
from letopis.errors import InputError
from letopis.model import Account, Source

#: So many texts go to a process in one batch.
TEXTS_A_BATCH = 16
#: So many characters of texts are handed to the engine in one go.
CHARACTERS_AT_ONCE = 50_000_000


class Reader:
    """A process that reads: its tools are loaded when its first batch comes."""

    def __init__(self, register: tuple[str, ...], learnt: bool) -> None:
        self._tools = tools_of_process(register, learnt)

    @daft.method.batch(  # type: ignore[untyped-decorator, unused-ignore]
        return_dtype=DataType.from_arrow_type(pa.struct(list(ACCOUNTS))), batch_size=TEXTS_A_BATCH, unnest=True
    )
    def read(self, texts: daft.Series) -> Any:
        """A column of accounts for a column of texts, both of structs."""
        batch = pa.RecordBatch.from_struct_array(texts.to_arrow())
        return pa.chunked_array([analyse(batch, self._tools).to_struct_array()]).combine_chunks()


def _reader(jobs: int | None) -> Any:
    return daft.cls(Reader, use_process=True, max_concurrency=jobs)


@dataclass(frozen=True, slots=True)
class Daft:
    """Reads by Daft: here, or on a Ray cluster (`ray`: its address, or ``local`` for one that is started here).

    `jobs` is the number of reading processes, by default one a core.
    """

    ray: str | None = None
    jobs: int | None = None
    register: Sequence[str | Path] = ()
    learnt: bool = False

    def __call__(self, sources: Iterable[Source]) -> Iterator[Account | InputError]:
        """What the texts say, in their order; `build` takes this function as its engine."""
        self._start()
        for some in _portions(sources):
            plan = self._plan(daft.from_arrow(texts_table(some)))
            yield from accounts_of(plan.to_arrow_iter())

    def analyse_files(self, texts: str | list[str], into: str) -> None:
        """Reads Parquet tables of texts into Parquet tables of accounts; nothing passes through this process.

        Both are paths or addresses that Daft knows (``s3://…``). Of the columns of ``TEXTS`` only ``name`` and
        ``text`` need be there.
        """
        self._start()
        self._plan(daft.read_parquet(texts)).write_parquet(into)

    def _start(self) -> None:
        if self.ray is None:
            daft.set_runner_native()
        else:
            daft.set_runner_ray(None if self.ray == "local" else self.ray, noop_if_initialized=True)

    def _plan(self, texts: Any) -> Any:
        columns = [
            daft.col(field.name)
            if field.name in texts.column_names
            else daft.lit(None).cast(DataType.from_arrow_type(field.type)).alias(field.name)
            for field in TEXTS
        ]
        reader = _reader(self.jobs)(tuple(map(str, self.register)), self.learnt)
        return texts.select(daft.functions.to_struct(*columns).alias("text")).select(reader.read(daft.col("text")))


def _portions(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources in runs that fit in memory."""
    some: list[Source] = []
    size = 0
    for source in sources:
        some.append(source)
        size += len(source.text)
        if size >= CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some
