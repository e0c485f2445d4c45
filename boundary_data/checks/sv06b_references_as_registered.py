"""Reference objects are where the register has them."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import known
from boundary_data.inspection import JointInspection, Reference
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import KnownReference
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each object off its registered azimuth or distance, or gone."""
    for match, marker in known(record, facts):
        now = {r.name: (i, r) for i, r in enumerate(match.check.reference_objects) if r.name}
        path = f"{match.path}.reference_objects"
        for old in marker.references:
            if old.name not in now:
                yield Breach(
                    f"界桩{match.number}登记的方位物“{old.name}”没有检查",
                    {"number": match.number, "name": old.name},
                    "请核对；已灭失的请补选并填新的界桩登记表",
                    field=path,
                )
                continue
            index, new = now[old.name]
            message, evidence = _difference(old, new, facts)
            if message:
                yield Breach(
                    f"界桩{match.number}方位物“{old.name}”{message}",
                    {"number": match.number} | evidence,
                    "请复测；方位物或界桩有变动的，双方恢复或重填登记表",
                    field=f"{path}[{index}]",
                )


def _difference(
    old: KnownReference, new: Reference, facts: InspectionFacts
) -> tuple[str, dict[str, object]]:
    if new.grid_azimuth_deg is None or new.distance_m is None:
        return "", {}
    turn = abs((new.grid_azimuth_deg - old.grid_azimuth_deg + 180.0) % 360.0 - 180.0)
    off = abs(new.distance_m - old.distance_m)
    evidence: dict[str, object] = {
        "azimuth_off_deg": round(turn, 2),
        "distance_off_m": round(off, 2),
    }
    parts = []
    if turn > facts.limits.number("reference_azimuth_deg"):
        parts.append(f"方位角与登记相差{turn:.1f}°")
    if off > facts.limits.number("reference_distance_m"):
        parts.append(f"距离与登记相差{off:.1f}米")
    return "，".join(parts), evidence


RULE: InspectionRule = Rule(
    id="SV-6b",
    title="方位物与登记相符",
    category="方位物",
    reason="方位角或距离变化说明方位物变动，或界桩已经移位。",
    source=laws.survey("界桩登记表·方位物"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].reference_objects[0].grid_azimuth_deg", 80.0)),
        case(("marker_checks[0].reference_objects[0].distance_m", 90.0)),
        case(("marker_checks[0].reference_objects[0].name", "石板桥")),
    ),
    needs_register=True,
)
