"""The report names the tripoints at both ends, and they are the line's."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.marker import station_of
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for ends that are missing, equal or not the line's."""
    report = record.report
    ends = {
        "start_tripoint": ("起点", report.start_tripoint if report else None),
        "end_tripoint": ("止点", report.end_tripoint if report else None),
    }
    given = [station_of(number) for _, number in ends.values() if number]
    for name, (zh, number) in ends.items():
        if number is None:
            yield Breach(
                f"联检报告没有填{zh}三交点", {}, "请填写三交点界桩编号", field=f"$.report.{name}"
            )
        elif facts.line and facts.line.stations:
            true = (facts.line.stations[0], facts.line.stations[-1])
            if station_of(number) not in true:
                yield Breach(
                    f"{zh}三交点填{number}，登记的两端界桩为{true[0]}、{true[1]}",
                    {"given": number, "ends": list(true)},
                    "请按界桩登记表核对",
                    weight=Weight.WARN,
                    field=f"$.report.{name}",
                )
    if len(given) == 2 and given[0] == given[1]:
        yield Breach(
            f"起点与止点三交点相同（{given[0]}）",
            {"given": given[0]},
            "请核对两端编号",
            field="$.report.end_tripoint",
        )


RULE: InspectionRule = Rule(
    id="JI-11c",
    title="起止三交点相符",
    category="报告",
    reason="起止三交点确定所检的是哪一段界线。",
    source=laws.practice("联检报告数据"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("report.start_tripoint", DROP)),
        case(("report.end_tripoint", "161820I")),
        case(("report.end_tripoint", "1618001")),
    ),
)
