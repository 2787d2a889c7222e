"""Builds a chronicle: takes texts in, reads them in one process or several, keeps what they say.

Every source is kept whole or not at all, so that a build can be stopped at any moment and goes on where it was.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from letopis.errors import InputError, LetopisError
from letopis.intake.limits import CutOff, limited
from letopis.intake.sources import list_sources, read_sources
from letopis.language.pack import check_register
from letopis.model import Account, Source
from letopis.pipeline import Tools, load_tools, read_all, read_source
from letopis.store.chronicle import Chronicle

DEFAULT = "chronicle.letopis"
#: What reads texts elsewhere than in processes of this build (``engines/``): their accounts, in the same order.
Engine = Callable[[Iterable[Source]], Iterable[Account | InputError]]
#: Below this many bytes a second process costs more (2 s to start) than it brings.
WORTH_A_PROCESS = 1_000_000
#: So many sentences are written in one go, and nothing waits longer than so many seconds: each write touches a page of
#: every index for each of its records, a large one many records a page.
KEPT_TOGETHER, LONGEST_UNKEPT = 6000, 6.0
#: A group of short texts waits no longer than so many seconds for its next one.
LONGEST_UNREAD = 1.0
#: The collector looks for cycles after so many new objects: what is read makes many objects and hardly a cycle.
COLLECTED_AFTER = 50_000
#: Sources are read together up to so many characters: short ones fill the models' batches.
READ_TOGETHER = 30_000
#: So many groups a process are on their way: enough to read while thousands of sentences are being written.
UNDERWAY = 12


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: bytes of all listed, bytes done, the source just done, its sentences, why it was not read."""

    total: int
    done: int
    name: str
    sentences: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: sources read now, sources that were there, those not read with the reason, sentences read."""

    path: Path
    read: tuple[str, ...]
    known: tuple[str, ...]
    unread: tuple[tuple[str, str], ...]
    sentences: int


def build(
    paths: Sequence[str],
    into: str | Path = DEFAULT,
    *,
    jobs: int | None = None,
    stdin: BinaryIO | None = None,
    register: Sequence[str | Path] = (),
    columns: Mapping[str, str] | None = None,
    learnt: bool = False,
    engine: Engine | None = None,
    on_step: Callable[[Step], None] = lambda _: None,
) -> Built:
    """Reads the texts at `paths` (files, folders, addresses, ``-`` for standard input) into the chronicle at `into`.

    What the chronicle holds already is not read again. A text that cannot be taken in is told and the rest goes on.
    `jobs` is the number of processes (default: as many as cores where the work is worth it). `register` are files with
    terms of office that extend the shipped register, `columns` name columns of tables by field of a source; `learnt`
    reads opinions by the learnt model, too. With an `engine` the texts are read there; it knows its own `jobs`,
    `register` and `learnt`. Raises ChronicleError, RuleError for a bad register.
    """
    total = sum(listed.size or 0 for listed in list_sources(paths))
    jobs = jobs or (os.cpu_count() or 1 if total > WORTH_A_PROCESS else 1)
    files = tuple(Path(file) for file in register)
    load = partial(load_tools, register=files, learnt=learnt) if files or learnt else load_tools
    if register:
        check_register([Path(file) for file in register])
    found = read_sources(paths, stdin, columns)
    with _seldom_collected(), Chronicle.open(into, create=True) as chronicle:
        outcomes = (
            _outcomes(found, chronicle, jobs, load) if engine is None else _read_elsewhere(found, chronicle, engine)
        )
        return _keep(outcomes, chronicle, total, on_step)


def settle(
    accounts: Iterable[Account | InputError],
    into: str | Path = DEFAULT,
    *,
    on_step: Callable[[Step], None] = lambda _: None,
) -> Built:
    """Keeps texts that were read elsewhere in the chronicle at `into`; what it holds already is passed over."""
    with _seldom_collected(), Chronicle.open(into, create=True) as chronicle:
        outcomes = (
            one if isinstance(one, InputError) or not chronicle.has(one.source.name, one.source.sha256) else one.source
            for one in accounts
        )
        return _keep(outcomes, chronicle, 0, on_step)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """The garbage collector at rest for longer, and afterwards as it was: it took a tenth of the time of writing."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _keep(
    outcomes: Iterable[Account | Source | InputError],
    chronicle: Chronicle,
    total: int,
    on_step: Callable[[Step], None],
) -> Built:
    """Writes accounts as they come, many in one go, and tells what became of each text."""
    read: list[str] = []
    known: list[str] = []
    unread: list[tuple[str, str]] = []
    done = sentences = 0
    for batch in _batches(outcomes):
        accounts = [outcome for outcome in batch if isinstance(outcome, Account)]
        if accounts and not read:
            chronicle.begin_build()
        chronicle.add_all(accounts)
        for outcome in batch:
            problem = None
            if isinstance(outcome, InputError):
                name, problem, size, count = outcome.name, outcome.reason, 0, 0
            elif isinstance(outcome, Source):
                name, size, count = outcome.name, _size(outcome), 0
                known.append(name)
            else:
                name, size, count = outcome.source.name, _size(outcome.source), len(outcome.units)
                read.append(name)
                problem = outcome.source.unread
            if problem is not None:
                unread.append((name, problem))
            done, sentences = done + size, sentences + count
            on_step(Step(total, done, name, count, problem))
    return Built(chronicle.path, tuple(read), tuple(known), tuple(unread), sentences)


def _read_elsewhere(
    found: Iterable[Source | InputError], chronicle: Chronicle, engine: Engine
) -> Iterator[Account | Source | InputError]:
    """What an engine reads; what it need not read comes when the engine has asked for the next text."""
    aside: deque[Source | InputError] = deque()

    def unknown() -> Iterator[Source]:
        for one in found:
            if isinstance(one, InputError) or chronicle.has(one.name, one.sha256):
                aside.append(one)
            else:
                yield one

    for outcome in engine(unknown()):
        while aside:
            yield aside.popleft()
        yield outcome
    yield from aside


def _batches(
    outcomes: Iterable[Account | Source | InputError],
) -> Iterator[list[Account | Source | InputError]]:
    """Outcomes that are kept together, since a write for each would cost more than the rest of its keeping."""
    batch: list[Account | Source | InputError] = []
    sentences, begun = 0, time.monotonic()
    try:
        for outcome in outcomes:
            batch.append(outcome)
            sentences += len(outcome.units) if isinstance(outcome, Account) else 0
            if sentences >= KEPT_TOGETHER or time.monotonic() - begun > LONGEST_UNKEPT:
                yield batch
                batch, sentences, begun = [], 0, time.monotonic()
    except KeyboardInterrupt:  # what was read before is kept
        yield batch
        raise
    yield batch


def _size(source: Source) -> int:
    return len(source.text.encode())


def _outcomes(
    found: Iterable[Source | InputError], chronicle: Chronicle, jobs: int, load: Callable[[], Tools]
) -> Iterator[Account | Source | InputError]:
    """For each text, in order: what it says, or itself when it is known, or why it cannot be taken in."""
    if jobs <= 1:
        yield from _alone(found, chronicle, load)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(load,)) as pool:
        try:
            yield from _shared(found, chronicle, pool, jobs)
        except BrokenProcessPool as error:
            raise LetopisError("a reading process died (out of memory?); what was read is kept: build again") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


#: What came in, and whether it is to be read.
_Group = list[tuple[Source | InputError, bool]]


def _groups(found: Iterable[Source | InputError], chronicle: Chronicle) -> Iterator[_Group]:
    """What comes in, in order, in groups that are read together."""
    group: _Group = []
    characters, begun = 0, time.monotonic()
    for one in found:
        fresh = isinstance(one, Source) and not chronicle.has(one.name, one.sha256)
        group.append((one, fresh))
        characters += len(one.text) if fresh and isinstance(one, Source) else 0
        if characters >= READ_TOGETHER or time.monotonic() - begun > LONGEST_UNREAD:
            yield group
            group, characters, begun = [], 0, time.monotonic()
    yield group


def _for_good(load: Callable[[], Tools]) -> Tools:
    """The tools, out of the garbage collector's sight: they stay, and it would look through them again and again."""
    tools = load()
    gc.freeze()
    return tools


def _fresh(group: _Group) -> list[Source]:
    return [one for one, fresh in group if fresh and isinstance(one, Source)]


def _alone(
    found: Iterable[Source | InputError], chronicle: Chronicle, load: Callable[[], Tools]
) -> Iterator[Account | Source | InputError]:
    tools = cache(partial(_for_good, load))
    for group in _groups(found, chronicle):
        sources = _fresh(group)
        accounts = read_together(sources, tools()) if sources else iter(())
        for one, fresh in group:
            yield next(accounts) if fresh else one


def read_together(sources: Sequence[Source], tools: Tools) -> Iterator[Account | InputError]:
    """What each source says, or why it could not be read; where they cannot be read together, one by one."""
    accounts: Sequence[Account] = ()
    if len(sources) > 1:
        with suppress(CutOff, Exception), limited(sum(len(source.text) for source in sources)):
            accounts = read_all(sources, tools)
    yield from accounts or (read_or_refuse(source, tools) for source in sources)


def read_or_refuse(source: Source, tools: Tools) -> Account | InputError:
    """What a source says, or why it could not be read: one strange text must not stop the others."""
    try:
        with limited(len(source.text)):
            return read_source(source, tools)
    except CutOff as error:
        why = str(error)
        return Account(replace(source, unread=why), (), (), 0, (why,))
    except Exception as error:  # noqa: BLE001 (whatever a text brings about, the rest goes on)
        return InputError(source.name, f"could not be read: {type(error).__name__}: {error}")


def _shared(
    found: Iterable[Source | InputError], chronicle: Chronicle, pool: ProcessPoolExecutor, jobs: int
) -> Iterator[Account | Source | InputError]:
    """The same by several processes: groups are on their way, `UNDERWAY` a process at most, and come back in order."""
    waiting: deque[tuple[_Group, Future[list[Account | InputError]]]] = deque()
    for group in _groups(found, chronicle):
        waiting.append((group, pool.submit(_work, _fresh(group))))
        while len(waiting) > UNDERWAY * jobs:
            yield from _results(*waiting.popleft())
    while waiting:
        yield from _results(*waiting.popleft())


def _results(group: _Group, read: Future[list[Account | InputError]]) -> Iterator[Account | Source | InputError]:
    accounts = iter(read.result())
    for one, fresh in group:
        yield next(accounts) if fresh else one


_WORKER: list[Tools] = []  # a process's own tools, filled once when it starts


def _start_worker(load: Callable[[], Tools]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(COLLECTED_AFTER)
    _WORKER.append(_for_good(load))


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone: killed, it cannot say so, and we would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(sources: Sequence[Source]) -> list[Account | InputError]:
    return list(read_together(sources, _WORKER[0]))
