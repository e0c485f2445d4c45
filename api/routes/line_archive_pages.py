"""Pages about what is kept of a line: its archive set (界线档案), its monuments."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CHINA, Day, Reader
from api.dependencies.callers import caller_of
from api.routes.page_parts import Cell, cells, frame, links, pager, table, tiles
from api.services import archiving_lines as archiving
from api.services import keeping_monuments as keeping
from api.services.registering_markers import line_on
from boundary_data.line import LineLevel
from boundary_data.line_archive import Place
from boundary_data.monument import CovenantStele, Monument, MonumentKind

router = APIRouter(include_in_schema=False, dependencies=[Depends(caller_of)])

SHOWN = 50
NONE = "—"
Code = Annotated[str, Path(min_length=1, max_length=64)]
OnDay = Annotated[Day | None, Query()]
Levels = Literal["province", "county", "township"]


@router.get("/line-archives")
def gaps(
    request: Request,
    db: Reader,
    level: Levels = "county",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    on: OnDay = None,
) -> HTMLResponse:
    """Show what the archive sets of the lines of a level lack."""
    day = on or datetime.now(CHINA).date()
    found = archiving.archives(db, day, level=LineLevel(level))
    missing = Counter(one.kind.title for each in found for one in each.missing)
    complete = sum(not each.missing for each in found)
    head = tiles(
        [
            ("界线", f"{len(found)} 条", False),
            ("齐全", f"{complete} 条", False),
            ("有缺漏", f"{len(found) - complete} 条", complete < len(found)),
        ]
    )
    lacking = table(
        ("文件", "缺的界线"), [cells(title, f"{n} 条") for title, n in missing.most_common()]
    )
    rows = [
        cells(
            (f"/lines/{quote(each.code)}", each.code),
            each.name,
            f"{sum(one.required and one.present for one in each.places)}"
            f" / {sum(one.required for one in each.places)}",
            "、".join(one.kind.title for one in each.missing) or "齐全",
        )
        for each in found[(page - 1) * SHOWN : page * SHOWN]
    ]
    choose = links(
        [(f"/line-archives?level={one}", LineLevel(one).zh) for one in Levels.__args__]  # type: ignore[attr-defined]
    )
    files = links(
        [
            (f"/api/v1/line-archives.xlsx?level={level}", "缺漏表（XLSX）"),
            (f"/api/v1/line-archives.csv?level={level}", "缺漏表（CSV）"),
        ]
    )
    body = (
        f"{choose}{head}<h2>缺得最多的</h2>{lacking}<h2>逐条</h2>{files}"
        + table(("编号", "名称", "已有 / 必备", "所缺"), rows)
        + pager(f"/line-archives?level={level}", page, len(found), SHOWN)
    )
    return frame(request, f"{LineLevel(level).zh}界线档案", body, back=("/lines", "界线"))


@router.get("/lines/{code}/monuments")
def monuments(request: Request, db: Reader, code: Code, on: OnDay = None) -> HTMLResponse:
    """Show the culture markers and covenant steles of a line with all that is known of them."""
    day = on or datetime.now(CHINA).date()
    line = line_on(db, code, day)
    found = keeping.listed(db, code, day)
    parts = [
        f"<h2>{MonumentKind(kept.kind).zh}</h2>"
        + table((), [cells(title, words) for title, words in told(monument)])
        for kept, monument in found
    ]
    note = "<p>文化标志、公约碑不是界桩，不作为认定界线的依据。</p>"
    inner = note + ("".join(parts) or "<p>没有登记。</p>")
    back = (f"/lines/{quote(code)}", line.name or code)
    return frame(request, f"{line.name or code}文化标志与公约碑", inner, back=back)


def archive_block(db: Any, code: str, day: date) -> str:
    """Return the archive set of a line as a table: what it must have, has and lacks."""
    found = archiving.archive_of(db, code, day)
    lacking = len(found.missing)
    head = f"<p>必备文件缺 {lacking} 种。</p>" if lacking else "<p>必备文件齐全。</p>"
    rows = [
        cells(
            one.kind.title,
            _standing(one),
            *_documents(code, [d for d in found.documents if d["kind"] == one.kind.kind]),
            one.kind.source + ("" if one.kind.standing == "confirmed" else "（待确认）"),
        )
        for one in found.places
    ]
    return head + table(("文件", "现状", "已登记", "原件", "依据"), rows)


def monuments_block(db: Any, code: str, day: date) -> str:
    """Return the culture markers and covenant steles of a line as a table."""
    found = keeping.listed(db, code, day)
    if not found:
        return "<p>没有登记。</p>"
    rows = [
        cells(
            (f"/lines/{quote(code)}/monuments", monument.name),
            MonumentKind(kept.kind).zh,
            monument.address or NONE,
            str(monument.erected_on or NONE),
            monument.state.zh,
        )
        for kept, monument in found
    ]
    return table(("名称", "类别", "所在地", "设立", "现状"), rows)


def told(monument: Monument) -> list[tuple[str, str]]:
    """Return all that is known of a monument, in its order; each kind has its own fields."""
    rows = [
        ("名称", monument.name),
        ("位置", f"{monument.lon:.7f}，{monument.lat:.7f}"),
        ("所在地", monument.address),
        ("附近界桩", monument.near_marker),
        ("设立日期", str(monument.erected_on or "")),
        ("设立单位", "、".join(monument.erected_by)),
        ("材质、尺寸", "，".join(filter(None, (monument.material, monument.size)))),
        ("碑文", monument.inscription),
        *(_of_stele(monument) if isinstance(monument, CovenantStele) else _of_culture(monument)),
        ("管护单位", monument.caretaker),
        ("现状", monument.state.zh),
        ("备注", monument.note),
    ]
    return [(title, words or NONE) for title, words in rows]


def _of_stele(stele: CovenantStele) -> list[tuple[str, str]]:
    return [
        ("缔约各方", "、".join(stele.signatories)),
        ("缔约日期", str(stele.signed_on or "")),
        ("公约", stele.covenant),
        ("见证", stele.witness),
        ("期限", str(stele.valid_until or "无期限")),
    ]


def _of_culture(monument: Monument) -> list[tuple[str, str]]:
    if isinstance(monument, CovenantStele):
        return []
    return [
        ("形式", monument.form.zh),
        ("主题", monument.theme),
        ("边界故事", monument.story),
        ("设计", monument.designer),
    ]


def _standing(one: Place) -> str:
    if one.present:
        return "有"
    return "缺" if one.required else "非必备"


def _documents(code: str, documents: list[dict[str, Any]]) -> tuple[Cell, Cell]:
    kept = [one for one in documents if one["withdrawn_for"] is None]
    if not kept:
        return NONE, NONE
    words = "；".join(
        "，".join(filter(None, (one["title"], one["number"], str(one["dated_on"] or ""))))
        for one in kept
    )
    first = next((one for one in kept if one["sha256"]), None)
    if first is None:
        return words, "未上传"
    address = f"/api/v1/lines/{quote(code)}/archive/documents/{first['id']}/file"
    return words, (address, first["file"])
