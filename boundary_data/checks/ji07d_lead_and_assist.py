"""One side leads, the other assists; otherwise nobody answers for the report."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection, Role
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for no lead, several leads, no assistant and sides without role."""
    roles = [side.role for side in record.sides]
    leads = roles.count(Role.LEAD)
    evidence = {"roles": [role.value if role else None for role in roles]}
    remedy = "请按双方约定填一方牵头、一方配合"
    if leads != 1:
        yield Breach(
            "没有牵头方" if not leads else f"有{leads}个牵头方", evidence, remedy, field="$.sides"
        )
    # where only one side stands, the missing one is what JI-7a tells
    if Role.ASSIST not in roles and len(roles) > 1:
        yield Breach("没有配合方", evidence, remedy, field="$.sides")
    for index, role in enumerate(roles):
        if role is None:
            yield Breach("未填牵头或配合", evidence, remedy, field=f"$.sides[{index}].role")


RULE: InspectionRule = Rule(
    id="JI-7d",
    title="一方牵头、一方配合",
    category="参加方",
    reason="每条界线由双方约定一方牵头、另一方配合，分工不清则报告无人负责。",
    source=laws.practice("牵头与配合分工"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("sides[1].role", Role.LEAD)),
        case(("sides[0].role", Role.ASSIST)),
        case(("sides[0].role", DROP)),
    ),
)
