"""Some kinds of places are place names only where the province counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import KnownNames, NamingFacts, no_register
from naming.laws import ASSUMED, CHONGQING
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.shown import shown
from rulebook.law import Standing
from rulebook.parameters import Parameter
from rulebook.rule import Breach, Example, Weight

# in the list of Chongqing (art. 3), not in the national one
ADDED = (PlaceKind.VILLAGE, PlaceKind.ZONE)
PARAMETER = "counted_kinds"


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if the stated kind is none of the country's and none of the province's."""
    kind = proposal.stated_kind
    if kind in ADDED and not proposal.record and kind not in facts.parameters.words(PARAMETER):
        yield Breach(
            f"“{shown(proposal.text)}”属{kind.label}，不在《地名管理条例》第三条所列的类别之内",
            evidence={"kind": kind.value},
            suggestion="请依本省（自治区、直辖市）的规定办理；重庆市已将其列入地名",
            field="place_type",
        )


def _elsewhere() -> KnownNames:
    base = no_register().parameters
    none = Parameter([], "示例", Standing.ASSUMED)
    return KnownNames(parameters=replace(base, items={**base.items, PARAMETER: none}))


RULE: NamingRule = NamingRule(
    id="CQ-SCOPE-1",
    title="自然村、集镇和开发区、园区依地方规定列入地名",
    category="类别",
    reason="重庆市在国家规定的类别之外，增列集镇、自然村（寨）、广场和开发区、园区。",
    source=CHONGQING.clause("第三条", ASSUMED, "只见条例开头部分"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("周口店", "自然村"),
        alone("同兴工业园", "园区"),
        Example(propose("石坡村", "村"), _elsewhere()),
    ),
    fails=(
        Example(propose("周口店", "自然村"), _elsewhere()),
        Example(propose("同兴工业园", "园区"), _elsewhere()),
    ),
)
