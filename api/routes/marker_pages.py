"""Pages of markers (界桩): the register form (界桩登记表) to be printed, the audit of a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import CHINA, Day, Reader
from api.dependencies.callers import caller_of
from api.routes.page_parts import cells, frame, links, table
from api.schemas.findings import VERDICT_TITLES
from api.services import registering_markers as registering
from api.services.marker_forms import FilledForm, filled, sketch_of
from boundary_data.marker_form import (
    CONDITION_HEADER,
    REFERENCE_HEADER,
    VERSION_HEADER,
    condition_rows,
    in_words,
    reference_rows,
    register_form,
    version_rows,
)
from rulebook.rule import Finding

router = APIRouter(include_in_schema=False, dependencies=[Depends(caller_of)])

Code = Annotated[str, Path(min_length=1, max_length=64)]
OnDay = Annotated[Day | None, Query()]
WEIGHTS = {"note": "提示", "warn": "警告", "block": "不予通过"}
SHOWN_DAYS = "{:%Y-%m-%d}"


@router.get("/lines/{code}/markers/{number}")
def marker(
    request: Request, db: Reader, code: Code, number: Code, on: OnDay = None
) -> HTMLResponse:
    """Show the register form of a marker, ready to be printed."""
    day = on or datetime.now(CHINA).date()
    made = filled(db, code, number, day)
    own = made.found.sheet.number
    address = f"/lines/{quote(code)}/markers/{quote(own)}"
    papers = links(
        [
            (f"/api/v1{address}/form.pdf?on={day}", "登记表（PDF）"),
            (f"/api/v1{address}/form.docx?on={day}", "登记表（DOCX）"),
        ]
    )
    inner = (
        f"<div class=screen>{papers}</div><div class=register>"
        + table((), [cells(title, words) for title, words in register_form(made.facts)])
        + _block("方位物", REFERENCE_HEADER, reference_rows(made.found.sheet))
        + f"<h2>位置略图</h2><img class=sketch alt=位置略图 src='{address}/sketch.png?on={day}'>"
        + f"<h2>界桩说明</h2><p>{escape(in_words(made.facts))}</p>"
        + _photos(made, address)
        + _block("历次检查状况", CONDITION_HEADER, condition_rows(made.facts.conditions))
        + _block("登记沿革", VERSION_HEADER, version_rows(made.facts.versions))
        + _signatures(made)
        + "</div><div class=screen>"
        + _findings(made.found.report.findings)
        + "</div>"
    )
    back = (f"/lines/{quote(code)}", made.line.name or code)
    return frame(request, f"界桩登记表　{own}号", inner, back=back)


@router.get("/lines/{code}/markers/{number}/sketch.png")
def sketch(db: Reader, code: Code, number: Code, on: OnDay = None) -> Response:
    """Show a marker with its reference objects and the line."""
    day = on or datetime.now(CHINA).date()
    found = registering.find(db, code, number, day)
    line = registering.line_on(db, code, day)
    return Response(sketch_of(line, found.sheet), media_type="image/png")


@router.get("/lines/{code}/marker-audit")
def audit(request: Request, db: Reader, code: Code, on: OnDay = None) -> HTMLResponse:
    """Show what the rules find in the sheets of a line."""
    day = on or datetime.now(CHINA).date()
    line = registering.line_on(db, code, day)
    found = registering.audit(db, code, day)
    rows = [
        cells(
            (f"/lines/{quote(code)}/markers/{quote(kept.number)}", kept.number),
            WEIGHTS[one.weight.value],
            one.title,
            one.message,
            one.suggestion,
            str(one.source),
        )
        for kept, report in found
        for one in report.findings
    ]
    clean = sum(not report.findings for _, report in found)
    head = f"<p>核对 {len(found)} 颗界桩，{clean} 颗没有意见。只提意见，不阻止任何办理。</p>"
    told = table(("界桩", "轻重", "规则", "意见", "建议", "依据"), rows) if rows else ""
    return frame(
        request,
        f"{line.name or code}界桩登记核对",
        head + told,
        back=(f"/lines/{quote(code)}", line.name),
    )


def _block(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return f"<h2>{escape(title)}</h2><p>没有。</p>"
    return f"<h2>{escape(title)}</h2>{table(header, [cells(*row) for row in rows])}"


def _photos(made: FilledForm, address: str) -> str:
    figures = "".join(
        f'<figure><img src="/api/v1{escape(address)}/pictures/{one["id"]}"'
        f' alt="{escape(one["caption"] or one["file"])}">'
        f"<figcaption>{escape(one['caption'] or one['file'])}"
        f"{_taken(one['taken_at'])}</figcaption></figure>"
        for one in made.pictures
    )
    shown = f'<div class="pictures">{figures}</div>' if figures else "<p>没有照片。</p>"
    return f"<h2>照片</h2>{shown}"


def _taken(moment: datetime | None) -> str:
    return f"，{SHOWN_DAYS.format(moment.astimezone(CHINA))}" if moment else ""


def _signatures(made: FilledForm) -> str:
    names = made.line.side_names or made.line.sides
    rows = [cells(name, "", "", "") for name in names]
    return "<h2>签字</h2>" + table(("一方", "技术负责人", "民政部门负责人", "日期"), rows)


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return f"<h2>登记核对</h2><p>{VERDICT_TITLES['pass']}，没有意见。</p>"
    rows = [
        cells(WEIGHTS[one.weight.value], one.message, one.suggestion, str(one.source))
        for one in findings
    ]
    return "<h2>登记核对</h2>" + table(("轻重", "意见", "建议", "依据"), rows)
