"""Protected historical names (历史地名保护名录)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Form, Paging, Reader, When, WithGeometry
from api.routes.answering import Fresh, GeoJson, listed
from api.schemas.features import FeatureCollection, ItemList
from api.schemas.heritage import HeritageListOut, HeritageListsOut
from api.schemas.names import HeritageOut, Standing
from api.services import finding_names as finding
from api.store.queries.heritage_care import lists_kept
from naming.heritage import batch_of

router = APIRouter(prefix="/api/v1/heritage", tags=["地名"])


@router.get(
    "/lists",
    summary="历史地名保护名录",
    description="每份名录的级别、批次、现有地名数；名录不完整时 complete 为 false。",
)
def lists(db: Reader) -> HeritageListsOut:
    """Answer all protection lists."""
    return HeritageListsOut(
        lists=[HeritageListOut(**asdict(one), batch=batch_of(one.title)) for one in lists_kept(db)]
    )


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
    list_id: Annotated[
        int | None, Query(alias="list", ge=1, le=2**31 - 1, description="名录编号")
    ] = None,
    f: Form = "geojson",
    geometry: WithGeometry = True,
) -> Response:
    """Answer a page of protected historical names."""
    wish = finding.HeritageWish(
        on=when.on,
        known_at=when.known_at,
        q=q,
        standing=standing,
        division=division,
        list_id=list_id,
    )
    found = finding.find_heritage(db, wish, geometry=geometry, limit=page.limit, offset=page.offset)
    return listed(request, found, page, f)
