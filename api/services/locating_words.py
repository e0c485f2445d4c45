"""Saying where a point is (定位结论) in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.services.locating import LineHere, PointHere
from boundary_data.compass import compass, metres
from boundary_data.inspection_facts import limits

NOT_LEGAL = "所用界线不是法定界线，结果仅供参考"
OUTSIDE = "该点不在已装载的区划范围内"
LABELS = {
    "official": "法定界线",
    "public": "公开来源，非法定界线，仅供参考",
    "synthetic": "示意数据，非法定界线",
}


def summary(point: PointHere, divisions: Mapping[int, Mapping[str, Any]]) -> str:
    """Return what the answer about `point` says, as a person would read it aloud."""
    parts = [_where(point, divisions)]
    if point.lines:
        parts.append(_nearest_line(point.lines[0], divisions))
    if point.marker:
        direction = compass(point.marker.azimuth_deg, limits())
        parts.append(
            f"最近的界桩为{point.marker.marker.number}号，"
            f"在{direction}方向{metres(point.marker.distance_m)}处"
        )
    return "；".join(parts) + "。"


def note(points: tuple[PointHere, ...]) -> str:
    """Return the warning that goes with the answer if any geometry in it is not official."""
    used = {unit.status for point in points for unit in point.units}
    used |= {line.line.status for point in points for line in point.lines}
    return NOT_LEGAL if used - {"official"} else ""


def _where(point: PointHere, divisions: Mapping[int, Mapping[str, Any]]) -> str:
    if not point.units:
        return OUTSIDE
    words = "".join(str(divisions[unit.division_id]["name"]) for unit in reversed(point.units))
    return f"该点位于{words}"


def _nearest_line(here: LineHere, divisions: Mapping[int, Mapping[str, Any]]) -> str:
    words = f"距{here.line.name}{metres(here.distance_m)}"
    if here.too_close:
        accuracy = here.line.accuracy_m
        known = f"界线精度为{metres(accuracy)}，" if accuracy else ""
        return f"{words}，{known}过近，不能确定在哪一侧"
    side = "" if here.side is None else f"，在{divisions[here.side]['name']}一侧"
    unsure = "，界线精度不详" if here.too_close is None else ""
    return f"{words}{side}{unsure}"
