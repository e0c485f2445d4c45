"""What was not compared is said, so that silence is never taken for a pass."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import KnownNames, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if the register could not be searched for duplicates."""
    del proposal
    why = facts.gap()
    if why:
        yield Breach(
            f"{why}，未作重名、同音检查",
            suggestion="请填写所在区县（名称或代码）或坐标后重新审核",
            field="division",
        )


RULE: NamingRule = NamingRule(
    id="REG-1",
    title="重名检查已在法定范围内进行",
    category="数据",
    reason="重名范围由所在政区决定；没有政区就无从比较。",
    source=DECREE.clause("第九条第(七)、(八)项"),
    weight=Weight.NOTE,
    check=check,
    passes=(alone("石坡村", "村"), Example(propose("石坡村", "村"), KnownNames())),
    fails=(Example(propose("石坡村", "村"), KnownNames(unsearched="未说明所在的区县")),),
    needs_register=True,
)
