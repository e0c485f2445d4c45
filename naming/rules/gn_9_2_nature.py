"""A generic part fits what the place is: a bridge is called a bridge, a mountain a mountain."""

from __future__ import annotations

from collections.abc import Iterator

from naming.entity_classes import stated_class, told_otherwise
from naming.facts import NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the generic part tells another sort of entity than the stated type.

    A generic part that no place of the stated kind bears is the matter of GN-9-0.
    """
    del facts
    told = told_otherwise(proposal.place_type, proposal.generic)
    stated = stated_class(proposal.place_type)
    if told is None or stated is None:
        return
    usual = "、".join(f"“{word}”" for word in stated.telling[:3])
    yield Breach(
        f"“{shown(proposal.text)}”的通名“{proposal.generic}”指{told.title}，"
        f"与填报的类别“{shown(proposal.place_type)}”不符",
        evidence={
            "generic": proposal.generic,
            "told": told.title,
            "stated": stated.title,
            "instead": proposal.specific + stated.telling[0],
        },
        suggestion=f"实体确为{stated.title}的，请改用{usual}等通名，"
        f"如“{shown(proposal.specific)}{stated.telling[0]}”；类别填错的，请改正类别",
        field="name",
    )


RULE: NamingRule = NamingRule(
    id="GN-9-2e",
    title="通名与实体的类别相符",
    category="通名问题",
    reason="通名说明实体是什么：桥称桥，山称山；张冠李戴，使人找错地方。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "通名与类别的对应据通名词义"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("缙云山", "山峰"),
        alone("长寿湖", "水库"),
        alone("天生三桥", "自然地理实体"),
        alone("洋山", "岛屿"),
        alone("石坡桥", "村"),
        alone("两路口站", "地铁站"),
    ),
    fails=(
        alone("缙云河", "山峰"),
        alone("龙溪山", "河流"),
        alone("石坡隧道", "桥梁"),
        alone("石坡路", "桥梁"),
        alone("石坡大桥", "隧道"),
        alone("石坡水库", "桥梁"),
    ),
)
