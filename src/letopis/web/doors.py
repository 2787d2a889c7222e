"""Opens the chronicle for requests: one connection a thread, since SQLite's connections belong to their threads."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.store.chronicle import Chronicle

if TYPE_CHECKING:
    from letopis.asking import Asker
    from letopis.language.pack import Pack


class Door:
    """The way to one chronicle, for any number of threads, while others may write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._pack: Pack | None = None
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
