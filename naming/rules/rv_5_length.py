"""The stated length of a road agrees with its geometry."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, RURAL
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if stated and measured length (both metres) differ too much."""
    stated, measured = proposal.length_m, proposal.measured_length_m
    if stated is None or measured is None:
        return
    tolerance = facts.parameters.number("stated_length_tolerance")
    off = abs(stated - measured) / max(measured, 1.0)
    if off > tolerance:
        yield Breach(
            f"填报长度{stated:g}米，图上量得{measured:.0f}米，相差{off:.0%}",
            evidence={"stated_m": stated, "measured_m": round(measured, 1), "off": round(off, 3)},
            suggestion="请核对起止点和长度",
            field="length_m",
        )


RULE: NamingRule = NamingRule(
    id="RV-5",
    title="填报长度与图形一致",
    category="数据",
    reason="乡村道路命名表的长度由起止点得出，差得多说明图或表有误。",
    source=RURAL.clause("乡村道路命名表", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("王家沟路", "乡村道路", length_m=1000.0, measured_length_m=1050.0),),
    fails=(alone("王家沟路", "乡村道路", length_m=1000.0, measured_length_m=1500.0),),
)
