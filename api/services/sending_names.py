"""Sending names to those who make maps (上图): what went to whom, when, and what came back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.services.person import Person
from api.services.programme import ProgrammeRefused, UnknownProgrammeItem, own_county
from api.services.registering.exporting import BOM, safe_cell
from api.store.queries import programme as kept
from api.store.queries.journal import write_line
from api.store.queries.programme import KeptSending
from api.store.session import Session
from naming.place_kind import PlaceKind

COLUMNS = {
    "id": "编号",
    "name": "标准地名",
    "romanization": "罗马字母拼写",
    "type": "类别",
    "place_code": "地名代码",
    "division": "所属政区",
    "authority": "批准机关",
    "document": "批准文号",
    "approved_on": "批准时间",
}


def send(
    db: Session,
    id: UUID,
    county: str,
    vendor: str,
    person: Person,
    *,
    on: date,
    again: bool = False,
    note: str = "",
) -> KeptSending:
    """Note that the standard names of a county go to a map vendor; the same id again sends nothing.

    What the vendor has as it is now does not go a second time, unless `again`.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: Nobody is named, the county is not acted for, or nothing is new.
    """
    if known := kept.sendings(db, id=id):
        return known[0]
    vendor = vendor.strip()
    if not vendor:
        raise ProgrammeRefused("没有写明发给谁", "请填写 vendor", "vendor")
    at = own_county(db, county, on)
    names = kept.sendable(db, at, vendor, on, again=again)
    if not names:
        said = f"没有需要发给“{vendor}”的新地名" if not again else "该区县没有可以发送的标准地名"
        raise ProgrammeRefused(said, "需要重发已发过的，请注明 again", "again")
    items = [
        {"sending_id": id, "place_name_id": n["id"], "version": n["version"], "sent": n}
        for n in names
    ]
    values = {
        "id": id,
        "county_id": at,
        "vendor": vendor,
        "sent_on": on,
        "sent_by": person.account_id,
        "person": person.name,
        "note": note,
    }
    kept.write_sending(db, values, items)
    told: dict[str, object] = {"vendor": vendor, "names": len(names), "again": again}
    write_line(db, verb="send", subject_kind="map_sending", subject_id=str(id), after=told)
    return sending(db, id)


def receive(db: Session, id: UUID, receipt: str, *, on: date) -> KeptSending:
    """Note the receipt of a vendor.

    Raises:
        UnknownProgrammeItem: There is no such sending.
        ProgrammeRefused: It has a receipt already, or nothing is said.
    """
    found = sending(db, id)
    own_county(db, None, on, id=found.county_id)
    if found.received_on is not None or not receipt.strip():
        said = "这一批已登记回执" if found.received_on else "没有填写回执"
        raise ProgrammeRefused(said, "请核对后重试", "receipt")
    kept.write_receipt(db, id, receipt.strip(), on)
    told: dict[str, object] = {"receipt": receipt.strip()}
    write_line(db, verb="receive", subject_kind="map_sending", subject_id=str(id), after=told)
    return sending(db, id)


def sending(db: Session, id: UUID) -> KeptSending:
    """Return a sending.

    Raises:
        UnknownProgrammeItem: There is no such sending.
    """
    found = kept.sendings(db, id=id)
    if not found:
        raise UnknownProgrammeItem(f"没有编号为 {id} 的上图批次", "请先查看上图批次清单")
    return found[0]


def package(db: Session, id: UUID, form: str) -> str:
    """Return the names of a sending, as they were sent, as GeoJSON (EPSG:4490) or CSV.

    Raises:
        UnknownProgrammeItem: There is no such sending.
    """
    told = sending(db, id)
    items = kept.items_sent(db, id)
    return _geojson(told, items) if form == "geojson" else _table(items)


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    kind = PlaceKind(item["place_kind"]).label
    told = {**item, "type": item["type_words"] or kind}
    return {key: told[key] for key in COLUMNS}


def _geojson(told: KeptSending, items: Sequence[Mapping[str, Any]]) -> str:
    features = [
        {"type": "Feature", "id": i["id"], "geometry": i["geometry"], "properties": _told(i)}
        for i in items
    ]
    head = {"vendor": told.vendor, "county": told.county, "sent_on": told.sent_on.isoformat()}
    whole = {"type": "FeatureCollection", "crs_name": "EPSG:4490", **head, "features": features}
    return json.dumps(whole, ensure_ascii=False)


def _table(items: Sequence[Mapping[str, Any]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([*COLUMNS.values(), "几何（GeoJSON，CGCS2000）"])
    for item in items:
        shape = json.dumps(item["geometry"]) if item["geometry"] else ""
        table.writerow([*map(safe_cell, _told(item).values()), shape])
    return BOM + written.getvalue()
