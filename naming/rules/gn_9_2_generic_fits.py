"""The generic part of an estate or building says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.hints import adds_up, doubtful_ending
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

SUGGESTION = "请改用小区、花园、苑、公寓、大厦等与实体相符的通名"


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a word for something else stands as the generic part.

    A word that offices differ about is a note, a warning where other hints join it.
    """
    if proposal.stated_kind is not PlaceKind.BUILDING:
        return
    misused, doubtful = _misused(proposal, facts), doubtful_ending(proposal.text, facts.parameters)
    heavy = bool(misused) or adds_up(proposal.text, proposal.kind, facts.parameters)
    ending = misused or doubtful
    if ending and len(proposal.text) > len(ending):
        yield Breach(
            f"“{shown(proposal.text)}”以“{ending}”作通名，与住宅区、楼宇的性质不符",
            evidence={"generic": ending},
            suggestion=f"{SUGGESTION}，如“{shown(proposal.text.removesuffix(ending))}苑”",
            weight=Weight.WARN if heavy else Weight.NOTE,
            field="name",
        )


def _misused(proposal: Proposal, facts: NamingFacts) -> str:
    """Return the ending that is no generic of estates and buildings, or an empty text."""
    words = facts.parameters.words("misused_building_generics")
    ending = max((w for w in words if proposal.text.endswith(w)), key=len, default="")
    return ending if len(ending) >= len(proposal.generic) else ""


RULE: NamingRule = NamingRule(
    id="GN-9-2",
    title="通名与实体的性质、规模相符",
    category="通名问题-怪",
    reason="住宅区、楼宇借用“公园、湾、峰、首府”等作通名，使人误认为官署、政区或自然实体。",
    source=DECREE.clause("第九条第(二)项", ASSUMED, "具体词语取自各地清理公示"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("梧桐花园", "居民区"), alone("龙头寺公园", "公园")),
    fails=(
        alone("听涛半岛", "居民区"),
        alone("竹林公园", "居民区"),
        alone("锦绣郡府", "居民区"),
        alone("锦禄府", "居民区"),
    ),
)
