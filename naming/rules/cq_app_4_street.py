"""A road is named by its builder or the town, renamed by the town."""

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
    yield from applicant_breaches("CQ-APP-4", proposal, facts)


RULE: NamingRule = NamingRule(
    id="CQ-APP-4",
    title="道路由建设单位或乡镇、街道申请",
    category="申请",
    reason="申请主体由命名更名工作规程规定，主体不符的不予受理。",
    source=CHONGQING_RULES.clause("命名更名工作规程", ASSUMED, "只见规程开头部分"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("石坡路", "道路", applicant="某建设单位"),
        alone("石坡路", "道路", applicant="万州区分水镇人民政府"),
        alone("石坡路", "道路", applicant="高笋塘街道办"),
        alone("石坡路", "道路", applicant="重庆某置业有限公司"),
    ),
    fails=(
        alone("石坡路", "道路", applicant="某物业公司"),
        alone("石坡路", "道路", applicant="石坡村村民委员会"),
        alone("石坡路", "道路", applicant="万州区人民政府"),
        alone("石坡路", "道路", applicant="某建设单位", former_name="金山路"),
    ),
)
