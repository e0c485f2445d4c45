"""The register form of a marker (界桩登记表) and its description in words."""

from __future__ import annotations

from dataclasses import dataclass

from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker


@dataclass(frozen=True, slots=True)
class MarkerFacts:
    """What the form is filled in from; metres, degrees (EPSG:4490)."""

    marker: KnownMarker
    line: KnownLine
    chainage_m: float
    material: str = ""
    height_m: float | None = None
    method: str = ""
    datum: str = ""
    measured_on: str = ""


def register_form(facts: MarkerFacts) -> list[tuple[str, str]]:
    """Return the form as (title, content) in its order; what is not known says so.

    Reference objects (方位物) are told with grid azimuth and distance, three and more as GB/T
    17796-2009 wants them (body not seen, rule SV-6); a lack of them is said.
    """
    marker, line = facts.marker, facts.line
    rows = [
        ("界桩编号", marker.number),
        ("所在界线", f"{line.name}（{line.code}）"),
        ("两侧", "、".join(line.side_names) or "、".join(line.sides)),
        ("说明", described(facts)),
        ("里程", f"自界线起点 {facts.chainage_m:,.1f} 米"),
        ("经度", f"{_dms(marker.point.x)}（{marker.point.x:.7f}°）"),
        ("纬度", f"{_dms(marker.point.y)}（{marker.point.y:.7f}°）"),
        ("坐标系", facts.datum or "不详"),
        ("测量方法、日期", "，".join(t for t in (facts.method, facts.measured_on) if t) or "不详"),
        ("精度", "不详" if marker.accuracy_m is None else f"{marker.accuracy_m:g} 米"),
        ("高程", "不详" if facts.height_m is None else f"{facts.height_m:.2f} 米"),
        ("管护方", marker.caretaker or "未登记"),
        ("最近状况", marker.condition.zh if marker.condition else "不详"),
    ]
    for number, one in enumerate(marker.references, start=1):
        words = f"{one.name}，坐标方位角 {one.grid_azimuth_deg:.1f}°，距离 {one.distance_m:.1f} 米"
        rows.append((f"方位物{number}", words))
    if len(marker.references) < 3:
        rows.append(("方位物", f"只登记了 {len(marker.references)} 个，应至少三个"))
    return rows


def described(facts: MarkerFacts) -> str:
    """Return a marker in words: how it stands, of what, between which units (rule SV-8)."""
    standing = facts.marker.standing.zh if facts.marker.standing else ""
    material = f"{facts.material}质" if facts.material else ""
    between = "与".join(facts.line.side_names)
    place = f"，位于{between}之间" if between else ""
    return f"{standing}{material}界桩{place}"


def _dms(degrees: float) -> str:
    """Return degrees as 106°33′12.345″; a tenth of a millisecond is 3 mm."""
    units = round(abs(degrees) * 36_000_000)
    whole, rest = divmod(units, 36_000_000)
    minutes, seconds = divmod(rest, 600_000)
    sign = "-" if degrees < 0 else ""
    return f"{sign}{whole}°{minutes:02d}′{seconds / 10_000:07.4f}″"
