"""Pages of historical names (历史地名): lists, one page a name, its measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import CHINA, Config, Db, Reader
from api.dependencies.callers import Caller, Signed, needs
from api.dependencies.days import Today
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.routes.maps import POLICY as MAP_POLICY
from api.routes.maps import asset_folder
from api.schemas.heritage import ListingChangeIn, MeasureChangeIn, MeasureIn
from api.services import protecting_heritage as protecting
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.drawing_heritage import STANDINGS, draw_heritage
from api.services.person import Person
from api.services.reading_heritage import heritage_page
from api.store.queries.heritage_care import listing_versions
from api.store.session import Session
from naming.heritage import LEVELS, Measure, batch_of

router = APIRouter(include_in_schema=False)
ListingId = Annotated[int, Path(ge=1, le=2**31 - 1)]
CARERS = ("clerk", "reviewer", "guardian")
CARING = [needs(*CARERS, scope="names")]
DESCRIBERS = ("clerk", "reviewer")
DESCRIBING = [needs(*DESCRIBERS, scope="names")]
MEASURE = ("kind", "content", "responsible", "document", "decided_on", "due_on")
FIELDS = {
    "standing": "情形",
    "type_words": "类型",
    "note": "说明",
    "origin": "得名原由",
    "overview": "地名概况",
    "vanished_reason": "消失原因",
    "vanished_text": "消失年份",
    "place_name_id": "地名库编号",
}
TOLD = tuple(FIELDS)
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
        levels=LEVELS,
        batch_of=batch_of,
        nominates=caller is not None and caller.holds(("clerk",)),
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
def name(request: Request, caller: Caller, db: Reader, listing_id: ListingId) -> HTMLResponse:
    """Show one name with its measures."""
    return _name(request, db, caller, listing_id)


@router.get("/heritage/{listing_id}/edit", dependencies=DESCRIBING)
def edit(request: Request, person: Signed, db: Reader, listing_id: ListingId) -> HTMLResponse:
    """Show the form of what is told of a listed name."""
    return _edit(request, db, person, listing_id)


@router.post("/heritage/{listing_id}/edit", dependencies=DESCRIBING)
def describe(
    request: Request, person: Signed, db: Db, listing_id: ListingId, form: Form
) -> Response:
    """Write what is told of a listed name anew."""

    def do() -> int:
        body = read_as(ListingChangeIn, form.told(*TOLD, "why"))
        wish = protecting.ListingChange(**body.model_dump(exclude={"why"}))
        tag = form["tag"] or None
        return protecting.describe(db, person, listing_id, wish, tag=tag, why=body.why)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _edit(request, db, person, listing_id, told=answer, sent=form)
    return RedirectResponse(f"/heritage/{answer}", 303)


@router.post("/heritage/{listing_id}/measures", dependencies=CARING)
def decide(request: Request, person: Signed, db: Db, listing_id: ListingId, form: Form) -> Response:
    """Keep a measure."""

    def do() -> object:
        body = read_as(MeasureIn, form.told(*MEASURE))
        new = protecting.NewMeasure(
            **{**body.model_dump(), "id": _id(form["id"]), "kind": Measure(body.kind)}
        )
        return protecting.decide(db, person, listing_id, new)

    return _then(request, db, person, listing_id, do, "new", form)


@router.post("/heritage/{listing_id}/measures/{measure_id}", dependencies=CARING)
def change(
    request: Request,
    person: Signed,
    db: Db,
    listing_id: ListingId,
    measure_id: UUID,
    form: Form,
) -> Response:
    """Change a measure, or note that it was carried out."""

    def do() -> object:
        body = read_as(MeasureChangeIn, form.told(*MEASURE, "done_on", "done_note"))
        wish = protecting.MeasureChange(**{**body.model_dump(), "kind": Measure(body.kind)})
        version = int(form["version"]) if form["version"].isdecimal() else 0
        return protecting.change(db, person, measure_id, wish, version=version)

    return _then(request, db, person, listing_id, do, str(measure_id), form)


@router.post("/heritage/{listing_id}/measures/{measure_id}/files", dependencies=CARING)
def attach(
    request: Request,
    person: Signed,
    db: Db,
    config: Config,
    listing_id: ListingId,
    measure_id: UUID,
    form: Form,
) -> Response:
    """Keep a file that proves what was done for a measure."""

    def do() -> object:
        if (file := form.files.get("file")) is None:
            wrong = [Complaint("file", "没有选择文件")]
            raise CaseIncomplete("没有上传文件", "请选择佐证文件", wrong)
        content, named = file.file.read(), file.filename or "附件"
        folder = config.files_folder
        return protecting.attach(db, person, measure_id, content, named, folder=folder)

    return _then(request, db, person, listing_id, do, str(measure_id), form)


def _then(
    request: Request,
    db: Session,
    person: Person,
    listing_id: int,
    do: Callable[[], object],
    doing: str,
    form: Filled,
) -> Response:
    """Do something, and go back to the name; a refusal is shown beside what was sent."""
    answer = tried(db, do)
    if isinstance(answer, Told):
        return _name(request, db, person, listing_id, told=answer, doing=doing, sent=form)
    return RedirectResponse(f"/heritage/{listing_id}#measures", 303)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _name(
    request: Request,
    db: Session,
    caller: Person | None,
    listing_id: int,
    *,
    told: Told | None = None,
    doing: str = "",
    sent: Filled = NOTHING,
) -> HTMLResponse:
    found, measures = protecting.listed(db, listing_id)
    return render(
        request,
        "heritage_name.html",
        caller,
        told.kind.status if told else 200,
        name=found,
        measures=measures,
        evidence=protecting.files_of(db, measures),
        versions=listing_versions(db, found.id) if caller else [],
        fields=FIELDS,
        kinds={each.value: each.zh for each in Measure},
        standings=STANDINGS,
        levels=LEVELS,
        batch=batch_of(found.list_title),
        today=datetime.now(CHINA).date(),
        new_id=uuid4(),
        cares=caller is not None and caller.holds(CARERS),
        describes=caller is not None and caller.holds(DESCRIBERS),
        told=told,
        doing=doing,
        sent=sent,
        wrong=wrong_fields(told),
    )


def _edit(
    request: Request,
    db: Session,
    person: Person,
    listing_id: int,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    found, _ = protecting.listed(db, listing_id)
    now = {key: getattr(found, key) for key in TOLD}
    now["place_name_id"] = now["place_name_id"] or ""
    return render(
        request,
        "heritage_edit.html",
        person,
        told.kind.status if told else 200,
        name=found,
        tag=protecting.listing_tag(found),
        now=now,
        given={**now, **{key: sent[key] for key in TOLD if key in sent.texts}},
        why=sent["why"],
        fields=FIELDS,
        standings=STANDINGS,
        told=told,
        wrong=wrong_fields(told),
    )
