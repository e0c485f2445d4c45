"""The first page (首页): one's tasks, applications and reminders; a visitor finds the ways in."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies.callers import Caller
from api.dependencies.days import Today
from api.routes.console.case_words import LOOKS
from api.routes.console.rendering import render
from api.schemas.case_lists import TaskOut
from api.schemas.cases_out import CaseHeadOut
from api.services import keeping_signs
from api.services.cases import reading
from api.services.keeping_signs import KEEPERS
from api.store.queries import orders
from api.store.queries.cases.worklists import CaseWish
from api.store.session import Session
from api.store.transactions import reading as opened
from naming.procedure.deadlines import Urgency

router = APIRouter(include_in_schema=False)

SHOWN = 50
APPLICATIONS = 10
IN_TIME = ("in_time", "soon")
SUPERVISING = frozenset({"clerk", "reviewer", "approver"})
ORDERED = (Urgency.ORDERED, Urgency.DISCIPLINE)


@router.get("/")
def home(request: Request, person: Caller, today: Today) -> HTMLResponse:
    """Show what waits for whoever has signed in, to anybody else where to go."""
    if person is None:
        return render(request, "welcome.html", None)
    # opened here and not by the door: visitors need no database
    with opened(request.app.state.engine, standing=person.standing) as db:
        waiting, behind = reading.desk(db, person, on=today)
        tasks = [TaskOut.of(one) for one in waiting]
        wish = CaseWish(limit=APPLICATIONS, applied=True)
        applied, found = reading.cases(db, wish, person)
        keeps = person.holds(KEEPERS)
        supervises = person.holds(SUPERVISING)
        orders_open, orders_late = _orders(db, today) if supervises else (0, 0)
        lower = behind if supervises else []
        signs = keeping_signs.duties(db, person, today, 1, 0)[0] if keeps else 0
    late = [one for one in tasks if one.deadline and one.deadline.urgency not in IN_TIME]
    soon = [one for one in tasks if one.deadline and one.deadline.urgency == "soon"]
    return render(
        request,
        "home.html",
        person,
        tasks=tasks[:SHOWN],
        waiting=len(tasks),
        late=len(late),
        soon=len(soon),
        lower=len(lower),
        ordered=sum(one.deadline.urgency in ORDERED for one in lower),
        applied=applied,
        applications=[CaseHeadOut.of(one) for one in found],
        signs=signs,
        supervises=supervises,
        orders_open=orders_open,
        orders_late=orders_late,
        keeps=keeps,
        **LOOKS,
    )


def _orders(db: Session, on: date) -> tuple[int, int]:
    """Return how many orders (责令) in one's scope are open, and how many of them are late."""
    counts = (orders.orders(db, on, state=state, limit=1)[0] for state in ("open", "overdue"))
    return next(counts), next(counts)
