"""Maps to look at, and to embed in other pages (地图)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.dependencies import CHINA, Day, Reader
from api.routes.answering import Fresh
from api.services.drawing_maps import ASSETS, Atlas, MapWish

router = APIRouter(prefix="/maps", tags=["地图"])

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""Nothing from foreign hosts; any page of the intranet may embed the map."""


@router.get(
    "/overview",
    summary="总览地图",
    description=(
        "某日的区县、乡镇街道与地名，一个完整的网页，可用 iframe 嵌入任何网页"
        "（frame-ancestors *），不访问任何外部主机。有图例、图层开关和提示；"
        "示意界线画作虚线并注明“示意数据，非法定界线”。county 只看一个区县。"
    ),
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {"example": "<!DOCTYPE html>…"}}}},
)
def overview(
    request: Request,
    db: Reader,
    version: Fresh,
    on: Annotated[
        Day | None,
        Query(description="法律效力所在日期，默认今天", examples=["2025-11-30"]),
    ] = None,
    county: Annotated[
        str | None,
        Query(pattern=r"^[0-9]{6}$", description="区县代码", examples=["500101"]),
    ] = None,
) -> HTMLResponse:
    """Answer the page of the overview map."""
    atlas: Atlas = request.app.state.atlas
    day = on or datetime.now(CHINA).date()
    drawn = atlas.overview(db, MapWish(day, county), version)
    return HTMLResponse(drawn, headers={"Content-Security-Policy": POLICY})


class LastingFiles(StaticFiles):
    """Files under an address that changes when they do, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file with a year of cache."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


@cache
def asset_folder(what: str = "map", files: Path = ASSETS) -> str:
    """Return the name under which `files` are served; it changes with their content."""
    digest = hashlib.sha256()
    for path in sorted(file for file in files.rglob("*") if file.is_file()):
        digest.update(path.relative_to(files).as_posix().encode() + path.read_bytes())
    return f"{what}-{digest.hexdigest()[:12]}"


def asset_files(files: Path = ASSETS) -> LastingFiles:
    """Return the application that serves `files`."""
    return LastingFiles(directory=files)
