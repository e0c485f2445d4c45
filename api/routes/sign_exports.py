"""Taking signs out (地名标志): CSV, XLSX, GeoJSON of what the filters of the list show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import StreamingResponse

from api.dependencies.callers import Caller, require
from api.dependencies.days import Today
from api.routes.signs import Wished
from api.services.exporting_signs import MEDIA, export
from api.services.keeping_signs import KEEPERS, waiting_for
from api.store.standing import VISITOR

router = APIRouter(prefix="/api/v1", tags=["标志"])
CONTENT: dict[str, Any] = {
    "application/geo+json": {"schema": {"type": "object"}},
    "text/csv": {"schema": {"type": "string"}},
    MEDIA["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
}


@router.get(
    "/sign-exports/signs.{form}",
    summary="导出地名标志",
    description=(
        "查询条件与列出地名标志相同，数量不限；只含已公布地名的标志。csv、xlsx 的表头与登记用表"
        "一致，改后可再由表格登记。"
    ),
    response_class=StreamingResponse,
    responses={200: {"content": CONTENT}},
)
def signs(
    request: Request,
    caller: Caller,
    today: Today,
    wish: Wished,
    form: Annotated[Literal["csv", "xlsx", "geojson"], Path(description="形式")],
    due: Annotated[
        bool, Query(description="只取管辖范围内待巡查、待维修的；须有维护地名标志的权限")
    ] = False,
) -> StreamingResponse:
    """Answer signs as a file."""
    if due:
        require(request, caller, KEEPERS, "names")
        assert caller is not None
        wish = waiting_for(caller, wish, today)
    standing = VISITOR if caller is None else caller.standing
    return StreamingResponse(
        export(request.app.state.engine, standing, wish, form),
        media_type=MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="signs.{form}"'},
    )
