"""The steps of a case (办理): submit, accept, return, strike, review, decide, file, announce."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Response

from api.dependencies import Config, Db
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId, IfMatch, case_out, tag_in
from api.schemas.case_lists import AnnouncementOut
from api.schemas.cases import AnnouncementIn, ApprovalIn, FileIn, NoteIn, StrikeIn
from api.schemas.cases_out import CaseHeadOut
from api.services.cases import applying, deciding, examining, finishing, freezing
from api.services.person import Person
from api.store.queries.cases.keeping import KeptCase
from api.store.session import Session
from naming.procedure.words import Verb

RouteT = TypeVar("RouteT", bound=Callable[..., Any])
OFFICIAL = needs("clerk", "reviewer", "approver", "editor", scope="names")
router = APIRouter(prefix="/api/v1/cases", tags=["办件"])
applicants = [needs(scope="names")]
officials = [OFFICIAL]

CHECKED = "按此刻的法规和地名库审核：不予通过的不能继续，警告须先具名说明。须带 If-Match。"
NOTE = {"one": {"summary": "说明", "value": {"note": "材料齐全"}}}
WHY = {"one": {"summary": "理由", "value": {"note": "缺少位置图，请补齐"}}}
STRIKE = {"one": {"summary": "剔除第2个", "value": {"row": 2, "note": "与邻镇道路重名"}}}
APPROVE = {
    "one": {
        "summary": "区人民政府批准",
        "value": {
            "approver_type": "county_government",
            "approver": "万州区人民政府",
            "number": "万州府[2026]8号",
            "decided_on": "2026-11-20",
        },
    }
}
FILE = {"one": {"summary": "备案", "value": {"number": "渝地名备[2026]31号"}}}
ANNOUNCE = {
    "one": {
        "summary": "公告",
        "value": {
            "id": "6f1c9d2e-7a43-4f51-9a8e-2f6b5c0d1e77",
            "number": "2026年第3号",
            "channels": ["government_site", "national_database"],
        },
    }
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is with which case, from which state, on which day."""

    id: UUID
    person: Person
    tag: str | None
    on: date
    folder: Path

    def take(self, service: Callable[..., KeptCase], db: Session, **more: Any) -> KeptCase:
        """Call the service of a step."""
        return service(db, self.id, self.person, tag=self.tag, on=self.on, **more)

    def keep(self, verb: Verb, db: Session) -> None:
        """Keep the documents that the step brings about in the case (存卷)."""
        freezing.freeze_at_step(db, self.id, verb, self.person, on=self.on, folder=self.folder)


async def _turn(
    id: CaseId, person: Signed, today: Today, config: Config, if_match: IfMatch = None
) -> Turn:
    return Turn(id, person, tag_in(if_match), today, config.files_folder)


Turned = Annotated[Turn, Depends(_turn)]


def _step(
    path: str, *, summary: str, description: str, guards: list[Any] = officials
) -> Callable[[RouteT], RouteT]:
    """Return the decorator of the route of a step that answers how the case stands then."""
    return router.post(
        f"/{{id}}/{path}", summary=summary, description=description, dependencies=guards
    )


NoteBody = Annotated[NoteIn, Body(openapi_examples=NOTE)]
WhyBody = Annotated[NoteIn, Body(openapi_examples=WHY)]


@_step("submit", summary="提交办件", description=CHECKED, guards=applicants)
def submit(turn: Turned, body: NoteBody, db: Db, response: Response) -> CaseHeadOut:
    """Submit a case; its names are held for it."""
    case = turn.take(applying.submit, db, note=body.note)
    turn.keep(Verb.SUBMIT, db)
    return case_out(case, response)


@_step(
    "withdraw",
    summary="撤回办件",
    description="批准前可以撤回，预留的名称释放。",
    guards=applicants,
)
def withdraw(turn: Turned, body: NoteBody, db: Db, response: Response) -> CaseHeadOut:
    """Withdraw a case."""
    case = turn.take(applying.withdraw, db, note=body.note)
    return case_out(case, response)


@_step("accept", summary="受理", description="受理后开始审查和计算办理期限。")
def accept(turn: Turned, body: NoteBody, db: Db, response: Response) -> CaseHeadOut:
    """Accept a case."""
    case = turn.take(examining.accept, db, note=body.note)
    return case_out(case, response)


@_step("return", summary="退回补正", description="一次写明需要补正的全部内容。")
def send_back_to_applicant(turn: Turned, body: WhyBody, db: Db, response: Response) -> CaseHeadOut:
    """Return a case for completion."""
    case = turn.take(examining.send_back_to_applicant, db, note=body.note)
    return case_out(case, response)


@_step("strike", summary="剔除一个地名", description="写明理由，其余地名继续办理。")
def strike(
    turn: Turned,
    body: Annotated[StrikeIn, Body(openapi_examples=STRIKE)],
    db: Db,
    response: Response,
) -> CaseHeadOut:
    """Strike a name out of a case."""
    case = examining.strike(
        db, turn.id, body.row, turn.person, tag=turn.tag, on=turn.on, note=body.note
    )
    return case_out(case, response)


@_step(
    "review", summary="审核", description="材料齐全、征求意见结束后，送批准；申请人不能自己审核。"
)
def review(turn: Turned, body: NoteBody, db: Db, response: Response) -> CaseHeadOut:
    """Finish the examination of a case."""
    case = turn.take(examining.review, db, note=body.note)
    return case_out(case, response)


@_step("send-back", summary="退回重审", description="批准前退回审查，写明理由。")
def send_back(turn: Turned, body: WhyBody, db: Db, response: Response) -> CaseHeadOut:
    """Send a case back to be examined again."""
    case = turn.take(deciding.send_back, db, note=body.note)
    return case_out(case, response)


@_step(
    "approve",
    summary="批准",
    description="批准机关须合于《地名管理条例》第十二条；批准后地名入库。" + CHECKED,
)
def approve(
    turn: Turned,
    body: Annotated[ApprovalIn, Body(openapi_examples=APPROVE)],
    db: Db,
    response: Response,
) -> CaseHeadOut:
    """Approve a case; its names enter the register."""
    wish = body.approval(turn.on)
    case = deciding.approve(db, turn.id, wish, turn.person, tag=turn.tag, on=turn.on)
    turn.keep(Verb.APPROVE, db)
    return case_out(case, response)


@_step("refuse", summary="不予批准", description="写明理由，预留的名称随之释放。")
def refuse(turn: Turned, body: WhyBody, db: Db, response: Response) -> CaseHeadOut:
    """Refuse a case."""
    case = turn.take(deciding.refuse, db, note=body.note)
    return case_out(case, response)


@_step(
    "report",
    summary="报送备案",
    description="自批准之日起15日内；备案报告、批复、申请和各项报告须齐全（《地名管理条例》第十三条）。",
)
def report(turn: Turned, body: NoteBody, db: Db, response: Response) -> CaseHeadOut:
    """Send an approval to be filed."""
    case = turn.take(finishing.report, db, note=body.note)
    turn.keep(Verb.REPORT, db)
    return case_out(case, response)


@_step("file", summary="备案", description="由备案机关办理；其他部门批准的地名随备案入库。")
def file(
    turn: Turned, body: Annotated[FileIn, Body(openapi_examples=FILE)], db: Db, response: Response
) -> CaseHeadOut:
    """File an approval."""
    case = turn.take(finishing.file, db, number=body.number, note=body.note)
    return case_out(case, response)


@_step("return-filing", summary="备案退回", description="由备案机关办理，写明需要补正的内容。")
def return_filing(turn: Turned, body: WhyBody, db: Db, response: Response) -> CaseHeadOut:
    """Return an approval that was sent to be filed."""
    case = turn.take(finishing.return_filing, db, note=body.note)
    return case_out(case, response)


@_step(
    "publish",
    summary="公告",
    description=(
        "六项内容须齐全。人民政府或地名主管部门批准的，自批准起15日内公告；其他部门批准的，"
        "自备案起15日内公告（《地名管理条例》第十四条）。"
    ),
)
def publish(
    turn: Turned, body: Annotated[AnnouncementIn, Body(openapi_examples=ANNOUNCE)], db: Db
) -> AnnouncementOut:
    """Announce the names of a case."""
    wish = body.draft()
    made = finishing.publish(db, turn.id, wish, turn.person, tag=turn.tag, on=turn.on)
    turn.keep(Verb.PUBLISH, db)
    return AnnouncementOut.of(made)
