"""WGS 84 positions are taken as CGCS2000 ones, and the record of the check says so."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.offsets import CrsKind, crs_kind
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one note if positions are declared in a system that is equal within a metre."""
    declared = {
        place.crs
        for check in record.marker_checks
        if (place := check.measured)
        and place.crs
        and crs_kind(place.crs, facts.limits) is CrsKind.EQUIVALENT
    }
    if declared:
        yield Breach(
            f"坐标系{'、'.join(sorted(declared))}按与CGCS2000相同处理（相差小于1米）",
            {"crs": sorted(declared)},
            "需要更高精度时请换算后填报",
            field="$.marker_checks",
        )


RULE: InspectionRule = Rule(
    id="CRS-6",
    title="WGS84按CGCS2000处理",
    category="位置",
    reason="两系统相差不到1米，对手持设备可以忽略，但应当写明。",
    source=laws.datum("与WGS84的关系"),
    weight=Weight.NOTE,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].measured.crs", "WGS84")),),
)
