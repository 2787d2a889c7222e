"""The pages of what the study finds in all records together: positions, lives of agreements, counts, attitudes.

What takes long is worked out aside (`Door.aside`); a page that is not ready says so and asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from letopis.errors import UsageError
from letopis.store.chronicle import Chronicle
from letopis.study.attitudes import Leaning, sum_attitudes
from letopis.study.contradictions import find_contradictions
from letopis.study.counts import Count, find_counts
from letopis.study.lives import Life, find_lives
from letopis.study.positions import Position, find_positions
from letopis.study.stories import find_stories
from letopis.web import diagrams, views
from letopis.web.cards import amount, card
from letopis.web.doors import PATIENCE, Door
from letopis.web.filters import number
from letopis.web.press import Press
from letopis.web.speech import language_of
from letopis.web.tables import as_csv, as_svg

#: Lanes on the page of an issue, stands in a lane, lives, counts, leanings, pairs, and stories on a page.
LANES, STANDS, LIVES, COUNTS, LEANINGS, PAIRS, STORIES = 6, 12, 60, 300, 100, 60, 100
#: Places named with a leaning; countries in the network.
PLACES, COUNTRIES = 3, 14
#: So many seconds a file is waited for.
LONGEST = 600.0
GROUPINGS = ("pair", "year", "text")


def make_studies(door: Door, press: Press) -> APIRouter:  # noqa: C901, PLR0915 (one small function a page)
    """The routes of these pages on one chronicle."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    show = press.show

    def aside(request: Request, name: Hashable, make: Callable[[Chronicle], Any]) -> Any:
        """What is worked out aside; who takes a file along waits for it."""
        return door.aside(name, make, patience=PATIENCE if request.query_params.get("format") is None else LONGEST)

    @router.get("/issue/{issue:path}")
    def show_issue(request: Request, issue: str) -> Response:
        language = language_of(request)
        found = aside(request, ("positions", issue), lambda chronicle: find_positions(chronicle, issue=issue))
        positions = (found or [])[:LANES]
        picture = diagrams.lanes_of_positions(positions, "/record/", issue)
        if _wants(request, "csv"):
            return as_csv(f"positions-{issue}", STAND_COLUMNS, _stand_rows(found or []))
        if _wants(request, "svg"):
            return as_svg(f"positions-{issue}", picture)
        lanes = [(one.actor, [(stand, card(stand.tellings[0], language, len(stand.tellings)))
                              for stand in one.stands[:STANDS]]) for one in positions]  # fmt: skip
        told: list[Any] | None = []
        if found is not None and not lanes:
            told = aside(request, ("lanes", issue, language), lambda kept: views.issue_lanes(kept, issue, language))
        return show(request, "issue.html", name="issues", issue=issue, lanes=lanes, told=told or [], picture=picture,
                    stances=diagrams.STANCES, waiting=found is None or told is None)  # fmt: skip

    @router.get("/agreements")
    def show_agreements(request: Request) -> Response:
        found = aside(request, "lives", lambda chronicle: _weightiest(find_lives(chronicle)))
        if _wants(request, "csv"):
            return as_csv("agreements", LIFE_COLUMNS, _life_rows(found or []))
        skip = number(request.query_params, "skip", 0, 1_000_000)
        lives = (found or [])[skip : skip + LIVES]
        first, last = diagrams.years_of_lives(lives)
        shown = [(life, diagrams.life_line(life, first, last, "/record/")) for life in lives]
        return show(request, "agreements.html", name="agreements", lives=shown, first=first, last=last, skip=skip,
                    size=LIVES, more=len(found or []) > skip + LIVES, waiting=found is None)  # fmt: skip

    @router.get("/figures")
    def show_figures(request: Request) -> Response:
        word = (request.query_params.get("q") or "").strip()[:100] or None
        found = aside(request, ("counts", word), lambda chronicle: find_counts(chronicle, word))
        language = language_of(request)
        rows = list(_count_rows(found or [], language))
        if _wants(request, "csv"):
            return as_csv("figures", ("about", "value", "when", "depth", "source", "start", "quote"),
                          ([about, value, one.when.edtf if one.when else "", depth, one.source, one.start, one.quote]
                           for about, depth, value, one, _ in rows))  # fmt: skip
        skip = number(request.query_params, "skip", 0, 1_000_000)
        return show(request, "figures.html", name="figures", rows=rows[skip : skip + COUNTS], word=word, skip=skip,
                    size=COUNTS, more=len(rows) > skip + COUNTS, waiting=found is None)  # fmt: skip

    @router.get("/attitudes")
    def show_attitudes(request: Request) -> Response:
        actor = (request.query_params.get("actor") or "").strip()[:200] or None
        by = request.query_params.get("by") or "pair"
        if by not in GROUPINGS:
            raise UsageError(f"by is {', '.join(GROUPINGS)}")
        found = aside(request, ("attitudes", actor, by), lambda chronicle: sum_attitudes(chronicle, actor=actor, by=by))
        if _wants(request, "csv"):
            return as_csv("attitudes", LEANING_COLUMNS, map(_leaning_row, found or []))
        skip = number(request.query_params, "skip", 0, 1_000_000)
        return show(request, "attitudes.html", name="attitudes", leanings=(found or [])[skip : skip + LEANINGS],
                    actor=actor, grouping=by, groupings=GROUPINGS, places=PLACES, skip=skip, size=LEANINGS,
                    more=len(found or []) > skip + LEANINGS, waiting=found is None)  # fmt: skip

    @router.get("/contradictions")
    def show_contradictions(request: Request) -> Response:
        found = aside(request, "contradictions", find_contradictions)
        forms = [name for name in ("contradiction", "different_figure", "position_change")
                 if any(one.form == name for one in found or [])]  # fmt: skip
        form = request.query_params.get("form") or None
        chosen = [one for one in found or [] if form in (None, one.form)]
        if _wants(request, "csv"):
            return as_csv("contradictions", ("form", "about", "a", "a_source", "a_quote", "b", "b_source", "b_quote"),
                          ([one.form, one.about, one.a.id, one.a.source, one.a.quote, one.b.id, one.b.source,
                            one.b.quote] for one in chosen))  # fmt: skip
        skip, language = number(request.query_params, "skip", 0, 10_000_000), language_of(request)
        pairs = [(one.form, one.about, card(one.a, language), card(one.b, language))
                 for one in chosen[skip : skip + PAIRS]]  # fmt: skip
        return show(request, "contradictions.html", name="contradictions", pairs=pairs, forms=forms, form=form,
                    skip=skip, size=PAIRS, more=len(chosen) > skip + PAIRS, waiting=found is None)  # fmt: skip

    @router.get("/stories")
    def show_stories(request: Request) -> Response:
        found = aside(request, "stories", find_stories)
        several = sorted((one for one in found or [] if len(one) > 1), key=lambda story: (-len(story), story))
        if _wants(request, "csv"):
            rows = ([at, source] for at, story in enumerate(several, start=1) for source in story)
            return as_csv("stories", ("story", "source"), rows)
        titles = {one.name: one for one in door.chronicle.sources()} if several else {}
        return show(request, "stories.html", name="stories", stories=several[:STORIES], sources=titles,
                    total=len(several), waiting=found is None)  # fmt: skip

    @router.get("/network")
    def show_network(request: Request) -> Response:
        ties = aside(request, "network", lambda chronicle: chronicle.histories.ties(COUNTRIES))
        picture = diagrams.network(ties or [], "/dyad/", "/actor/")
        if _wants(request, "csv"):
            return as_csv("network", ("one", "other", "events"), ties or [])
        if _wants(request, "svg"):
            return as_svg("network", picture)
        return show(request, "network.html", name="actors", ties=ties or [], picture=picture, waiting=ties is None)

    return router


def _wants(request: Request, form: str) -> bool:
    return request.query_params.get("format") == form


STAND_COLUMNS = ("actor", "stance", "when", "changed", "reversed", "record", "source", "start", "quote")
LIFE_COLUMNS = ("agreement", "parties", "status", "when", "record", "source", "quote")
LEANING_COLUMNS = ("holder", "target", "within", "sign", "confidence", "positive", "negative")


def _stand_rows(positions: list[Position]) -> Iterator[list[Any]]:
    for one in positions:
        for stand in one.stands:
            told, when = stand.tellings[0], stand.when.edtf if stand.when else ""
            yield [one.actor, stand.stance, when, stand.changed, stand.reversed, told.id, told.source, told.start,
                   told.quote]  # fmt: skip


def _life_rows(lives: list[Life]) -> Iterator[list[Any]]:
    for life in lives:
        for step in life.steps:
            told, when = step.tellings[0], step.when.edtf if step.when else ""
            yield [life.label, list(life.parties), step.status, when, told.id, told.source, told.quote]


def _weightiest(lives: list[Life]) -> list[Life]:
    """The lives of which most is told first."""
    return sorted(lives, key=lambda life: (-sum(len(step.tellings) for step in life.steps), life.label))


def _count_rows(found: list[Any], language: str) -> Iterator[tuple[str, int, str, Any, int]]:
    """A row a figure: what it counts, how deep it stands below its whole, its value, its first place, its places."""

    def rows(about: str, count: Count, depth: int) -> Iterator[tuple[str, int, str, Any, int]]:
        told: Any = count.tellings[0]
        yield about, depth, amount(told.record, language), told, len(count.tellings)
        for part in count.parts:
            yield from rows(part.tellings[0].about or "", part, depth + 1)

    for group in found:
        for count in group.counts:
            yield from rows(group.about or "", count, 0)


def _leaning_row(one: Leaning) -> list[Any]:
    holder = (one.holder.label or one.holder.code) if one.holder else one.voice
    target = one.target.label or one.target.code
    return [holder, target, one.within or "", one.sign, one.confidence, one.count("pos"), one.count("neg")]
