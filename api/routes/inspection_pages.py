"""Pages of joint inspections (联检): the board with its tasks, and one record."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import Annotated, Any, get_args
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CHINA, Reader
from api.dependencies.callers import caller_of
from api.routes.boundary_pages import STATES
from api.routes.maps import POLICY as MAP_POLICY
from api.routes.maps import asset_folder
from api.routes.page_parts import blocks, cells, frame, links, pager, table, tiles
from api.schemas.findings import VERDICT_TITLES
from api.schemas.inspection_tasks import States
from api.services.drawing_lines import Inspected, draw_line
from api.services.reading_records import RecordWish, in_full, read_record, records_like
from api.services.reading_tasks import figures, tasks
from api.services.recording_inspections import find, line_of_record
from api.store.queries.inspection_records import KeptRecord
from api.store.queries.inspection_tasks import TaskWish
from boundary_data.joint_report import told_of
from boundary_data.record_steps import RecordStage, RecordVerb

router = APIRouter(include_in_schema=False, dependencies=[Depends(caller_of)])

SHOWN = 50
WEIGHTS = {"note": "提示", "warn": "警告", "block": "不予通过"}


@router.get("/inspections")
def board(
    request: Request,
    db: Reader,
    state: States | None = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show the figures, the tasks and the newest records."""
    today = datetime.now(CHINA).date()
    counted = figures(db, TaskWish(on=today))
    total = next((row for row in counted if row["division"] is None), None)
    if total is None:
        return frame(
            request, "联检", "<p>还没有联检计划。请用 /api/v1/inspection-rounds 制定一轮计划。</p>"
        )
    papers = [
        ("/api/v1/inspection-reminders.ics", "提醒日历（ICS）"),
        ("/api/v1/inspection-reminders.csv", "提醒清单（CSV）"),
    ]
    parts = (
        _tiles(total)
        + links(papers)
        + "<h2>任务</h2>"
        + _tasks(db, state, page, today)
        + "<h2>最近的记录</h2>"
        + _records(db)
        + "<h2>各区划</h2>"
        + _divisions(counted)
    )
    return frame(request, "联检", parts)


@router.get("/inspections/{id}")
def record(request: Request, db: Reader, id: UUID) -> HTMLResponse:
    """Show a record: where it stands, what the check found, the map, what was written, photos."""
    found = in_full(db, id)
    kept = found.record
    line = line_of_record(db, kept, kept.filed_on or datetime.now(CHINA).date())
    about = table(
        (),
        [
            cells("界线", (f"/lines/{quote(kept.line_code)}", kept.line_code)),
            cells("阶段", RecordStage(kept.stage).zh),
            cells(
                "稿次",
                f"第 {kept.revision} 稿，{kept.written_by}，{kept.written_at:%Y-%m-%d %H:%M}",
            ),
            cells("核验结论", VERDICT_TITLES[kept.verdict]),
            cells("备案", f"{kept.filed_on}，摘要 {kept.digest}" if kept.digest else "未备案"),
        ],
    )
    api = f"/api/v1/inspection-records/{id}"
    files = links(
        [
            (f"{api}/report.docx", "联检报告（DOCX）"),
            (f"{api}/report.pdf", "联检报告（PDF）"),
            (f"{api}/marker-table.xlsx", "界桩成果表（XLSX）"),
            (f"{api}/archive.zip", "档案（ZIP）"),
        ]
    )
    parts = (
        f'{about}{files}<iframe title="联检图" src="/maps/inspections/{id}"></iframe>'
        f"<h2>核验意见</h2>{_findings(kept.report['findings'])}"
        f"<h2>办理过程</h2>{_steps(found.steps)}{blocks(told_of(read_record(db, kept), line))}"
        f"<h2>照片</h2>{_photos(api, found.photos)}"
    )
    name = kept.body.get("line_name") or kept.line_code
    return frame(request, f"{name}联检记录", parts, back=("/inspections", "联检"))


@router.get("/maps/inspections/{id}")
def record_map(db: Reader, id: UUID) -> HTMLResponse:
    """Show the map of a record, with what was found at each marker."""
    kept = find(db, id)
    html = draw_line(
        db,
        kept.line_code,
        kept.filed_on or datetime.now(CHINA).date(),
        f"/static/{asset_folder()}",
        inspected=Inspected(read_record(db, kept), kept.report["findings"]),
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": MAP_POLICY})


def _written(kept: KeptRecord) -> str:
    return f"{kept.written_by}，{kept.written_at:%Y-%m-%d %H:%M}"


def _tiles(row: dict[str, Any]) -> str:
    return tiles(
        [
            ("任务", str(row["planned"]), False),
            ("待检", str(row["due"]), False),
            ("办理中", str(row["under_way"]), False),
            ("逾期", str(row["overdue"]), row["overdue"] > 0),
            ("已备案", str(row["filed"]), False),
            ("半年内到期", str(row["soon"]), False),
            ("千米（已备案 / 全部）", f"{row['km_filed']} / {row['km']}", False),
            ("界桩（已备案 / 全部）", f"{row['markers_filed']} / {row['markers']}", False),
        ]
    )


def _tasks(db: Any, state: States | None, page: int, today: date) -> str:
    choose = links(
        [
            ("/inspections", "全部"),
            *((f"/inspections?state={s}", STATES[s]) for s in get_args(States)),
        ]
    )
    found = tasks(db, TaskWish(on=today, state=state), limit=SHOWN, offset=(page - 1) * SHOWN)
    if not found:
        return f"{choose}<p>没有这样的任务。</p>"
    rows = [
        cells(
            (f"/lines/{quote(row['line_code'])}", row["line_name"]),
            f"{row['lead_name'] or '—'}（牵头）、{row['assist_name'] or '—'}",
            row["round"] or row["occasion"],
            str(row["due_on"]),
            (f"/inspections/{row['record_id']}", STATES[row["state"]])
            if row["record_id"]
            else STATES[row["state"]],
        )
        for row in found
    ]
    address = f"/inspections?state={state}" if state else "/inspections"
    listed = table(("界线", "双方", "轮次或事由", "期限", "状态"), rows)
    return choose + listed + pager(address, page, found[0]["matched"], SHOWN)


def _records(db: Any) -> str:
    count, found = records_like(db, RecordWish(line=None, stage=None, limit=20, offset=0))
    if not count:
        return "<p>还没有记录。</p>"
    return table(
        ("界线", "阶段", "结论", "填报"),
        [
            cells(
                (f"/inspections/{one.id}", one.body.get("line_name") or one.line_code),
                RecordStage(one.stage).zh,
                VERDICT_TITLES[one.verdict],
                _written(one),
            )
            for one in found
        ],
    )


def _divisions(counted: list[dict[str, Any]]) -> str:
    return table(
        ("区划", "任务", "待检", "办理中", "逾期", "已备案", "千米", "界桩"),
        [
            cells(
                row["division"],
                *(str(row[k]) for k in ("planned", "due", "under_way", "overdue", "filed")),
                f"{row['km_filed']} / {row['km']}",
                f"{row['markers_filed']} / {row['markers']}",
            )
            for row in counted
            if row["division"] is not None
        ],
    )


def _findings(found: list[dict[str, Any]]) -> str:
    if not found:
        return "<p>没有意见。</p>"
    return table(
        ("轻重", "意见", "依据", "建议"),
        [
            cells(
                WEIGHTS[one["severity"]], one["message"], one["source"]["text"], one["suggestion"]
            )
            for one in found
        ],
    )


def _steps(found: list[dict[str, Any]]) -> str:
    if not found:
        return "<p>尚未提交。</p>"
    return table(
        ("时间", "办理", "经办", "说明"),
        [
            cells(
                f"{one['taken_at']:%Y-%m-%d %H:%M}",
                RecordVerb(one["verb"]).zh,
                f"{one['person']}（{one['division_code']}）",
                one["note"],
            )
            for one in found
        ],
    )


def _photos(api: str, found: list[dict[str, Any]]) -> str:
    shown = [
        f'<figure><img loading="lazy" src="{escape(api)}/photos/{one["id"]}"'
        f' alt="{escape(one["file"])}"><figcaption>{escape(one["file"])}</figcaption></figure>'
        for one in found
        if one["whole"]
    ]
    return "".join(shown) or "<p>没有照片。</p>"
