"""A name is not the name of a leader of the state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import KnownNames, NamingFacts, no_register
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from naming.shown import shown
from rulebook.law import Standing
from rulebook.parameters import Parameter
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each name of the list that the bureau keeps."""
    for name in facts.parameters.words("leader_names"):
        if name in proposal.text:
            yield Breach(
                f"“{shown(proposal.text)}”含有国家领导人姓名",
                suggestion="请更换专名",
                field="name",
            )


def _with_list(*names: str) -> KnownNames:
    base = no_register().parameters
    listed = Parameter(list(names), "示例名单", Standing.ASSUMED)
    return KnownNames(parameters=replace(base, items={**base.items, "leader_names": listed}))


RULE: NamingRule = NamingRule(
    id="GN-9-4a",
    title="不以国家领导人的名字作地名",
    category="人名",
    reason="法律明确禁止。随软件只列三字姓名，两字姓名由主管部门补充。",
    source=DECREE.clause("第九条第(四)项"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("人民路", "道路"),),
    fails=(
        alone("毛泽东路", "道路"),
        alone("习近平大桥", "桥梁"),
        Example(propose("甲乙丙路", "道路"), _with_list("甲乙丙")),
    ),
)
