"""Spark shares the reading out: the same function, as ``mapInArrow`` wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.engines.analysing import analyse, tools_of_process
from letopis.engines.tables import TEXTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: The columns of ``tables.ACCOUNTS`` in Spark's words.
ACCOUNTS = (
    "place bigint, name string, text string, title string, publisher string, address string, author string,"
    " published string, language string, unread string, refused string, silent bigint, problems array<string>,"
    " units array<struct<start: bigint, stop: bigint, fingerprint: string, lemmas: string>>,"
    " records array<struct<kind: string, start: bigint, stop: bigint, rule: string, confidence: double,"
    " first: string, last: string, data: string>>"
)


def analyse_frame(texts: DataFrame, *, register: Sequence[str | Path] = (), learnt: bool = False) -> DataFrame:
    """A frame of accounts for a frame of texts with ``name``, ``text`` and any other columns of ``tables.TEXTS``.

    Executors need letopis installed, and the files of `register` at the same paths.
    """
    known = [name for name in TEXTS.names if name in texts.columns]
    read = partial(_read, register=tuple(map(str, register)), learnt=learnt)
    return texts.select(*known).mapInArrow(read, ACCOUNTS)


def _read(batches: Iterable[Any], *, register: tuple[str, ...], learnt: bool) -> Iterator[Any]:
    tools = tools_of_process(register, learnt)
    for batch in batches:
        yield analyse(batch, tools)
