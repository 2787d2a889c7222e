"""What keeps the desk safe: strict headers, a token for writing, a limit on how often, and only known hosts.

Source text is hostile: every page is made by templates that escape, and a policy lets nothing run or load that is not
the desk's own file (Content Security Policy, level 3).
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
#: Writes that one server takes in a minute.
MOST_WRITES, WINDOW = 60, 60.0
#: The fields of a form with its secret and with the token; a cookie keeps the token.
FIELD, TOKEN = "csrf", "token"


class Guard:
    """Checks requests. `token` is needed for writing once the server listens beyond loopback."""

    def __init__(self, hosts: frozenset[str], token: str | None) -> None:
        self._hosts = hosts
        self._token = token
        self._writes: deque[float] = deque()
        #: Proves that a form was made by this server (a secret of the process).
        self.form_secret = secrets.token_urlsafe(24)

    def around(self, app: ASGIApp) -> ASGIApp:
        """The desk behind this guard: strict headers on every answer; an unknown host is refused (DNS rebinding).

        Written to the bare interface (ASGI 3), for it stands before every request.
        """
        strict = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        refusal = Response("this desk does not answer to that name\n", 421, HEADERS, "text/plain")

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_strictly(message: Message) -> None:
                if message["type"] == "http.response.start":
                    given = {name for name, _ in message["headers"]}
                    message["headers"] = [*message["headers"], *(pair for pair in strict if pair[0] not in given)]
                await send(message)

            if scope["type"] != "http":
                await app(scope, receive, send)
            elif self._hosts and _host(scope) not in self._hosts:
                await refusal(scope, receive, send)
            else:
                await app(scope, receive, send_strictly)

        return guarded

    def needs_token(self, request: Request) -> bool:
        """Whether writing needs a token that this request does not bring in a cookie."""
        return bool(self._token) and not self._is_token(request.cookies.get(TOKEN, ""))

    def _is_token(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())

    def may_write(self, request: Request, form_secret: str | None = None, token: str | None = None) -> None:
        """Raises HTTPException unless this request may change something.

        A form must carry the secret of the page that it stood on, and a program the token, where there is one; a
        request from another site is refused, and too many are.
        """
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            raise HTTPException(403, "the request comes from another site")
        if self._token:
            given = token or request.headers.get("authorization", "").removeprefix("Bearer ")
            if not self._is_token(given or request.cookies.get(TOKEN, "")):
                raise HTTPException(401, "writing needs the token that the server was started with")
        if form_secret is not None and not hmac.compare_digest(form_secret.encode(), self.form_secret.encode()):
            raise HTTPException(403, "the form is out of date; load the page again")
        now = time.monotonic()
        while self._writes and now - self._writes[0] > WINDOW:
            self._writes.popleft()
        if len(self._writes) >= MOST_WRITES:
            raise HTTPException(429, "too many changes in a minute", {"Retry-After": "60"})
        self._writes.append(now)


def _host(scope: Scope) -> str:
    """The host that a request asks for, in small letters, without its port."""
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return urlsplit(f"//{named.decode('latin-1')}").hostname or ""
