"""Sets the pages: the templates with what every page needs, in the language of the request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from letopis.study.atlas import Location
from letopis.study.search import Hit
from letopis.study.timeline import REALIS, WORDS
from letopis.web.cards import SIGNS, amount
from letopis.web.dates import written
from letopis.web.doors import Door
from letopis.web.guard import Guard
from letopis.web.progress import progress_of
from letopis.web.speech import LANGUAGES, Speech, language_of

TEMPLATES = Path(__file__).with_name("templates")
#: Front-end files that the build fetched; pages do without them.
VENDOR = Path(__file__).with_name("static") / "vendor" / "htmx.min.js"
#: The pages in the order of the menu.
MENU = ("home", "timeline", "dyads", "actors", "issues", "agreements", "figures", "attitudes", "contradictions",
        "stories", "map", "sources", "search", "ask", "corrections")  # fmt: skip
#: The cookie with the name that corrections are signed with, and how long it is kept: a year.
SIGNATURE, YEAR = "by", 31_536_000


class Press:
    """Makes pages of templates and values."""

    def __init__(self, door: Door, guard: Guard) -> None:
        self._door = door
        self._guard = guard
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
        )
        self._templates.filters["marked"] = marked

    def show(self, request: Request, template: str, code: int = 200, **values: Any) -> HTMLResponse:
        """The page of a template in the language of the request."""
        language = language_of(request)
        other = next(one for one in LANGUAGES if one != language)
        page = self._templates.get_template(template).render(
            t=Speech(language), lang=language, other=other, menu=MENU, path=request.url.path, signs=SIGNS, svg=Markup,
            chronicle=self._door.path.name, here=request.url, types=sorted(WORDS), vendor=VENDOR.exists(),
            all_realis=REALIS, written=written, amount=amount, degrees=degrees,
            switch=request.url.include_query_params(lang=other),
            secret=self._guard.form_secret, signed=signature(request), needs_token=self._guard.needs_token(request),
            growing=progress_of(self._door), **values,
        )  # fmt: skip
        answer = HTMLResponse(page, code)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie("lang", language, httponly=True, samesite="strict", max_age=YEAR)
        return answer


def degrees(place: Location) -> str:
    """Coordinates as people write them: 43.8° N, 146.8° E."""
    north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
    return f"{abs(place.latitude):g}° {north}, {abs(place.longitude):g}° {east}"


def signature(request: Request) -> str:
    """The name that the reader signed with before, as the cookie keeps it; empty when there is none."""
    text = request.cookies.get(SIGNATURE, "")
    try:
        return bytes.fromhex(text).decode()[:100]
    except (ValueError, UnicodeError):
        return ""


def marked(hit: Hit) -> Markup:
    """A found sentence with its matched words marked, everything escaped."""
    out, at = Markup(), hit.start
    for start, stop in hit.marks:
        out += escape(hit.quote[at - hit.start : start - hit.start])
        out += Markup("<mark>{}</mark>").format(hit.quote[start - hit.start : stop - hit.start])
        at = stop
    return out + escape(hit.quote[at - hit.start :])
