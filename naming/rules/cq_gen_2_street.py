"""A street (街) in Chongqing lies among shops."""

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
    """Yield a breach if a 街 is said to lie in no commercial area."""
    asked = facts.parameters.flag("street_is_commercial") and proposal.kind is PlaceKind.STREET
    instead = f"{proposal.text.removesuffix('街')}路"
    if asked and proposal.generic.endswith("街") and proposal.commercial is False:
        yield Breach(
            f"“{shown(proposal.text)}”以“街”作通名，而沿线不是商业区",
            evidence={"instead": instead},
            suggestion=f"请改作“{shown(instead)}”，或说明沿线商业情况",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="CQ-GEN-2",
    title="街的周围为商业区",
    category="通名问题",
    reason="街与路以沿线是否商业区相区别。",
    source=CHONGQING_PARTS.clause("通名“街”", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("民生街", "道路"), alone("民生街", "道路", commercial=True)),
    fails=(alone("民生街", "道路", commercial=False),),
)
