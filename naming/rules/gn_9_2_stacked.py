"""Generic parts are not stacked (重叠通名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

STREETS = ("大道", "大街", "路", "街", "巷")
BUILDINGS = ("大厦", "小区", "花园", "公寓", "广场", "中心", "大楼")
# A lane within a street bears both names (黄海路8巷); the wider after the narrower is odd.
LANES = frozenset({"巷", "支路", "支巷", "弄", "条", "横", "里", "胡同"})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the specific part ends in a generic of the same kind."""
    del facts
    if proposal.generic in LANES or not proposal.generic:
        return
    words = {PlaceKind.STREET: STREETS, PlaceKind.BUILDING: BUILDINGS}.get(
        proposal.kind or PlaceKind.OTHER, ()
    )
    inner = next((w for w in words if proposal.specific.endswith(w)), "")
    if inner and len(proposal.specific) > len(inner):
        instead = proposal.specific.removesuffix(inner) + proposal.generic
        yield Breach(
            f"“{shown(proposal.text)}”的通名“{inner}”“{proposal.generic}”重叠",
            evidence={"generics": [inner, proposal.generic], "instead": instead},
            suggestion=f"请只保留一个通名，如“{shown(instead)}”",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="GN-9-2b",
    title="通名不重叠",
    category="通名问题",
    reason="两个通名并列，使人不知实体究竟是哪一类。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "禁止重叠通名见外省规定"),
    weight=Weight.NOTE,
    check=check,
    passes=(alone("黄海路8巷", "道路"), alone("张桥村路", "道路")),
    fails=(alone("建新路大道", "道路"), alone("金山大厦广场", "建筑物")),
)
