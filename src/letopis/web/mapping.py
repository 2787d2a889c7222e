"""The pages of places: the map with a table beside it, and the events of one place."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from letopis.errors import NothingFound, UsageError
from letopis.faces.places import PLACE_COLUMNS, place_data
from letopis.study.atlas import locate
from letopis.study.places import Placed, find_places
from letopis.web import maps, views
from letopis.web.doors import PATIENCE, Door
from letopis.web.filters import Selection, number, selection
from letopis.web.press import Press
from letopis.web.speech import Speech, language_of
from letopis.web.tables import as_csv, as_svg

#: Rows of the table, and cards of a place on a page.
ROWS, CARDS = 500, 50
#: So many seconds a file is waited for.
LONGEST = 600.0


def make_maps(door: Door, press: Press) -> APIRouter:
    """The routes of these pages on one chronicle."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def places_of(request: Request, asked: Selection) -> list[Placed] | None:
        """The places asked for; None while they are worked out."""
        patience = PATIENCE if request.query_params.get("format") is None else LONGEST
        name = ("places", asked.address())
        return door.aside(name, lambda chronicle: find_places(chronicle, **asked.conditions), patience=patience)

    @router.get("/map")
    def show_map(request: Request) -> Response:
        asked, language = selection(request.query_params), language_of(request)
        view = request.query_params.get("view") or maps.NAMES[0]
        if view not in maps.NAMES:
            raise UsageError(f"view is {', '.join(maps.NAMES)}")
        found = places_of(request, asked)
        form = request.query_params.get("format")
        if form == "csv":
            rows = place_data(found or [])["places"]
            return as_csv("places", PLACE_COLUMNS, ([one[name] for name in PLACE_COLUMNS] for one in rows))
        query = asked.address()
        link = "/place/{}" + (f"?{query}" if query else "")
        picture = maps.world_map(found or [], view, Speech(language)("map_is"), link, language)
        if form == "svg":
            return as_svg("map", picture)
        return press.show(request, "map.html", name="map", asked=asked, view=view, views=maps.NAMES, picture=picture,
                          places=(found or [])[:ROWS], more=max(0, len(found or []) - ROWS), query=query,
                          unknown=sum(one.location is None for one in found or []), waiting=found is None,
                          issues=door.chronicle.histories.issues())  # fmt: skip

    @router.get("/places")
    def show_places(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/map{query}", 308)

    @router.get("/place/{label:path}")
    def show_place(request: Request, label: str) -> Response:
        asked = selection(request.query_params)
        found = next((one for one in places_of(request, asked) or [] if one.label == label), None)
        if found is None:
            raise NothingFound(f"{door.path.name}: nothing is told of {label}")
        skip = number(request.query_params, "skip", 0, 1_000_000)
        cards = views.cards_of(door.chronicle, found.events[skip : skip + CARDS], language_of(request))
        return press.show(request, "place.html", name="map", place=found, at=locate(label), cards=cards, skip=skip,
                          size=CARDS, more=len(found.events) > skip + CARDS, query=asked.address(),
                          link=quote(label, safe=""))  # fmt: skip

    return router
