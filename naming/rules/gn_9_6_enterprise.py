"""A name is not the name of an enterprise or a trademark."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

SUGGESTION = (
    "请改用不含企业字号、商标的专名；没有特定联系的，可由审核人具名说明后放行（实施办法第四条）"
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each listed enterprise, ours or the bureau's."""
    yield from word_breaches(
        "enterprise", proposal, facts, "“{name}”含有企业字号或商标“{word}”", SUGGESTION
    )
    for word in facts.parameters.words("enterprise_names"):
        if word in proposal.text:
            yield Breach(
                f"“{shown(proposal.text)}”含有企业字号或商标“{word}”",
                evidence={"word": word},
                suggestion=SUGGESTION,
                field="name",
            )


RULE: NamingRule = NamingRule(
    id="GN-9-6",
    title="不以企业名称、商标名称作地名",
    category="企业",
    reason="企业会更名、注销，地名应当稳定；也避免公共资源用作广告。",
    source=DECREE.clause("第九条第(六)项", remark="没有特定联系的除外，见实施办法第四条（待确认）"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("小米社区", "社区"), alone("绿地公园", "公园")),
    fails=(alone("恒大绿洲小区", "居民区"),),
)
