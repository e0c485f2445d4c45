"""Layers of the register in the formats of other programs (数据导出)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.dependencies import CHINA, Day, Reader
from api.routes.answering import Fresh
from api.services.exporting_layers import ExportWish, export_layer

router = APIRouter(prefix="/api/v1/layers", tags=["界线"])

MEDIA_TYPES = {
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "shp": "application/zip",
    "geojson": "application/geo+json",
    "fgb": "application/flatgeobuf",
    "dxf": "image/vnd.dxf",
    "kml": "application/vnd.google-earth.kml+xml",
}


@router.get(
    "/{kind}",
    summary="导出图层",
    description=(
        "某日的区划范围（areas）、界线（lines）、界桩（markers）、地名（names），"
        "写成 GeoPackage、GeoParquet、Shapefile（zip）、GeoJSON、FlatGeobuf、DXF 或 KML。"
        "每个图形都带性质（status、label）与来源，示意数据注明“示意数据，非法定界线”。"
        "格式存不下的内容在 X-Diming-Notes 响应头中说明（URL 编码）。"
    ),
    response_class=FileResponse,
    responses={
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in MEDIA_TYPES.values()
            }
        }
    },
)
def layer(
    db: Reader,
    _: Fresh,
    kind: Annotated[Literal["areas", "lines", "markers", "names"], Path(description="哪种图层")],
    f: Annotated[
        Literal["gpkg", "parquet", "shp", "geojson", "fgb", "dxf", "kml"],
        Query(description="文件格式"),
    ] = "gpkg",
    level: Annotated[
        Literal["province", "county", "township"],
        Query(description="层级；界桩为其所在界线的层级，地名不分层级"),
    ] = "county",
    county: Annotated[
        str, Query(pattern=r"^([0-9]{6})?$", description="只要一个区县的", examples=["500101"])
    ] = "",
    on: Annotated[
        Day | None, Query(description="法律效力所在日期，默认今天", examples=["2025-11-30"])
    ] = None,
    crs: Annotated[
        str, Query(max_length=40, description="坐标系", examples=["EPSG:4545"])
    ] = "EPSG:4490",
    encoding: Annotated[
        Literal["UTF-8", "GBK"], Query(description="Shapefile 的文字编码")
    ] = "UTF-8",
) -> FileResponse:
    """Answer a layer as a file."""
    day = on or datetime.now(CHINA).date()
    made = export_layer(db, ExportWish(kind, f, day, level, county, crs, encoding))
    said = quote(made.name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{made.path.name}\"; filename*=UTF-8''{said}"
    }
    if made.notes:
        headers["X-Diming-Notes"] = quote("；".join(made.notes))
    return FileResponse(
        made.path,
        media_type=MEDIA_TYPES[f],
        headers=headers,
        background=BackgroundTask(made.remove),
    )
