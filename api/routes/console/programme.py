"""The board of the rural naming programme (乡村著名行动): charts, map, issues, sendings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.rendering import render
from api.services import programme as services
from api.services import sending_names
from api.services.drawing_programme import BARS, FOUND, chart
from api.services.programme import Issue, Measure
from api.store.queries import programme as kept

router = APIRouter(include_in_schema=False)
ROLES = ("clerk", "reviewer", "approver", "editor")
OFFICIALS = [needs(*ROLES, scope="names")]
SHOWN = 100
CountyField = Annotated[str, Form(pattern="^[0-9]{6}$")]


@router.get("/programme")
def board(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    year: Annotated[int | None, Query(ge=2020, le=2100)] = None,
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    measure: Measure = Measure.NAMED,
) -> HTMLResponse:
    """Show the board."""
    wanted = year or today.year
    every = services.figures(db, wanted, on=today)
    told = [one for one in every if county in ("", one.code)]
    at = services.county_id(db, county, today) if county else None
    return render(
        request,
        "programme.html",
        person,
        year=wanted,
        years=range(today.year - 4, today.year + 1),
        county=county,
        counties=every,
        told=told,
        measure=measure,
        measures=list(Measure),
        totals={m: sum(one.total(m) for one in told) for m in Measure},
        charts=[
            (name, colours, Markup(chart(told, colours, f"{wanted}年逐月{name}")))
            for name, colours in (("办理", BARS), ("发现的问题", FOUND))
        ],
        issues=kept.issues(db, county=at, type=None, open_only=True, limit=SHOWN, offset=0),
        types={issue.value: issue.zh for issue in Issue},
        sendings=kept.sendings(db, county=at, limit=SHOWN),
        works=person.holds(ROLES),
        new_id=uuid4(),
    )


@router.post("/programme/audits", dependencies=OFFICIALS)
def audit(db: Db, person: Signed, today: Today, county: CountyField) -> Response:
    """Look through a county."""
    services.audit(db, county, person, on=today)
    return RedirectResponse(f"/programme?county={county}#issues", 303)


@router.post("/programme/issues/{id}/resolution", dependencies=OFFICIALS)
def resolve(
    db: Db, today: Today, id: UUID, resolution: Annotated[str, Form(max_length=2000)]
) -> Response:
    """Note how an issue was resolved."""
    services.resolve(db, id, resolution, on=today)
    return RedirectResponse("/programme#issues", 303)


@router.post("/programme/sendings", dependencies=OFFICIALS)
def send(
    db: Db,
    person: Signed,
    today: Today,
    id: Annotated[UUID, Form()],
    county: CountyField,
    vendor: Annotated[str, Form(max_length=100)],
    again: Annotated[bool, Form()] = False,
) -> Response:
    """Note that names are sent."""
    sending_names.send(db, id, county, vendor, person, on=today, again=again)
    return RedirectResponse(f"/programme?county={county}#sendings", 303)


@router.post("/programme/sendings/{id}/receipt", dependencies=OFFICIALS)
def receive(
    db: Db, today: Today, id: UUID, receipt: Annotated[str, Form(max_length=500)]
) -> Response:
    """Note a receipt."""
    sending_names.receive(db, id, receipt, on=today)
    return RedirectResponse("/programme#sendings", 303)
