"""Estates, buildings and facilities are place names only where people find their way by them."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

ASKED = frozenset({PlaceKind.BUILDING, PlaceKind.FACILITY, PlaceKind.OTHER})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a block if the entity has no such significance, a note if nobody says."""
    del facts
    if proposal.stated_kind not in ASKED or proposal.record:
        return
    if proposal.significant_orientation is None:
        yield Breach(
            f"未说明“{shown(proposal.text)}”是否具有重要地理方位意义",
            suggestion="请说明；不具有的不作为地名审批",
            weight=Weight.NOTE,
            field="significant_orientation",
        )
    elif not proposal.significant_orientation:
        yield Breach(
            f"“{shown(proposal.text)}”不具有重要地理方位意义，不属于地名管理的范围",
            suggestion="不作为地名审批；名称按其他法律法规管理",
            field="significant_orientation",
        )


RULE: NamingRule = NamingRule(
    id="GN-SCOPE-2",
    title="住宅区、楼宇、设施等应具有重要地理方位意义",
    category="类别",
    reason="第三条第(六)至(八)项的实体，具有重要地理方位意义的才是条例所称地名。",
    source=DECREE.clause("第三条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("石坡村", "村"),
        alone("春莱花园", "居民区", significant_orientation=True),
    ),
    fails=(
        alone("春莱花园", "居民区"),
        alone("春莱花园", "居民区", significant_orientation=False),
    ),
    needs_register=True,
)
