"""The leaflets of the office (办事指南) as a page to read and to print."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies.callers import Caller
from api.routes.console.rendering import render
from api.services.cases.limits import procedure_limits
from naming.place_kind import PlaceKind
from naming.procedure.leaflet import leaflet_of
from naming.procedure.liabilities import liabilities
from naming.procedure.words import CaseKind

router = APIRouter(include_in_schema=False)


@router.get("/procedure")
def page(
    request: Request,
    caller: Caller,
    kind: CaseKind = CaseKind.NAMING,
    place: PlaceKind = PlaceKind.STREET,
) -> HTMLResponse:
    """Show the leaflet of a kind of case about a kind of place."""
    return render(
        request,
        "procedure.html",
        caller,
        leaflet=leaflet_of(kind, place, procedure_limits()),
        kinds=list(CaseKind),
        places=list(PlaceKind),
        liabilities=liabilities(),
    )
