"""The interface for programs, ``/api/v1``: the questions of the command line, as JSON or, where asked, as CSV.

Lists are paged by an opaque cursor; every answer has an ETag; errors have one shape, `Failure`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from letopis.errors import UsageError
from letopis.faces.answers import answer_data, hit_data
from letopis.faces.digests import digest_data
from letopis.faces.judgements import judgement_data
from letopis.faces.places import PLACE_COLUMNS, place_data
from letopis.faces.records import record_data
from letopis.faces.timelines import timeline_data
from letopis.model import Kind
from letopis.store import queries
from letopis.study.contradictions import find_contradictions
from letopis.study.exporting import contradiction_line, with_location
from letopis.study.places import collection, find_places
from letopis.study.profiles import profile
from letopis.study.series.index import measure_index
from letopis.study.timeline import timeline_window
from letopis.web.corrections import ACTS, judge
from letopis.web.doors import Door
from letopis.web.guard import Guard
from letopis.web.tables import as_csv

MOST, USUAL = 500, 50


class Problem(BaseModel):
    """Why a request has no answer."""

    code: str
    message: str


class Failure(BaseModel):
    """The one shape of all errors."""

    error: Problem


Word = Annotated[str, Field(min_length=1, max_length=300)]


class Signed(BaseModel):
    """Who judges, and why."""

    by: Word
    why: Annotated[str, Field(max_length=500)] | None = None


class Judging(Signed):
    """A judgement: on a record (accept, reject, edit), on an actor (merge, split, rename, forget)."""

    act: Annotated[str, Field(json_schema_extra={"enum": [act for act in ACTS if act != "undo"]})]
    subject: Word
    type: Word | None = None
    realis: Word | None = None
    into: Word | None = None
    source: Word | None = None
    name: Word | None = None
    name_ru: Word | None = None


Text = Annotated[str | None, Query(max_length=300)]
Day = Annotated[str | None, Query(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=100)]
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": Failure} for code in (400, 401, 403, 404, 405, 409, 415, 422, 429, 503)
}


def asked(
    actor: Text = None,
    between: Annotated[list[str] | None, Query(max_length=2)] = None,
    issue: Text = None,
    since: Day = None,
    until: Day = None,
) -> dict[str, Any]:
    """The conditions that a request gives. Raises UsageError for one that means nothing."""
    if between is not None and len(between) != 2:
        raise UsageError("between needs two parties: between=Russia&between=Japan")
    given = {
        "actor": actor,
        "between": tuple(between) if between else None,
        "issue": issue,
        "since": since,
        "until": until,
    }
    return {name: value for name, value in given.items() if value is not None}


Conditions = Annotated[dict[str, Any], Depends(asked)]


def make_api(door: Door, guard: Guard) -> APIRouter:  # noqa: C901, PLR0915 (one small function a question)
    """The routes of the interface on one chronicle."""
    router = APIRouter(prefix="/api/v1", tags=["chronicle"], responses=ERRORS)

    def send(request: Request, value: Any) -> Response:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        tag = f'"{sha256(data).hexdigest()[:24]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type="application/json")

    @router.get("/info", summary="What the chronicle holds")
    def get_info(request: Request) -> Response:
        info = door.chronicle.info()
        return send(request, {"sources": info.sources, "characters": info.characters, "sentences": info.sentences,
                              "silent": info.silent, "records": dict(info.records), "readings": dict(info.readings),
                              "unread": [{"source": name, "reason": why} for name, why in info.unread]})  # fmt: skip

    @router.get("/timeline", summary="The history, oldest first", responses={200: {"content": {"text/csv": {}}}})
    def get_timeline(
        request: Request,
        conditions: Conditions,
        everything: bool = False,
        limit: Limit = USUAL,
        cursor: Cursor = None,
        format: Annotated[str, Query(pattern="^(json|csv)$")] = "json",  # noqa: A002 (its name in the address)
    ) -> Response:
        skip = _skip(cursor)
        found, following = timeline_window(door.chronicle, skip, limit, **conditions, everything=everything)
        data = timeline_data(found)
        if format == "csv":
            return _csv(data["entries"])
        return send(request, {**data, "next": _cursor(following) if following is not None else None})

    @router.get("/records/{kind}", summary="Every telling of a kind of record")
    def get_records(
        request: Request, kind: str, conditions: Conditions, limit: Limit = USUAL, cursor: Cursor = None
    ) -> Response:
        skip = _skip(cursor)
        lines = list(islice(_lines(door, kind, conditions), skip, skip + limit + 1))
        return send(request, {"records": lines[:limit], "next": _cursor(skip + limit) if len(lines) > limit else None})

    @router.get("/record/{record}", summary="A record with all its tellings")
    def get_record(request: Request, record: str) -> Response:
        return send(request, record_data(door.chronicle.find(record), door.chronicle))

    @router.get("/cite/{reading}", summary="The exact words of a citation")
    def get_citation(request: Request, reading: str) -> Response:
        told = door.chronicle.cite(reading)
        return send(request, {"id": told.id, "reading": told.reading, "source": told.source, "start": told.start,
                              "stop": told.stop, "quote": told.quote, "rule": told.evidence.rule,
                              "confidence": told.evidence.confidence})  # fmt: skip

    @router.get("/index", summary="Conflict and cooperation of two countries by period")
    def get_index(
        request: Request,
        between: Annotated[list[str], Query(min_length=2, max_length=2)],
        by: Annotated[str, Query(pattern="^(month|quarter|year)$")] = "month",
        since: Day = None,
        until: Day = None,
        issue: Text = None,
    ) -> Response:
        found = measure_index(door.chronicle, (between[0], between[1]), by=by, since=since, until=until, issue=issue)
        points = [{"period": one.period.name, "counts": list(one.counts), "cooperation": one.cooperation,
                   "conflict": one.conflict, "score": one.score, "mean": one.mean} for one in found.points]  # fmt: skip
        changes = [{"period": one.period.name, "before": one.before, "after": one.after, "p": one.p,
                    "events": list(one.events)} for one in found.changes]  # fmt: skip
        return send(request, {"between": between, "by": by, "points": points, "changes": changes,
                              "events": found.events, "undated": found.undated, "sources": found.sources})  # fmt: skip

    @router.get("/profile", summary="What is told of an actor, two of them, an issue, or in a source")
    def get_profile(
        request: Request, actor: Text = None, between: Annotated[list[str] | None, Query(max_length=2)] = None,
        issue: Text = None, source: Text = None,
    ) -> Response:  # fmt: skip
        if between is not None and len(between) != 2:
            raise UsageError("between needs two parties")
        pair = (between[0], between[1]) if between else None
        found = profile(door.chronicle, actor=actor, between=pair, issue=issue, source=source)
        own = found.own.share if found.own else None
        counts = {"kinds": found.kinds, "types": found.types, "realis": found.realis, "issues": found.issues,
                  "parties": found.parties, "sources": found.sources}  # fmt: skip
        told = {"subject": found.subject, "first": found.first, "last": found.last, "own_text": own}
        return send(request, {**told, **{name: dict(values) for name, values in counts.items()}})

    @router.get("/contradictions", summary="Pairs of records that disagree")
    def get_contradictions(request: Request) -> Response:
        found = door.aside("contradictions", find_contradictions, patience=600.0) or []
        return send(request, {"contradictions": [contradiction_line(pair) for pair in found]})

    @router.get("/places", summary="The places of events", responses={200: {"content": {"text/csv": {}}}})
    def get_places(
        request: Request,
        conditions: Conditions,
        everything: bool = False,
        format: Annotated[str, Query(pattern="^(json|csv|geojson)$")] = "json",  # noqa: A002 (its name in the address)
    ) -> Response:
        found = find_places(door.chronicle, **conditions, everything=everything)
        data = place_data(found)
        if format == "csv":
            return as_csv("places", PLACE_COLUMNS, ([one[name] for name in PLACE_COLUMNS] for one in data["places"]))
        return send(request, data if format == "json" else collection(found))

    @router.get("/sources", summary="The sources")
    def get_sources(request: Request, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
        skip = _skip(cursor)
        found = door.chronicle.sources(skip=skip, limit=limit + 1)
        shown = [{"name": one.name, "title": one.title, "publisher": one.publisher, "address": one.address,
                  "author": one.author, "published": one.published, "language": one.language, "sha256": one.sha256,
                  "characters": one.characters, "unread": one.unread}
                 for one in found[:limit]]  # fmt: skip
        return send(request, {"sources": shown, "next": _cursor(skip + limit) if len(found) > limit else None})

    @router.get("/search", summary="Sentences by their words")
    def get_search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=500)],
        meaning: bool = False,
        limit: Limit = 20,
    ) -> Response:
        return send(request, {"hits": hit_data(door.asker.search(q, meaning=meaning, limit=limit))})

    @router.get("/ask", summary="A question answered by the records")
    def get_answer(request: Request, q: Annotated[str, Query(min_length=1, max_length=500)]) -> Response:
        return send(request, answer_data(door.asker.ask(q)))

    @router.get("/digest", summary="A cited account of a topic")
    def get_digest(
        request: Request, topic: Annotated[str, Query(min_length=1, max_length=300)],
        words: Annotated[int, Query(ge=20, le=5000)] = 300, since: Day = None, until: Day = None,
    ) -> Response:  # fmt: skip
        return send(request, digest_data(door.asker.digest(topic, words=words, since=since, until=until)))

    @router.get("/judgements", summary="What people judged, the first first")
    def get_judgements(request: Request) -> Response:
        return send(request, {"judgements": judgement_data(door.chronicle.judgements())})

    @router.post("/judgements", summary="Judge a record or an actor", status_code=201)
    def post_judgement(request: Request, judging: Judging) -> Response:
        guard.may_write(request)
        detail = judging.model_dump(include={"type", "realis", "into", "source", "name", "name_ru"})
        return made(judge(door, judging.act, judging.subject, judging.by, judging.why, detail))

    @router.post("/judgements/{number}/undo", summary="Take a judgement back", status_code=201)
    def post_undo(request: Request, number: Annotated[int, Path(ge=1, le=2**53)], signed: Signed) -> Response:
        guard.may_write(request)
        return made(judge(door, "undo", str(number), signed.by, signed.why, {}))

    def made(number: int) -> Response:
        (one,) = judgement_data([one for one in door.chronicle.judgements() if one.number == number])
        return JSONResponse(one, 201, {"Location": f"/api/v1/judgements#{number}"})

    return router


def _lines(door: Door, kind: str, conditions: dict[str, Any]) -> Any:
    try:
        known = Kind(kind)
    except ValueError:
        raise UsageError(f"there is no kind {kind}; kinds are {', '.join(Kind)}") from None
    if not conditions:
        return map(with_location, door.chronicle.export(known))
    return (with_location(queries.told_line(told)) for told in door.chronicle.records(known, **conditions))


def _skip(cursor: str | None) -> int:
    """How many a cursor passes over. Raises UsageError for what is no cursor."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"==").decode()
        if not text.startswith("n") or not text[1:].isdecimal() or len(text) > 12:
            raise ValueError
        return int(text[1:])
    except (ValueError, UnicodeError):
        raise UsageError("the cursor is none that was handed out") from None


def _cursor(skip: int) -> str:
    return base64.urlsafe_b64encode(f"n{skip}".encode()).decode().rstrip("=")


def _csv(entries: Sequence[dict[str, Any]]) -> Response:
    names = ("id", "kind", "when", "first", "last", "not_after", "what", "marks", "quote")
    return as_csv("timeline", names, ([entry[name] for name in names] for entry in entries))
