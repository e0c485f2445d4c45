"""Pages of historical names (历史地名): lists, one page a name, its measures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import CHINA, Db, Reader
from api.dependencies.callers import Caller, Signed, needs
from api.dependencies.days import Today
from api.routes.console.rendering import render
from api.routes.maps import POLICY as MAP_POLICY
from api.routes.maps import asset_folder
from api.services import protecting_heritage as protecting
from api.services.drawing_heritage import STANDINGS, draw_heritage
from api.services.reading_heritage import heritage_page
from naming.heritage import Measure

router = APIRouter(include_in_schema=False)
CARING = [needs("clerk", "reviewer", "guardian", scope="names")]
CARERS = ("clerk", "reviewer", "guardian")
PAGE = 50


@router.get("/heritage")
def names(
    request: Request,
    caller: Caller,
    db: Reader,
    q: Annotated[str, Query(max_length=80)] = "",
    list_id: Annotated[str, Query(alias="list", pattern="^[0-9]{0,9}$")] = "",
    standing: Annotated[str, Query(pattern="^(protected|historical|vanished|)$")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the names of the protection lists."""
    shown = heritage_page(
        db, text=q, list_id=int(list_id) if list_id else None, standing=standing, page=page
    )
    return render(
        request,
        "heritage.html",
        caller,
        shown=shown,
        q=q,
        chosen=list_id,
        standing=standing,
        standings=STANDINGS,
        page=page,
    )


@router.get("/maps/heritage")
def map_of_names(
    db: Reader,
    today: Today,
    list_id: Annotated[str, Query(alias="list", pattern="^[0-9]{0,9}$")] = "",
    listing: Annotated[str, Query(pattern="^[0-9]{0,9}$")] = "",
) -> HTMLResponse:
    """Draw the map of listed names, or of one."""
    html = draw_heritage(
        db,
        today,
        f"/static/{asset_folder()}",
        list_id=int(list_id) if list_id else None,
        listing=int(listing) if listing else None,
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": MAP_POLICY})


@router.get("/heritage/{listing_id}")
def name(request: Request, caller: Caller, db: Reader, listing_id: int) -> HTMLResponse:
    """Show one name with its measures."""
    found, measures = protecting.listed(db, listing_id)
    return render(
        request,
        "heritage_name.html",
        caller,
        name=found,
        measures=measures,
        kinds={each.value: each.zh for each in Measure},
        standings=STANDINGS,
        today=datetime.now(CHINA).date(),
        new_id=uuid4(),
        cares=caller is not None and caller.holds(CARERS),
    )


@router.post("/heritage/{listing_id}/measures", dependencies=CARING)
def decide(
    person: Signed,
    db: Db,
    listing_id: int,
    id: Annotated[UUID, Form()],
    kind: Annotated[Measure, Form()],
    content: Annotated[str, Form(max_length=2000)],
    decided_on: Annotated[date, Form()],
    document: Annotated[str, Form(max_length=200)] = "",
    due_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep a measure."""
    new = protecting.NewMeasure(
        id=id,
        kind=kind,
        content=content,
        decided_on=decided_on,
        document=document,
        due_on=date.fromisoformat(due_on) if due_on else None,
    )
    protecting.decide(db, person, listing_id, new)
    return RedirectResponse(f"/heritage/{listing_id}", 303)


@router.post("/heritage/{listing_id}/measures/{measure_id}/done", dependencies=CARING)
def finish(
    db: Db,
    listing_id: int,
    measure_id: UUID,
    version: Annotated[int, Form()],
    done_on: Annotated[date, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Note that a measure was carried out."""
    protecting.finish(db, measure_id, version=version, done_on=done_on, note=note)
    return RedirectResponse(f"/heritage/{listing_id}", 303)
