"""Rounds and tasks of joint inspections (联检计划): what, by whom, until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response

from api.dependencies import CHINA, Db, Paging, Reader
from api.routes.divisions import LEVELS
from api.schemas.features import DIVISION_CODE
from api.schemas.inspection_tasks import (
    AdHocIn,
    BoardOut,
    CancelIn,
    RoundIn,
    RoundOut,
    RoundsOut,
    States,
    TaskOut,
    TasksOut,
)
from api.services import planning_inspections as planning
from api.services.planning_inspections import TaskWish
from api.services.reading_tasks import figures, rounds, tasks

router = APIRouter(prefix="/api/v1", tags=["联检"])

RoundId = Annotated[UUID, Path(description="轮次编号，由提交端生成的 UUID")]
TaskId = Annotated[UUID, Path(description="任务编号，由提交端生成的 UUID")]
ROUND = {
    "one": {
        "summary": "一轮县级界线联检",
        "value": {
            "title": "重庆市第五轮县级行政区域界线联合检查",
            "number": 5,
            "level": "county",
            "starts_on": "2026-01-01",
            "ends_on": "2030-12-31",
            "document": "渝民发[2026]1号",
        },
    }
}
AD_HOC = {
    "one": {
        "summary": "洪水之后",
        "value": {
            "line_code": "500103-500107",
            "occasion": "特大洪水致河道改移",
            "due_on": "2026-12-31",
            "lead_code": "500103",
            "from_m": 0,
            "to_m": 3000,
        },
    }
}
CANCEL = {"one": {"summary": "取消", "value": {"reason": "区划调整，该界线已不存在"}}}


@router.put(
    "/inspection-rounds/{id}",
    summary="制定一轮联检计划",
    description=(
        "为该层级的每条界线（或所列界线）各立一项任务：期限为上次联检后满五年，且不超出本轮。"
        "编号由提交端生成，重复提交不会重复立项。"
    ),
)
def plan(
    id: RoundId,
    body: Annotated[RoundIn, Body(openapi_examples=ROUND)],
    db: Db,
    response: Response,
) -> BoardOut:
    """Plan a round and answer its figures."""
    today = datetime.now(CHINA).date()
    wanted = planning.Plan(
        title=body.title,
        number=body.number,
        level=LEVELS.index(body.level) + 1,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        document=body.document,
        lines=tuple(dict.fromkeys(body.lines)),
        leads=body.leads,
    )
    response.status_code = 201 if planning.plan(db, id, wanted, on=today) else 200
    return _board(figures(db, TaskWish(on=today, round=id)), today)


@router.get("/inspection-rounds", summary="列出联检轮次", description="新的在前。")
def all_rounds(db: Reader) -> RoundsOut:
    """Answer all rounds."""
    return RoundsOut(
        rounds=[
            RoundOut.model_validate({**one, "level": LEVELS[one["level"] - 1]})
            for one in rounds(db)
        ]
    )


@router.put(
    "/inspection-tasks/{id}",
    summary="立一项专项联检任务",
    description="灾害、河流改道、道路施工等特殊情况后的联检，可以只查界线的一段。",
)
def ad_hoc(
    id: TaskId,
    body: Annotated[AdHocIn, Body(openapi_examples=AD_HOC)],
    db: Db,
    response: Response,
) -> TaskOut:
    """Plan an inspection for an occasion and answer its task."""
    today = datetime.now(CHINA).date()
    wanted = planning.AdHoc(**body.model_dump())
    response.status_code = 201 if planning.ad_hoc(db, id, wanted, on=today) else 200
    return _task(tasks(db, TaskWish(on=today, id=id), limit=1, offset=0)[0], today)


@router.post(
    "/inspection-tasks/{id}/cancellation",
    summary="取消联检任务",
    description="还没有联检记录的任务可以取消，须写明原因。",
)
def cancel(id: TaskId, body: Annotated[CancelIn, Body(openapi_examples=CANCEL)], db: Db) -> TaskOut:
    """Cancel a task and answer it."""
    today = datetime.now(CHINA).date()
    planning.cancel(db, id, body.reason, on=today)
    return _task(tasks(db, TaskWish(on=today, id=id), limit=1, offset=0)[0], today)


@router.get(
    "/inspection-tasks",
    summary="列出联检任务",
    description="按轮次、界线、一方区划、状态列出，先到期的在前。逾期的 state 为 overdue。",
)
def all_tasks(
    db: Reader,
    page: Paging,
    round: Annotated[UUID | None, Query(description="轮次编号")] = None,
    line: Annotated[str | None, Query(max_length=64, description="界线编号")] = None,
    division: Annotated[
        str | None, Query(pattern=DIVISION_CODE, description="一方区划的代码", examples=["500103"])
    ] = None,
    state: Annotated[States | None, Query(description="状态")] = None,
) -> TasksOut:
    """Answer a page of tasks."""
    today = datetime.now(CHINA).date()
    wish = TaskWish(on=today, round=round, line=line, division=division, state=state)
    found = tasks(db, wish, limit=page.limit, offset=page.offset)
    return TasksOut(
        on=today,
        count=found[0]["matched"] if found else 0,
        tasks=[_task(one, today) for one in found],
    )


@router.get(
    "/inspection-board",
    summary="联检进度",
    description="任务、备案、逾期的数目与里程、界桩数：合计，及各区划（每条界线计入两侧）。",
)
def board(
    db: Reader,
    round: Annotated[UUID | None, Query(description="轮次编号；不填为全部任务")] = None,
) -> BoardOut:
    """Answer the figures."""
    today = datetime.now(CHINA).date()
    return _board(figures(db, TaskWish(on=today, round=round)), today)


def _board(found: list[dict[str, Any]], today: date) -> BoardOut:
    rows = [{k: v for k, v in row.items() if k != "division_id"} for row in found]
    total = [row for row in rows if row["division"] is None]
    return BoardOut.model_validate(
        {
            "on": today,
            "total": total[0] if total else None,
            "divisions": [row for row in rows if row["division"] is not None],
        }
    )


def _task(row: dict[str, Any], today: date) -> TaskOut:
    named = {name: row[name] for name in TaskOut.model_fields if name in row}
    return TaskOut.model_validate(
        {
            **named,
            "level": LEVELS[row["level"] - 1],
            "lead": {"code": row["lead_code"], "name": row["lead_name"]},
            "assist": {"code": row["assist_code"], "name": row["assist_name"]},
            "days_left": (row["due_on"] - today).days,
        }
    )
