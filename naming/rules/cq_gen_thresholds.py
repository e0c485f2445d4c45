"""Generic parts that promise a size are borne by places of that size."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the stated size is under the threshold of the generic part."""
    for generic, kind, value, key, what, unit in (
        ("大道", PlaceKind.STREET, proposal.width_m, "avenue_min_width_m", "车行道宽度", "米"),
        ("花园", PlaceKind.BUILDING, proposal.green_share, "garden_min_green_share", "绿地率", ""),
        ("广场", PlaceKind.BUILDING, proposal.area_m2, "plaza_min_area_m2", "可使用面积", "平方米"),
        (
            "城",
            PlaceKind.BUILDING,
            proposal.floor_area_m2,
            "city_min_floor_area_m2",
            "建筑面积",
            "平方米",
        ),
    ):
        if value is None or proposal.kind is not kind or not proposal.generic.endswith(generic):
            continue
        least = facts.parameters.number(key)
        if value < least:
            yield Breach(
                f"“{shown(proposal.text)}”的{what}为{value:g}{unit}，以“{generic}”作通名应不小于{least:g}{unit}",
                evidence={"stated": value, "least": least, "parameter": key},
                suggestion=f"请改用其他通名，或补充{what}的证明材料",
                field="name",
            )


RULE: NamingRule = NamingRule(
    id="CQ-GEN-1",
    title="通名与规模相称",
    category="通名问题",
    reason="大道、花园、广场、城等通名各有规模下限，防止小而称大。",
    source=CHONGQING_PARTS.clause("通名规模（2008年，可能已被2023年规范取代）", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("金渝大道", "道路", width_m=44.0),
        alone("金渝大道", "道路"),
        alone("梧桐花园", "居民区", green_share=0.45),
    ),
    fails=(
        alone("金渝大道", "道路", width_m=18.0),
        alone("梧桐花园", "居民区", green_share=0.2),
        alone("金山广场", "建筑物", area_m2=900.0),
        alone("科技城", "建筑物", floor_area_m2=30_000.0),
    ),
)
