"""Protected historical names (历史地名保护名录)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Form, Paging, Reader, When, WithGeometry
from api.routes.answering import Fresh, GeoJson, listed
from api.schemas.features import FeatureCollection, ItemList
from api.schemas.names import HeritageOut, Standing
from api.services import finding_names as finding

router = APIRouter(prefix="/api/v1/heritage", tags=["地名"])


@router.get(
    "",
    summary="列出历史地名",
    description="公布的历史地名保护名录中的条目；名录不完整时 list.complete 为 false。",
    response_class=GeoJson,
    response_model=FeatureCollection[HeritageOut] | ItemList[HeritageOut],
)
def heritage(
    request: Request,
    db: Reader,
    _: Fresh,
    when: When,
    page: Paging,
    q: Annotated[
        str | None,
        Query(min_length=1, max_length=100, description="名称中的文字", examples=["十八梯"]),
    ] = None,
    standing: Annotated[
        Standing | None,
        Query(description="protected 受保护，historical 历史地名，vanished 已消失"),
    ] = None,
    division: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="所在区县的编号")] = None,
    f: Form = "geojson",
    geometry: WithGeometry = True,
) -> Response:
    """Answer a page of protected historical names."""
    wish = finding.HeritageWish(
        on=when.on, known_at=when.known_at, q=q, standing=standing, division=division
    )
    found = finding.find_heritage(db, wish, geometry=geometry, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)
