"""Pages by which tables of signs (地名标志登记表) are taken in: tried first, then entered."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from openpyxl.styles import Font
from starlette.responses import Response

from api.dependencies import Db
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.console.forms import Form, Told, tried
from api.routes.console.rendering import render
from api.schemas.sign_files import SignFileOut
from api.services.loading.sign_rows import COLUMNS
from api.services.loading.sign_tables import MOST_ROWS, take_signs, tried_out
from api.services.person import Person
from api.services.refusals import DamagedFile

router = APIRouter(include_in_schema=False)
REGISTERS = [needs("editor", "clerk", "reviewer", "approver", scope="names")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKS = {"added": "good", "changed": "good", "same": "", "refused": "bad"}
EXAMPLE = {
    "code": "BZ-0001",
    "name": "石坡村",
    "county": "万州区",
    "township": "分水镇",
    "kind": "村（居）标志",
    "lon": "108.3601",
    "lat": "30.8002",
    "place_words": "村口东侧",
    "material": "铝合金反光膜",
    "width_mm": "1500",
    "height_mm": "500",
    "set_up_on": "2024-05-01",
    "state": "在用",
    "condition": "完好",
}


@router.get("/signs/table", dependencies=REGISTERS)
def page(request: Request, person: Signed) -> HTMLResponse:
    """Show the form that takes a table."""
    return _page(request, person)


@router.get("/signs/table.xlsx", dependencies=REGISTERS)
def template(_: Signed) -> Response:
    """Answer the empty table with one example."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "地名标志登记表"
    sheet.append([column.aliases[0] for column in COLUMNS])
    sheet.append([EXAMPLE.get(column.name, "") for column in COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    headers = {"Content-Disposition": 'attachment; filename="signs.xlsx"'}
    return Response(written.getvalue(), media_type=XLSX, headers=headers)


@router.post("/signs/table", dependencies=REGISTERS)
def take(request: Request, person: Signed, db: Db, today: Today, form: Form) -> HTMLResponse:
    """Take a table in, or only try it."""

    def do() -> SignFileOut:
        if (sent := form.files.get("file")) is None:
            raise DamagedFile("没有选择表格", "请选择 XLSX 或 CSV")
        work = take_signs if form["doing"] == "load" else tried_out
        trust = bool(form["trust"])
        told = work(db, person, sent.file.read(), sent.filename or "", trust=trust, on=today)
        return SignFileOut.of(*told)

    answer = tried(db, do)
    if isinstance(answer, Told):
        return _page(request, person, told=answer)
    return _page(request, person, done=answer)


def _page(request: Request, person: Person, **more: Any) -> HTMLResponse:
    told: Told | None = more.get("told")
    known: dict[str, Any] = {"told": None, "done": None, "looks": LOOKS, "most": MOST_ROWS}
    status = told.kind.status if told else 200
    return render(request, "sign_table.html", person, status, **(known | more))
