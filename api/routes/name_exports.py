"""Taking names out: GeoJSON, CSV, the fields of the national database (国家地名信息库)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import StreamingResponse

from api.dependencies import When
from api.dependencies.callers import Caller
from api.schemas.names import NameStatus
from api.services.registering.exporting import MEDIA, ExportWish, export
from api.store.standing import VISITOR

router = APIRouter(prefix="/api/v1", tags=["地名"])

Forms = Literal["geojson", "csv", "national.json", "national.csv"]
CONTENT: dict[str, Any] = {
    "application/geo+json": {"schema": {"type": "object"}},
    "application/json": {"schema": {"type": "object"}},
    "text/csv": {"schema": {"type": "string"}},
}


@router.get(
    "/name-exports/names.{form}",
    summary="导出地名",
    description=(
        "只含已公布的地名。geojson、csv 为全部各项；national.json、national.csv 为国家地名信息库的"
        "字段（地名管理条例第十六条），默认只含标准地名。逐批取出，数量不限。"
    ),
    response_class=StreamingResponse,
    responses={200: {"content": CONTENT}},
)
def names(
    request: Request,
    caller: Caller,
    when: When,
    form: Annotated[Forms, Path(description="形式")],
    division: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="所在区划的编号，含其下级")
    ] = None,
    status: Annotated[
        NameStatus | None,
        Query(description="名称状态；不填时，国家库字段只取 standard，其余形式不限"),
    ] = None,
    kind: Annotated[str | None, Query(max_length=50, description="地名类别")] = None,
) -> StreamingResponse:
    """Answer names as a file."""
    if status is None and form.startswith("national"):
        status = "standard"
    wish = ExportWish(on=when.on, division=division, status=status, kind=kind)
    standing = VISITOR if caller is None else caller.standing
    parts = export(request.app.state.engine, standing, wish, form)
    suffix = form.rpartition(".")[2]
    return StreamingResponse(
        parts,
        media_type=MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="names.{suffix}"'},
    )
