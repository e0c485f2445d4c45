"""The generic part of an estate or building says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def misused_ending(proposal: Proposal, facts: NamingFacts) -> str:
    """Return the ending that is no generic of estates and buildings, or an empty text."""
    if proposal.stated_kind is not PlaceKind.BUILDING:
        return ""
    words = facts.parameters.words("misused_building_generics")
    endings = (w for w in sorted(words, key=len, reverse=True) if proposal.text.endswith(w))
    ending = next(endings, "")
    return ending if len(ending) >= len(proposal.generic) else ""


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a word for something else stands as the generic part."""
    ending = misused_ending(proposal, facts)
    if ending and len(proposal.text) > len(ending):
        yield Breach(
            f"“{proposal.text}”以“{ending}”作通名，与住宅区、楼宇的性质不符",
            evidence={"generic": ending},
            suggestion="请改用小区、花园、苑、公寓、大厦等与实体相符的通名",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="GN-9-2",
    title="通名与实体的性质、规模相符",
    category="通名问题",
    reason="住宅区、楼宇借用“府、郡、公园、湾、峰”等作通名，使人误认为官署、政区或自然实体。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "具体词语取自各地清理公示"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("梧桐花园", "居民区"), alone("龙头寺公园", "公园")),
    fails=(alone("锦绣郡府", "居民区"), alone("竹林公园", "居民区")),
)
