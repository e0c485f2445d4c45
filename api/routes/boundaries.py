"""Boundary lines (界线): lists, and one with its markers."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import Form, Paging, Reader, When, WithGeometry, Within, refuse_parameter
from api.routes.answering import Fresh, GeoJson, listed
from api.routes.divisions import LEVELS
from api.schemas.boundaries import BoundaryInFullOut, BoundaryOut
from api.schemas.features import (
    STATUS_WORDS,
    Feature,
    FeatureCollection,
    ItemList,
    Level,
    Status,
)
from api.services import finding_boundaries as finding

router = APIRouter(prefix="/api/v1/boundaries", tags=["界线"])

CODE = re.compile(r"([0-9]{6}|[0-9]{9}|[0-9]{12})")


@router.get(
    "",
    summary="列出行政区域界线",
    description=(
        "按范围、层级、两侧区划、性质查询某日的界线。每条界线都注明性质、来源与精度；"
        "synthetic 的界线是示意数据，非法定界线，制图时必须标注。"
    ),
    response_class=GeoJson,
    response_model=FeatureCollection[BoundaryOut] | ItemList[BoundaryOut],
)
def boundaries(
    request: Request,
    db: Reader,
    _: Fresh,
    when: When,
    page: Paging,
    box: Within,
    level: Annotated[Level | None, Query(description="层级", examples=["county"])] = None,
    division: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="某区划（编号）的全部界线")
    ] = None,
    between: Annotated[
        str | None,
        Query(
            max_length=40,
            description="两侧区划的代码，用英文逗号隔开",
            examples=["500101,500235"],
        ),
    ] = None,
    status: Annotated[Status | None, Query(description=STATUS_WORDS)] = None,
    f: Form = "geojson",
    geometry: WithGeometry = True,
) -> Response:
    """Answer a page of lines."""
    wish = finding.BoundaryWish(
        on=when.on,
        known_at=when.known_at,
        level=LEVELS.index(level) + 1 if level else None,
        division=division,
        between=None if between is None else _two_codes(between),
        status=status,
        box=(box.west, box.south, box.east, box.north) if box else None,
    )
    found = finding.find(db, wish, geometry=geometry, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)


def _two_codes(text: str) -> tuple[str, str]:
    codes = [part.strip() for part in text.split(",")]
    if len(codes) != 2 or not all(CODE.fullmatch(code) for code in codes):
        refuse_parameter(
            "between",
            "应为两个用英文逗号隔开的区划代码（6、9 或 12 位数字）",
            "例如 500101,500235",
        )
    return codes[0], codes[1]


@router.get(
    "/{code}",
    summary="一条界线及其界桩",
    description="界线在某日的几何、两侧区划、全部版本，界桩的位置、精度与最近一次查得的状况。",
    response_class=GeoJson,
    response_model=Feature[BoundaryInFullOut],
)
def boundary(
    db: Reader,
    _: Fresh,
    when: When,
    code: Annotated[str, Path(min_length=1, max_length=64, description="界线编号")],
) -> Response:
    """Answer one line with its markers."""
    return GeoJson(finding.show(db, code, when.on, when.known_at))
