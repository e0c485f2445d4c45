"""What is to stand on a sign (地名标志版面): checked, and drawn as a picture."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response

from api.dependencies import CHINA, Reader
from api.schemas.findings import VERDICT_TITLES, FindingOut
from api.schemas.signs import AXES, KINDS, Axis, SignCheckIn, SignCheckOut
from api.services import checking_signs as checking
from api.services.checking_signs import Wish
from api.services.keeping_signs import find
from api.services.printing.sign_plates import LARGEST_PX, SMALLEST_PX
from api.store.queries.signs import KeptSign

router = APIRouter(prefix="/api/v1", tags=["标志"])

SVG, PNG, PDF = "image/svg+xml", "image/png", "application/pdf"
PICTURE: dict[int | str, Any] = {
    200: {"content": {SVG: {"schema": {"type": "string"}, "example": "<svg>…</svg>"}}}
}
SignId = Annotated[UUID, Path(description="标志编号")]
Characters = Annotated[
    str, Query(min_length=1, max_length=60, description="版面汉字", examples=["望涧路"])
]
Romanization = Annotated[str, Query(max_length=400, description="版面拼音")]
Extra = Annotated[str, Query(max_length=60, description="版面其他文字")]
Kind = Annotated[str, Query(max_length=40, description=f"类别：{KINDS}")]
Along = Annotated[Axis, Query(description=AXES)]
Width = Annotated[
    int, Query(ge=SMALLEST_PX, le=LARGEST_PX, description="图片宽度，像素", examples=[900])
]


def _kind(media: str) -> dict[int | str, Any]:
    return {200: {"content": {media: {"schema": {"type": "string", "format": "binary"}}}}}


EXAMPLE = {
    "one": {
        "summary": "一块村牌",
        "value": {"name": "石坡村", "characters": "石坡村", "romanization": "SHIPO CUN"},
    }
}


@router.post(
    "/sign-checks",
    summary="核对标志版面",
    description="汉字、拼音与登记的标准地名一致，不用英文，用规范字。只核对，不保存。",
)
def check(body: Annotated[SignCheckIn, Body(openapi_examples=EXAMPLE)], db: Reader) -> SignCheckOut:
    """Answer what is to be said of the text of a sign."""
    on = datetime.now(CHINA).date()
    report, facts = checking.check(
        db, body.name, body.characters, body.romanization, body.extra, on=on
    )
    return SignCheckOut(
        name=facts.name,
        status=facts.status,
        romanization=facts.toned,
        on_sign=checking.lettering(facts.toned),
        verdict=report.verdict.value,
        verdict_title=VERDICT_TITLES[report.verdict.value],
        findings=[FindingOut.of(one) for one in report.findings],
        parameters=report.parameters,
    )


@router.get(
    "/sign-previews/plate.svg",
    summary="标志版面预览",
    description="按汉字与拼音画出版面；不给拼音的按规则拼写。颜色随类别与走向（参数，待确认）。",
    response_class=Response,
    responses=PICTURE,
)
def preview(
    characters: Characters,
    romanization: Romanization = "",
    extra: Extra = "",
    kind: Kind = "street",
    axis: Along = "",
) -> Response:
    """Answer the picture of a sign that is only thought of."""
    return _as(SVG, checking.picture(Wish(characters, romanization, extra, kind, axis)))


@router.get(
    "/sign-previews/plate.png",
    summary="标志版面预览（PNG）",
    description="与 SVG 同样的版面，按给定宽度画成图片。",
    response_class=Response,
    responses=_kind(PNG),
)
def preview_png(
    characters: Characters,
    romanization: Romanization = "",
    extra: Extra = "",
    kind: Kind = "street",
    axis: Along = "",
    width: Width = 900,
) -> Response:
    """Answer the picture of a sign that is only thought of, as PNG."""
    wish = Wish(characters, romanization, extra, kind, axis)
    return _as(PNG, checking.picture_png(wish, width))


@router.get(
    "/signs/{id}/preview.png",
    summary="一块地名标志的版面（PNG）",
    description="按登记的版面，画成给定宽度的图片。",
    response_class=Response,
    responses=_kind(PNG),
)
def drawn_png(id: SignId, db: Reader, width: Width = 900) -> Response:
    """Answer the picture of a sign as PNG."""
    return _as(PNG, checking.picture_png(_wish(find(db, id)), width))


@router.get(
    "/signs/{id}/preview.pdf",
    summary="一块地名标志的版面（PDF）",
    description="按登记的尺寸（未登记的按常用尺寸）制成 PDF，供制作单位使用；字为字形，不是图片。",
    response_class=Response,
    responses=_kind(PDF),
)
def drawn_pdf(id: SignId, db: Reader) -> Response:
    """Answer the sign in its real size as PDF."""
    return _as(PDF, checking.picture_pdf(_wish(find(db, id))))


@router.get(
    "/signs/{id}/preview.svg",
    summary="一块地名标志的版面",
    description="按登记的版面画出。",
    response_class=Response,
    responses=PICTURE,
)
def drawn(id: SignId, db: Reader) -> Response:
    """Answer the picture of a sign."""
    return _as(SVG, checking.picture(_wish(find(db, id))))


def _wish(sign: KeptSign) -> Wish:
    return Wish(
        sign.characters,
        sign.romanization,
        sign.extra,
        sign.kind,
        sign.axis,
        sign.width_mm,
        sign.height_mm,
    )


def _as(media: str, content: str | bytes) -> Response:
    return Response(content, media_type=media, headers={"X-Content-Type-Options": "nosniff"})
