"""Where a place is: its geometry, its divisions, its code of the national database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import shapely
from shapely.geometry.base import BaseGeometry

from api.services.refusals import UnknownDivision
from api.services.registering.entries import EntryRefused, PlaceEntry
from api.store.queries import place_lives as places
from api.store.queries.place_lives import Life
from api.store.session import Session
from naming.place_code import place_code_of
from naming.place_kind import PlaceKind, kind_of

SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0


def place_values(
    db: Session, place: PlaceEntry, itself: int | None = None
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Return the columns of a place and the divisions it crosses.

    Args:
        db: A session.
        place: The place.
        itself: Its id, if it is known already.

    Raises:
        EntryRefused: The geometry or a code cannot stand; the message names the field.
        UnknownDivision: There is no such division.
    """
    _check_shape(place.geometry)
    crosses = place.crosses
    if crosses is None:
        crosses = tuple(places.divisions_under(db, place.geometry)) if place.geometry else ()
    division = place.division_id or (crosses[0] if crosses else None)
    if division is None:
        raise EntryRefused(
            "不知道地名在哪个政区",
            "请填所在政区，或画出位置；画出的位置须落在已知的乡级范围内",
            "division_id",
        )
    for one in {division, *crosses}:
        if not places.division_exists(db, one):
            raise UnknownDivision(f"没有编号为 {one} 的政区", field="division_id")
    check_codes(db, place, division, itself)
    values = {
        "kind": place.kind.value,
        "type_words": place.type_words or place.kind.label,
        "type_code": place.type_code or None,
        "place_code": place.place_code or None,
        "division_id": division,
        "location_status": place.location_status if place.geometry else "unknown",
    }
    return values, crosses if len(crosses) > 1 else ()


def enter_place(db: Session, place: PlaceEntry, life: Life) -> int:
    """Enter a new place and return its id.

    Raises:
        EntryRefused: The place cannot stand.
        UnknownDivision: There is no such division.
    """
    values, crosses = place_values(db, place)
    key = place.external_key or f"register:{uuid4()}"
    id = places.enter_place(db, {**values, "external_key": key}, place.geometry, life)
    if crosses:
        places.set_crossed(db, id, crosses, life.begun)
    return id


def move_place(db: Session, id: int, place: PlaceEntry, since: date) -> None:
    """Correct what is known of a place; the divisions it crosses hold from a day on.

    Raises:
        EntryRefused: The place cannot stand.
        UnknownDivision: There is no such division.
    """
    values, crosses = place_values(db, place, itself=id)
    places.change_place(db, id, {**values, "geom": place.geometry})
    places.set_crossed(db, id, crosses, since)


def draw_if_unknown(
    db: Session, place: Mapping[str, Any], drawn: BaseGeometry, since: date
) -> None:
    """Write down where a place is, if the register has not known it; else it stays as it is.

    Args:
        db: A session for writing.
        place: The place as `diming_name_state` tells it.
        drawn: Where it is, EPSG:4490.
        since: From when the divisions it crosses hold.

    Raises:
        EntryRefused: The geometry cannot stand.
    """
    if place["geometry"] is not None:
        return
    known = PlaceEntry(
        PlaceKind(place["kind"]),
        type_words=place["type_words"] or "",
        type_code=place["type_code"] or "",
        place_code=place["place_code"] or "",
        geometry=drawn,
        division_id=place["division_id"],
    )
    move_place(db, place["id"], known, since)


def _check_shape(shape: BaseGeometry | None) -> None:
    if shape is None:
        return
    if shape.geom_type not in SHAPES or shape.is_empty:
        raise EntryRefused("位置应为点、线、面或其组合，且不能为空", "请重新画出位置", "geometry")
    if not shape.is_valid:
        said = shapely.is_valid_reason(shape)
        raise EntryRefused(
            f"位置的图形不合规范（{said}）", "请改正自相交等问题后再提交", "geometry"
        )
    west, south, east, north = shape.bounds
    if west < WEST or east > EAST or south < SOUTH or north > NORTH:
        raise EntryRefused(
            f"位置（经度 {west:g} 至 {east:g}，纬度 {south:g} 至 {north:g}）不在我国范围内",
            "请核对坐标系（应为 CGCS2000 经纬度）与经纬度的先后",
            "geometry",
        )


def check_codes(db: Session, place: PlaceEntry, division: int, itself: int | None) -> None:
    """Hold the code of the national database to its form (DATA-CODE-1).

    Args:
        db: A session.
        place: The place with its codes.
        division: The division that holds it.
        itself: Its id, if it is known already.

    Raises:
        EntryRefused: A code cannot stand.
    """
    meant = kind_of(place.type_code) if place.type_code else None
    if meant is not None and meant is not place.kind:
        raise EntryRefused(
            f"类别代码 {place.type_code} 是“{meant.label}”，填报的是“{place.kind.label}”",
            "请核对类别代码",
            "type_code",
        )
    if not place.place_code:
        return
    code = place_code_of(place.place_code)
    if code is None:
        raise _no_code(place, "不是“9位政区+5位类别+6位顺序号”的20位数字")
    if code.type_code != place.type_code:
        said = place.type_code or "空"
        raise _no_code(place, f"的类别“{code.type_code}”与类别代码“{said}”不符")
    towns = places.town_codes(db, division)
    if towns and code.town not in towns:
        raise _no_code(place, f"的前9位与所在乡级政区代码“{'、'.join(towns)}”不符")
    if places.place_with_code(db, place.place_code) not in (None, itself):
        raise _no_code(place, "已用于另一地名")


def _no_code(place: PlaceEntry, said: str) -> EntryRefused:
    return EntryRefused(f"地名代码“{place.place_code}”{said}", "请核对地名代码", "place_code")
