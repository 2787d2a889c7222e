"""The pages: server-rendered, readable without scripts, every view an address."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from letopis.errors import NothingFound, UsageError
from letopis.faces.answers import answer_data
from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.study.contradictions import find_contradictions
from letopis.study.overview import find_overview
from letopis.study.profiles import profile
from letopis.study.series.index import QUADS, Index, measure_index
from letopis.web import drawing, views
from letopis.web.cards import SIGNS, card
from letopis.web.doors import Door
from letopis.web.filters import number, selection
from letopis.web.marks import LAYERS, read_page
from letopis.web.press import Press
from letopis.web.speech import Speech, language_of
from letopis.web.tables import as_csv, as_svg

#: Sources on a page.
SOURCES = 500


def make_desk(door: Door, press: Press) -> APIRouter:  # noqa: C901, PLR0915 (one small function a page)
    """The routes of the pages on one chronicle."""
    show = press.show
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/")
    def show_home(request: Request) -> Response:
        language = language_of(request)
        shown = door.aside(("home", language), lambda chronicle: _home(chronicle, language), patience=0.1)
        pairs = door.aside("contradictions", find_contradictions, patience=0.02)
        disagreeing = [(one.form, one.about, card(one.a, language), card(one.b, language)) for one in (pairs or [])[:6]]
        return show(request, "home.html", name="home", shown=shown, pairs=disagreeing, waiting=pairs is None)

    @router.get("/timeline")
    def show_timeline(request: Request) -> Response:
        language = language_of(request)
        asked = selection(request.query_params)
        skip = number(request.query_params, "skip", 0, 1_000_000)
        cards, entries, more = views.timeline_page(door.chronicle, asked, language, skip)
        speech = Speech(language)
        lanes = [f"{SIGNS[at]} {speech(name)}" for at, name in enumerate(QUADS, start=1)]
        whole = {name: value for name, value in asked.conditions.items() if name not in ("since", "until", "types")}
        name = ("overview", asked.address(since=None, until=None, type=None))
        # In a tuple, for None is also what it finds where no event is dated.
        counted = door.aside(name, lambda chronicle: (find_overview(chronicle, **whole),))
        found = counted[0] if counted else None
        overview = drawing.overview(found, asked.address(since=None, until=None, format=None)) if found else ""
        picture = drawing.strip(entries, "/record/", [*lanes, speech("agreements")])
        if request.query_params.get("format") == "svg":
            return as_svg("timeline", picture)
        return show(request, "timeline.html", name="timeline", cards=cards, asked=asked, skip=skip, more=more,
                    size=views.PAGE, picture=picture, overview=overview, bounds=found, waiting=counted is None,
                    issues=door.chronicle.histories.issues())  # fmt: skip

    @router.get("/dyads")
    def show_dyads(request: Request) -> Response:
        charts = door.aside("dyads", _charts)
        return show(request, "dyads.html", name="dyads", charts=_small(charts or []), waiting=charts is None)

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
        if request.query_params.get("format") == "svg":
            return as_svg(f"{one}-{other}", picture)
        if request.query_params.get("format") == "csv":
            columns = ("period", *QUADS, "cooperation", "conflict", "score")
            return as_csv(f"{one}-{other}", columns, ([point.period.name, *point.counts, point.cooperation,
                          point.conflict, point.score] for point in index.points))  # fmt: skip
        turns = [(change, views.cards_of(door.chronicle, change.events, language)) for change in index.changes]
        return show(request, "dyad.html", name="dyads", one=one, another=other, index=index, picture=picture,
                    turns=turns, cards=cards, more=more, asked=asked, by=by,
                    said=[card(told, language) for told in said])  # fmt: skip

    @router.get("/actors")
    def show_actors(request: Request) -> Response:
        return show(request, "actors.html", name="actors", actors=door.chronicle.histories.busiest_actors(200))

    @router.get("/actor/{who:path}")
    def show_actor(request: Request, who: str) -> Response:
        language = language_of(request)
        found = door.aside(("actor", who, language), lambda chronicle: views.actor_view(chronicle, who, language))
        asked = selection({"actor": who})
        cards, _, more = views.timeline_page(door.chronicle, asked, language_of(request), 0, 12)
        return show(request, "actor.html", name="actors", who=who, cards=cards, more=more, asked=asked,
                    shown=found)  # fmt: skip

    @router.get("/issues")
    def show_issues(request: Request) -> Response:
        found = door.aside("issues", lambda chronicle: chronicle.histories.count_issues())
        return show(request, "issues.html", name="issues", issues=found or [], waiting=found is None)

    @router.get("/sources")
    def show_sources(request: Request) -> Response:
        skip = number(request.query_params, "skip", 0, 10_000_000)
        found = door.chronicle.sources(skip=skip, limit=SOURCES + 1)
        return show(request, "sources.html", name="sources", sources=found[:SOURCES], skip=skip, size=SOURCES,
                    more=len(found) > SOURCES)  # fmt: skip

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
        pairs = door.aside("contradictions", find_contradictions) if question else None
        answer = None
        if pairs is not None:
            asker = door.asker
            asker.contradictions = pairs  # found once for all threads
            answer = answer_data(asker.ask(question))
        return show(request, "ask.html", name="ask", question=question, answer=answer,
                    waiting=bool(question) and pairs is None)  # fmt: skip

    def tell(request: Request, error: Exception) -> Response:
        code = 404 if isinstance(error, NothingFound) else 400 if isinstance(error, UsageError) else 500
        return show(request, "error.html", code, name="", problem=str(error))

    router.tell = tell  # type: ignore[attr-defined]
    return router


def _home(chronicle: Chronicle, language: str) -> dict[str, Any]:
    pairs = views.main_dyads(chronicle)
    charts = [(pair, index) for pair in pairs if (index := views.small_index(chronicle, pair)) and index.events]
    return {
        "info": chronicle.info(),
        "charts": _small(charts),
        "newest": views.newest(chronicle, language),
        "most_told": views.most_told(chronicle, language),
    }


def _charts(chronicle: Chronicle) -> list[tuple[tuple[str, str], Index]]:
    pairs = views.main_dyads(chronicle, 40)
    return [(pair, index) for pair in pairs if (index := views.small_index(chronicle, pair)) and index.events]


def _small(charts: list[tuple[tuple[str, str], Any]]) -> list[dict[str, Any]]:
    return [
        {"one": one, "other": other, "events": index.events,
         "picture": drawing.index_chart(index, f"{one} – {other}", "", small=True)}
        for (one, other), index in charts
    ]  # fmt: skip
