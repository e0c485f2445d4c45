"""Cases about names (办件): drafted, submitted, read, listed; the tasks of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api.dependencies import Db, Paging, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.schemas.case_lists import (
    CasesOut,
    CheckedCaseOut,
    ItemsOut,
    ReportKeptOut,
    ReportsOut,
    TasksOut,
)
from api.schemas.case_parts import ItemOut, ReleaseStatedOut
from api.schemas.cases import CaseIn, Kinds, ReleaseCaseIn
from api.schemas.cases_out import CaseHeadOut, CaseOut, DraftedOut
from api.services.cases import applying, drafting, reading
from api.services.cases.holding import tag_of
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.worklists import CaseWish
from boundary_data.reminders import calendar

router = APIRouter(prefix="/api/v1/cases", tags=["办件"], dependencies=[needs(scope="names")])

CaseId = Annotated[UUID, Path(description="办件编号（UUID），由客户端生成")]
IfMatch = Annotated[
    str | None, Header(description="所办理内容的 ETag，办理前取回", examples=['"3"'])
]
Stages = Literal[
    "drafted",
    "submitted",
    "returned",
    "accepted",
    "reviewed",
    "approved",
    "reported",
    "filing_returned",
    "filed",
    "closed",
    "refused",
    "withdrawn",
]
ROAD = {
    "kind": "naming",
    "applicant": "分水镇人民政府",
    "applicant_type": "乡镇人民政府",
    "county": "500101",
    "rural": True,
    "items": [
        {
            "name": "霁岚坡路",
            "place_type": "道路",
            "division": "500101",
            "reason": "道路经过霁岚坡",
            "location": "分水镇东部",
            "length_m": 850,
            "width_m": 6,
            "details": {"starts_at": "江南大道", "ends_at": "滨江路", "course": "东西"},
        }
    ],
}
EXAMPLE = {"road": {"summary": "一条道路的命名", "value": ROAD}}
STATEMENT = {
    "one": {"summary": "具名说明", "value": {"rule": "GN-9-4b", "reason": "与该人没有特定联系"}}
}


def tag_in(if_match: str | None) -> str | None:
    """Return the tag that an If-Match header names, None without one."""
    return None if if_match is None else if_match.strip().removeprefix("W/").strip('"')


def case_out(case: KeptCase, response: Response) -> CaseHeadOut:
    """Return a case as it goes out, with its tag in the headers."""
    response.headers["ETag"] = f'"{tag_of(case)}"'
    return CaseHeadOut.of(case)


@router.get(
    "", summary="列出办件", description="您办理范围内的办件，新近变动的在前；可按条件筛选。"
)
def listed(
    db: Reader,
    person: Signed,
    page: Paging,
    stage: Annotated[list[Stages] | None, Query(max_length=12, description="阶段，可多选")] = None,
    kind: Annotated[Kinds | None, Query(description="事项")] = None,
    county: Annotated[
        str | None, Query(pattern="^[0-9]{6}$", description="区县代码", examples=["500101"])
    ] = None,
    q: Annotated[str, Query(max_length=80, description="编号、标题、申请人或地名的一段")] = "",
) -> CasesOut:
    """Answer a page of cases."""
    wish = CaseWish(stage, kind, county, q, page.limit, page.offset)
    count, found = reading.cases(db, wish, person)
    return CasesOut(count=count, cases=[CaseHeadOut.of(one) for one in found])


@router.get(
    "/tasks",
    summary="我的待办",
    description="等您办理的办件，期限最近的在前；逾期的按规定逐级提醒、责令。",
)
def tasks(
    db: Reader,
    today: Today,
    person: Signed,
    overdue: Annotated[bool, Query(description="只列逾期的")] = False,
) -> TasksOut:
    """Answer the tasks of the caller."""
    return TasksOut.of(reading.tasks(db, person, on=today, overdue_only=overdue))


@router.get(
    "/deadlines.ics",
    summary="待办期限的日历",
    description="等您办理的办件，每个期限一条，提前提醒；可导入日历软件（RFC 5545）。",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def deadlines(db: Reader, today: Today, person: Signed) -> Response:
    """Answer the deadlines of the caller's tasks as a calendar."""
    due = reading.reminders(reading.tasks(db, person, on=today), on=today)
    made = calendar(due, title="地名办件期限", stamped=datetime.now(UTC))
    name = "attachment; filename=case-deadlines.ics"
    return Response(
        made, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


@router.get(
    "/overdue",
    summary="逾期的办件",
    description=(
        "您管辖范围内已逾期的全部办件，含下级机关的，逾期最久的在前。逾期先提醒，"
        "再责令限期办理，仍不办理的依法追究责任（《地名管理条例》第三十五条）。"
    ),
)
def overdue(db: Reader, today: Today, person: Signed) -> TasksOut:
    """Answer the cases that are late."""
    return TasksOut.of(reading.overdue(db, person, on=today))


@router.post(
    "/{id}",
    status_code=201,
    summary="起草办件",
    description=(
        "编号由客户端生成，同一编号重复提交不会产生两件。回答中的办件编号和查询码供申请人查询进度，"
        "查询码只告知这一次。起草后可反复修改，提交时才审核。"
    ),
)
def draft(
    id: CaseId,
    body: Annotated[CaseIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
) -> DraftedOut:
    """Begin a case."""
    drafted = drafting.draft(db, id, body.draft(), person, on=today)
    response.status_code = 201 if drafted.created else 200
    response.headers["ETag"] = f'"{tag_of(drafted.case)}"'
    return DraftedOut.begun(drafted.case, drafted.code)


@router.put(
    "/{id}", summary="修改办件", description="起草或待补正时可改；地名整批替换。须带 If-Match。"
)
def rewrite(
    id: CaseId,
    body: Annotated[CaseIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    today: Today,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> CaseHeadOut:
    """Write a case anew."""
    wish = body.draft()
    case = drafting.rewrite(db, id, wish, person, tag=tag_in(if_match), on=today)
    return case_out(case, response)


@router.get(
    "/{id}",
    summary="一个办件",
    description="案卷全部内容：地名、办理过程、材料、意见、期限，以及您现在可以办理的动作和所缺材料。",
)
def one(id: CaseId, db: Reader, today: Today, person: Signed, response: Response) -> CaseOut:
    """Answer a case in full."""
    found = reading.in_full(db, id, person, on=today)
    response.headers["ETag"] = f'"{tag_of(found.held.case)}"'
    return CaseOut.in_full(found)


@router.get("/{id}/items", summary="办件的地名", description="逐页列出，按序号。")
def items(id: CaseId, db: Reader, today: Today, person: Signed, page: Paging) -> ItemsOut:
    """Answer a page of the names of a case."""
    found = reading.items(db, id, person, on=today, limit=page.limit, offset=page.offset)
    return ItemsOut(count=len(found), items=[ItemOut.of(item) for item in found])


@router.post(
    "/{id}/checks",
    summary="审核办件的地名",
    description="按此刻的法规和地名库审核全部地名，报告存入案卷；提交和批准时还会再审核。",
)
def check(id: CaseId, db: Db, today: Today, person: Signed) -> CheckedCaseOut:
    """Check the names of a case."""
    return CheckedCaseOut.of(applying.check(db, id, person, on=today))


@router.get("/{id}/checks", summary="办件的审核报告", description="存入案卷的报告原文，新的在前。")
def reports(
    id: CaseId,
    db: Reader,
    person: Signed,
    page: Paging,
    occasion: Annotated[
        Literal["draft", "submission", "approval"] | None, Query(description="何时的审核")
    ] = None,
) -> ReportsOut:
    """Answer a page of reports."""
    found = reading.reports(db, id, person, occasion=occasion, limit=page.limit, offset=page.offset)
    return ReportsOut(reports=[ReportKeptOut.of(one) for one in found])


@router.post(
    "/{id}/releases",
    status_code=201,
    summary="具名说明",
    description=(
        "以本人名义说明某条警告为何不成立。提交时申请人、经办人的说明都算；批准时只算办理人员的。"
        "不予通过的意见不能以说明解除。"
    ),
)
def state(
    id: CaseId,
    body: Annotated[ReleaseCaseIn, Body(openapi_examples=STATEMENT)],
    db: Db,
    today: Today,
    person: Signed,
) -> ReleaseStatedOut:
    """Sign a statement."""
    stated = applying.state(db, id, body.rule, body.reason, person, on=today, row=body.row)
    return ReleaseStatedOut.of(stated)
