"""Same-number markers come as A and B, or as C, D and E, never in part."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_of_line, case_without_line
from boundary_data.checks.matching import matched
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import body_of, station_of
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each incomplete set of bodies, in the register or else the record."""
    for station, bodies in _bodies(record, facts).items():
        for letters in ("AB", "CDE"):
            missing = [letter for letter in letters if letter not in bodies]
            if missing and bodies & set(letters):
                yield Breach(
                    f"界桩{station}缺{'、'.join(missing)}桩（已有{'、'.join(sorted(bodies))}）",
                    {"station": station, "bodies": sorted(bodies), "missing": missing},
                    "双立界桩须有A、B，三立界桩须有C、D、E，请核对",
                    field="$.marker_checks",
                )


def _bodies(record: JointInspection, facts: InspectionFacts) -> dict[str, set[str]]:
    checked = [match.number for match in matched(record, facts.line)]
    numbers = list(facts.line.by_number) if facts.line else checked
    found: dict[str, set[str]] = {}
    for number in numbers:
        found.setdefault(station_of(number), set()).update(body_of(number))
    return found


RULE: InspectionRule = Rule(
    id="SV-3a",
    title="双立、三立界桩成套",
    category="编号",
    reason="同号双立为A、B，同号三立为C、D、E，缺一则登记或检查不全。",
    source=laws.survey("界桩类型码"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case_without_line(("marker_checks[3]", DROP)),
        case_of_line(("markers[3].number", "1618005")),
    ),
)
