"""How long one source may take and how much memory: beyond that it is cut off, which is told, and the rest goes on."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

#: A source is cut off after so many seconds and one more for so many characters, a tenth of the usual speed.
MOST_SECONDS, SLOWEST = 60.0, 5_000
#: Above what the process has already it may take so many bytes, and so many for each character, four times the usual.
MOST_MEMORY, A_CHARACTER = 2 * 1024**3, 1_000
#: Taking a file in needs less a byte.
A_BYTE = 100


class CutOff(BaseException):
    """A source took too much; nothing on the way may take it for an error of its own. Its text says why."""


@contextmanager
def limited(size: int, each: int = A_CHARACTER) -> Iterator[None]:
    """Raises CutOff inside when a source of this size takes too long or, at `each` bytes a character, too much memory.

    Only a main thread can be interrupted, and only Linux counts memory so; elsewhere that bound is not there. What a
    library does in one call is interrupted when the call is over.
    """
    most = MOST_MEMORY + each * size
    try:
        with _timed(MOST_SECONDS + size / SLOWEST), _measured(most):
            yield
    except MemoryError as error:
        raise CutOff(f"cut off: it needs more than {most / 1024**2:,.0f} MiB of memory") from error


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    def stop(_: int, __: object) -> None:
        raise CutOff(f"cut off: it was not read within {seconds:,.0f} s")

    if current_thread() is not main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _measured(most: int) -> Iterator[None]:
    """Lets the process have so many bytes more than it has (RLIMIT_DATA, Linux 4.7 and later)."""
    held = _held()
    if held is None or current_thread() is not main_thread():
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bounds = [bound for bound in (before, hard, held + most) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def _held() -> int | None:
    """Bytes of data that the process has; None where that is not told."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:")), None)
