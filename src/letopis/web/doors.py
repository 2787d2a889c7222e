"""Opens the chronicle for requests: one connection a thread, since SQLite's connections belong to their threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from letopis.errors import LetopisError
from letopis.store.chronicle import Chronicle

if TYPE_CHECKING:
    from letopis.asking import Asker
    from letopis.language.pack import Pack

Made = TypeVar("Made")
#: A page waits so many seconds for what is worked out aside, and so many results are kept.
PATIENCE, KEPT = 0.15, 64


class Door:
    """The way to one chronicle, for any number of threads, while others may write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._pack: Pack | None = None
        self._keeping = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._working: dict[Hashable, Future[Any]] = {}
        Chronicle.open(path).close()  # a chronicle that cannot be used is told before the server starts

    @property
    def chronicle(self) -> Chronicle:
        """The connection of the thread that asks."""
        if not hasattr(self._local, "chronicle"):
            self._local.chronicle = Chronicle.open(self.path)
        opened: Chronicle = self._local.chronicle
        return opened

    @property
    def asker(self) -> Asker:
        """The asker of the thread that asks; the language pack is loaded once, when somebody first asks (1 s).

        Made anew when the chronicle has changed, since it knows the chronicle's words by heart.
        """
        from letopis.asking import Asker  # noqa: PLC0415 (loads the models)
        from letopis.language import pack  # noqa: PLC0415

        with self._lock:
            if self._pack is None:
                self._pack = pack.load()
        version = self.chronicle.version()
        if getattr(self._local, "version", None) != version:
            self._local.asker, self._local.version = Asker(self.chronicle, pack=self._pack), version
        asker: Asker = self._local.asker
        return asker

    def warm(self) -> None:
        """Loads what searching and asking need (seconds), so that the first who asks does not wait for it."""
        try:
            self.asker.search("мир", limit=1)
        except LetopisError:
            pass  # who asks is told
        finally:
            self.close()

    def aside(self, name: Hashable, make: Callable[[Chronicle], Made], patience: float = PATIENCE) -> Made | None:
        """What `make` makes of the chronicle, kept under a name for as long as the chronicle stays the same.

        What takes longer than `patience` seconds goes on aside, for whoever asks next: None then, or what was made of
        the chronicle as it was before. What `make` raises is raised here.
        """
        version = self.chronicle.version()
        with self._keeping:
            kept = self._kept.get(name)
            if kept is not None and kept[0] == version:
                self._kept.move_to_end(name)
                made: Made = kept[1]
                return made
            work = self._working.get(name)
            if work is None:
                work = self._working[name] = Future()
                threading.Thread(target=self._work, args=(name, version, make, work), daemon=True).start()
        try:
            made = work.result(patience)
        except TimeoutError:
            return kept[1] if kept is not None else None
        return made

    def _work(self, name: Hashable, version: str, make: Callable[[Chronicle], Any], work: Future[Any]) -> None:
        try:
            made = make(self.chronicle)
        except Exception as error:  # noqa: BLE001 (raised again for who waits)
            with self._keeping:
                del self._working[name]
            work.set_exception(error)
            return
        finally:
            self.close()
        with self._keeping:
            self._kept[name] = version, made
            del self._working[name]
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        work.set_result(made)

    def close(self) -> None:
        """Closes the connection of the thread that asks."""
        if hasattr(self._local, "chronicle"):
            self._local.chronicle.close()
            del self._local.chronicle
