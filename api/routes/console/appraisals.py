"""Pages of nominating a historical name (推荐) and of its appraisal by experts (鉴定)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Config, Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.cases import OpinionAnswerIn
from api.schemas.heritage import MarkIn, NominationIn
from api.services.cases import appraising, hearing, nominating
from api.services.cases.appraising import Mark, NewFile
from api.services.cases.hearing import Answer
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.services.registering import reading
from api.store.session import Session
from naming.heritage import Criterion, heritage_parameters

router = APIRouter(include_in_schema=False)

NOMINATES = [needs("clerk", scope="names")]
STATES = {"done": "已完成", "going": "办理中", "to_come": "未开始"}


@router.get("/heritage/nominate", dependencies=NOMINATES)
def nominate(
    request: Request,
    person: Signed,
    db: Reader,
    name_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> HTMLResponse:
    """Show the form for nominating a name of the register."""
    given = {"id": str(uuid4())}
    if name_id is not None:
        kept = reading.record(db, name_id)
        given |= {"name_id": str(name_id), "called": kept.name}
        given |= {key: str(kept.fields.get(key, "")) for key in ("origin", "meaning")}
    return _nomination(request, person, given)


@router.post("/heritage/nominate", dependencies=NOMINATES)
def keep_nomination(
    request: Request, person: Signed, db: Db, config: Config, today: Today, form: Form
) -> Response:
    """Keep a nomination as a draft case with its evidence, to be submitted on its page."""

    def do() -> UUID:
        names = ("id", "name_id", "reason", "origin", "meaning", "evidence", "location")
        wish = read_as(NominationIn, form.told(*names)).wish()
        file = form.files.get("file")
        sent = None if file is None else (file.file.read(), file.filename or "附件")
        return nominating.nominate(db, person, wish, sent, on=today, folder=config.files_folder)

    answer = tried(db, do)
    if isinstance(answer, Told):
        given = {"id": str(uuid4()), "name_id": "", **{name: form[name] for name in form.texts}}
        return _nomination(request, person, given, told=answer)
    return RedirectResponse(f"/cases/{answer}/appraisal", 303)


@router.get("/cases/{id}/appraisal", dependencies=[needs(scope="names")])
def appraisal(request: Request, person: Signed, db: Reader, today: Today, id: UUID) -> HTMLResponse:
    """Show how far a listing is, the scores, their spread, and the form of an expert."""
    return _appraisal(request, db, person, id, today)


@router.post("/cases/{id}/appraisal/marks", dependencies=[needs("expert", scope="names")])
def score(request: Request, person: Signed, db: Db, today: Today, id: UUID, form: Form) -> Response:
    """Keep the marks of an expert for a name."""

    def do() -> object:
        name = form["name"]
        marks = [
            read_as(
                MarkIn,
                {
                    "name": name,
                    "criterion": one.value,
                    "score": form[f"score-{one.value}"],
                    "evidence": form[f"evidence-{one.value}"],
                },
            )
            for one in Criterion
            if form[f"score-{one.value}"]
        ]
        if not marks:
            wrong = [Complaint("score", "没有填写评分")]
            raise CaseIncomplete("没有评分", "请按 errors 填写", wrong)
        given = [Mark(m.name, Criterion(m.criterion), m.score, m.evidence) for m in marks]
        return appraising.score(db, id, given, person, today)

    return _then(request, db, person, id, today, tried(db, do), form)


@router.post("/cases/{id}/appraisal/evidence", dependencies=[needs("expert", scope="names")])
def evidence(
    request: Request, person: Signed, db: Db, config: Config, today: Today, id: UUID, form: Form
) -> Response:
    """Keep a file that an expert's marks rest on."""

    def do() -> None:
        if (file := form.files.get("file")) is None:
            wrong = [Complaint("file", "没有选择文件")]
            raise CaseIncomplete("没有上传文件", "请选择佐证文件", wrong)
        content, named = file.file.read(), file.filename or "附件"
        sent = NewFile(content, named, form["name"], form["said"][:2000])
        folder = config.files_folder
        appraising.give_evidence(db, id, uuid4(), sent, person, folder=folder)

    return _then(request, db, person, id, today, tried(db, do), form)


@router.post("/cases/{id}/appraisal/opinions/{opinion}", dependencies=[needs(scope="names")])
def conclude(
    request: Request, person: Signed, db: Db, today: Today, id: UUID, opinion: UUID, form: Form
) -> Response:
    """Give the conclusion of the panel that was asked."""

    def do() -> object:
        body = read_as(OpinionAnswerIn, form.told("answer", "opinion"))
        given = Answer(body.answer)
        return hearing.answer(db, id, opinion, given, body.opinion, person, on=today, by_name="")

    return _then(request, db, person, id, today, tried(db, do), form)


def _then(
    request: Request,
    db: Session,
    person: Person,
    id: UUID,
    on: date,
    answer: object,
    form: Filled,
) -> Response:
    if isinstance(answer, Told):
        return _appraisal(request, db, person, id, on, told=answer, sent=form)
    return RedirectResponse(f"/cases/{id}/appraisal", 303)


def _nomination(
    request: Request, person: Person, given: dict[str, str], *, told: Told | None = None
) -> HTMLResponse:
    return render(
        request,
        "heritage_nominate.html",
        person,
        told.kind.status if told else 200,
        given=given,
        told=told,
        wrong=wrong_fields(told),
    )


def _appraisal(
    request: Request,
    db: Session,
    person: Person,
    id: UUID,
    on: date,
    *,
    told: Told | None = None,
    sent: Filled = NOTHING,
) -> HTMLResponse:
    found = appraising.view(db, id, person, on)
    rules = heritage_parameters()
    more: dict[str, Any] = {
        "criteria": list(Criterion),
        "weights": {one: f"{rules.number(f'weight_{one.value}'):g}" for one in Criterion},
        "needed": f"{rules.number('experts_at_least'):g}",
        "enough": f"{rules.number('enough'):g}",
        "version": rules.version,
        "states": STATES,
        "answers": [(one.value, one.zh) for one in Answer],
        "mine": found.mine,
    }
    return render(
        request,
        "appraisal.html",
        person,
        told.kind.status if told else 200,
        case=found.held.case,
        view=found,
        told=told,
        sent=sent,
        **more,
    )
