"""Fetches an address: http and https only, bounded in size and time, never led from outside into a private network."""

from __future__ import annotations

import ipaddress
import socket
from http.client import HTTPException, HTTPMessage
from io import BytesIO
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from letopis.errors import InputError
from letopis.intake.decoding import MOST_BYTES, too_large

#: Seconds without an answer, and redirects that are followed.
PATIENCE, MOST_REDIRECTS = 30.0, 5
AGENT = "letopis (+https://pypi.org/project/letopis/)"


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


def fetch(address: str, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
    """What stands at an address, and the headers of the answer.

    Raises InputError when there is no answer, it is an error, or it is too large.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise InputError(address, "is no http(s) address")
    request = Request(address, headers={"User-Agent": AGENT, **(headers or {})})  # noqa: S310 (checked above)
    try:
        with build_opener(_Guarded()).open(request, timeout=PATIENCE) as answer:
            data = answer.read(MOST_BYTES + 1)
            known = answer.headers
    except HTTPError as error:
        raise InputError(address, f"answered with an error: {error.code} {error.reason}") from error
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise InputError(address, f"could not be fetched: {getattr(error, 'reason', None) or error}") from error
    if len(data) > MOST_BYTES:
        raise too_large(address, len(data))
    return data, known


def open_address(address: str) -> Any:
    """What stands at an address, as a file. Raises InputError."""
    return BytesIO(fetch(address)[0])


def is_private(address: str) -> bool:
    """Whether the host of an address lies in a private, loopback or link-local network."""
    host = urlsplit(address).hostname or ""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in found)
