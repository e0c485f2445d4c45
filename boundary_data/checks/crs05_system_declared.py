"""Every position names its coordinate system, and old or shifted systems are refused.

The library would turn Beijing-54 and Xian-80 into CGCS2000 without any shift and so hide
an error of tens of metres; only the bureau's own parameters can do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.checks.offsets import CrsKind, crs_kind
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each position in a missing, unknown or refused system."""
    for match in matched(record, facts.line):
        place = match.check.measured
        kind = crs_kind(place.crs, facts.limits) if place else CrsKind.ACCEPTED
        if place and kind in ANSWERS:
            message, remedy, weight = ANSWERS[kind]
            yield Breach(
                f"界桩{match.number}{message.format(crs=place.crs)}",
                {"number": match.number, "crs": place.crs},
                remedy,
                weight=weight,
                field=f"{match.path}.measured.crs",
            )


ANSWERS = {
    CrsKind.OLD: (
        "的坐标系为“{crs}”，不能直接与CGCS2000比较",
        "请用测绘部门提供的七参数换算为CGCS2000经纬度后再填；不得近似换算",
        Weight.BLOCK,
    ),
    CrsKind.SHIFTED: (
        "的坐标系为“{crs}”，是公众地图的偏移坐标",
        "请改用卫星定位设备输出的CGCS2000（或WGS84）坐标",
        Weight.BLOCK,
    ),
    CrsKind.UNKNOWN: ("的坐标系“{crs}”无法识别", "请填CGCS2000或EPSG:4490", Weight.BLOCK),
    CrsKind.MISSING: ("没有注明坐标系", "请填CGCS2000或EPSG:4490", Weight.WARN),
}

RULE: InspectionRule = Rule(
    id="CRS-5",
    title="坐标系已注明且可用",
    category="位置",
    reason="旧坐标系与CGCS2000相差数十米，近似换算会掩盖界桩移位。",
    source=laws.datum("启用2000国家大地坐标系"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=tuple(
        case(("marker_checks[0].measured.crs", crs)) for crs in ("北京54", "GCJ-02", "火星", DROP)
    ),
)
