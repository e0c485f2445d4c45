"""A page about one name of the register (地名档案页): who is at which name, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed
from api.routes.console.forms import Filled, Told, tried, wrong_fields
from api.routes.console.rendering import render
from api.services.person import Person
from api.services.registering import editing, reading
from api.store.queries.name_reads import KeptRecord
from api.store.session import Session

NameId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who is at which name, with the request and the session that it came by."""

    request: Request
    db: Session
    person: Person
    id: int


def _read(request: Request, db: Reader, person: Signed, id: NameId) -> Sheet:
    return Sheet(request, db, person, id)


def _written(request: Request, db: Db, person: Signed, id: NameId) -> Sheet:
    return Sheet(request, db, person, id)


ReadSheet = Annotated[Sheet, Depends(_read)]
WrittenSheet = Annotated[Sheet, Depends(_written)]


def sheet_page(
    sheet: Sheet,
    template: str,
    told: Told | None,
    sent: Filled,
    kept: KeptRecord | None = None,
    **more: Any,
) -> HTMLResponse:
    """Return a page with the record of a name; after a refusal with what was wrong and sent.

    Args:
        sheet: Who is at which name.
        template: The page.
        told: Why what was done last was refused.
        sent: What it sent.
        kept: The record, if it was read already.
        more: What else the page shows.

    Raises:
        UnknownName: There is no such name that may be told.
    """
    kept = kept or reading.record(sheet.db, sheet.id)
    return render(
        sheet.request,
        template,
        sheet.person,
        told.kind.status if told else 200,
        kept=kept,
        tag=editing.tag_of(kept.version),
        told=told,
        wrong=wrong_fields(told),
        why=sent["why"],
        **more,
    )


def then_name(
    sheet: Sheet, do: Callable[[], object], page: Callable[..., HTMLResponse], form: Filled
) -> Response:
    """Do something, and go back to the name; a refusal is shown on `page` beside what was sent."""
    answer = tried(sheet.db, do)
    if isinstance(answer, Told):
        return page(sheet, told=answer, sent=form)
    return RedirectResponse(f"/names/{sheet.id}", 303)
