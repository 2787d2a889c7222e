"""Corrections: what a reader judges, on cards and on the page of an actor, the log of it, and taking it back."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from letopis.errors import UsageError
from letopis.faces.judgements import judgement_data
from letopis.study.timeline import REALIS, WORDS
from letopis.web.doors import Door
from letopis.web.guard import FIELD, TOKEN, Guard
from letopis.web.press import SIGNATURE, YEAR, Press

ON_RECORDS, ON_ACTORS = ("accept", "reject", "edit"), ("merge", "split", "rename", "forget")
ACTS = (*ON_RECORDS, *ON_ACTORS, "undo")
#: So much a form may hold, in bytes, and one of its fields, in characters.
MOST_BYTES, MOST_CHARACTERS = 20_000, 500


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that a page sent. Raises HTTPException for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "corrections come as a form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "the form is too long")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=40, errors="strict")
    except (ValueError, UnicodeError):
        raise HTTPException(400, "the form cannot be read") from None
    return {name: value.strip()[:MOST_CHARACTERS] for name, value in pairs}


Form = Annotated[dict[str, str], Depends(form_of)]


def judge(door: Door, act: str, subject: str, by: str, why: str | None, detail: dict[str, str | None]) -> int:
    """Makes one judgement and gives its number. `detail` is what the act needs: type, realis, into, source, name.

    Raises NothingFound, UsageError.
    """
    chronicle, given = door.chronicle, {name: value for name, value in detail.items() if value}
    if not by.strip():
        raise UsageError("a judgement is signed: say who makes it")
    if not subject:
        raise UsageError("a judgement is about a record, an actor, or another judgement")
    match act:
        case "accept" | "reject" | "edit":
            edits = _edits(given) if act == "edit" else {}
            return chronicle.judge_record(subject, act, by=by, why=why, **edits)
        case "merge":
            return chronicle.merge_actors(subject, _needed(given, "into"), by=by, why=why)
        case "split":
            source, name = _needed(given, "source"), _needed(given, "name")
            return chronicle.split_actor(subject, source=source, name=name, by=by, why=why)
        case "rename":
            return chronicle.rename_actor(subject, _needed(given, "name"), name_ru=given.get("name_ru"), by=by, why=why)
        case "forget":
            return chronicle.forget_actor(subject, by=by, why=why)
        case "undo" if subject.isdecimal() and len(subject) < 18:
            return chronicle.undo(int(subject), by=by, why=why)
    raise UsageError(f"{act} of {subject} is no judgement; judgements are {', '.join(ACTS)}")


def _needed(given: dict[str, str], name: str) -> str:
    if name not in given:
        raise UsageError(f"{name} is missing")
    return given[name]


def _edits(given: dict[str, str]) -> dict[str, str]:
    edits: dict[str, str] = {name: given[name] for name in ("type", "realis") if name in given}
    if not edits:
        raise UsageError("an edit says type or realis")
    if "type" in edits and edits["type"] not in WORDS:
        raise UsageError(f"there is no type {edits['type']}; types are {', '.join(sorted(WORDS))}")
    if "realis" in edits and edits["realis"] not in REALIS:
        raise UsageError(f"realis is {', '.join(REALIS)}")
    return edits


def make_corrections(door: Door, guard: Guard, press: Press) -> APIRouter:
    """The page with the log, and where forms are sent to."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/corrections")
    def show_log(request: Request) -> Response:
        made = request.query_params.get("made", "")
        log = judgement_data(door.chronicle.judgements())[::-1]
        back = _within(request.query_params.get("back", ""))
        return press.show(request, "corrections.html", name="corrections", log=log[:500], made=made, back=back)

    @router.post("/corrections")
    def take(request: Request, form: Form) -> Response:
        """Makes the judgement of a form; one without a name is asked for it first."""
        act, _, subject = form["verdict"].partition(" ") if "verdict" in form else (
            form.get("act", ""), "", form.get("subject", ""))  # fmt: skip
        back = _within(form.get("back", ""))
        if not form.get("by") or (guard.needs_token(request) and not form.get(TOKEN)):
            kept: dict[str, Any] = {**form, "act": act, "subject": subject, "back": back}
            kept = {name: kept[name] for name in kept if name not in ("verdict", FIELD, "by", TOKEN)}
            return press.show(request, "sign.html", name="corrections", kept=kept)
        guard.may_write(request, form.get(FIELD, ""), form.get(TOKEN))
        number = judge(door, act, subject, form["by"], form.get("why") or None, dict(form))
        to = request.url_for("show_log").include_query_params(made=number, back=back)
        answer = RedirectResponse(f"{to.path}?{to.query}#j-{number}", 303)
        answer.set_cookie(SIGNATURE, form["by"].encode().hex(), httponly=True, samesite="strict", max_age=YEAR)
        if form.get(TOKEN):
            answer.set_cookie(TOKEN, form[TOKEN], httponly=True, samesite="strict")
        return answer

    return router


def _within(address: str) -> str:
    """An address if it is one of the desk's own pages, else the log's: no form sends anybody elsewhere."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if own else "/corrections"
