"""letopis: a chronicle of relations between countries, read from Russian news; every record cites its characters.

    import letopis

    with letopis.build(["heap"], into="japan.letopis") as chronicle:
        for event in chronicle.events(between=("Russia", "Japan"), since="1956"):
            print(event.when, event.type, event.quote, event.evidence.span)

Importing the package loads nothing; models are read when a text is.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from letopis.asking import Asker
    from letopis.errors import (
        ChronicleError,
        DamagedChronicle,
        InputError,
        LetopisError,
        LockedChronicle,
        NewerChronicle,
        NotAChronicle,
        NothingFound,
        RuleError,
        UsageError,
        WriteFailed,
    )
    from letopis.model import (
        Agreement,
        Attitude,
        Copy,
        Cut,
        Debris,
        Event,
        Evidence,
        Figure,
        Kind,
        Name,
        Party,
        Passage,
        Record,
        Role,
        Span,
        Statement,
        Time,
        When,
    )
    from letopis.store.chronicle import Chronicle
    from letopis.store.told import Told
    from letopis.study.contradictions import find_contradictions
    from letopis.study.counts import find_counts
    from letopis.study.differences import compare, new_since
    from letopis.study.lives import find_lives
    from letopis.study.positions import find_positions
    from letopis.study.profiles import profile
    from letopis.study.series.index import measure_index
    from letopis.study.series.panel import tell_panel
    from letopis.study.timeline import tell_timeline

    __version__: str

__all__ = [
    "Agreement",
    "Asker",
    "Attitude",
    "Chronicle",
    "ChronicleError",
    "Copy",
    "Cut",
    "DamagedChronicle",
    "Debris",
    "Event",
    "Evidence",
    "Figure",
    "InputError",
    "Kind",
    "LetopisError",
    "LockedChronicle",
    "Name",
    "NewerChronicle",
    "NotAChronicle",
    "NothingFound",
    "Party",
    "Passage",
    "Record",
    "Role",
    "RuleError",
    "Span",
    "Statement",
    "Time",
    "Told",
    "UsageError",
    "When",
    "WriteFailed",
    "__version__",
    "build",
    "compare",
    "find_contradictions",
    "find_counts",
    "find_lives",
    "find_positions",
    "measure_index",
    "new_since",
    "open",
    "profile",
    "tell_panel",
    "tell_timeline",
]

_HOMES = {
    "Asker": "letopis.asking",
    "Chronicle": "letopis.store.chronicle",
    "Told": "letopis.store.told",
    "compare": "letopis.study.differences",
    "measure_index": "letopis.study.series.index",
    "new_since": "letopis.study.differences",
    "profile": "letopis.study.profiles",
    "tell_panel": "letopis.study.series.panel",
    "tell_timeline": "letopis.study.timeline",
    "find_contradictions": "letopis.study.contradictions",
    "find_counts": "letopis.study.counts",
    "find_lives": "letopis.study.lives",
    "find_positions": "letopis.study.positions",
}
_MODULES = ("letopis.errors", "letopis.model")


def build(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    into: str | PathLike[str] = "chronicle.letopis",
    *,
    jobs: int | None = None,
) -> Chronicle:
    """The chronicle at `into`, open, with the texts at `paths` (files, folders, ``-`` for standard input) read into it.

    What it holds already is not read again. A text that cannot be taken in gives a warning that names it and the
    reason, and the rest goes on. `jobs` is the number of processes. Raises ChronicleError.
    """
    import sys  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    from letopis import building  # noqa: PLC0415

    some = [paths] if isinstance(paths, str | PathLike) else paths
    built = building.build(
        [fspath(path) for path in some], fspath(into), jobs=jobs, stdin=getattr(sys.stdin, "buffer", None)
    )
    for name, reason in built.unread:
        warnings.warn(f"{name}: {reason}", stacklevel=2)
    return open(built.path)


def open(path: str | PathLike[str]) -> Chronicle:  # noqa: A001 (letopis.open, as gzip.open)
    """The chronicle in the file `path`. Close it, or use it in a ``with`` statement. Raises ChronicleError."""
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    return Chronicle.open(fspath(path))


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The public names that live in other modules, loaded when they are asked for."""
        if name == "__version__":
            return importlib.import_module("importlib.metadata").version("letopis")
        if name in __all__:
            homes = (_HOMES[name],) if name in _HOMES else _MODULES
            for home in homes:
                if hasattr(importlib.import_module(home), name):
                    return getattr(importlib.import_module(home), name)
        raise AttributeError(f"module 'letopis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
