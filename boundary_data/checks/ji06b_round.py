"""Routine inspections are counted in rounds, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection, Kind
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for a missing kind, a missing round and a round out of turn."""
    if record.kind is None:
        yield Breach("没有注明例行或专项联检", {}, "请填 kind", field="$.kind")
    if record.kind is Kind.AD_HOC:
        return
    if record.round is None or record.round < 1:
        yield Breach(
            "没有填轮次" if record.round is None else f"轮次不能是{record.round}",
            {"round": record.round},
            "请填本次是第几轮",
            field="$.round",
        )
        return
    last = facts.line.last_round if facts.line else None
    if last is not None and record.round != last + 1:
        yield Breach(
            f"轮次填第{record.round}轮，上次登记为第{last}轮，本次应为第{last + 1}轮",
            {"round": record.round, "expected": last + 1},
            "请核对轮次",
            weight=Weight.WARN,
            field="$.round",
        )


RULE: InspectionRule = Rule(
    id="JI-6b",
    title="联检种类与轮次",
    category="登记",
    reason="同一条界线每5年一轮，轮次连续才能归档。",
    source=laws.joint_inspection("第六条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(), case(("kind", Kind.AD_HOC), ("round", DROP))),
    fails=(case(("kind", DROP)), case(("round", DROP)), case(("round", 4)), case(("round", 0))),
)
