"""A name vanishes with its place (地名消失): a fact that the authority writes down.

Nobody decides it, so it takes no case; who found it, by which document and when is told. Giving
a name up (废名) and taking one up again (恢复使用) are decisions and go by a case.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import Field

from api.dependencies import Db
from api.dependencies.callers import Signed, needs
from api.routes.changing import named_tag
from api.routes.name_records import IfMatch, NameId
from api.schemas.strict import In, Out
from api.services.registering import ending
from api.services.registering.editing import tag_of
from api.services.registering.entries import Basis, NameHead

router = APIRouter(
    prefix="/api/v1/names", tags=["地名"], dependencies=[needs("approver", scope="names")]
)
BASIS = {
    "one": {
        "summary": "水库淹没",
        "value": {
            "authority": "万州区人民政府",
            "document": "万州府[2009]12号",
            "day": "2009-06",
            "why": "三峡水库蓄水淹没，居民外迁",
        },
    }
}


class BasisIn(In):
    """On what ground something is done to a name."""

    authority: str = Field(min_length=1, max_length=120, description="决定机关")
    document: str = Field(min_length=1, max_length=120, description="文号")
    day: str = Field(max_length=20, description="何时，可只写年或年月", examples=["2009-06"])
    why: str = Field(min_length=1, max_length=1000, description="原因")
    source: str = Field("", max_length=400, description="出处，如志书、公告")
    source_url: str = Field("", max_length=1000, description="出处的网址")


class NameHeadOut(Out):
    """A name after the change."""

    id: int = Field(description="地名编号")
    version: int = Field(description="版次")


@router.post(
    "/{id}/vanishing",
    summary="登记地名消失",
    description="随地理实体消失的地名（如水库淹没）停止使用，档案保留。须带 If-Match。限审批。",
)
def vanishing(
    id: NameId,
    body: Annotated[BasisIn, Body(openapi_examples=BASIS)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> NameHeadOut:
    """Write down that a name vanished."""
    head = ending.vanish_from(db, person, id, basis_of(body), tag=named_tag(if_match))
    return _out(head, response)


def basis_of(body: BasisIn) -> Basis:
    """Return the ground that was told.

    Raises:
        EntryRefused: It tells no day.
    """
    return Basis(
        authority=body.authority,
        document=body.document,
        day=ending.day_told(body.day),
        why=body.why,
        source=body.source,
        source_url=body.source_url,
    )


def _out(head: NameHead, response: Response) -> NameHeadOut:
    response.headers["ETag"] = f'"{tag_of(head.version)}"'
    return NameHeadOut(id=head.id, version=head.version)
