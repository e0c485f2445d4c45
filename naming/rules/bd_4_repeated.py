"""A name does not differ from a near one by 新, 大, 小 or 老 alone (“重”地名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import Likeness, NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, among, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.similarity import similarity
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each near name that only such a word tells apart.

    Equal and equal-sounding names are the matter of GN-9-7 and GN-9-8.
    """
    yield from similarity(proposal, facts, frozenset({Likeness.ADDED}))


RULE: NamingRule = NamingRule(
    id="BD-4",
    title="不与附近地名只差“新、大、小、老”字",
    category="重",
    reason="只多一个“新”“大”字的地名，口头上与原地名分不清；外省规定视同重名。",
    source=CLEAN_UP.clause("附件“重”地名认定标准", ASSUMED, "视同重名的口径见铜陵等地规定"),
    weight=Weight.NOTE,
    check=check,
    passes=(among((known_name("石坡路", PlaceKind.STREET),), "松坪路", "道路"),),
    fails=(among((known_name("石坡路", PlaceKind.STREET),), "新石坡路", "道路"),),
    needs_register=True,
)
