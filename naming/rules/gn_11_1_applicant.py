"""Names are applied for by bodies, not by private persons."""

from __future__ import annotations

from collections.abc import Iterator

from naming.applicants import PRIVATE, applicant_class
from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a private person applies, or nothing tells what the applicant is."""
    del facts
    who = proposal.applicant.strip()
    if not who:
        return
    found = applicant_class(who)
    if found == PRIVATE:
        yield _breach(f"“{shown(who)}”不是单位，个人不能申请地名命名、更名", None)
    elif not found:
        yield _breach(f"看不出申请人“{shown(who)}”是哪一类单位", Weight.WARN)


def _breach(message: str, weight: Weight | None) -> Breach:
    return Breach(
        message,
        suggestion="请由机关、企业事业单位或者基层群众性自治组织申请，并写明单位全称或类别",
        weight=weight,
        field="applicant",
    )


RULE: NamingRule = NamingRule(
    id="GN-11-1",
    title="由机关、企业事业单位或基层群众性自治组织申请",
    category="申请",
    reason="条例规定申请人为机关、企业事业单位、基层群众性自治组织等，个人的建议由这些单位提出。",
    source=DECREE.clause("第十一条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("石坡路", "道路"),
        alone("石坡路", "道路", applicant="分水镇"),
        alone("金山大厦", "大厦", applicant="重庆某置业有限公司"),
        alone("安宁大桥", "桥梁", applicant="万州区交通运输委"),
    ),
    fails=(
        alone("石坡路", "道路", applicant="个人"),
        alone("石坡路", "道路", applicant="张三"),
    ),
)
