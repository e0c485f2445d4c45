"""A name has a length that fits a sign."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import BUILT, NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the name or its specific part is too long."""
    longest = int(facts.parameters.number("name_max_length"))
    if len(proposal.name) > longest:
        yield Breach(
            f"地名共{len(proposal.name)}个字，超过{longest}个字的上限",
            evidence={"length": len(proposal.name), "limit": longest},
            suggestion="请缩短地名；系统只审核其开头部分",
            weight=Weight.BLOCK,
            field="name",
        )
        return
    limit = int(facts.parameters.number("specific_max_length"))
    if len(proposal.specific) > limit:
        yield Breach(
            f"专名“{proposal.specific}”有{len(proposal.specific)}个字，一般不超过{limit}个字",
            evidence={"length": len(proposal.specific), "limit": limit},
            suggestion="请考虑更简短的专名",
            weight=Weight.WARN if proposal.kind in BUILT else Weight.NOTE,
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="CQ-GEN-6",
    title="地名应当简短",
    category="字数",
    reason="地名过长不便书写、称呼和制作标志。",
    source=CHONGQING_PARTS.clause("专名字数", ASSUMED),
    weight=Weight.NOTE,
    check=check,
    passes=(alone("渝澳大道", "道路"),),
    fails=(alone("长" * 10_000, "道路"), alone("东南西北春夏秋冬花园", "居民区")),
)
