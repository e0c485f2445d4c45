"""A natural entity is named at the request of the town."""

from __future__ import annotations

from collections.abc import Iterator

from naming.applicants import applicant_breaches
from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING_RULES
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if someone else applies."""
    yield from applicant_breaches("CQ-APP-1", proposal, facts)


RULE: NamingRule = NamingRule(
    id="CQ-APP-1",
    title="自然地理实体由乡镇、街道申请",
    category="申请",
    reason="申请主体由命名更名工作规程规定，主体不符的不予受理。",
    source=CHONGQING_RULES.clause("命名更名工作规程", ASSUMED, "只见规程开头部分"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("石坡山", "山峰", applicant="分水镇人民政府"),),
    fails=(alone("石坡山", "山峰", applicant="某建设单位"),),
)
