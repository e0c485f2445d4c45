"""Finding divisions (区划): a list, one in full, those that hold a point."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from api.services.refusals import UnknownDivision
from api.store.queries import divisions as store
from api.store.queries.divisions import DivisionWish
from api.store.queries.listing import Listing
from api.store.queries.mapping import first_day_of_areas
from api.store.session import Session

__all__ = ["DivisionWish", "find", "locate", "show", "why_nothing"]


def find(db: Session, wish: DivisionWish, *, geometry: bool, limit: int, offset: int) -> Listing:
    """Return a page of the divisions that are asked for."""
    return store.divisions_like(db, wish, geometry=geometry, limit=limit, offset=offset)


def show(db: Session, division: int, on: date, known_at: datetime | None) -> str:
    """Return everything known of a division as the JSON text of a GeoJSON feature.

    Raises:
        UnknownDivision: There is no division with this id.
    """
    found = store.division_in_full(db, division, on, known_at)
    if found is None:
        raise UnknownDivision(f"没有编号为 {division} 的行政区划")
    return found


def why_nothing(db: Session, on: date) -> str:
    """Say why a point is in no division: the day is before all areas, or it is outside them."""
    first = first_day_of_areas(db)
    if first is not None and on < first:
        return f"区划范围自 {first} 起才有资料，不能回答 {on} 的归属"
    return "该点不在已装载的区划范围内"


def locate(
    db: Session, lon: float, lat: float, on: date, known_at: datetime | None
) -> list[dict[str, Any]]:
    """Return the divisions that hold a point (EPSG:4490), province first.

    Levels that have no geometry of their own follow from the finest one that has, by
    affiliation; their `basis` is `affiliation` instead of `geometry`. `certain` is false
    where the point is nearer to the line than the line is accurate, or right on it, and None
    where nobody knows how accurate the line is.
    """
    found = [_by_geometry(row) for row in store.divisions_at(db, lon, lat, on, known_at)]
    if not found:
        return []
    levels = {one["level"]: one for one in found}
    for above in store.ancestors_of(db, found[0]["id"], on, known_at)[1:]:
        levels.setdefault(above["level"], _by_affiliation(above, found[0]))
    order = ("province", "prefecture", "county", "township", "village")
    return sorted(levels.values(), key=lambda one: order.index(one["level"]))


def _by_geometry(row: dict[str, Any]) -> dict[str, Any]:
    accuracy_m, to_line_m = row["accuracy_m"], row["to_line_m"]
    certain = _certain(to_line_m, accuracy_m)
    return {
        "id": row["division_id"],
        "level": row["level"],
        "name": row["name"],
        "type": row["type"],
        "codes": row["codes"],
        "basis": "geometry",
        "status": row["status"],
        "label": row["label"],
        "accuracy_m": accuracy_m,
        "accuracy_class": row["accuracy_class"],
        "to_line_m": round(to_line_m, 1),
        "certain": certain,
        "candidates": row["candidates"],
        "note": _note(to_line_m, accuracy_m),
    }


def _by_affiliation(above: dict[str, Any], finest: dict[str, Any]) -> dict[str, Any]:
    return {
        **above,
        "basis": "affiliation",
        "status": finest["status"],
        "label": finest["label"],
        "accuracy_m": finest["accuracy_m"],
        "accuracy_class": finest["accuracy_class"],
        "to_line_m": None,
        "certain": finest["certain"],
        "candidates": [],
        "note": f"由“{finest['name']}”的隶属关系得出",
    }


def _certain(to_line_m: float, accuracy_m: float | None) -> bool | None:
    if to_line_m == 0.0:
        return False
    return None if accuracy_m is None else to_line_m > accuracy_m


def _note(to_line_m: float, accuracy_m: float | None) -> str:
    if to_line_m == 0.0:
        return "该点恰在界线上，不能确定属于哪一侧"
    if accuracy_m is None:
        return "界线数据的精度不详，不能判断该点是否离界线过近"
    if to_line_m > accuracy_m:
        return ""
    return (
        f"该点距界线约 {to_line_m:.0f} 米，小于界线数据的精度 {accuracy_m:g} 米，不能确定属于哪一侧"
    )
