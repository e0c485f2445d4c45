"""The register of markers (界桩登记): registering, changing, reading, auditing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Path, Query, Response

from api.dependencies import CHINA, Day, Db, Reader
from api.routes.changing import BINARY, IfMatch, named_tag
from api.schemas.findings import FindingOut
from api.schemas.markers import (
    MarkerAuditOut,
    MarkerWriteIn,
    PictureOut,
    RegisteredInFullOut,
    RegisteredListOut,
    SheetVersionOut,
    SheetVersionsOut,
)
from api.services import registering_markers as registering
from api.services.archiving_inspections import MEDIA, Form
from api.services.marker_forms import form_file, line_table
from api.services.registering_markers import Registered, Write, tag_of
from api.services.sheet_json import sheet_json
from api.store.queries.marker_register import KeptMarker, conditions_of, pictures_of
from boundary_data.inspection_facts import limits
from boundary_data.marker_form import described
from boundary_data.marker_sheet import ChangeKind, MarkerSheet
from boundary_data.sheet_rules.case import GOOD
from boundary_data.sheet_rules.catalogue import SHEET_VERSION

router = APIRouter(prefix="/api/v1/lines/{code}", tags=["界桩"])

Code = Annotated[str, Path(min_length=1, max_length=64, description="界线编号")]
Number = Annotated[str, Path(min_length=1, max_length=64, description="界桩编号")]
OnDay = Annotated[Day | None, Query(description="按哪一天的登记，默认今天")]
EXAMPLE = {
    "one": {
        "summary": "登记一颗界桩",
        "value": {
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "by": {"person": "张建国", "division_code": "500116"},
            "change": {
                "kind": "register",
                "valid_from": "2025-04-01",
                "document": "界线协议书（2025）1号",
            },
            "sheet": sheet_json(GOOD),
        },
    }
}


@router.get(
    "/markers",
    summary="一条界线的界桩登记",
    description="某日有效的登记表，按编号排列；报废的不列。",
)
def markers(db: Reader, code: Code, on: OnDay = None) -> RegisteredListOut:
    """Answer the markers of a line."""
    day = on or _today()
    line = registering.line_on(db, code, day)
    found = registering.sheets_of(db, code, day)
    return RegisteredListOut.model_validate(
        {
            "line": code,
            "on": day,
            "count": len(found),
            "markers": [_marker(code, day, line.side_names, *one) for one in found],
        }
    )


@router.post(
    "/markers",
    status_code=201,
    summary="登记一颗界桩",
    description=(
        "按登记表规则核对，不予通过的回答 422 并逐条说明；警告与提示随结果返回。"
        "同一 id 重复提交只登记一次。编号在一条界线内唯一，已有的回答 409。"
    ),
)
def register(
    code: Code,
    body: Annotated[MarkerWriteIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    response: Response,
) -> RegisteredInFullOut:
    """Register a marker and answer how it stands."""
    made = registering.register(db, code, _write(body), on=_today())
    response.status_code = 201 if made.created else 200
    return _in_full(db, code, made, _today(), response)


@router.get(
    "/markers/audit",
    summary="核对一条界线的界桩登记",
    description=(
        "对已有登记逐颗核对：编号、成套、管护、方位物数目，方位角与距离按坐标反算，精度与位置。"
        "只提意见，不阻止任何办理。"
    ),
)
def audit(db: Reader, code: Code, on: OnDay = None) -> MarkerAuditOut:
    """Answer what the rules find in the sheets of a line."""
    day = on or _today()
    found = registering.audit(db, code, day)
    wrong = [(kept, report) for kept, report in found if report.findings]
    return MarkerAuditOut(
        line=code,
        on=day,
        checked=len(found),
        clean=len(found) - len(wrong),
        counts=dict(Counter(one.rule for _, report in wrong for one in report.findings)),
        catalogue=SHEET_VERSION,
        parameters=limits().version,
        markers=[
            {
                "number": kept.number,
                "verdict": report.verdict.value,
                "findings": [FindingOut.of(one) for one in report.findings],
            }
            for kept, report in wrong
        ],
    )


@router.get(
    "/markers/{number}",
    summary="一颗界桩的登记",
    description="某日有效的登记表、历次状况、照片与核对意见。",
)
def marker(
    db: Reader, code: Code, number: Number, response: Response, on: OnDay = None
) -> RegisteredInFullOut:
    """Answer a marker."""
    day = on or _today()
    return _in_full(db, code, registering.find(db, code, number, day), day, response)


@router.put(
    "/markers/{number}",
    summary="变更一颗界桩的登记",
    description=(
        "另立新版，旧版照存。须带 If-Match；与现状不一致时回答 412。"
        "坐标改动须有协议、共同测绘和备案（条例第六条），否则回答 422。"
    ),
)
def change(
    code: Code,
    number: Number,
    body: Annotated[MarkerWriteIn, Body(openapi_examples=EXAMPLE)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> RegisteredInFullOut:
    """Write a new version of a sheet and answer how the marker stands then."""
    write, today = _write(body), _today()
    made = registering.change(db, code, number, write, tag=named_tag(if_match), on=today)
    return _in_full(db, code, made, max(today, write.change.valid_from), response)


@router.get(
    "/markers/{number}/versions",
    summary="一颗界桩登记的历次版本",
    description="各版登记表全文、依据文件、经办人；先立的在前。",
)
def versions(db: Reader, code: Code, number: Number) -> SheetVersionsOut:
    """Answer all versions of a sheet."""
    found = registering.find(db, code, number, _today())
    return SheetVersionsOut(
        line=code,
        number=found.kept.number,
        versions=[
            SheetVersionOut(
                revision=one.revision,
                valid_from=one.valid_from,
                kind=ChangeKind(one.change["kind"]).zh,
                document=one.change["document"],
                change=dict(one.change),
                sheet=dict(one.sheet),
                verdict=one.report["verdict"],
                person=one.person,
                division_code=one.division_code,
                written_at=one.written_at,
            )
            for one in found.versions
        ],
    )


@router.get(
    "/markers/{number}/form.{form}",
    summary="界桩登记表",
    description="可打印的界桩登记表：各项内容、方位物、略图、照片、历次状况。",
    response_class=Response,
    responses={200: {"content": {MEDIA["pdf"]: BINARY, MEDIA["docx"]: BINARY}}},
)
def printed(
    db: Reader,
    code: Code,
    number: Number,
    form: Annotated[Form, Path(description="docx 或 pdf")],
    on: OnDay = None,
) -> Response:
    """Answer the register form as a file."""
    file = form_file(db, code, number, form, on=on or _today())
    return _file(file.name, file.content, MEDIA[form])


@router.get(
    "/marker-table.xlsx",
    summary="界桩成果表",
    description="一条界线全部界桩的成果表：编号、类型、经纬度、平面坐标、高程、精度、管护方等。",
    response_class=Response,
    responses={200: {"content": {MEDIA["xlsx"]: BINARY}}},
)
def result_table(db: Reader, code: Code, on: OnDay = None) -> Response:
    """Answer the result table of a line."""
    file = line_table(db, code, on=on or _today())
    return _file(file.name, file.content, MEDIA["xlsx"])


def _today() -> date:
    return datetime.now(CHINA).date()


def _file(name: str, content: bytes, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _write(body: MarkerWriteIn) -> Write:
    return Write(body.id, body.by.by(), body.change.change(), body.sheet.sheet())


def _marker(
    code: str, day: date, side_names: tuple[str, ...], kept: KeptMarker, sheet: MarkerSheet
) -> dict[str, Any]:
    return {
        "line": code,
        "number": kept.number,
        "on": day,
        "status": kept.status,
        "revision": kept.revision,
        "etag": f'"{tag_of(kept.revision)}"',
        "description": described(sheet, side_names),
        "condition": kept.condition,
        "found_on": kept.found_on,
        "sheet": sheet_json(sheet),
    }


def _in_full(
    db: Reader, code: str, found: Registered, day: date, response: Response
) -> RegisteredInFullOut:
    kept = found.kept
    response.headers["ETag"] = f'"{tag_of(kept.revision)}"'
    line = registering.line_on(db, code, day)
    _, chainage_m, offset_m = line.ruler.nearest(found.sheet.position.point)
    address = f"/api/v1/lines/{quote(code)}/markers/{quote(kept.number)}/pictures"
    return RegisteredInFullOut.model_validate(
        {
            **_marker(code, day, line.side_names, kept, found.sheet),
            "chainage_m": round(chainage_m, 1),
            "offset_m": round(offset_m, 2),
            "conditions": conditions_of(db, kept.id, day),
            "pictures": [
                {name: one[name] for name in PictureOut.model_fields if name != "href"}
                | {"href": f"{address}/{one['id']}"}
                for one in pictures_of(db, kept.id)
            ],
            "verdict": found.report.verdict.value,
            "findings": [FindingOut.of(one) for one in found.report.findings],
        }
    )
