"""The pages: server-rendered, readable without scripts, every view an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from letopis.errors import NothingFound, UsageError
from letopis.faces.answers import answer_data
from letopis.model import Kind
from letopis.study.contradictions import find_contradictions
from letopis.study.index import QUADS, measure_index
from letopis.study.profiles import profile
from letopis.study.search import Hit
from letopis.study.timeline import REALIS, WORDS
from letopis.web import drawing, views
from letopis.web.cards import SIGNS, amount, card
from letopis.web.dates import written
from letopis.web.doors import Door
from letopis.web.filters import number, selection
from letopis.web.marks import LAYERS, read_page
from letopis.web.speech import LANGUAGES, Speech, language_of

TEMPLATES = Path(__file__).with_name("templates")
#: Front-end files that the build fetched; pages do without them.
VENDOR = Path(__file__).with_name("static") / "vendor" / "htmx.min.js"
#: The pages in the order of the menu.
MENU = ("home", "timeline", "dyads", "actors", "issues", "agreements", "figures", "contradictions", "map", "sources",
        "search", "ask")  # fmt: skip
Page = Callable[..., Any]


def make_desk(door: Door) -> APIRouter:  # noqa: C901, PLR0915 (one small function a page)
    """The routes of the pages on one chronicle."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    environment.filters["marked"] = marked
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    home: dict[tuple[str, str], dict[str, Any]] = {}

    def show(request: Request, template: str, code: int = 200, **values: Any) -> HTMLResponse:
        language = language_of(request)
        speech = Speech(language)
        other = next(one for one in LANGUAGES if one != language)
        page = environment.get_template(template).render(
            t=speech, lang=language, other=other, menu=MENU, path=request.url.path, signs=SIGNS, svg=Markup,
            chronicle=door.path.name, here=request.url, types=sorted(WORDS), vendor=VENDOR.exists(),
            all_realis=REALIS, written=written,
            amount=amount, switch=request.url.include_query_params(lang=other), **values,
        )  # fmt: skip
        answer = HTMLResponse(page, code)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie("lang", language, httponly=True, samesite="strict", max_age=31_536_000)
        return answer

    @router.get("/")
    def show_home(request: Request) -> Response:
        language = language_of(request)
        key = door.chronicle.version(), language
        if key not in home:
            home.clear()
            home[key] = _home(door, language)
        return show(request, "home.html", name="home", **home[key])

    @router.get("/timeline")
    def show_timeline(request: Request) -> Response:
        language = language_of(request)
        asked = selection(request.query_params)
        skip = number(request.query_params, "skip", 0, 1_000_000)
        cards, entries, more = views.timeline_page(door.chronicle, asked, language, skip)
        speech = Speech(language)
        lanes = [f"{SIGNS[at]} {speech(name)}" for at, name in enumerate(QUADS, start=1)]
        picture = drawing.strip(entries, "/record/", [*lanes, speech("agreements")])
        return show(request, "timeline.html", name="timeline", cards=cards, asked=asked, skip=skip, more=more,
                    size=views.PAGE, picture=picture, issues=door.chronicle.histories.issues())  # fmt: skip

    @router.get("/dyads")
    def show_dyads(request: Request) -> Response:
        pairs = views.main_dyads(door.chronicle, 40)
        charts = [
            (pair, index) for pair in pairs if (index := views.small_index(door.chronicle, pair)) and index.events
        ]
        return show(request, "dyads.html", name="dyads", charts=_small(charts))

    @router.get("/dyad/{one}/{other}")
    def show_dyad(request: Request, one: str, other: str) -> Response:
        language = language_of(request)
        by = request.query_params.get("by") or "year"
        index = measure_index(door.chronicle, (one, other), by=by)
        asked = selection({"between": [one, other]})
        speech = Speech(language)
        caption = f"{one} – {other}: {speech('cooperation')} ↑, {speech('conflict')} ↓"
        picture = drawing.index_chart(index, caption, f"/timeline?{asked.address()}")
        cards, _, more = views.timeline_page(door.chronicle, asked, language, 0, 12)
        said = door.chronicle.statements(between=(one, other))[-24:]
        return show(request, "dyad.html", name="dyads", one=one, another=other, index=index, picture=picture,
                    cards=cards, more=more, asked=asked, by=by,
                    said=[card(told, language) for told in said])  # fmt: skip

    @router.get("/actors")
    def show_actors(request: Request) -> Response:
        return show(request, "actors.html", name="actors", actors=door.chronicle.histories.busiest_actors(200))

    @router.get("/actor/{who:path}")
    def show_actor(request: Request, who: str) -> Response:
        found = views.actor_view(door.chronicle, who, language_of(request))
        asked = selection({"actor": who})
        cards, _, more = views.timeline_page(door.chronicle, asked, language_of(request), 0, 12)
        return show(request, "actor.html", name="actors", who=who, cards=cards, more=more, asked=asked, **found)

    @router.get("/issues")
    def show_issues(request: Request) -> Response:
        return show(request, "issues.html", name="issues", issues=door.chronicle.histories.count_issues())

    @router.get("/issue/{issue:path}")
    def show_issue(request: Request, issue: str) -> Response:
        lanes = views.issue_lanes(door.chronicle, issue, language_of(request))
        return show(request, "issue.html", name="issues", issue=issue, lanes=lanes)

    @router.get("/agreements")
    def show_agreements(request: Request) -> Response:
        lives = views.agreements_view(door.chronicle)[:200]
        days = [int(day[:4]) for life in lives for _, day, _ in life["steps"] if day]
        first, last = (min(days), max(days) + 1) if days else (0, 1)
        for life in lives:
            life["picture"] = drawing.life_line(life["steps"], first, last, life["label"], "/record/")
        return show(request, "agreements.html", name="agreements", lives=lives, first=first, last=last)

    @router.get("/figures")
    def show_figures(request: Request) -> Response:
        asked = selection(request.query_params)
        known = {name: value for name, value in asked.conditions.items() if name in ("since", "until", "actor")}
        told = door.chronicle.figures(**known)[:500]
        told.sort(key=lambda one: (one.about or "~", (one.when.first or one.when.last or "") if one.when else "~"))
        return show(request, "figures.html", name="figures", figures=told, asked=asked)

    @router.get("/contradictions")
    def show_contradictions(request: Request) -> Response:
        pairs = views.contradictions_view(door.chronicle, language_of(request))[:200]
        return show(request, "contradictions.html", name="contradictions", pairs=pairs)

    @router.get("/map")
    def show_map(request: Request) -> Response:
        places = door.chronicle.histories.count_places(500)
        spots = [(name, lat, lon, count) for name, count, lat, lon in places if lat is not None and lon is not None]
        return show(request, "map.html", name="map", places=places, picture=drawing.world(spots, "/search?q="))

    @router.get("/sources")
    def show_sources(request: Request) -> Response:
        return show(request, "sources.html", name="sources", sources=door.chronicle.sources()[:2000])

    @router.get("/source/{source:path}")
    def show_source(request: Request, source: str) -> Response:
        at = number(request.query_params, "at", 0)
        page = read_page(door.chronicle, source, at)
        language = language_of(request)
        shown = [
            card(one, language)
            for one in page.told
            if one.kind in (Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE)
        ]
        own = profile(door.chronicle, source=source).own
        return show(request, "source.html", name="sources", source=source, page=page, cards=shown,
                    layers=LAYERS, own=own, chosen=request.query_params.get("record"))  # fmt: skip

    @router.get("/record/{record}")
    def show_record(request: Request, record: str) -> Response:
        first, tellings = views.record_view(door.chronicle, record, language_of(request))
        return show(request, "record.html", name="timeline", main=first, tellings=tellings)

    @router.get("/search")
    def show_search(request: Request) -> Response:
        query = (request.query_params.get("q") or "").strip()
        meaning = bool(request.query_params.get("meaning"))
        hits, problem = [], None
        if query:
            try:
                hits = door.asker.search(query, meaning=meaning, limit=50)
            except UsageError as error:
                problem = str(error)
        return show(request, "search.html", name="search", query=query, meaning=meaning, hits=hits, problem=problem)

    @router.get("/ask")
    def show_answer(request: Request) -> Response:
        question = (request.query_params.get("q") or "").strip()[:500]
        answer = answer_data(door.asker.ask(question)) if question else None
        return show(request, "ask.html", name="ask", question=question, answer=answer)

    def tell(request: Request, error: Exception) -> Response:
        code = 404 if isinstance(error, NothingFound) else 400 if isinstance(error, UsageError) else 500
        return show(request, "error.html", code, name="", problem=str(error))

    router.tell = tell  # type: ignore[attr-defined]
    return router


def marked(hit: Hit) -> Markup:
    """A found sentence with its matched words marked, everything escaped."""
    out, at = Markup(), hit.start
    for start, stop in hit.marks:
        out += escape(hit.quote[at - hit.start : start - hit.start])
        out += Markup("<mark>{}</mark>").format(hit.quote[start - hit.start : stop - hit.start])
        at = stop
    return out + escape(hit.quote[at - hit.start :])


def _home(door: Door, language: str) -> dict[str, Any]:
    chronicle = door.chronicle
    pairs = views.main_dyads(chronicle)
    charts = [(pair, index) for pair in pairs if (index := views.small_index(chronicle, pair)) and index.events]
    disagreeing = [(one.form, one.about, card(one.a, language), card(one.b, language))
                   for one in list(find_contradictions(chronicle))[:6]]  # fmt: skip
    return {
        "info": chronicle.info(),
        "charts": _small(charts),
        "newest": views.newest(chronicle, language),
        "most_told": views.most_told(chronicle, language),
        "pairs": disagreeing,
    }


def _small(charts: list[tuple[tuple[str, str], Any]]) -> list[dict[str, Any]]:
    return [
        {"one": one, "other": other, "events": index.events,
         "picture": drawing.index_chart(index, f"{one} – {other}", "", small=True)}
        for (one, other), index in charts
    ]  # fmt: skip
