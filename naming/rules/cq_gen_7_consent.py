"""Some grand words need the consent of the municipal authority."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

NUMBER = re.compile("^[0-9一二三四五六七八九十百千万零]+$")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if a restricted word stands in the name and no consent is given."""
    words = facts.parameters.words("consent_words")
    if not words or proposal.consent:
        return
    word = next((w for w in words if w in proposal.specific), "")
    number = NUMBER.search(proposal.specific)
    if word or number:
        what = f"“{word}”" if word else f"数字“{shown(proposal.specific)}”"
        yield Breach(
            f"“{shown(proposal.text)}”用{what}作专名，须经市级地名主管部门同意",
            evidence={"word": word or proposal.specific},
            suggestion="请附同意的文件，或改用其他专名",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="CQ-GEN-7",
    title="“中国、国际”等词语和数字作专名须经市级同意",
    category="大",
    reason="中国、中华、中央、环球、世界、国际、宇宙以及数字，未经同意不得作专名。",
    source=CHONGQING_PARTS.clause("专名用词", ASSUMED, "2008年，可能已被2023年规范取代"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("石坡路", "道路"),
        alone("国际大厦", "建筑物", consent="市民政局同意函"),
    ),
    fails=(alone("国际大厦", "建筑物"), alone("八一路", "道路")),
)
