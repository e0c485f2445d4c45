"""The board of the rural naming programme (乡村著名行动): charts, map, figures, sendings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console import issue_reports, programme_audits
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.programme import CountedOut, ReceiptIn, SendingIn
from api.schemas.programme_audits import AuditWorkOut
from api.services import programme as services
from api.services import programme_audits as auditing
from api.services import sending_names
from api.services.drawing_programme import BARS, FOUND, chart
from api.services.person import Person
from api.services.programme import Issue, Measure
from api.services.programme_issues import OFFICIALS
from api.store.queries import map_sendings as sent
from api.store.queries import programme as kept
from api.store.queries import programme_audits as audited
from api.store.session import Session

router = APIRouter(include_in_schema=False)
ROUTERS = (router, issue_reports.router, programme_audits.router)
WORKS = [needs(*OFFICIALS, scope="names")]
SHOWN = 100
AUDITS = 5
PAGE = 100
County = Annotated[str, Query(pattern="^([0-9]{6})?$")]
Year = Annotated[int | None, Query(ge=2020, le=2100)]


@router.get("/programme")
def board(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    year: Year = None,
    county: County = "",
    measure: Measure = Measure.NAMED,
    vendor: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Show the board; with `vendor` what a sending to it would hold."""
    wanted = year or today.year
    return _board(request, db, person, today, wanted, county, measure=measure, vendor=vendor)


@router.get("/programme/names")
def names(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    measure: Measure,
    year: Year = None,
    county: County = "",
    month: Annotated[str, Query(pattern="^(1[0-2]|[1-9])?$")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List what a figure counts, each with its reason."""
    wanted = year or today.year
    total, found = services.counted(
        db,
        measure,
        wanted,
        on=today,
        month=int(month) if month else None,
        county=county or None,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    asked = {"measure": measure.value, "year": str(wanted), "county": county, "month": month}
    every = {one[0]: one[1] for one in kept.counties(db, today).values()}
    return render(
        request,
        "programme_names.html",
        person,
        measure=measure,
        year=wanted,
        month=month,
        county=county,
        county_name=every.get(county, ""),
        things=[CountedOut.of(one) for one in found],
        total=total,
        page=page,
        more=total > page * PAGE,
        query=urlencode({key: value for key, value in asked.items() if value}),
    )


@router.post("/programme/audits", dependencies=WORKS)
def audit(request: Request, db: Db, person: Signed, today: Today, form: Form) -> Response:
    """Have a county looked through, or without one all that are acted for; that is watched."""
    county = form["county"]
    answer = tried(db, lambda: auditing.begin(db, county, person, on=today))
    if isinstance(answer, Told):
        return _board(request, db, person, today, today.year, _code(county), told=answer)
    return programme_audits.watched(request, answer)


@router.post("/programme/sendings", dependencies=WORKS)
def send(request: Request, db: Db, person: Signed, today: Today, form: Form) -> Response:
    """Note that names are sent."""
    county = _code(form["county"])

    def do() -> object:
        fields = form.told("county", "vendor", "note") | {"again": bool(form["again"])}
        body = read_as(SendingIn, fields)
        return sending_names.send(db, _id(form), person=person, on=today, **body.model_dump())

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _board(request, db, person, today, today.year, county, told=answer, form=form)
    return RedirectResponse(f"/programme?{urlencode({'county': county})}#sendings", 303)


@router.post("/programme/sendings/{id}/receipt", dependencies=WORKS)
def receive(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form
) -> Response:
    """Note a receipt."""

    def do() -> object:
        body = read_as(ReceiptIn, {"receipt": form["receipt"]})
        return sending_names.receive(db, id, body.receipt, on=today)

    answer = tried(db, do)
    county = _code(form["county"])
    if isinstance(answer, Told):
        return _board(request, db, person, today, today.year, county, told=answer, form=form)
    return RedirectResponse(f"/programme?{urlencode({'county': county})}#sendings", 303)


def _board(
    request: Request,
    db: Session,
    person: Person,
    today: date,
    year: int,
    county: str,
    *,
    measure: Measure = Measure.NAMED,
    vendor: str = "",
    told: Told | None = None,
    form: Filled = NOTHING,
) -> HTMLResponse:
    every = services.figures(db, year, on=today)
    rows = [one for one in every if county in ("", one.code)]
    at = services.county_id(db, county, today) if county else None
    vendor = (vendor or form["vendor"]).strip()
    works = person.holds(OFFICIALS)
    return render(
        request,
        "programme.html",
        person,
        told.kind.status if told else 200,
        year=year,
        years=range(today.year - 4, today.year + 1),
        county=county,
        counties=every,
        rows=rows,
        measure=measure,
        measures=list(Measure),
        totals={m: sum(one.total(m) for one in rows) for m in Measure},
        monthly={m: [sum(one.months[m][n] for one in rows) for n in range(12)] for m in Measure},
        open_issues=sum(sum(one.open_issues.values()) for one in rows),
        charts=[
            (name, colours, Markup(chart(rows, colours, f"{year}年逐月{name}")))
            for name, colours in (("办理", BARS), ("发现的问题", FOUND))
        ],
        types={issue.value: issue.zh for issue in Issue},
        audits=[AuditWorkOut.of(one) for one in audited.audits(db, county=county, limit=AUDITS)],
        sendings=sent.sendings(db, county=at, limit=SHOWN),
        vendors=sent.vendors(db) if works else [],
        vendor=vendor,
        preview=_preview(db, at, vendor, today) if works else {},
        works=works,
        own=at is not None and kept.acts_for(db, at),
        new_id=form["id"] or uuid4(),
        told=told,
        form=form,
        wrong=wrong_fields(told),
    )


def _preview(db: Session, county: int | None, vendor: str, today: date) -> dict[str, Any]:
    if county is None or not vendor:
        return {}
    found = sending_names.preview(db, county, vendor, today)
    return {one.zh: count for one, count in found.items()}


def _id(form: Filled) -> UUID:
    try:
        return UUID(form["id"])
    except ValueError:
        return uuid4()


def _code(text: str) -> str:
    return text if len(text) == 6 and text.isdecimal() and text.isascii() else ""
