"""Pages for everybody (公开页): announcements, open consultations, how far a case is."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Caller
from api.dependencies.days import Today
from api.routes.console.case_words import LOOKS
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.case_lists import AnnouncementOut, OpenConsultationOut, StatusOut
from api.schemas.cases import CommentIn
from api.services.cases import public
from api.services.cases.hearing import Answer

router = APIRouter(include_in_schema=False)

PAGE = 30
ANSWERS = [(one.value, one.zh) for one in Answer]


@router.get("/announcements")
def announcements(
    request: Request,
    caller: Caller,
    db: Reader,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the announcements, the newest first."""
    count, found = public.announcements(
        db, county=county or None, limit=PAGE, offset=(page - 1) * PAGE
    )
    return render(
        request,
        "announcements.html",
        caller,
        announcements=[AnnouncementOut.of(one) for one in found],
        count=count,
        county=county,
        query=urlencode({"county": county} if county else {}),
        page=page,
        more=count > page * PAGE,
    )


@router.get("/announcements/{id}")
def announcement(request: Request, caller: Caller, db: Reader, id: UUID) -> HTMLResponse:
    """Show an announcement as it is printed, with its six mandatory fields."""
    found = AnnouncementOut.of(public.announcement(db, id))
    return render(request, "announcement.html", caller, announcement=found)


@router.get("/consultations")
def consultations(request: Request, caller: Caller, db: Reader, today: Today) -> HTMLResponse:
    """List the consultations that anybody may take part in today."""
    found = public.open_consultations(db, on=today)
    shown = [OpenConsultationOut.shown(one) for one in found]
    return render(request, "consultations.html", caller, consultations=shown, on=today)


@router.get("/consultations/{id}")
def consultation(
    request: Request, caller: Caller, db: Reader, today: Today, id: UUID
) -> HTMLResponse:
    """Show a consultation, with the form while it is open."""
    return _consultation(request, caller, db, today, id)


@router.post("/consultations/{id}/comments")
def comment(
    request: Request, caller: Caller, db: Db, today: Today, id: UUID, form: Form
) -> Response:
    """Take in what somebody says; the same form again is taken once."""

    def do() -> bool:
        fields = form.told("id", "author", "contact", "answer", "comment")
        body = read_as(CommentIn, fields)
        return public.comment(
            db,
            id,
            body.id,
            author=body.author,
            contact=body.contact,
            answer=Answer(body.answer),
            text=body.comment,
            on=today,
        )

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _consultation(request, caller, db, today, id, told=answer, sent=form)
    return _consultation(request, caller, db, today, id, taken=True)


def _consultation(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    id: UUID,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
    taken: bool = False,
) -> HTMLResponse:
    found = OpenConsultationOut.shown(public.consultation(db, id, on=today))
    return render(
        request,
        "consultation.html",
        caller,
        told.kind.status if told else 200,
        consultation=found,
        open=found.closed_on is None and today <= found.closes_on,
        answers=ANSWERS,
        new_id=sent["id"] or uuid4(),
        told=told,
        wrong=wrong_fields(told),
        sent=sent,
        taken=taken,
    )


@router.get("/status")
def status_page(request: Request, caller: Caller) -> HTMLResponse:
    """Show the form that asks for number and code."""
    return _status(request, caller, NOTHING)


@router.post("/status")
def status(request: Request, caller: Caller, db: Reader, today: Today, form: Form) -> HTMLResponse:
    """Show how far a case is; the code travels in no address."""
    number, code = form["number"][:60], form["code"][:20]
    answer = tried(db, lambda: public.status(db, number, code, on=today))
    if isinstance(answer, Told):
        return _status(request, caller, form, told=answer)
    return _status(request, caller, form, found=StatusOut.of(answer))


def _status(
    request: Request,
    caller: Caller,
    sent: Filled,
    *,
    found: StatusOut | None = None,
    told: Told | None = None,
) -> HTMLResponse:
    return render(
        request,
        "status.html",
        caller,
        told.kind.status if told else 200,
        sent=sent,
        found=found,
        told=told,
        **LOOKS,
    )
