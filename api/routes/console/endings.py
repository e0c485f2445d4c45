"""The page on which an approver writes down that a name vanished with its place (地名消失)."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.dependencies.callers import needs
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as
from api.routes.console.name_sheet import ReadSheet, Sheet, WrittenSheet, sheet_page, then_name
from api.routes.name_ends import BasisIn, basis_of
from api.services.registering import ending

router = APIRouter(include_in_schema=False, dependencies=[needs("approver", scope="names")])

TOLD = ("authority", "document", "day", "why", "source", "source_url")


@router.get("/names/{id}/vanishing")
def vanishing(sheet: ReadSheet) -> HTMLResponse:
    """Show the form: who found it, by which document, when, why."""
    return _page(sheet)


@router.post("/names/{id}/vanishing")
def vanish(sheet: WrittenSheet, form: Form) -> Response:
    """Write down that the name vanished."""

    def do() -> object:
        basis = basis_of(read_as(BasisIn, form.told(*TOLD)))
        return ending.vanish_from(sheet.db, sheet.person, sheet.id, basis, tag=form["tag"])

    return then_name(sheet, do, _page, form)


def _page(sheet: Sheet, told: Told | None = None, sent: Filled = NOTHING) -> HTMLResponse:
    given = {key: sent[key] for key in TOLD}
    return sheet_page(sheet, "name_vanishing.html", told, sent, given=given)
