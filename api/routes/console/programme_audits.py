"""Pages of audits of counties (地名问题核查): how far one is, and what it found."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.routes.console.rendering import render
from api.routes.programme_audits import clerk_of
from api.schemas.programme_audits import AuditWorkOut
from api.services import programme_audits
from api.services.programme_issues import OFFICIALS
from api.store.queries.programme_audits import KeptAudit

router = APIRouter(include_in_schema=False)
WORKS = [needs(*OFFICIALS, scope="names")]
AuditId = Annotated[int, Path(ge=1, le=2**31 - 1)]


def watched(request: Request, audit: KeptAudit) -> Response:
    """Go to the page of an audit that was put down, and wake a clerk once that is committed."""
    awake = BackgroundTask(clerk_of(request).wake)
    return RedirectResponse(f"/programme/audits/{audit.id}", 303, background=awake)


@router.get("/programme/audits/{id}")
def watch(request: Request, db: Reader, person: Signed, id: AuditId) -> HTMLResponse:
    """Show how far an audit is, and what it found; the page asks again until it is over."""
    kept = programme_audits.find(db, id)
    return render(
        request,
        "programme_audit.html",
        person,
        audit=AuditWorkOut.of(kept),
        asked=kept.counties,
        mine=kept.organisation_id == person.organisation_id and person.holds(OFFICIALS),
    )


@router.post("/programme/audits/{id}/stop", dependencies=WORKS)
def stop(db: Db, person: Signed, id: AuditId) -> Response:
    """Stop an audit; the counties that are done stay."""
    programme_audits.give_up(db, id, person)
    return RedirectResponse(f"/programme/audits/{id}", 303)
