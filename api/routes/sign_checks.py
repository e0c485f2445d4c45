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
from api.services.keeping_signs import find

router = APIRouter(prefix="/api/v1", tags=["标志"])

SVG = "image/svg+xml"
PICTURE: dict[int | str, Any] = {
    200: {"content": {SVG: {"schema": {"type": "string"}, "example": "<svg>…</svg>"}}}
}
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
    characters: Annotated[
        str, Query(min_length=1, max_length=60, description="版面汉字", examples=["望涧路"])
    ],
    romanization: Annotated[str, Query(max_length=400, description="版面拼音")] = "",
    extra: Annotated[str, Query(max_length=60, description="版面其他文字")] = "",
    kind: Annotated[str, Query(max_length=40, description=f"类别：{KINDS}")] = "street",
    axis: Annotated[Axis, Query(description=AXES)] = "",
) -> Response:
    """Answer the picture of a sign that is only thought of."""
    return _svg(checking.picture(characters, romanization, extra, kind=kind, axis=axis))


@router.get(
    "/signs/{id}/preview.svg",
    summary="一块地名标志的版面",
    description="按登记的版面画出。",
    response_class=Response,
    responses=PICTURE,
)
def drawn(id: Annotated[UUID, Path(description="标志编号")], db: Reader) -> Response:
    """Answer the picture of a sign."""
    sign = find(db, id)
    return _svg(
        checking.picture(
            sign.characters, sign.romanization, sign.extra, kind=sign.kind, axis=sign.axis
        )
    )


def _svg(text: str) -> Response:
    return Response(text, media_type=SVG, headers={"X-Content-Type-Options": "nosniff"})
