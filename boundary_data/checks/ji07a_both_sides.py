"""Both sides of the line take part, or it is no joint inspection."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case, case_without_line
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import stem
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each side of the line that is missing."""
    codes = [side.division_code for side in record.sides]
    if facts.line is None or len(facts.line.sides) < 2:
        if len({stem(code) for code in codes}) < 2:
            yield _missing(f"联合检查须双方参加，记录中只有{len(set(codes))}方", codes)
        return
    present = {facts.line.side_of(code) for code in codes}
    for side in facts.line.sides:
        if side not in present:
            yield _missing(f"缺少界线一方：{named(side, record, facts)}", codes, side)


def _missing(message: str, codes: list[str], side: str = "") -> Breach:
    evidence = {"present": codes, "missing": side}
    return Breach(
        message, evidence, "请补填该方的参加人员与签字；该方未到场的须重新组织联检", field="$.sides"
    )


RULE: InspectionRule = Rule(
    id="JI-7a",
    title="双方共同参加联检",
    category="参加方",
    reason="界线由毗邻各方共同检查，缺一方即不成联检。",
    source=laws.REGULATION.clause("第十二条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("sides[1]", DROP)), case(("sides", ())), case_without_line(("sides[0]", DROP))),
)
