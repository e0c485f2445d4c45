"""What is laid in a case on its pages (案卷): papers with files, opinions, consultations."""

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
from api.routes.console.batches import watched
from api.routes.console.case_page import case_page
from api.routes.console.forms import NOTHING, Filled, Form, Told, read_as, tried, wrong_fields
from api.routes.console.rendering import render
from api.schemas.cases import ConsultationIn, OpinionAnswerIn, OpinionAskIn, PaperIn, SummaryIn
from api.services.cases import hearing, holding, laying, works
from api.services.cases.hearing import Answer
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.settings import Settings
from api.store.queries.cases.papers import KeptDocument
from api.store.queries.cases.works import KeptWork
from api.store.session import Session
from naming.procedure.papers import HEADINGS, NUMBERED, Paper

router = APIRouter(include_in_schema=False, dependencies=[needs(scope="names")])

PAPERS = "|".join(paper.value for paper in Paper)


@router.get("/cases/{id}/papers/new")
def new_paper(
    request: Request,
    db: Reader,
    person: Signed,
    id: UUID,
    paper: Annotated[str, Query(pattern=f"^({PAPERS})?$")] = "",
) -> HTMLResponse:
    """Show the form of a kind of paper, or the choice of the kind."""
    laying.must_lay(holding.look(db, id, person))
    return _paper_page(request, db, person, id, uuid4(), paper)


@router.get("/cases/{id}/papers/{paper_id}")
def paper(request: Request, db: Reader, person: Signed, id: UUID, paper_id: UUID) -> HTMLResponse:
    """Show the form with a paper that is laid."""
    laying.must_lay(holding.look(db, id, person))
    kept = laying.paper_of(db, id, paper_id)
    return _paper_page(request, db, person, id, paper_id, kept.paper, kept=kept)


@router.post("/cases/{id}/papers/{paper_id}")
def lay(
    request: Request,
    db: Db,
    person: Signed,
    config: Config,
    id: UUID,
    paper_id: UUID,
    form: Form,
) -> Response:
    """Lay a paper with its file in one go: neither is kept if the other is refused."""
    answer = tried(db, lambda: _lay(db, person, config, id, paper_id, form))
    if isinstance(answer, Told):
        return _paper_page(request, db, person, id, paper_id, form["paper"], sent=form, told=answer)
    return RedirectResponse(f"/cases/{id}#papers", 303)


@router.post("/cases/{id}/papers/{paper_id}/removal")
def take_out(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, paper_id: UUID
) -> Response:
    """Take a paper out of the file of a case."""
    return _then(
        request,
        db,
        person,
        today,
        id,
        "papers",
        NOTHING,
        lambda: laying.take_out(db, id, paper_id, person),
    )


@router.post("/cases/{id}/items")
def fill(request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form) -> Response:
    """Take the names of a case from a table: it is read and checked beside the requests."""

    def do() -> KeptWork:
        if (file := form.files.get("file")) is None:
            wrong = [Complaint("file", "没有选择表格")]
            raise CaseIncomplete("没有上传表格", "请选择按模板填写的 XLSX 或 CSV", wrong)
        content, name, tag = file.file.read(), file.filename or "", form["tag"] or None
        whole = form["whole"] != "no"
        wish = works.table(content, name, tag or "", whole=whole)
        return works.begin(db, id, wish, person, tag=tag, on=today)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return case_page(request, db, person, id, today, told=answer, doing="fill", sent=form)
    return watched(request, answer)


def _lay(
    db: Session, person: Person, config: Settings, id: UUID, paper_id: UUID, form: Filled
) -> KeptDocument:
    file = form.files.get("file")
    kept = _fixed(db, person, id, paper_id) if file is not None else None
    if kept is None:
        fields = {key: text for key, text in form.begun("field-").items() if text}
        told = form.told("paper", "title", "number", "issuer", "issued_on")
        wish = read_as(PaperIn, {**told, "fields": fields}).draft()
        kept = laying.lay(db, id, paper_id, wish, person)
    if file is not None:
        content = file.file.read()
        name = file.filename or "附件"
        laying.attach(db, id, paper_id, content, name, person, folder=config.files_folder)
    return kept


def _fixed(db: Session, person: Person, id: UUID, paper_id: UUID) -> KeptDocument | None:
    """Return a paper that was approved on: only files are added to it. None for any other."""
    case = holding.look(db, id, person).case
    kept = laying.found_paper(db, id, paper_id)
    return kept if kept and laying.bears_approval(db, case, kept) else None


def _paper_page(
    request: Request,
    db: Session,
    person: Person,
    id: UUID,
    paper_id: UUID,
    paper: str,
    *,
    kept: KeptDocument | None = None,
    sent: Filled = NOTHING,
    told: Told | None = None,
) -> HTMLResponse:
    kind = Paper(paper) if paper in Paper.__members__.values() else None
    given: dict[str, Any] = {name: sent[name] for name in sent.texts}
    if kept is not None:
        given = {f"field-{key}": text for key, text in kept.fields.items()}
        given |= {"title": kept.title, "number": kept.number, "issuer": kept.issuer}
        given |= {"issued_on": kept.issued_on.isoformat() if kept.issued_on else ""}
    case = holding.look(db, id, person).case
    return render(
        request,
        "paper.html",
        person,
        told.kind.status if told else 200,
        case=case,
        paper_id=paper_id,
        kept=kept,
        fixed=kept is not None and laying.bears_approval(db, case, kept),
        kind=kind,
        papers=[(one.value, one.zh) for one in Paper],
        headings=HEADINGS.get(kind, {}) if kind else {},
        numbered=kind in NUMBERED,
        given=given,
        told=told,
        wrong=wrong_fields(told),
    )


def _then(
    request: Request,
    db: Session,
    person: Person,
    on: date,
    id: UUID,
    doing: str,
    form: Filled,
    do: Any,
) -> Response:
    """Do something, and go back to the case; a refusal is shown beside what was sent."""
    answer = tried(db, do)
    if isinstance(answer, Told):
        return case_page(request, db, person, id, on, told=answer, doing=doing, sent=form)
    return RedirectResponse(f"/cases/{id}#{doing.partition('-')[0]}", 303)


@router.post("/cases/{id}/opinions")
def ask(request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form) -> Response:
    """Ask a department or an expert."""

    def do() -> object:
        names = ("kind", "asked_of", "organisation_id", "asked_as", "question", "due_on")
        body = read_as(OpinionAskIn, form.told(*names))
        expert = body.kind == "expert"
        question = body.question_()
        return hearing.ask(db, id, _new(form), question, person, expert=expert, on=today)

    return _then(request, db, person, today, id, "ask", form, do)


@router.post("/cases/{id}/opinions/{opinion}/answer")
def answer(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, opinion: UUID, form: Form
) -> Response:
    """Give the opinion that was asked, or write down what came on paper."""

    def do() -> object:
        body = read_as(OpinionAnswerIn, form.told("answer", "opinion", "by_name"))
        given = Answer(body.answer)
        return hearing.answer(
            db, id, opinion, given, body.opinion, person, on=today, by_name=body.by_name
        )

    return _then(request, db, person, today, id, f"answer-{opinion}", form, do)


@router.post("/cases/{id}/consultations")
def consult(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, form: Form
) -> Response:
    """Open a consultation of the public."""

    def do() -> object:
        body = read_as(ConsultationIn, form.told("title", "body", "opens_on", "closes_on"))
        days: dict[str, Any] = {"opens_on": body.opens_on or today, "closes_on": body.closes_on}
        return hearing.consult(
            db, id, _new(form), title=body.title, body=body.body, person=person, **days
        )

    return _then(request, db, person, today, id, "consult", form, do)


@router.post("/cases/{id}/consultations/{consultation}/close")
def close(
    request: Request,
    db: Db,
    person: Signed,
    today: Today,
    id: UUID,
    consultation: UUID,
    form: Form,
) -> Response:
    """Close a consultation whose time is over."""

    def do() -> object:
        summary = read_as(SummaryIn, form.told("summary")).summary
        return hearing.close(db, id, consultation, summary, person, on=today)

    return _then(request, db, person, today, id, "opinions", form, do)


@router.post("/cases/{id}/comments/{comment}/reply")
def reply(
    request: Request, db: Db, person: Signed, today: Today, id: UUID, comment: UUID, form: Form
) -> Response:
    """Answer a comment of the public."""

    def do() -> object:
        adopted = form["adopted"] == "yes"
        return hearing.reply(db, id, comment, form["reply"], person, adopted=adopted, on=today)

    return _then(request, db, person, today, id, "opinions", form, do)


def _new(form: Filled) -> UUID:
    try:
        return UUID(form["id"])
    except ValueError:
        return uuid4()
