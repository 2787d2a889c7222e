"""Reading shared out by an engine (Daft, Ray, Spark): a pure function from a table of texts to a table of accounts.

The doors below say in words which extra is missing; the modules behind them import their engine at the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import LetopisError

if TYPE_CHECKING:
    from letopis.building import Engine
    from letopis.errors import InputError
    from letopis.model import Account


def daft_engine(
    *, ray: str | None = None, jobs: int | None = None, register: Iterable[str | Path] = (), learnt: bool = False
) -> Engine:
    """What `build` takes as its engine: Daft here, or on a Ray cluster. Raises LetopisError where it is missing."""
    try:
        from letopis.engines.on_daft import Daft  # noqa: PLC0415 (an extra)

        if ray is not None:
            import ray as _  # noqa: F401, PLC0415
    except ImportError as error:
        raise LetopisError(f"this engine needs {error.name}: pip install 'letopis[daft]'") from error
    return Daft(ray, jobs, tuple(register), learnt)


def read_tables(paths: Iterable[str | Path]) -> Iterator[Account | InputError]:
    """The accounts of Parquet files and folders. Raises LetopisError where pyarrow is missing."""
    try:
        from letopis.engines import analysing  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise LetopisError("Parquet needs pyarrow: pip install 'letopis[parquet]'") from error
    return analysing.read_tables(paths)
