"""The page of gazetteers (地名书): choose an area and a kind, take the file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Reader
from api.dependencies.callers import Signed, needs
from api.routes.console.rendering import render
from api.routes.gazetteers import MOST
from api.services.compiling_gazetteers import areas_of_person
from naming.gazetteer import BookKind

router = APIRouter(
    include_in_schema=False,
    dependencies=[needs("editor", "clerk", "reviewer", "administrator")],
)


@router.get("/books")
def books(request: Request, person: Signed, db: Reader) -> HTMLResponse:
    """Show the counties one acts for, with a link for each kind and form."""
    return render(
        request,
        "books.html",
        person,
        areas=areas_of_person(db, person.division_ids),
        kinds={each.value: each.zh for each in BookKind},
        most=MOST,
    )
