"""The rural naming programme (乡村著名行动): figures, issues, names sent to be put on maps."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Db, Paging, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.maps import POLICY
from api.schemas.programme import (
    STANDING_WORDS,
    AuditIn,
    AuditOut,
    CountedListOut,
    CountedOut,
    CountyFiguresOut,
    IssueIn,
    IssueOut,
    Issues,
    IssuesOut,
    ProgrammeOut,
    ReceiptIn,
    ReportOut,
    ResolutionIn,
    SendingIn,
    SendingOut,
    SendingsOut,
    Standings,
)
from api.services import packing_names, sending_names
from api.services import programme as services
from api.services import programme_issues as issuing
from api.services.drawing_programme import choropleth
from api.services.programme import Measure
from api.store.queries import map_sendings as sent
from api.store.queries import programme as kept

router = APIRouter(tags=["乡村著名行动"])
OFFICIALS = [needs("clerk", "reviewer", "approver", "editor", scope="names")]
Year = Annotated[int | None, Query(ge=2020, le=2100, description="年份，不填为今年")]
County = Annotated[
    str | None, Query(pattern="^[0-9]{6}$", description="区县代码", examples=["500101"])
]
IssueId = Annotated[UUID, Path(description="问题编号，由客户端生成；重复提交只记一次")]
SendingId = Annotated[UUID, Path(description="批次编号，由客户端生成；重复提交只发一次")]
STRING = {"schema": {"type": "string"}}
BYTES = {"schema": {"type": "string", "format": "binary"}}
PACKAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media.partition(";")[0]: BYTES if form == "xlsx" else STRING
            for form, media in packing_names.MEDIA.items()
        }
    }
}
REPORT = {
    "type": "unnamed",
    "county": "500101",
    "place": "分水镇石碾村三组",
    "message": "通村道路没有名称",
}


def _shown(**value: Any) -> Any:
    return Body(openapi_examples={"one": {"summary": "一例", "value": value}})


@router.get(
    "/api/v1/programme",
    summary="乡村著名行动逐月统计",
    description="按区县、按月：命名、设标、上图、保护，以及发现和整改的四类问题；不含街道辖区。",
)
def figures(
    db: Reader, today: Today, _person: Signed, year: Year = None, county: County = None
) -> ProgrammeOut:
    """Answer the figures of a year."""
    wanted = year or today.year
    found = services.figures(db, wanted, on=today, county=county)
    return ProgrammeOut(year=wanted, counties=[CountyFiguresOut.of(one) for one in found])


@router.get(
    "/api/v1/programme/names",
    summary="一项统计数所指的地名",
    description="逐条列出：日期、地名、地点、计入的理由；条数就是统计数。",
)
def counted(
    db: Reader,
    today: Today,
    _person: Signed,
    page: Paging,
    measure: Annotated[Measure, Query(description="哪一项")],
    year: Year = None,
    month: Annotated[int | None, Query(ge=1, le=12, description="月份，不填为全年")] = None,
    county: County = None,
) -> CountedListOut:
    """Answer what a figure counts."""
    total, found = services.counted(
        db,
        measure,
        year or today.year,
        on=today,
        month=month,
        county=county,
        limit=page.limit,
        offset=page.offset,
    )
    return CountedListOut(total=total, things=[CountedOut.of(one) for one in found])


@router.get(
    "/maps/programme",
    summary="乡村著名行动分区县图",
    description="各区县全年数分档着色，一个完整的网页。",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {"example": "<!DOCTYPE html>…"}}}},
)
def drawn(
    request: Request,
    db: Reader,
    today: Today,
    _person: Signed,
    year: Year = None,
    measure: Annotated[Measure, Query(description="画哪一项")] = Measure.NAMED,
) -> HTMLResponse:
    """Answer the map by county."""
    wanted = year or today.year
    found = services.figures(db, wanted, on=today)
    assets = request.app.state.atlas.assets
    html = choropleth(db, found, measure, year=wanted, on=today, assets=assets)
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


@router.post(
    "/api/v1/programme/audits",
    dependencies=OFFICIALS,
    summary="核查一个区县的四类问题",
    description="有地无名、一地多名、多地重名、不规范；新问题登记，已不存在的记为整改。",
)
def audit(
    body: Annotated[AuditIn, _shown(county="500101")],
    db: Db,
    today: Today,
    person: Signed,
) -> AuditOut:
    """Look through a county."""
    return AuditOut.of(issuing.audit(db, body.county, person, on=today))


@router.get(
    "/api/v1/programme/issues",
    summary="问题清单",
    description="新发现的在前；群众反映而待核实的，只对管辖的机构显示。",
)
def issues(
    db: Reader,
    today: Today,
    _person: Signed,
    page: Paging,
    county: County = None,
    type: Annotated[Issues | None, Query(description="类型")] = None,
    standing: Annotated[Standings | None, Query(description=STANDING_WORDS)] = None,
    open: Annotated[bool, Query(description="只列未办结的")] = False,
) -> IssuesOut:
    """Answer a page of issues."""
    id = services.county_id(db, county, today) if county else None
    standings = (standing,) if standing else ("reported", "open") if open else ()
    total, found = kept.issues(
        db, county=id, type=type, standings=standings, limit=page.limit, offset=page.offset
    )
    return IssuesOut(total=total, issues=[IssueOut.of(one) for one in found])


@router.put(
    "/api/v1/programme/reports/{id}",
    summary="反映地名问题",
    description="任何人都可以反映四类问题，由区县地名主管部门核实后列入；同一编号只收一次。",
    status_code=202,
)
def take(
    id: IssueId, body: Annotated[IssueIn, _shown(**REPORT)], db: Db, today: Today
) -> ReportOut:
    """Take in what anybody reports."""
    issuing.take_report(db, id, body.told(), on=today)
    return ReportOut(id=id, message="已收到，由区县地名主管部门核实")


@router.put(
    "/api/v1/programme/issues/{id}",
    dependencies=OFFICIALS,
    summary="登记问题",
    description="实地发现的问题，写明地点。",
)
def report(
    id: IssueId,
    body: Annotated[IssueIn, _shown(**REPORT)],
    db: Db,
    today: Today,
    person: Signed,
) -> IssueOut:
    """Keep an issue."""
    return IssueOut.of(issuing.report_issue(db, id, body.told(), person=person, on=today))


@router.post(
    "/api/v1/programme/issues/{id}/confirmation",
    dependencies=OFFICIALS,
    summary="核实属实",
    description="群众反映的问题经核实属实，自当日起列入。",
)
def confirm(id: IssueId, db: Db, today: Today, person: Signed) -> IssueOut:
    """Note that what was reported is so."""
    return IssueOut.of(issuing.confirm(db, id, person, on=today))


@router.post(
    "/api/v1/programme/issues/{id}/resolution",
    dependencies=OFFICIALS,
    summary="登记整改或不属实",
    description="写明如何整改，或为什么不属实；只记一次，连同经办人和日期。",
)
def resolve(
    id: IssueId,
    body: Annotated[ResolutionIn, _shown(resolution="已命名为石碾路")],
    db: Db,
    today: Today,
    person: Signed,
) -> IssueOut:
    """Note how an issue ended."""
    done = issuing.close(db, id, body.resolution, person, on=today, unfounded=body.unfounded)
    return IssueOut.of(done)


@router.put(
    "/api/v1/map-sendings/{id}",
    dependencies=OFFICIALS,
    summary="发送上图",
    description=(
        "本区县的标准地名发给地图单位，只发与该单位上次收到的不同的：新增、变更、停用；"
        "注明 again 的，未变的也发。涉密和未公布的地名从不发送。"
    ),
)
def send(
    id: SendingId,
    body: Annotated[SendingIn, _shown(county="500101", vendor="某地图")],
    db: Db,
    today: Today,
    person: Signed,
) -> SendingOut:
    """Note that names are sent."""
    told = body.model_dump()
    return SendingOut.of(sending_names.send(db, id, person=person, on=today, **told))


@router.get("/api/v1/map-sendings", summary="上图批次", description="何时发给谁，回执如何。")
def sendings(
    db: Reader, today: Today, _person: Signed, page: Paging, county: County = None
) -> SendingsOut:
    """Answer a page of sendings."""
    id = services.county_id(db, county, today) if county else None
    found = sent.sendings(db, county=id, limit=page.limit, offset=page.offset)
    return SendingsOut(sendings=[SendingOut.of(one) for one in found])


@router.get(
    "/api/v1/map-sendings/{id}/names.{form}",
    summary="上图数据包",
    description="该批次发出时的内容：GeoJSON（CGCS2000）、CSV 或 XLSX；其后转为不公开的不再给出。",
    response_class=Response,
    responses=PACKAGE,
)
def package(
    id: SendingId,
    form: Annotated[Literal["geojson", "csv", "xlsx"], Path(description="形式")],
    db: Reader,
    _person: Signed,
) -> Response:
    """Answer what was sent."""
    return Response(
        packing_names.package(db, id, form),
        media_type=packing_names.MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="names-{id}.{form}"'},
    )


@router.post(
    "/api/v1/map-sendings/{id}/receipt",
    dependencies=OFFICIALS,
    summary="登记回执",
    description="地图单位的答复，只记一次。",
)
def receive(
    id: SendingId,
    body: Annotated[ReceiptIn, _shown(receipt="已收12条")],
    db: Db,
    today: Today,
    _person: Signed,
) -> SendingOut:
    """Note a receipt."""
    return SendingOut.of(sending_names.receive(db, id, body.receipt, on=today))
