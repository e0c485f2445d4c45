"""Each side signs the record with a date and stamps it, after the field check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for missing signatures, days and stamps, and for signing too early."""
    span = record.field_span
    names = [side.signature.by for side in record.sides if side.signature and side.signature.by]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Breach(
            f"各方由同一人“{name}”签字", {"by": name}, "须由各方负责人各自签字", field="$.sides"
        )
    for index, side in enumerate(record.sides):
        where, path = named(side.division_code, record, facts), f"$.sides[{index}]"
        evidence = {"division_code": side.division_code}
        signature = side.signature
        if signature is None or signature.by is None:
            yield Breach(f"{where}没有负责人签字", evidence, "请补签", field=f"{path}.signature")
        if signature and signature.on is None:
            yield Breach(
                f"{where}签字没有日期", evidence, "请补填签字日期", field=f"{path}.signature.on"
            )
        if not side.stamped and not (signature and signature.stamped):
            yield Breach(f"{where}没有盖章", evidence, "请补盖公章", field=f"{path}.stamped")
        if span and signature and signature.on and signature.on < span[1]:
            days = (span[1] - signature.on).days
            yield Breach(
                f"{where}于{signature.on}签字，早于外业检查结束（{span[1]}）{days}天",
                evidence
                | {"signed_on": str(signature.on), "field_ended_on": str(span[1]), "days": days},
                "检查结束后才能签字，请核对日期",
                field=f"{path}.signature.on",
            )


RULE: InspectionRule = Rule(
    id="JI-7f",
    title="各方签字盖章",
    category="签字",
    reason="联检记录经双方签字盖章才是共同确认的结果。",
    source=laws.practice("联检记录表"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("sides[0].signature", DROP)),
        case(("sides[0].signature.on", DROP)),
        case(("sides[1].signature.by", "张建国")),
        case(("sides[1].stamped", False)),
        case(("sides[1].signature.on", date(2025, 4, 1))),
    ),
)
