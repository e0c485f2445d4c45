"""Pages of cases (办件): the list, one in full, and the steps that are taken there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Config, Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.batches import watched
from api.routes.console.case_page import NOT_PASSED, case_page
from api.routes.console.case_words import LOOKS
from api.routes.console.forms import Filled, Form, Told, read_as, tried
from api.routes.console.rendering import render
from api.schemas.case_lists import TaskOut
from api.schemas.cases import AnnouncementIn, ApprovalIn, FileIn, NoteIn, StrikeIn
from api.schemas.cases_out import CaseHeadOut
from api.services.cases import (
    applying,
    deciding,
    examining,
    finishing,
    freezing,
    holding,
    reading,
    works,
)
from api.services.cases.wishes import AnnouncementDraft
from api.services.ordering_rectification import ORDERING
from api.services.refusals import NotAllowed
from api.store.queries.cases.worklists import CaseWish
from api.store.queries.cases.works import KeptWork
from api.store.queries.orders import ordered_cases
from naming.procedure.words import CaseKind, Stage, Verb

router = APIRouter(include_in_schema=False, dependencies=[needs(scope="names")])

PAGE = 30
STAGES = "|".join(stage.value for stage in Stage)
KINDS = "|".join(kind.value for kind in CaseKind)
APPROVED = ("approver_type", "approver", "number", "decided_on", "note")
ROWS = re.compile("verdict=[a-z]*&page=[0-9]{1,4}")
Service = Callable[..., Any]
NOTED: dict[str, Service] = {
    Verb.SUBMIT: applying.submit,
    Verb.WITHDRAW: applying.withdraw,
    Verb.ACCEPT: examining.accept,
    Verb.RETURN: examining.send_back_to_applicant,
    Verb.REVIEW: examining.review,
    Verb.SEND_BACK: deciding.send_back,
    Verb.REFUSE: deciding.refuse,
    Verb.REPORT: finishing.report,
    Verb.RETURN_FILING: finishing.return_filing,
}
"""Steps that need nothing but a remark."""


@router.get("/cases")
def listed(
    request: Request,
    db: Reader,
    person: Signed,
    today: Today,
    kind: Annotated[str, Query(pattern=f"^({KINDS})?$")] = "",
    stage: Annotated[str, Query(pattern=f"^({STAGES}|overdue|mine)?$")] = "",
    county: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the cases that the person may see, those that match; what is overdue comes as tasks."""
    q = q.strip()
    asked = {"kind": kind, "stage": stage, "county": county, "q": q}
    late = []
    if stage == "overdue":
        wish = CaseWish(None, kind or None, county or None, q)
        found_late = reading.late(db, person, on=today, wish=wish)
        count = len(found_late)
        shown = found_late[(page - 1) * PAGE : page * PAGE]
        late = [TaskOut.of(one) for one in reading.tasks_of(db, shown, person)]
        heads = [one.case for one in late]
    else:
        wish = CaseWish([stage] if stage else None, kind or None, county or None, q)
        count, found = reading.cases(db, _page_of(wish, page), person)
        heads = [CaseHeadOut.of(one) for one in found]
    return render(
        request,
        "cases.html",
        person,
        cases=heads,
        deadlines={one.case.id: one.deadline for one in late},
        ordered=ordered_cases(db, [one.case.id for one in late]) if late else {},
        orders_may=person.holds(ORDERING),
        waiting={one.case.id for one in late if one.verbs},
        count=count,
        page=page,
        more=count > page * PAGE,
        asked=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
        kinds=[(one.value, one.zh) for one in CaseKind],
        stages=[(one.value, one.zh) for one in Stage],
        **LOOKS,
    )


def _page_of(wish: CaseWish, page: int) -> CaseWish:
    return CaseWish(wish.stages, wish.kind, wish.county, wish.q, PAGE, (page - 1) * PAGE)


@router.get("/cases/{id}")
def one(request: Request, db: Reader, person: Signed, today: Today, id: UUID) -> HTMLResponse:
    """Show a case in full."""
    return case_page(request, db, person, id, today)


@router.post("/cases/{id}/steps/{verb}")
def step(
    request: Request,
    db: Db,
    person: Signed,
    today: Today,
    config: Config,
    id: UUID,
    verb: Verb,
    form: Form,
) -> Response:
    """Take a step; a refusal is shown beside what was sent. Many names are worked on beside."""
    if (begun := _beside(db, id, person, today, verb, form)) is not None:
        if isinstance(begun, Told):
            return case_page(
                request, db, person, id, today, told=begun, doing=verb.value, sent=form
            )
        return watched(request, begun)
    answer = tried(db, lambda: _take(verb, form)(db, id, person, today))
    if isinstance(answer, Told):
        if answer.kind is NOT_PASSED:
            # the report is what the refusal is about: it is shown, with a place for statements
            tried(db, lambda: applying.check(db, id, person, on=today))
        return case_page(request, db, person, id, today, told=answer, doing=verb.value, sent=form)
    freezing.freeze_at_step(db, id, verb, person, on=today, folder=config.files_folder)
    return RedirectResponse(f"/cases/{id}", 303)


def _beside(
    db: Any, id: UUID, person: Any, on: date, verb: Verb, form: Filled
) -> KeptWork | Told | None:
    """Put a step down to be done beside the requests, where a case has many names."""
    if verb not in works.STEP_OF.values():
        return None
    if holding.look(db, id, person).case.items < works.MANY:
        return None
    tag = form["tag"] or None

    def put_down() -> KeptWork:
        return works.begin(db, id, _wish(verb, form, on), person, tag=tag, on=on)

    return tried(db, put_down)


def _wish(verb: Verb, form: Filled, on: date) -> works.WorkWish:
    """Return what a form asks to be done beside the requests."""
    tag = form["tag"]
    if verb is Verb.APPROVE:
        return works.approval(read_as(ApprovalIn, form.told(*APPROVED)).approval(on), tag)
    if verb is Verb.PUBLISH:
        return works.announcement(_announcement(form), tag)
    if verb is Verb.FILE:
        told = read_as(FileIn, form.told("number", "note"))
        return works.filing(told.number, told.note, tag)
    note = read_as(NoteIn, form.told("note")).note
    return works.reporting(note, tag) if verb is Verb.REPORT else works.submission(note, tag)


def _announcement(form: Filled) -> AnnouncementDraft:
    told = form.told("id", "title", "organ", "channels_reason")
    fields = {"id": str(uuid4()), "number": form["number"], **told}
    return read_as(AnnouncementIn, {**fields, "channels": form.all("channels")}).draft()


def _take(verb: Verb, form: Filled) -> Service:
    """Return the call of the step that a form asks for."""
    tag = form["tag"] or None

    def noted(db: Any, id: UUID, person: Any, on: Any) -> Any:
        note = read_as(NoteIn, form.told("note")).note
        if verb not in NOTED:
            raise NotAllowed(f"“{verb.zh}”不是在这里办理的", "请在办件页的相应栏目办理")
        return NOTED[verb](db, id, person, tag=tag, on=on, note=note)

    def strike(db: Any, id: UUID, person: Any, on: Any) -> Any:
        body = read_as(StrikeIn, {"row": form["row"], "note": form["note"]})
        return examining.strike(db, id, body.row, person, tag=tag, on=on, note=body.note)

    def approve(db: Any, id: UUID, person: Any, on: Any) -> Any:
        fields = form.told(*APPROVED)
        wish = read_as(ApprovalIn, fields).approval(on)
        return deciding.approve(db, id, wish, person, tag=tag, on=on)

    def file(db: Any, id: UUID, person: Any, on: Any) -> Any:
        body = read_as(FileIn, form.told("number", "note"))
        return finishing.file(db, id, person, tag=tag, on=on, **body.model_dump())

    def publish(db: Any, id: UUID, person: Any, on: Any) -> Any:
        return finishing.publish(db, id, _announcement(form), person, tag=tag, on=on)

    own = {
        Verb.STRIKE: strike,
        Verb.APPROVE: approve,
        Verb.FILE: file,
        Verb.PUBLISH: publish,
    }
    return own.get(verb, noted)


@router.post("/cases/{id}/checks")
def check(request: Request, db: Db, person: Signed, today: Today, id: UUID) -> Response:
    """Check the names of a case as they stand; the reports are kept with it."""
    if holding.look(db, id, person).case.items >= works.MANY:
        wish = works.WorkWish(works.Work.CHECK)
        begun = tried(db, lambda: works.begin(db, id, wish, person, tag=None, on=today))
        if not isinstance(begun, Told):
            return watched(request, begun)
        return case_page(request, db, person, id, today, told=begun, doing="check")
    answer = tried(db, lambda: applying.check(db, id, person, on=today))
    if isinstance(answer, Told):
        return case_page(request, db, person, id, today, told=answer, doing="check")
    return RedirectResponse(f"/cases/{id}#findings", 303)


@router.post("/cases/{id}/releases")
def state(request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form) -> Response:
    """Sign a statement that sets a warning aside."""
    row = int(form["row"]) if form["row"].isdigit() and len(form["row"]) < 6 else None
    answer = tried(
        db,
        lambda: applying.state(db, id, form["rule"], form["reason"], person, on=today, row=row),
    )
    if isinstance(answer, Told):
        doing = f"release-{form['rule']}-{form['row']}"
        return case_page(request, db, person, id, today, told=answer, doing=doing, sent=form)
    if form["back"] and ROWS.fullmatch(form["back"]):
        where = f"/cases/{id}/rows?{form['back']}" + (f"#row-{row}" if row else "")
        return RedirectResponse(where, 303)
    return RedirectResponse(f"/cases/{id}#findings", 303)
