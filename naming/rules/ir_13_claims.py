"""Foreign names that may harm the country's territorial claims are not taken over."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from naming.facts import NamingFacts
from naming.laws import ASSUMED, MEASURES
from naming.lexicon.tables import table
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each foreign name of Chinese territory in the name."""
    del facts
    for foreign, chinese in _names().items():
        if foreign in proposal.text:
            yield Breach(
                f"“{shown(proposal.text)}”使用了“{foreign}”，这是外国对我国{chinese}的称呼",
                evidence={"word": foreign, "standard": chinese},
                suggestion=f"请使用我国公布的标准名称“{chinese}”",
                field="name",
            )


@cache
def _names() -> dict[str, str]:
    return {row["foreign"]: row["chinese"] for row in table("territorial_claims")}


RULE: NamingRule = NamingRule(
    id="IR-13",
    title="不引用损害我国领土主张的外语地名",
    category="洋",
    reason="不得直接引用或者擅自转写可能损害我国领土主张和主权权益的外语地名。",
    source=MEASURES.clause("第十三条", ASSUMED, "见于多处转述；名单由本系统据公开公告整理"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("钓鱼岛", "岛屿"), alone("高山路", "道路")),
    fails=(alone("尖阁列岛", "岛屿"), alone("帕拉塞尔广场", "广场")),
)
