"""Pages of lines (界线): list, map, detail."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CHINA, Day, Reader
from api.dependencies.callers import caller_of
from api.routes.line_archive_pages import archive_block, monuments_block
from api.routes.line_history import line_history
from api.routes.maps import POLICY as MAP_POLICY
from api.routes.maps import asset_folder
from api.routes.page_parts import cells, frame, links, pager, table
from api.services import finding_boundaries as finding
from api.services.describing_lines import profile
from api.services.drawing_lines import draw_line
from api.services.reading_tasks import tasks
from api.store.queries.inspection_tasks import TaskWish

router = APIRouter(include_in_schema=False, dependencies=[Depends(caller_of)])

SHOWN = 50
LEVELS = {"county": (3, "县级"), "township": (4, "乡级"), "province": (1, "省级")}
STATES = {
    "due": "待检",
    "under_way": "办理中",
    "overdue": "逾期",
    "filed": "已备案",
    "cancelled": "已取消",
}
Code = Annotated[str, Path(min_length=1, max_length=64)]
Page = Annotated[int, Query(ge=1, le=10_000)]
OnDay = Annotated[Day | None, Query()]


@router.get("/lines")
def lines(
    request: Request, db: Reader, level: str = "county", page: Page = 1, on: OnDay = None
) -> HTMLResponse:
    """Show the lines of a level, fifty a page."""
    day = on or datetime.now(CHINA).date()
    number, word = LEVELS.get(level, LEVELS["county"])
    wish = finding.BoundaryWish(on=day, known_at=None, level=number)
    found = finding.find(db, wish, geometry=False, limit=SHOWN, offset=(page - 1) * SHOWN)
    rows = [feature["properties"] for feature in json.loads(found.features)]
    body = table(
        ("编号", "名称", "两侧", "长度（千米）", "性质", "最近联检"),
        [
            cells(
                (f"/lines/{quote(row['code'])}", row["code"]),
                row["name"],
                f"{row['left']['name'] or '—'}、{row['right']['name'] or '—'}",
                f"{row['length_m'] / 1000:.2f}",
                row["label"],
                row["last_inspected_on"] or "从未",
            )
            for row in rows
        ],
    )
    choose = links([(f"/lines?level={key}", said) for key, (_, said) in LEVELS.items()])
    more = pager(f"/lines?level={quote(level)}", page, found.matched, SHOWN)
    choose += links([("/line-archives", "各线档案缺漏")])
    return frame(request, f"{word}界线（{found.matched} 条）", choose + body + more)


@router.get("/lines/{code}")
def line(request: Request, db: Reader, code: Code, on: OnDay = None) -> HTMLResponse:
    """Show a line: figures, map, markers along it, course, tasks."""
    day = on or datetime.now(CHINA).date()
    found = profile(db, code, day)
    about, known = found.described, found.described.line
    figures = table(
        (),
        [
            cells("编号", known.code),
            cells("两侧", "、".join(known.side_names)),
            cells("长度", f"{about.length_m / 1000:.3f} 千米（椭球面长度，{about.parts} 段）"),
            cells("界桩", f"{len(known.markers)} 颗（其中三交点 {about.tripoints}）"),
            cells("最近联检", str(known.last_inspected_on or "从未")),
            cells("下次期限", str(about.next_due or "—")),
            cells("几何精度", f"{known.accuracy_m:g} 米" if known.accuracy_m else "不详"),
        ],
    )
    stations = table(
        ("界桩号", "类型", "里程（米）", "偏离（米）", "状况"),
        [
            cells(
                (f"/lines/{quote(code)}/markers/{quote(body)}", body),
                one.marker.standing.zh if one.marker.standing else "—",
                f"{one.chainage_m:,.1f}",
                f"{one.offset_m:.1f}",
                one.marker.condition.zh if one.marker.condition else "不详",
            )
            for one in about.stations
            for body in one.bodies
        ],
    )
    course = "".join(f"<p>{escape(words)}</p>" for words in found.sentences)
    papers = [
        (f"/api/v1/lines/{quote(code)}/marker-table.xlsx", "界桩成果表（XLSX）"),
        (f"/lines/{quote(code)}/marker-audit", "登记核对"),
    ]
    parts = (
        f'<iframe title="界线图" src="/maps/lines/{quote(code)}?on={day}"></iframe>'
        f"{figures}{line_history(db, code, day)}<h2>界桩</h2>{links(papers)}{stations}"
        f"<h2>文化标志与公约碑</h2>{monuments_block(db, code, day)}"
        f"<h2>走向说明</h2>{course}<h2>界线档案</h2>{archive_block(db, code, day)}"
        f"<h2>联检任务</h2>{_tasks(db, TaskWish(on=day, line=code))}"
    )
    return frame(request, known.name or code, parts, back=("/lines", "界线"))


@router.get("/maps/lines/{code}")
def line_map(db: Reader, code: Code, on: OnDay = None) -> HTMLResponse:
    """Show the map of a line."""
    day = on or datetime.now(CHINA).date()
    html = draw_line(db, code, day, f"/static/{asset_folder()}")
    return HTMLResponse(html, headers={"Content-Security-Policy": MAP_POLICY})


def _tasks(db: Any, wish: TaskWish) -> str:
    found = tasks(db, wish, limit=SHOWN, offset=0)
    if not found:
        return "<p>没有任务。</p>"
    return table(
        ("事由", "牵头", "期限", "状态"),
        [
            cells(
                row["round"] or row["occasion"] or "专项",
                row["lead_name"] or "—",
                str(row["due_on"]),
                (f"/inspections/{row['record_id']}", STATES[row["state"]])
                if row["record_id"]
                else STATES[row["state"]],
            )
            for row in found
        ],
    )
