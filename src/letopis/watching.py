"""Follows feeds and folders: takes what is new as it comes, round after round, and says what it cannot have.

An answer counts as had only when all its items are in the chronicle, so a watch can be killed at any moment and goes on
where it was. What fails is asked again, each time after twice the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

from letopis.building import read_or_refuse
from letopis.errors import InputError, LockedChronicle
from letopis.intake.bounds import Item
from letopis.intake.fetching import Answer, is_private, said_no
from letopis.intake.files import Listed, is_address, list_files
from letopis.intake.formats import kind_of, read_item
from letopis.intake.sources import read_sources
from letopis.intake.subscriptions import is_opml, list_addresses
from letopis.intake.visiting import Manners, Refused, Visitor
from letopis.model import Source
from letopis.pipeline import Tools, load_tools
from letopis.store.chronicle import Chronicle
from letopis.store.watched import Visit

#: Seconds between two rounds.
EVERY = 900.0
#: The longest that a failing address is left alone: of our own accord, and when its server asks for it.
LONGEST_WAIT, LONGEST_ASKED = 6 * 3600.0, 86_400.0
#: How often the page of an item is tried before its feed's text must do; pages of a feed a round; failed items kept.
MOST_TRIES, MOST_PAGES, MOST_PROBLEMS = 5, 100, 1000
#: A file that changed less than so many seconds ago may still be being written.
SETTLED = 2.0


@dataclass(slots=True)
class Round:
    """What one round brought: what was asked, unchanged, left for later; sources read now and known; what failed."""

    at: str
    asked: int = 0
    unchanged: int = 0
    later: int = 0
    read: list[str] = field(default_factory=list)
    known: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    #: Everything that is not well now, whether it was asked in this round or not.
    failing: int = 0


def watch(
    paths: Sequence[str],
    into: str | Path,
    *,
    every: float = EVERY,
    once: bool = False,
    full: bool = False,
    manners: Manners | None = None,
    on_round: Callable[[Round], None] = lambda _: None,
    on_problem: Callable[[str, str], None] = lambda *_: None,
) -> Round:
    """Takes what is new at `paths` (addresses, OPML files, folders) into the chronicle at `into`, until it is stopped.

    A round begins every `every` seconds; with `once` there is one, and it is what comes back. `full` reads the page of
    an item in the stead of the feed's text. Raises ChronicleError.
    """
    visitor = Visitor(manners)
    tools: list[Tools] = []
    try:
        while True:
            begun = time.monotonic()
            done = Round(_iso(_now()))
            try:
                with Chronicle.open(into, create=True) as chronicle:
                    _Watch(chronicle, visitor, tools, done, on_problem, every=every, full=full).go(paths)
            except LockedChronicle as error:  # another build writes: what was not taken comes in the next round
                done.failed.append((str(into), str(error)))
                on_problem(str(into), "another build is writing; the rest comes in the next round")
            on_round(done)
            if once:
                return done
            time.sleep(max(0.0, every - (time.monotonic() - begun)))
    finally:
        visitor.close()


class _Watch:
    """One round over one open chronicle."""

    def __init__(
        self,
        chronicle: Chronicle,
        visitor: Visitor,
        tools: list[Tools],
        done: Round,
        on_problem: Callable[[str, str], None],
        *,
        every: float,
        full: bool,
    ) -> None:
        self._chronicle, self._visitor, self._tools, self._done = chronicle, visitor, tools, done
        self._on_problem, self._every, self._full = on_problem, every, full

    def go(self, paths: Sequence[str]) -> None:
        """Takes what is new in folders, then in feeds."""
        watched = self._chronicle.watched
        self._files([path for path in paths if not is_address(path) and not is_opml(path)])
        addresses = []
        for one in list_addresses(paths):
            if isinstance(one, InputError):
                self._fail(one, self._last(one.name, "list"))
            else:
                addresses.append(one)
        for address, answer in self._visitor.visit(self._requests(addresses)):
            self._feed(address, answer)
        watched.forget_old_problems(MOST_PROBLEMS)
        self._forget_gone(addresses)
        self._done.failing = len(watched.failing())

    def _forget_gone(self, addresses: Sequence[str]) -> None:
        """Problems of what is not followed any more, or is there again, are none."""
        failed, followed = {name for name, _ in self._done.failed}, set(addresses)
        for visit in self._chronicle.watched.failing():
            mended = visit.kind == "list" and visit.address not in failed
            gone = visit.kind == "feed" and visit.address not in followed
            empty = visit.kind == "file" and visit.address not in failed and not Path(visit.address).is_file()
            if mended or gone or empty:
                self._chronicle.watched.drop(visit.address)

    # --- folders ------------------------------------------------------------------------------------------------------

    def _files(self, paths: Sequence[str]) -> None:
        for found in list_files(paths):
            if isinstance(found, Listed):
                self._file(found)
            elif not Path(found.name).is_dir():  # an empty folder is one where nothing has come yet
                self._fail(found, self._last(found.name, "file"))

    def _file(self, found: Listed) -> None:
        try:
            status = Path(found.name).stat()
        except OSError:
            return  # it went a moment ago
        visit, mark = self._last(found.name, "file"), f"{status.st_size} {status.st_mtime_ns}"
        if visit.mark == mark and (visit.problem is None or not self._due(visit)):
            return
        if 0 <= time.time() - status.st_mtime < SETTLED:
            self._done.later += 1
            return
        self._done.asked += 1
        problem = self._take_all(found.name, read_sources([found.name]))
        if problem is None:
            self._well(replace(visit, mark=mark))
        else:
            self._fail(problem, replace(visit, mark=mark))

    # --- feeds --------------------------------------------------------------------------------------------------------

    def _requests(self, addresses: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        for address in addresses:
            visit = self._last(address, "feed")
            if not self._due(visit):
                self._done.later += 1
                continue
            self._done.asked += 1
            named = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified}
            yield address, {name: value for name, value in named.items() if value}

    def _feed(self, address: str, answer: Answer | InputError) -> None:
        visit = self._last(address, "feed")
        if isinstance(answer, InputError):
            self._fail(answer, visit)
        elif answer.status == 304:
            self._done.unchanged += 1
            self._well(visit)
        elif answer.status >= 300:
            self._fail(InputError(address, said_no(answer)), visit)
        else:
            kind = kind_of(address, _file(answer.data))
            if visit.mark not in (None, kind):  # a page with excuses where the feed was
                self._fail(InputError(address, f"is {kind} now and was {visit.mark}"), visit)
                return
            visit, sources = replace(visit, mark=kind), list(_items(address, answer.data))
            problem = self._take_all(address, self._with_pages(address, sources) if self._full else sources)
            if problem is not None:
                self._fail(problem, replace(visit, mark=None, etag=None, modified=None))
                return
            etag, modified = _header(answer, "ETag"), _header(answer, "Last-Modified")
            owed = any(self._owed(one) for one in sources if isinstance(one, Source))
            self._well(replace(visit, etag=None if owed else etag, modified=None if owed else modified))

    def _with_pages(self, feed: str, items: Sequence[Source | InputError]) -> Iterator[Source | InputError]:
        """The items, those that are new with the text of their pages; the feed's own where a page cannot be had."""
        wanted: dict[str, Source] = {}
        for one in items:
            if isinstance(one, Source) and self._wants_page(one, feed) and len(wanted) < MOST_PAGES:
                wanted.setdefault(one.address or "", one)
        chosen = {one.name for one in wanted.values()}
        yield from (one for one in items if isinstance(one, InputError) or one.name not in chosen)
        for address, answer in self._visitor.visit((address, {}) for address in wanted):
            item = wanted[address]
            visit = replace(self._last(item.name, "page"), mark=item.sha256)
            found = _page(item, answer)
            if isinstance(found, InputError):
                self._fail(InputError(item.name, f"its page {address} {found.reason}"), visit, _wait(answer))
                yield item
            else:
                yield found
                if self._chronicle.has(item.name, found.sha256):  # it was taken, and not refused
                    self._well(visit)

    def _wants_page(self, item: Source, feed: str) -> bool:
        """Whether the page of an item is to be fetched; an item never leads from the open web to a private network."""
        visit = self._chronicle.watched.last(item.name)
        if visit is not None and visit.kind == "page" and visit.mark == item.sha256:
            return self._owed(item) and self._due(visit)
        new = not self._chronicle.has(item.name, item.sha256)
        reachable = item.address is not None and is_address(item.address)
        return new and reachable and (is_private(feed) or not is_private(item.address or ""))

    def _owed(self, item: Source) -> bool:
        """Whether the page of an item failed and is to be tried again."""
        visit = self._chronicle.watched.last(item.name)
        return self._full and visit is not None and visit.kind == "page" and 0 < visit.failures < MOST_TRIES

    # --- what is taken ------------------------------------------------------------------------------------------------

    def _take_all(self, name: str, items: Iterable[Source | InputError]) -> InputError | None:
        """Takes items in, each at its own cost; gives the error of the file or answer itself, if it has one."""
        problem = None
        for one in items:
            if isinstance(one, Source):
                self._take(one)
            elif one.name == name:
                problem = one
            else:
                self._fail(one, self._last(one.name, "item"))
        return problem

    def _take(self, source: Source) -> None:
        visit = self._chronicle.watched.last(source.name)
        had_as_page = visit is not None and visit.kind == "page" and visit.mark == source.sha256 and not visit.problem
        if had_as_page or self._chronicle.has(source.name, source.sha256):
            self._done.known += 1
            return
        if not self._tools:
            self._tools.append(load_tools())
        account = read_or_refuse(source, self._tools[0])
        if isinstance(account, InputError):
            self._fail(account, self._last(source.name, "item"))
            return
        if not self._done.read:
            self._chronicle.begin_build()
        self._chronicle.add(account)
        self._done.read.append(source.name)
        if visit is not None and visit.kind == "item":
            self._chronicle.watched.drop(source.name)

    # --- how it went --------------------------------------------------------------------------------------------------

    def _last(self, address: str, kind: str) -> Visit:
        visit = self._chronicle.watched.last(address)
        return visit if visit is not None and visit.kind == kind else Visit(address, kind)

    def _due(self, visit: Visit) -> bool:
        """Whether it may be asked; a time far ahead was written by a clock that went wrong."""
        now = _now()
        return visit.next_at is None or not _iso(now) < visit.next_at <= _iso(now + timedelta(seconds=LONGEST_ASKED))

    def _well(self, visit: Visit) -> None:
        now = _iso(_now())
        well = replace(visit, asked_at=now, answered_at=now, next_at=None, failures=0, problem=None)
        self._chronicle.watched.keep(well)

    def _fail(self, error: InputError, visit: Visit, wait: float | None = None) -> None:
        now, failures = _now(), visit.failures + 1
        ours = min(self._every * 2 ** min(failures, 30), LONGEST_WAIT)
        asked = min(_wait(error) if wait is None else wait, LONGEST_ASKED)
        next_at = _iso(now + timedelta(seconds=max(ours, asked)))
        self._chronicle.watched.keep(
            replace(visit, asked_at=_iso(now), next_at=next_at, failures=failures, problem=error.reason)
        )
        self._done.failed.append((error.name, error.reason))
        self._on_problem(error.name, error.reason)


def _items(name: str, data: bytes) -> Iterator[Source | InputError]:
    """The texts of an answer; whatever it is, at most an error comes out."""
    try:
        yield from read_item(Item(name, _file(data), len(data)))
    except Exception as error:  # noqa: BLE001 (whatever a server sends, the watch goes on)
        yield InputError(name, f"could not be read: {type(error).__name__}: {error}")


def _file(data: bytes) -> BufferedReader[Any]:
    return BufferedReader(BytesIO(data))


def _page(item: Source, answer: Answer | InputError) -> Source | InputError:
    """The item with the text of its page."""
    if isinstance(answer, InputError):
        return answer
    if answer.status >= 300:
        return InputError(item.name, said_no(answer))
    found = next(_items(item.name, answer.data), InputError(item.name, "holds no text"))
    if isinstance(found, InputError):
        return found
    known = {name: getattr(item, name) or getattr(found, name) for name in ("title", "author", "published", "language")}
    return replace(found, name=item.name, address=item.address, publisher=item.publisher or found.publisher, **known)


def _header(answer: Answer, name: str) -> str | None:
    """A header that can be sent back: short and in ASCII."""
    value = str(answer.headers.get(name) or "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= 500 else None


def _wait(answer: Answer | InputError) -> float:
    return answer.wait if isinstance(answer, Refused) else 0.0


def _now() -> datetime:
    return datetime.now(UTC)


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
