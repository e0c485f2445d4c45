"""What is sent to map vendors, as files (上图数据包): GeoJSON, CSV, XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import openpyxl
from openpyxl.styles import Font

from api.services.registering.exporting import BOM, safe_cell
from api.services.sending_names import Action, sent_names
from api.store.queries.map_sendings import KeptSending
from api.store.session import Session
from naming.place_kind import PlaceKind

COLUMNS = {
    "id": "编号",
    "action": "变动",
    "name": "标准地名",
    "romanization": "罗马字母拼写",
    "type": "类别",
    "place_code": "地名代码",
    "division": "所属政区",
    "authority": "批准机关",
    "document": "批准文号",
    "approved_on": "批准时间",
}
SHAPE = "几何（GeoJSON，CGCS2000）"
MEDIA = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Items = Sequence[Mapping[str, Any]]


def package(db: Session, id: UUID, form: str) -> bytes:
    """Return the names of a sending, as they were sent, as `geojson` (EPSG:4490), `csv`, `xlsx`.

    Raises:
        UnknownProgrammeItem: There is no such sending.
    """
    told, items, held = sent_names(db, id)
    if form == "geojson":
        return _geojson(told, items, held).encode()
    return _csv(items).encode() if form == "csv" else _xlsx(told, items, held)


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    kind = PlaceKind(item["place_kind"]).label
    action = Action(item.get("action") or Action.ADDED.value)
    told = {**item, "type": item["type_words"] or kind, "action": action.zh}
    return {key: told[key] for key in COLUMNS}


def _geojson(told: KeptSending, items: Items, held: int) -> str:
    features = [
        {
            "type": "Feature",
            "id": i["id"],
            "geometry": i["geometry"],
            "properties": _told(i) | {"action": i.get("action") or Action.ADDED.value},
        }
        for i in items
    ]
    head = {
        "vendor": told.vendor,
        "county": told.county,
        "sent_on": told.sent_on.isoformat(),
        "held_back": held,
    }
    whole = {"type": "FeatureCollection", "crs_name": "EPSG:4490", **head, "features": features}
    return json.dumps(whole, ensure_ascii=False)


def _cells(item: Mapping[str, Any]) -> list[Any]:
    shape = json.dumps(item["geometry"]) if item["geometry"] else ""
    return [*map(safe_cell, _told(item).values()), shape]


def _csv(items: Items) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([*COLUMNS.values(), SHAPE])
    table.writerows(_cells(item) for item in items)
    return BOM + written.getvalue()


def _xlsx(told: KeptSending, items: Items, held: int) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "上图地名"
    sheet.append([*COLUMNS.values(), SHAPE])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for item in items:
        sheet.append(_cells(item))
    sheet.freeze_panes = "A2"
    for letter, width in zip(
        "ABCDEFGHIJK", (10, 8, 24, 30, 14, 24, 30, 24, 24, 14, 40), strict=True
    ):
        sheet.column_dimensions[letter].width = width
    about = book.create_sheet("说明")
    for row in (
        ("发给", safe_cell(told.vendor)),
        ("区县", told.county),
        ("发送日期", told.sent_on.isoformat()),
        ("地名数", len(items)),
        ("现已不公开、不再提供", held),
        ("坐标系", "CGCS2000（EPSG:4490），经度在前"),
    ):
        about.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
