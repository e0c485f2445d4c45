"""Names near each other are not easily taken for each other (相似地名)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import Likeness, NamingFacts
from naming.laws import ASSUMED, RURAL
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.similarity import similarity
from rulebook.rule import Breach, Weight

HOWS = frozenset(Likeness) - {Likeness.ADDED}


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note for each near name that is alike, or equal across the border of a county."""
    yield from similarity(proposal, facts, HOWS)


WEST = replace(
    known_name("未家湾", PlaceKind.VILLAGE, "分水镇"), distance_m=3200.0, bearing_deg=271.0
)
FAR = replace(WEST, distance_m=32_000.0)

RULE: NamingRule = NamingRule(
    id="SIM-1",
    title="附近没有容易混淆的相似地名",
    category="相似",
    reason="一字形近、读音相近而又相距不远的地名，报警、投递时容易弄错。法规未作规定，只提示。",
    source=RURAL.clause("多地重名", ASSUMED, "相似地名的范围和距离是参数，非法定"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        among((FAR,), "末家湾", "自然村"),
        among((known_name("李家湾", PlaceKind.VILLAGE),), "末家湾", "自然村"),
    ),
    fails=(
        among((WEST,), "末家湾", "自然村"),
        among((known_name("林家湾", PlaceKind.VILLAGE),), "宁家湾", "自然村"),
    ),
    needs_register=True,
)
