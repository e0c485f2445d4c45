"""What anybody may see: how far a case is, announcements with feeds, open consultations."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Request, Response

from api.dependencies import Db, Paging, Reader
from api.dependencies.days import Today
from api.schemas.case_lists import (
    AnnouncementOut,
    AnnouncementsOut,
    CommentTakenOut,
    OpenConsultationOut,
    OpenConsultationsOut,
    StatusOut,
)
from api.schemas.cases import CommentIn
from api.services.cases import announcing, public
from api.services.cases.hearing import Answer

router = APIRouter(tags=["公告"])

County = Annotated[
    str | None, Query(pattern="^[0-9]{6}$", description="区县代码", examples=["500101"])
]
AnnouncementId = Annotated[UUID, Path(description="公告编号")]
ConsultationId = Annotated[UUID, Path(description="公众意见征求编号")]
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
TEXT = {"schema": {"type": "string"}}
COMMENT = {
    "one": {
        "summary": "一条意见",
        "value": {
            "id": "2a8f0a1e-46d2-4d06-9d0a-7b0c0f2f4a55",
            "author": "村民李某",
            "answer": "agree",
            "comment": "名字好记，同意",
        },
    }
}


@router.get(
    "/api/v1/case-status",
    summary="凭编号和查询码查进度",
    description="无需账户。编号和查询码在申请时告知。",
)
def status(
    db: Reader,
    today: Today,
    number: Annotated[
        str, Query(max_length=60, description="办件编号", examples=["DM500101-2026-00001"])
    ],
    code: Annotated[str, Query(max_length=20, description="查询码", examples=["K7QX2M9P"])],
) -> StatusOut:
    """Answer how far a case is."""
    return StatusOut.of(public.status(db, number, code, on=today))


@router.get(
    "/api/v1/announcements",
    summary="地名公告",
    description="已发布的公告，新的在前，可按区县筛选",
)
def listed(db: Reader, page: Paging, county: County = None) -> AnnouncementsOut:
    """Answer a page of announcements."""
    count, found = public.announcements(db, county=county, limit=page.limit, offset=page.offset)
    return AnnouncementsOut(count=count, announcements=[AnnouncementOut.of(a) for a in found])


@router.get(
    "/api/v1/announcements/{id}", summary="一份公告", description="逐个地名列出六项法定内容。"
)
def one(id: AnnouncementId, db: Reader) -> AnnouncementOut:
    """Answer an announcement."""
    return AnnouncementOut.of(public.announcement(db, id))


@router.get(
    "/announcements.atom",
    summary="公告订阅（Atom）",
    description="最近一百份公告，RFC 4287。",
    response_class=Response,
    responses={200: {"content": {ATOM: TEXT}}},
)
def atom(db: Reader, request: Request, county: County = None) -> Response:
    """Answer the latest announcements as an Atom feed."""
    _, found = public.announcements(db, county=county, limit=100, offset=0)
    return Response(announcing.atom(found, str(request.base_url)), media_type=ATOM)


@router.get(
    "/announcements.json",
    summary="公告订阅（JSON Feed）",
    description="最近一百份公告，JSON Feed 1.1。",
    response_class=Response,
    responses={200: {"content": {JSON_FEED: TEXT}}},
)
def json_feed(db: Reader, request: Request, county: County = None) -> Response:
    """Answer the latest announcements as a JSON feed."""
    _, found = public.announcements(db, county=county, limit=100, offset=0)
    return Response(announcing.json_feed(found, str(request.base_url)), media_type=JSON_FEED)


@router.get(
    "/api/v1/consultations",
    summary="正在征求公众意见的拟用地名",
    description="今天可以提意见的，先截止的在前。",
)
def consultations(db: Reader, today: Today) -> OpenConsultationsOut:
    """Answer the consultations that are open."""
    found = public.open_consultations(db, on=today)
    return OpenConsultationsOut(consultations=[OpenConsultationOut.shown(one) for one in found])


@router.get(
    "/api/v1/consultations/{id}",
    summary="一次公众意见征求",
    description="拟用的地名、理由和期限；期满后仍可查看。",
)
def consultation(id: ConsultationId, db: Reader, today: Today) -> OpenConsultationOut:
    """Answer a consultation."""
    return OpenConsultationOut.shown(public.consultation(db, id, on=today))


@router.post(
    "/api/v1/consultations/{id}/comments",
    status_code=201,
    summary="提出意见",
    description="无需账户；同一编号重复提交只收一次。联系方式不公开。",
)
def comment(
    id: ConsultationId,
    body: Annotated[CommentIn, Body(openapi_examples=COMMENT)],
    db: Db,
    today: Today,
    response: Response,
) -> CommentTakenOut:
    """Take in a comment."""
    fresh = public.comment(
        db,
        id,
        body.id,
        author=body.author,
        contact=body.contact,
        answer=Answer(body.answer),
        text=body.comment,
        on=today,
    )
    response.status_code = 201 if fresh else 200
    return CommentTakenOut(id=body.id, fresh=fresh)
