"""Place names (地名): search by characters, sound, initials and place; one in full."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import (
    FARTHEST_M,
    Form,
    Near,
    Paging,
    Reader,
    When,
    WithGeometry,
    Within,
    refuse_parameter,
)
from api.routes.answering import Fresh, GeoJson, listed
from api.schemas.features import Feature, FeatureCollection, ItemList
from api.schemas.names import NameInFullOut, NameKind, NameOut, NameStatus
from api.services import finding_names as finding
from naming.name_tags import name_tags

router = APIRouter(prefix="/api/v1/names", tags=["地名"])

RADIUS_M = 5000.0


@router.get(
    "",
    summary="检索地名",
    description=(
        "按汉字、拼音或拼音首字母检索（by=auto 时自动判别：汉字查名称中的文字，"
        "字母同时查拼音与首字母的开头），可限定范围、中心点与半径、类别、所在区划。"
        "先按匹配程度，再按地名类别，给出 near 时再由近到远；没有 q 时由近到远。"
        "照写查不到时，给出只差一处（错、漏、多一字或一个字母，或相邻两个颠倒）的地名。"
        "符合的很多时不全数：numberMatchedIsLowerBound 为 true。"
    ),
    response_class=GeoJson,
    response_model=FeatureCollection[NameOut] | ItemList[NameOut],
)
def names(
    request: Request,
    db: Reader,
    _: Fresh,
    when: When,
    page: Paging,
    box: Within,
    near: Near,
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            description="要找的文字、拼音或首字母",
            examples=["石坡"],
        ),
    ] = None,
    by: Annotated[finding.Asked, Query(description="q 是什么；auto 自动判别")] = "auto",
    radius_m: Annotated[
        float | None,
        Query(ge=1, le=FARTHEST_M, description=f"半径，米，默认 {RADIUS_M:g}；须与 near 同用"),
    ] = None,
    kind: Annotated[str | None, Query(max_length=50, description="地名类别")] = None,
    name_kind: Annotated[
        NameKind | None, Query(description="名称种类：standard 标准，former 曾用，alias 别名等")
    ] = None,
    status: Annotated[NameStatus | None, Query(description="名称状态")] = None,
    division: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="所在区划的编号，含其下级")
    ] = None,
    tag: Annotated[
        str | None,
        Query(
            max_length=40,
            pattern="^[a-z]+$",
            description="“地名+”标签，见 /api/v1/name-tags",
            examples=["tourism"],
        ),
    ] = None,
    f: Form = "geojson",
    geometry: WithGeometry = True,
) -> Response:
    """Answer a page of names."""
    if radius_m is not None and near is None:
        refuse_parameter("radius_m", "给了半径，但没有中心点", "请同时给出 near=经度,纬度")
    if tag is not None and tag not in name_tags():
        refuse_parameter("tag", f"没有“{tag}”这一标签", f"可选：{'、'.join(name_tags())}")
    text, way = finding.search_of(q, by)
    wish = finding.NameWish(
        on=when.on,
        known_at=when.known_at,
        q=text,
        by=way,
        kind=kind,
        name_kind=name_kind,
        status=status,
        division=division,
        tag=tag,
        box=(box.west, box.south, box.east, box.north) if box else None,
        near=(near.lon, near.lat) if near else None,
        radius_m=radius_m or RADIUS_M,
    )
    found = finding.find(db, wish, geometry=geometry, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)


@router.get(
    "/{id}",
    summary="一个地名的全部资料",
    description=(
        "拼写、读音、所指之地、档案各项、其他名称、地名事件、保护名录、来源与许可。"
        "on 问某一天的状态，known_at 问系统当时所知。修改档案见 …/record。"
    ),
    response_class=GeoJson,
    response_model=Feature[NameInFullOut],
)
def name(
    db: Reader,
    _: Fresh,
    when: When,
    id: Annotated[int, Path(ge=1, le=2**63 - 1, description="地名编号", examples=[1])],
) -> Response:
    """Answer everything known of one name."""
    return GeoJson(finding.show(db, id, when.on, when.known_at))
