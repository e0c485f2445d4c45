"""Pages of orders (责令改正): those that are open first, a new one, what one came to."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.orders import STATE_WORDS, OrderIn, OrderOut, OrderResultIn
from api.services import ordering_rectification as services
from api.services.ordering_rectification import FILING, ORDERING
from api.services.person import Person
from api.services.programme import county_id
from api.store.queries import orders as kept
from api.store.queries import programme
from api.store.session import Session
from naming.procedure.liabilities import order_grounds

router = APIRouter(include_in_schema=False)
ORDERS = [needs(*ORDERING, scope="names")]
READS = [needs(*ORDERING, "editor", "auditor")]
PAGE = 30
ABOUT = ("case_id", "name_id", "issue_id")
TOLD = ("ground", "addressee", "facts", "demand", "issuer", "document", "issued_on", "due_on")
Name = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


@router.get("/orders", dependencies=READS)
def listed(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    state: Annotated[str, Query(pattern=f"^({'|'.join(STATE_WORDS)})?$")] = "",
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List the orders in the person's scope, those due first on top."""
    return _listed(request, db, person, today, state=state, county=county, page=page)


@router.get("/orders/new", dependencies=ORDERS)
def begin(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    case_id: UUID | None = None,
    name_id: Name = None,
    issue_id: UUID | None = None,
) -> HTMLResponse:
    """Show the form of an order about a case, a name or an issue."""
    about = {"case_id": case_id, "name_id": name_id, "issue_id": issue_id}
    texts = {key: (str(value),) for key, value in about.items() if value is not None}
    return _form(request, db, person, today, Filled(texts))


@router.post("/orders", dependencies=ORDERS)
def order(request: Request, db: Db, person: Signed, today: Today, form: Form) -> Response:
    """Keep an order."""

    def do() -> object:
        body = read_as(OrderIn, form.told(*TOLD, *ABOUT))
        return services.order(db, _uuid(form["id"]) or uuid4(), body.draft(today), person, on=today)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _form(request, db, person, today, form, told=answer)
    return RedirectResponse("/orders", 303)


@router.post("/orders/{id}/result", dependencies=ORDERS)
def end(request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form) -> Response:
    """Write down what an order came to."""

    def do() -> object:
        body = read_as(OrderResultIn, form.told("result", "on", "document", "note"))
        return services.end(db, id, body.draft(today), person, on=today)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _listed(request, db, person, today, told=answer, sent=form, doing=str(id))
    return RedirectResponse("/orders", 303)


def _listed(
    request: Request,
    db: Session,
    person: Person,
    today: date,
    *,
    state: str = "",
    county: str = "",
    page: int = 1,
    told: Told | None = None,
    sent: Filled = NOTHING,
    doing: str = "",
) -> HTMLResponse:
    total, found = kept.orders(
        db,
        today,
        state=state,
        county=county_id(db, county, today) if county else None,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    asked = {"state": state, "county": county}
    return render(
        request,
        "orders.html",
        person,
        told.kind.status if told else 200,
        orders=[OrderOut.of(one, today) for one in found],
        total=total,
        page=page,
        more=total > page * PAGE,
        asked=asked,
        query=urlencode({key: value for key, value in asked.items() if value}),
        states=STATE_WORDS,
        counties=[one for id, one in programme.counties(db, today).items() if _acts(db, id)],
        orders_may=person.holds(ORDERING),
        today=today,
        told=told,
        wrong=wrong_fields(told),
        sent=sent,
        doing=doing,
    )


def _acts(db: Session, county: int) -> bool:
    return programme.acts_for(db, county)


def _form(
    request: Request,
    db: Session,
    person: Person,
    today: date,
    sent: Filled,
    *,
    told: Told | None = None,
) -> HTMLResponse:
    case, name = _uuid(sent["case_id"]), sent["name_id"]
    about = services.subject(
        db,
        case_id=case,
        name_id=int(name) if name.isdecimal() and len(name) < 19 else None,
        issue_id=_uuid(sent["issue_id"]),
    )
    known = order_grounds().items()
    grounds = {id: one for id, one in known if id != FILING or case is not None}
    return render(
        request,
        "order_new.html",
        person,
        told.kind.status if told else 200,
        about=about,
        grounds=grounds,
        sent=sent,
        new_id=sent["id"] or uuid4(),
        today=today,
        told=told,
        wrong=wrong_fields(told),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
