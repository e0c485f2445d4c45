"""A name agrees with the place-name plan of the county, where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from naming.facts import KnownNames, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.parameters.layers import parameters_for
from naming.proposal import Proposal, propose
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if there is a plan for such places and the name is not in it."""
    planned = facts.parameters.words("plan_names")
    if not planned or proposal.kind is None:
        return
    if proposal.kind.value not in facts.parameters.words("plan_kinds"):
        return
    if proposal.text in planned or (proposal.specific and proposal.specific in planned):
        return
    plan = facts.parameters.items["plan_names"].source
    yield Breach(
        f"“{shown(proposal.text)}”不在地名方案（{plan}）所列名称之内",
        evidence={"plan": plan},
        suggestion="请从方案中选用；确需另用的，按原批准程序修改方案（实施办法第二条），或具名说明理由",
        field="name",
    )


_HOME = parameters_for()
_PLAN = replace(_HOME.items["plan_names"], value=["云水路", "霁岚"], source="示例区地名方案")
_PLANNED = KnownNames(
    parameters=replace(_HOME, items=MappingProxyType({**_HOME.items, "plan_names": _PLAN}))
)

RULE: NamingRule = NamingRule(
    id="GN-PLAN-1",
    title="名称符合地名方案",
    category="方案",
    reason="地名方案经本级人民政府批准后不得随意更改；各局把方案所列名称放进参数，未放的不查。",
    source=DECREE.clause("第八条", remark="另见实施办法第二条（待确认）"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("石坡路", "道路"),
        Example(propose("云水路", "道路"), _PLANNED),
        Example(propose("霁岚街", "道路"), _PLANNED),
        Example(propose("石坡村", "村"), _PLANNED),
    ),
    fails=(Example(propose("石坡路", "道路"), _PLANNED),),
)
