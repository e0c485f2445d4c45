"""Drawing a line (界线) with its markers, and what a record found at them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas

from api.services.drawing_maps import CRS
from api.services.knowing_lines import lines_of
from api.services.refusals import UnknownBoundary
from api.store.session import Session
from boundary_data.inspection_reading import read_inspection
from boundary_data.line import KnownLine, LineStatus
from boundary_data.marker import full_number, normal
from gis.maps.canvas import graticule, page, sheet
from gis.maps.inspections import COLOURS, UNKNOWN, lines_layer, markers_layer
from gis.maps.labels import add_look
from gis.maps.legend import Legend, Sign

MARGIN_DEG = 0.02
NOT_KNOWN = "不详"


def draw_line(
    db: Session, code: str, on: date, assets: str, *, record: Mapping[str, Any] | None = None
) -> str:
    """Return the page of a line's map on a day.

    Args:
        db: A session for reading.
        code: Line code.
        on: The day.
        assets: Address of the map's own files, as the page sees it.
        record: Body of an inspection record; its conditions and findings at the markers are
            shown instead of the register's, with the measured positions.

    Raises:
        UnknownBoundary: There is no such line on that day.
    """
    line = lines_of(db, on)(code)
    if line is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    west, south, east, north = line.geometry.bounds
    box = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    title = f"{line.name or line.code}{'联检' if record else ''}"
    synthetic = line.status is LineStatus.SYNTHETIC
    drawn = sheet(box, assets=assets, title=title, credit="来源：界线库")
    graticule(box).add_to(drawn)
    lines_layer(
        geopandas.GeoDataFrame([{"name": line.name, "geometry": line.geometry}], crs=CRS),
        name="界线",
        tooltip={"name": "界线"},
        synthetic=synthetic,
    ).add_to(drawn)
    rows = _markers(line, record)
    if rows:
        markers_layer(
            geopandas.GeoDataFrame(rows, crs=CRS),
            name="界桩",
            condition="condition",
            tooltip={"number": "界桩", "standing": "类型", "said": "说明"},
        ).add_to(drawn)
    add_look(drawn)
    Legend(
        title,
        [
            Sign("界线（示意）" if synthetic else "界线", "#7a1f3d", dashed=synthetic),
            *(Sign(f"界桩：{word}", colour, dot=True) for word, colour in COLOURS.items()),
            Sign(f"界桩：{NOT_KNOWN}", UNKNOWN, dot=True),
        ],
        date=on.isoformat(),
        synthetic=synthetic,
        sources="界线库",
    ).add_to(drawn)
    return page(drawn)


def _markers(line: KnownLine, record: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    body = {k: v for k, v in record.items() if k != "line"} if record else None
    checks = read_inspection(body).marker_checks if body else ()
    found = {normal(full_number(check.number, check.body)): check for check in checks}
    rows = []
    for marker in line.markers:
        check = found.get(normal(marker.number))
        condition = check.condition if check else marker.condition
        said = "登记位置"
        if check and check.measured:
            said = f"实测 {check.measured.lon:.6f}，{check.measured.lat:.6f}"
        elif record is not None:
            said = "记录没有检查这颗界桩"
        rows.append(
            {
                "number": marker.number,
                "standing": marker.standing.zh if marker.standing else NOT_KNOWN,
                "condition": condition.zh if condition else NOT_KNOWN,
                "said": said,
                "geometry": marker.point,
            }
        )
    return rows
