"""Puts the desk together: pages, the interface for programs, the style sheet and scripts, and what guards them."""

from __future__ import annotations

import sys
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from letopis.errors import ChronicleError, LetopisError, NothingFound, UsageError
from letopis.web.api import make_api
from letopis.web.coast import ready
from letopis.web.corrections import make_corrections
from letopis.web.desk import make_desk
from letopis.web.doors import Door
from letopis.web.guard import HEADERS, LOOPBACK, Guard
from letopis.web.mapping import make_maps
from letopis.web.press import Press
from letopis.web.studies import make_studies

STATIC = Path(__file__).with_name("static")


def make_app(path: Path, *, token: str | None = None, hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """The desk on the chronicle at `path`; no `hosts` means that it answers to any name.

    Raises ChronicleError for a chronicle that cannot be used.
    """
    door, guard = Door(path), Guard(hosts, token)
    about = "A chronicle of relations between countries; every record cites its characters."
    app = FastAPI(title="letopis", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
                  description=about)  # fmt: skip
    press = Press(door, guard)
    desk = make_desk(door, press)
    app.add_middleware(guard.around)
    routers = (
        make_api(door, guard),
        desk,
        make_studies(door, press),
        make_maps(door, press),
        make_corrections(door, guard, press),
    )
    for router in routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.state.guard, app.state.door = guard, door

    def answer(request: Request, code: int, word: str, error: Exception, message: str | None = None) -> Response:
        if request.url.path.startswith("/api/"):
            shape: dict[str, Any] = {"error": {"code": word, "message": message or str(error)}}
            return JSONResponse(shape, code, {**HEADERS, **(getattr(error, "headers", None) or {})})
        told: Response = desk.tell(request, error)  # type: ignore[attr-defined]
        told.status_code = code
        return told

    @app.exception_handler(LetopisError)
    def on_error(request: Request, error: LetopisError) -> Response:
        code, word = next(row[1:] for row in CODES if isinstance(error, row[0]))
        return answer(request, code, word, error)

    @app.exception_handler(RequestValidationError)
    def on_invalid(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
        return answer(request, 422, "invalid", error, said)

    @app.exception_handler(HTTPException)
    def on_http(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            error.headers = {"Allow": ", ".join(sorted(methods_of(request.url.path)))}
        return answer(request, error.status_code, "http", error, str(error.detail))

    def methods_of(path: str) -> set[str]:
        """The methods of all routes with a path."""
        found = [route for router in routers for route in router.routes]
        return {method for route in found if route.path_regex.match(path) for method in route.methods or ()}  # type: ignore[attr-defined]

    return app


#: An error of letopis, the code of the answer, and its word.
CODES: tuple[tuple[type[LetopisError], int, str], ...] = (
    (NothingFound, 404, "not_found"),
    (UsageError, 400, "misuse"),
    (ChronicleError, 503, "chronicle"),
    (LetopisError, 500, "failed"),
)


def serve(path: Path, host: str, port: int, token: str | None) -> None:
    """Serves the desk until it is stopped; beyond loopback it answers to any name and wants the token for writing."""
    import uvicorn  # noqa: PLC0415 (only here)

    # Who asks for a page does not stand behind what is worked out aside: threads take turns every 0.2 ms, not 5 ms.
    sys.setswitchinterval(0.0002)
    app = make_app(path, token=token, hosts=LOOPBACK if host in LOOPBACK else frozenset())
    for warm in (app.state.door.warm, ready):
        threading.Thread(target=warm, daemon=True).start()
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
