"""A name is generally not the name of a person."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the specific part is the name of a known person."""
    yield from word_breaches(
        "person",
        proposal,
        facts,
        "“{name}”以人名“{word}”作专名",
        "请另拟专名；与此人没有特定联系的，可由审核人具名说明后放行（实施办法第三条）",
    )


RULE: NamingRule = NamingRule(
    id="GN-9-4b",
    title="一般不以人名作地名",
    category="人名",
    reason="人名包括真名、别名、笔名和文学作品人物名；与人没有特定联系的词语除外。",
    source=DECREE.clause("第九条第(四)项", remark="人名所指见实施办法第三条（待确认）"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("太白岩路", "道路"),),
    fails=(alone("孙悟空路", "道路"),),
)
