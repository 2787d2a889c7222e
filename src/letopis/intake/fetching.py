"""Fetches an address: http and https only, bounded in size and time, never led from outside into a private network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BytesIO
from threading import Timer
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from letopis.errors import InputError
from letopis.intake.decoding import MOST_BYTES, too_large

#: Seconds without a word, seconds for a whole answer, and redirects that are followed.
PATIENCE, LONGEST, MOST_REDIRECTS = 30.0, 300.0, 5
AGENT = "letopis (+https://pypi.org/project/letopis/)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the status, the bytes, the headers."""

    status: int
    data: bytes
    headers: Any


class _Guarded(HTTPRedirectHandler):
    """Follows redirects to http(s), and into a private network only from one."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise URLError(f"it redirects to {newurl}, which is no http(s) address")
        if is_private(newurl) and urlsplit(newurl).hostname != urlsplit(req.full_url).hostname:
            raise URLError(f"it redirects to {newurl}, which lies in a private network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Lines:
    """The connections of one request, which can be cut: a server that sends a byte now and then never falls silent."""

    def __init__(self) -> None:
        self._lines: list[socket.socket] = []
        self._over = False

    def cut(self) -> None:
        self._over = True
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def take(self, line: socket.socket) -> None:
        self._lines.append(line)
        if self._over:
            self.cut()

    def handlers(self) -> tuple[HTTPHandler, HTTPSHandler]:
        take = self.take

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                take(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                take(self.sock)

        class OnPlain(HTTPHandler):
            def http_open(self, req: Request) -> HTTPResponse:
                return self.do_open(Plain, req)

        class OnSecure(HTTPSHandler):
            def https_open(self, req: Request) -> HTTPResponse:
                return self.do_open(Secure, req)

        return OnPlain(), OnSecure()


@contextmanager
def _within(seconds: float, lines: _Lines) -> Iterator[None]:
    timer = Timer(seconds, lines.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def ask(
    address: str,
    headers: dict[str, str] | None = None,
    *,
    most: int = MOST_BYTES,
    patience: float = PATIENCE,
    longest: float = LONGEST,
) -> Answer:
    """What a server answers to an address, errors and "not modified" included.

    `most` bytes are read; `patience` is how many seconds may pass without a word, `longest` for the whole answer.
    Raises InputError when there is no answer, or it is too large or too slow.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise InputError(address, "is no http(s) address")
    request = Request(address, headers={"User-Agent": AGENT, **(headers or {})})  # noqa: S310 (checked above)
    lines, begun = _Lines(), time.monotonic()
    try:
        with _within(longest, lines):
            answer = _answer(request, lines, patience, most)
    except (URLError, OSError, HTTPException, ValueError) as error:
        if time.monotonic() - begun >= longest:
            raise InputError(address, f"was not done answering after {longest:,.0f} s") from error
        raise InputError(address, f"could not be fetched: {getattr(error, 'reason', None) or error}") from error
    if time.monotonic() - begun >= longest:
        raise InputError(address, f"was not done answering after {longest:,.0f} s")
    if len(answer.data) > most:
        raise too_large(address, len(answer.data), most)
    return answer


def _answer(request: Request, lines: _Lines, patience: float, most: int) -> Answer:
    try:
        with build_opener(_Guarded(), *lines.handlers()).open(request, timeout=patience) as answer:
            data, told = answer.read(most + 1), answer.headers.get("Content-Length") or ""
            if told.isdecimal() and len(data) < min(int(told), most):
                raise OSError(f"it broke off after {len(data):,} of {int(told):,} bytes")
            return Answer(answer.status, data, answer.headers)
    except HTTPError as error:
        with error:
            if 300 <= error.code < 400 and error.code != 304:  # a redirect that is not followed: the reason says why
                raise URLError(error.reason) from error
            return Answer(error.code, b"", error.headers)


def fetch(address: str, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
    """What stands at an address, and the headers of the answer.

    Raises InputError when there is no answer, it is an error, or it is too large.
    """
    answer = ask(address, headers)
    if answer.status >= 300:
        raise InputError(address, said_no(answer))
    return answer.data, answer.headers


def said_no(answer: Answer) -> str:
    """An answer that is an error, in words."""
    from http import HTTPStatus  # noqa: PLC0415 (only for errors)

    known = {status.value: status.phrase for status in HTTPStatus}
    return f"answered with an error: {answer.status} {known.get(answer.status, '')}".rstrip()


def open_address(address: str) -> Any:
    """What stands at an address, as a file. Raises InputError."""
    return BytesIO(fetch(address)[0])


def is_private(address: str) -> bool:
    """Whether the host of an address lies in a private, loopback or link-local network."""
    try:
        host = urlsplit(address).hostname or ""
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, ValueError):
        return False
    return any(not ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in found)
