"""Caretaker and neighbour both sign for each marker, with a day."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import matched, named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for missing signatures and days, and for one side signing for both."""
    for match in matched(record, facts.line):
        check = match.check
        for name, zh, signature in (
            ("caretaker_signature", "管护方", check.caretaker_signature),
            ("neighbour_signature", "相邻方", check.neighbour_signature),
        ):
            path, evidence = f"{match.path}.{name}", {"number": match.number}
            if signature is None or signature.by is None:
                yield Breach(f"界桩{match.number}没有{zh}签字", evidence, "请补签", field=path)
            if signature and signature.on is None:
                yield Breach(
                    f"界桩{match.number}{zh}签字没有日期",
                    evidence,
                    "请补填签字日期",
                    field=f"{path}.on",
                )
            if signature and signature.division_code is None:
                yield Breach(
                    f"界桩{match.number}{zh}签字没有注明代表哪一方",
                    evidence,
                    "请补填区划代码",
                    weight=Weight.WARN,
                    field=f"{path}.division_code",
                )
        care, other = check.caretaker_signature, check.neighbour_signature
        if care and other and care.by and care.by == other.by:
            yield Breach(
                f"界桩{match.number}的管护方与相邻方由同一人“{care.by}”签字",
                {"number": match.number, "by": care.by},
                "须由双方各自签字",
                field=f"{match.path}.neighbour_signature.by",
            )
        if (
            care
            and other
            and care.division_code
            and other.division_code
            and stem(care.division_code) == stem(other.division_code)
        ):
            side = named(care.division_code, record, facts)
            yield Breach(
                f"界桩{match.number}的管护方与相邻方签字同属{side}",
                {"number": match.number, "division_code": care.division_code},
                "须由毗邻的另一方签字",
                field=f"{match.path}.neighbour_signature",
            )


RULE: InspectionRule = Rule(
    id="JI-12a",
    title="界桩检查双方签字",
    category="签字",
    reason="界桩状况须双方共同确认，签字各带日期。",
    source=laws.practice("界桩检查签字"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("marker_checks[0].neighbour_signature", DROP)),
        case(("marker_checks[0].caretaker_signature.on", DROP)),
        case(("marker_checks[0].neighbour_signature.division_code", "500116")),
        case(("marker_checks[0].neighbour_signature.division_code", DROP)),
        case(("marker_checks[0].neighbour_signature.by", "张建国")),
    ),
)
