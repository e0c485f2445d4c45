"""Judging a piece of land (地块): which units it lies in, which lines it crosses, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import shapely
from shapely.geometry import MultiPolygon, Polygon

from api.services.refusals import Refusal
from api.store.queries import crossing as store
from api.store.queries.crossing import CrossedLine, CrossedUnit
from api.store.session import Session
from boundary_data.compass import metres
from boundary_data.crossing import Consent, Share, UnitPart, consents, shares
from boundary_data.inspection_facts import limits
from boundary_data.line import LineLevel
from gis.exchange import GeometryRefused, geometry_of
from gis.measure import area_m2

MOST_VERTICES = 100_000
LARGEST_M2 = 1e12
Verdict = Literal["within", "crossing", "unsure", "unknown"]
LEVELS = (
    LineLevel.PROVINCE,
    LineLevel.PREFECTURE,
    LineLevel.COUNTY,
    LineLevel.TOWNSHIP,
    LineLevel.VILLAGE,
)


@dataclass(frozen=True, slots=True)
class JudgedLand:
    """The answer about a piece of land; areas are geodesic, m²."""

    area_m2: float
    units: tuple[tuple[CrossedUnit, Share], ...]
    outside_m2: Mapping[LineLevel, float]
    lines: tuple[CrossedLine, ...]
    consents: tuple[Consent, ...]
    verdict: Verdict
    summary: str


def judge_land(db: Session, raw: Mapping[str, Any], on: date) -> JudgedLand:
    """Return what the land of the GeoJSON geometry `raw` lies in on a day.

    Raises:
        Refusal: The geometry is no usable polygon of longitudes and latitudes.
    """
    land = _land(raw)
    whole = area_m2(land)
    units = store.units_crossed(db, land, on)
    parts = [_part(unit) for unit in units]
    by_part = {id(part): unit for part, unit in zip(parts, units, strict=True)}
    found = shares(land, parts, limits())
    told = consents(found)
    verdict = _verdict(found, told)
    return JudgedLand(
        area_m2=whole,
        units=tuple((by_part[id(share.part)], share) for share in found),
        outside_m2=_outside(whole, found),
        lines=tuple(store.lines_crossed(db, land, on)),
        consents=told,
        verdict=verdict,
        summary=_summary(whole, found, told, verdict),
    )


def _land(raw: Mapping[str, Any]) -> Polygon | MultiPolygon:
    try:
        land = geometry_of(raw)
    except GeometryRefused as error:
        raise _refusal(f"读不懂：{error}") from error
    if not isinstance(land, Polygon | MultiPolygon) or land.is_empty:
        raise _refusal("应为 Polygon 或 MultiPolygon，且不为空")
    if shapely.get_num_coordinates(land) > MOST_VERTICES:
        raise _refusal(f"顶点超过 {MOST_VERTICES} 个", "请简化后重试")
    west, south, east, north = land.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise _refusal("坐标超出经纬度范围", "应为 CGCS2000 经纬度，先经度后纬度；米制坐标请先换算")
    if not land.is_valid:
        reason = shapely.is_valid_reason(land)
        raise _refusal(f"多边形自相交或重叠（{reason}）", "请修正后重试")
    if area_m2(land) > LARGEST_M2:
        raise _refusal("面积超过 100 万平方千米", "请核对坐标，或分块提交")
    return shapely.force_2d(land)


def _refusal(message: str, remedy: str = "请核对 geometry") -> Refusal:
    return Refusal(f"地块的几何{message}", remedy, "geometry")


def _part(unit: CrossedUnit) -> UnitPart:
    return UnitPart(
        code=unit.code or "",
        name=unit.name,
        level=LEVELS[unit.level - 1],
        accuracy_m=unit.accuracy_m,
        legal=unit.status == "official",
        shape=unit.shape,
    )


def _outside(whole: float, found: tuple[Share, ...]) -> dict[LineLevel, float]:
    held: dict[LineLevel, float] = {}
    for share in found:
        held[share.part.level] = held.get(share.part.level, 0.0) + share.area_m2
    least = limits().number("crossing_least_m2")
    return {level: whole - area for level, area in sorted(held.items()) if whole - area > least}


def _verdict(found: tuple[Share, ...], told: tuple[Consent, ...]) -> Verdict:
    if not found:
        return "unknown"
    if any(consent.required for consent in told):
        return "crossing"
    return "unsure" if told else "within"


def _summary(
    whole: float, found: tuple[Share, ...], told: tuple[Consent, ...], verdict: Verdict
) -> str:
    if verdict == "unknown":
        return "该地块不在已装载的区划范围内。"
    if told:
        return "；".join(consent.message for consent in told) + "。"
    largest = max(found, key=lambda share: LEVELS.index(share.part.level))
    side = metres(whole**0.5)
    return f"该地块（面积约合边长 {side} 的正方形）全部在{largest.part.name}内，不跨界线。"
