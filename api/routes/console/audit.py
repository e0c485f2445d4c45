"""The viewer of the journal (操作日志): filters, pages, export, and the check of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from api.dependencies import Owner, Reader
from api.dependencies.callers import Signed, needs
from api.routes.console.rendering import render
from api.services.reading_journal import LineWish, as_csv, lines_like, words_used
from api.services.refusals import Refusal
from api.services.verifying_journal import MarkUnreadable, verified
from api.store.transactions import reading

router = APIRouter(include_in_schema=False, dependencies=[needs("auditor", "administrator")])

PAGE = 50
Word = Annotated[str, Query(max_length=200)]


async def _wish(
    actor: Word = "",
    verb: Word = "",
    subject_kind: Word = "",
    subject_id: Word = "",
    since: Word = "",
    until: Word = "",
) -> LineWish:
    """Return what a form asks for; an empty field asks for nothing, nor does a day that is none."""
    return LineWish(actor.strip(), verb, subject_kind, subject_id.strip(), _day(since), _day(until))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


Wished = Annotated[LineWish, Depends(_wish)]


@router.get("/audit")
def audit(
    request: Request,
    person: Signed,
    db: Reader,
    wish: Wished,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show a page of lines, the newest first."""
    found = lines_like(db, wish, limit=PAGE + 1, offset=(page - 1) * PAGE)
    verbs, kinds = words_used(db)
    asked = {name: value for name, value in asdict(wish).items() if value}
    return render(
        request,
        "audit.html",
        person,
        lines=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        wish=wish,
        asked=urlencode(asked),
        verbs=verbs,
        kinds=kinds,
    )


@router.get("/audit/export.csv")
def export(request: Request, person: Signed, wish: Wished) -> StreamingResponse:
    """Send the lines as a table."""

    def rows() -> Iterator[bytes]:
        # a session of its own: that of the request is closed before the last line is sent
        with reading(request.app.state.engine, standing=person.standing) as db:
            yield from as_csv(db, wish)

    name = f"attachment; filename=\"journal.csv\"; filename*=UTF-8''{quote('操作日志')}.csv"
    heads = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=heads)


@router.get("/audit/check")
def check(request: Request, person: Signed, db: Owner, expect: Word = "") -> HTMLResponse:
    """Show what the check of the whole chain finds."""
    problem: Refusal | None = None
    verdict = None
    try:
        verdict = verified(db, expect)
    except MarkUnreadable as refusal:
        problem = refusal
    return render(
        request, "audit_check.html", person, verdict=verdict, expect=expect, problem=problem
    )
