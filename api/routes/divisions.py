"""Divisions (行政区划): lists, one in full, and where a point belongs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import At, Form, Paging, Reader, When, WithGeometry
from api.routes.answering import Fresh, GeoJson, listed
from api.schemas.divisions import DivisionInFullOut, DivisionOut, WhereaboutsOut
from api.schemas.features import DIVISION_CODE, Feature, FeatureCollection, ItemList, Level, Scheme
from api.services import finding_divisions as finding
from api.services.locating_words import NOT_LEGAL

router = APIRouter(prefix="/api/v1/divisions", tags=["区划"])

LEVELS = ("province", "prefecture", "county", "township", "village")


@router.get(
    "",
    summary="列出行政区划",
    description=(
        "按层级、上级、代码或名称查询某日的行政区划。代码在不同体系中含义不同，"
        "请用 scheme 指明体系；不指明时查所有体系。没有几何的区划 geometry 为 null。"
    ),
    response_class=GeoJson,
    response_model=FeatureCollection[DivisionOut] | ItemList[DivisionOut],
)
def divisions(
    request: Request,
    db: Reader,
    _: Fresh,
    when: When,
    page: Paging,
    level: Annotated[Level | None, Query(description="层级", examples=["county"])] = None,
    parent: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="上级的编号")] = None,
    code: Annotated[
        str | None,
        Query(
            pattern=DIVISION_CODE,
            description="代码，6、9 或 12 位数字",
            examples=["500101"],
        ),
    ] = None,
    scheme: Annotated[
        Scheme | None, Query(description="代码体系：gb2260、mca（民政部）、nbs（统计局）")
    ] = None,
    name: Annotated[
        str | None, Query(min_length=1, max_length=100, description="全名，完全相同")
    ] = None,
    q: Annotated[
        str | None,
        Query(min_length=1, max_length=100, description="名称中的文字", examples=["万州"]),
    ] = None,
    f: Form = "geojson",
    geometry: WithGeometry = True,
) -> Response:
    """Answer a page of divisions."""
    wish = finding.DivisionWish(
        on=when.on,
        known_at=when.known_at,
        level=LEVELS.index(level) + 1 if level else None,
        parent=parent,
        code=code,
        scheme=scheme,
        name=name,
        q=q,
    )
    found = finding.find(db, wish, geometry=geometry, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)


@router.get(
    "/at",
    summary="某一点属于哪里",
    description=(
        "回答某日某点所在的各级区划、所用几何的性质与精度、该点到界线的距离。"
        "距离小于数据精度时 certain 为 false，并列出精度范围内的其他区划。"
    ),
)
def at(db: Reader, _: Fresh, when: When, point: At) -> WhereaboutsOut:
    """Answer the divisions that hold a point."""
    found = finding.locate(db, point.lon, point.lat, when.on, when.known_at)
    legal = all(one["status"] == "official" for one in found)
    nothing = "" if found else finding.why_nothing(db, when.on)
    return WhereaboutsOut.model_validate(
        {
            "point": {"lon": point.lon, "lat": point.lat},
            "moment": {"on": when.on, "known_at": when.known_at},
            "divisions": found,
            "note": nothing or ("" if legal else NOT_LEGAL),
        }
    )


@router.get(
    "/{id}",
    summary="一个行政区划的全部资料",
    description=(
        "名称、类型、代码、上级的全部历史及有效期，沿革事件，各来源的几何，当日的下级数量。"
    ),
    response_class=GeoJson,
    response_model=Feature[DivisionInFullOut],
)
def division(
    db: Reader,
    _: Fresh,
    when: When,
    id: Annotated[int, Path(ge=1, le=2**31 - 1, description="区划编号", examples=[1])],
) -> Response:
    """Answer everything known of one division."""
    return GeoJson(finding.show(db, id, when.on, when.known_at))
