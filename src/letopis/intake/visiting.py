"""Asks servers politely: one request a host at a time with a pause, as robots.txt allows, several hosts side by side.

robots.txt is read as RFC 9309 has it: a host without one allows everything, one whose robots.txt cannot be reached
allows nothing until it can.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from queue import Empty, Queue
from threading import Lock, Thread
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from letopis.errors import InputError
from letopis.intake.fetching import Answer, ask, said_no

#: How robots.txt calls us.
ROBOT = "letopis"
#: Bytes of a feed or page, and of a robots.txt (RFC 9309, 2.5).
MOST, MOST_ROBOTS = 16 * 1024**2, 512 * 1024
#: Seconds that a robots.txt holds, and that one which could not be fetched is not asked for again.
ROBOTS_HOLD, ROBOTS_RETRY = 86_400.0, 300.0
#: The longest pause between two requests that a host may ask for; hosts that are remembered; hosts asked at once.
LONGEST_PAUSE, MOST_HOSTS, SIDE_BY_SIDE = 30.0, 1000, 8
#: Answers with which a host asks for patience.
BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds between two requests to a host, without a word, and for a whole answer."""

    pause: float = 2.0
    patience: float = 30.0
    longest: float = 120.0


@dataclass(slots=True)
class _Host:
    """What is known of a host: when it may be asked again (seconds of the steady clock), what its robots.txt says."""

    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    closed_until: float = 0.0
    robots: RobotFileParser | None = None
    refusal: str | None = None
    robots_until: float = -1.0


class Refused(InputError):
    """A request that was not made, or that failed; `wait` is how many seconds the server asked to be left alone."""

    def __init__(self, name: str, reason: str, wait: float = 0.0) -> None:
        super().__init__(name, reason)
        self.wait = wait


class Visitor:
    """Asks addresses, several hosts at a time, with manners. It remembers hosts, not answers."""

    def __init__(self, manners: Manners | None = None) -> None:
        self._manners = manners or Manners()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = Lock()
        self._asked: Queue[tuple[str, Mapping[str, str], Queue[tuple[str, Answer | InputError]]]] = Queue()
        for _ in range(SIDE_BY_SIDE):  # daemons: a server that does not answer keeps nobody from ending
            Thread(target=self._work, daemon=True).start()

    def visit(self, requests: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[tuple[str, Answer | InputError]]:
        """The answers to addresses with their headers, in the order in which they come; at most a few wait here."""
        answers: Queue[tuple[str, Answer | InputError]] = Queue()
        out = 0
        for address, headers in requests:
            self._asked.put((address, headers, answers))
            out += 1
            if out >= 2 * SIDE_BY_SIDE:
                yield answers.get()
                out -= 1
        while out:
            yield answers.get()
            out -= 1

    def close(self) -> None:
        """Forgets what was not asked yet."""
        try:
            while True:
                self._asked.get_nowait()
        except Empty:
            pass

    def _work(self) -> None:
        while True:
            address, headers, answers = self._asked.get()
            try:
                answers.put((address, self.ask(address, headers)))
            except InputError as error:
                answers.put((address, error))
            except Exception as error:  # noqa: BLE001 (an answer must come, whatever a server does)
                answers.put((address, InputError(address, f"could not be fetched: {type(error).__name__}: {error}")))

    def ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """The answer of one address, as soon as its host may be asked. Raises InputError, Refused."""
        host = self._host(address)
        with host.lock:
            self._look_at_robots(host, address)
            return self._request(host, address, headers, MOST)

    def _host(self, address: str) -> _Host:
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise InputError(address, f"is no address: {error}") from error
        name = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
            self._hosts.move_to_end(name)
            while len(self._hosts) > MOST_HOSTS:
                self._hosts.popitem(last=False)
        return host

    def _request(self, host: _Host, address: str, headers: Mapping[str, str], most: int) -> Answer:
        now = time.monotonic()
        if now < host.closed_until:
            raise Refused(address, "its host asked to be left alone for a while", host.closed_until - now)
        time.sleep(max(0.0, min(host.free_at - now, LONGEST_PAUSE)))
        try:
            answer = ask(
                address,
                dict(headers),
                most=most,
                patience=self._manners.patience,
                longest=self._manners.longest,
            )
        finally:
            host.free_at = time.monotonic() + self._pause(host)
        if answer.status in BUSY:
            wait = retry_after(answer)
            host.closed_until = time.monotonic() + wait
            raise Refused(address, said_no(answer), wait)
        return answer

    def _pause(self, host: _Host) -> float:
        asked = host.robots.crawl_delay(ROBOT) if host.robots else None
        return min(max(self._manners.pause, float(asked or 0)), LONGEST_PAUSE)

    def _look_at_robots(self, host: _Host, address: str) -> None:
        """Raises InputError when robots.txt forbids the address, or cannot be had."""
        if time.monotonic() >= host.robots_until:
            self._fetch_robots(host, address)
        if host.refusal:
            raise InputError(address, host.refusal)
        if host.robots and not host.robots.can_fetch(ROBOT, address):
            raise InputError(address, "its robots.txt forbids to fetch it")

    def _fetch_robots(self, host: _Host, address: str) -> None:
        parts = urlsplit(address)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        host.robots, host.refusal, host.robots_until = None, None, time.monotonic() + ROBOTS_HOLD
        try:
            answer = self._request(host, place, {}, MOST_ROBOTS)
            if answer.status >= 500:
                raise InputError(place, said_no(answer))
        except Refused as error:
            host.robots_until = -1.0
            raise Refused(address, f"its robots.txt {error.reason}", error.wait) from error
        except InputError as error:
            host.refusal, host.robots_until = f"its robots.txt {error.reason}", time.monotonic() + ROBOTS_RETRY
            return
        if answer.status < 300:
            host.robots = RobotFileParser()
            host.robots.parse(answer.data.decode("utf-8", "replace").splitlines())
            host.robots.modified()


def retry_after(answer: Answer, now: datetime | None = None) -> float:
    """Seconds that a server asks to be left alone (RFC 9110, 10.2.3); 0 when it does not say."""
    said = str(answer.headers.get("Retry-After") or "").strip()
    if said.isascii() and said.isdecimal():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
