"""The name of an estate tells the public what it is (怪异难懂)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.rules.gn_9_2_generic_fits import misused_ending
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if an estate's name reads as a slogan or as something else."""
    if proposal.stated_kind is not PlaceKind.BUILDING or not proposal.specific:
        return
    if not proposal.generic or misused_ending(proposal, facts):
        yield Breach(
            f"“{proposal.text}”不像住宅区、楼宇的名称，群众难以理解所指",
            evidence={"generic": proposal.generic},
            suggestion="请用“专名加小区、花园、苑、公寓、大厦”等完整形式",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="BD-3d",
    title="名称不怪异难懂",
    category="怪",
    reason="广告语式的名称没有通名，或以“湾、峰、半岛、栋”等冒充通名，群众不知所指。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("春莱花园", "居民区"), alone("金山大厦", "建筑物")),
    fails=(alone("云上时光", "居民区"), alone("听涛半岛", "居民区")),
)
