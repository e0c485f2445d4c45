"""Pages about issues of names (地名问题): reported by anybody, confirmed, ended, by whom, why."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Caller, Signed, needs
from api.dependencies.days import Today
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.programme import IssueIn, IssueOut, ResolutionIn
from api.services import programme as services
from api.services import programme_issues as issuing
from api.services.ordering_rectification import ORDERING
from api.services.person import Person
from api.services.programme import Issue
from api.services.programme_issues import OFFICIALS, Standing
from api.store.queries import programme as kept
from api.store.queries import signs
from api.store.session import Session
from naming.rural.issues import rural_parameters
from rulebook.law import Standing as Confirmed

router = APIRouter(include_in_schema=False)
WORKS = [needs(*OFFICIALS, scope="names")]
PAGE = 50
UNDERSTOOD = {
    "approved_statuses": "一地多名",
    "no_evidence_sources": "一地多名的依据",
    "same_name_how": "多地重名",
    "irregular_rules": "不规范",
    "irregular_weights": "不规范的程度",
}
FIELDS = ("type", "county", "name", "place", "message", "author", "contact")
MEANINGS = {
    "unnamed": "有人住、有人走，却没有名称的地方，如通村路、桥、山塘",
    "several_names": "同一个地方有几个名称在用",
    "same_name": "不同的地方叫同一个名称",
    "irregular": "用字、读音、含义不合规定，如生僻字、外文、低俗",
}


@router.get("/report-issue")
def form_page(
    request: Request,
    caller: Caller,
    db: Reader,
    today: Today,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    name: Annotated[str, Query(pattern="^[0-9]{0,18}$")] = "",
) -> HTMLResponse:
    """Show the form by which anybody reports an issue, of a name or of a place."""
    found = signs.signed_name(db, int(name)) if name else None
    county = county or (signs.county_of(db, found.division_id) if found else "")
    told = {"county": county, "name": found.name if found else "", "type": ""}
    texts = {key: (value,) for key, value in told.items()}
    return _report(request, db, caller, today, sent=Filled(texts))


@router.post("/report-issue")
def take(request: Request, caller: Caller, db: Db, today: Today, form: Form) -> Response:
    """Take in a report; what an official of the county tells counts at once."""

    def do() -> object:
        body = read_as(IssueIn, form.told(*FIELDS)).told()
        id = _id(form)
        if caller is not None and caller.holds(OFFICIALS) and _acts(db, body.county, today):
            return issuing.report_issue(db, id, body, person=caller, on=today)
        issuing.take_report(db, id, body, on=today)
        return None

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _report(request, db, caller, today, sent=form, told=answer)
    if answer is not None:
        return RedirectResponse(f"/programme/issues?{urlencode({'county': form['county']})}", 303)
    return _report(request, db, caller, today, taken=True)


@router.get("/programme/issues")
def issues(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    type: Annotated[str, Query(pattern=f"^({'|'.join(Issue)})?$")] = "",
    standing: Annotated[str, Query(pattern=f"^({'|'.join(Standing)})?$")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List the issues, those that wait unless others are asked for."""
    return _issues(
        request, db, person, today, county=county, type=type, standing=standing, page=page
    )


@router.post("/programme/issues/{id}/confirmation", dependencies=WORKS)
def confirm(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form
) -> Response:
    """Note that what was reported is so."""
    answer = tried(db, lambda: issuing.confirm(db, id, person, on=today))
    return _then(request, db, person, today, form, answer)


@router.post("/programme/issues/{id}/resolution", dependencies=WORKS)
def resolve(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form
) -> Response:
    """Note how an issue ended."""

    def do() -> object:
        fields = form.told("resolution") | {"unfounded": bool(form["unfounded"])}
        body = read_as(ResolutionIn, fields)
        return issuing.close(db, id, body.resolution, person, on=today, unfounded=body.unfounded)

    return _then(request, db, person, today, form, tried(db, do))


def _then(
    request: Request, db: Session, person: Person, today: date, form: Filled, answer: object
) -> Response:
    county = form["county"] if form["county"].isdecimal() and len(form["county"]) == 6 else ""
    if isinstance(answer, Told):
        return _issues(request, db, person, today, county=county, told=answer)
    return RedirectResponse(f"/programme/issues?{urlencode({'county': county})}", 303)


def _issues(
    request: Request,
    db: Session,
    person: Person,
    today: date,
    *,
    county: str = "",
    type: str = "",
    standing: str = "",
    page: int = 1,
    told: Told | None = None,
) -> HTMLResponse:
    at = services.county_id(db, county, today) if county else None
    standings = (standing,) if standing else ("reported", "open")
    total, found = kept.issues(
        db, county=at, type=type or None, standings=standings, limit=PAGE, offset=(page - 1) * PAGE
    )
    asked = {"county": county, "type": type, "standing": standing}
    works = person.holds(OFFICIALS)
    own = {one.county_id: kept.acts_for(db, one.county_id) for one in found} if works else {}
    return render(
        request,
        "programme_issues.html",
        person,
        told.kind.status if told else 200,
        issues=[(IssueOut.of(one), own.get(one.county_id, False)) for one in found],
        total=total,
        page=page,
        more=total > page * PAGE,
        asked=asked,
        query=urlencode({key: value for key, value in asked.items() if value}),
        counties=list(kept.counties(db, today).values()),
        types={one.value: one.zh for one in Issue},
        standings={one.value: one.zh for one in Standing},
        orders_may=person.holds(ORDERING),
        audits=works and at is not None and kept.acts_for(db, at),
        meanings=_meanings(),
        told=told,
    )


def _meanings() -> list[tuple[str, str, bool]]:
    """Return how the types are understood: in words, from which source, whether confirmed."""
    known = rural_parameters().items
    return [
        (words, known[key].source, known[key].standing is Confirmed.CONFIRMED)
        for key, words in UNDERSTOOD.items()
    ]


def _report(
    request: Request,
    db: Session,
    caller: Person | None,
    today: date,
    *,
    sent: Filled = NOTHING,
    told: Told | None = None,
    taken: bool = False,
) -> HTMLResponse:
    return render(
        request,
        "report_issue.html",
        caller,
        told.kind.status if told else 200,
        types=[(one.value, one.zh, MEANINGS[one.value]) for one in Issue],
        counties=list(kept.counties(db, today).values()),
        new_id=sent["id"] or uuid4(),
        sent=sent,
        told=told,
        wrong=wrong_fields(told),
        taken=taken,
    )


def _acts(db: Session, county: str, today: date) -> bool:
    return kept.acts_for(db, services.county_id(db, county, today))


def _id(form: Filled) -> UUID:
    try:
        return UUID(form["id"])
    except ValueError:
        return uuid4()
