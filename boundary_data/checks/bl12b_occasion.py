"""An inspection out of turn has an occasion: a disaster, a river or a road that moved."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.inspection import JointInspection, Kind
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for an ad hoc inspection without occasion."""
    if record.kind is Kind.AD_HOC and not record.occasion:
        yield Breach(
            "专项联检没有写明事由",
            {},
            "请写明灾害、河流改道、道路变化等事由",
            field="$.occasion",
        )


RULE: InspectionRule = Rule(
    id="BL-12b",
    title="专项联检有事由",
    category="登记",
    reason="遇自然灾害、河流改道、道路变化等特殊情况，可以随时联检有关地段。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("kind", Kind.AD_HOC), ("occasion", "山体滑坡"))),
    fails=(case(("kind", Kind.AD_HOC)),),
)
