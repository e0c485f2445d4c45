"""A name does not sound like an unseemly word."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.homophony import heard_as_whole, heard_inside
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

# Roads of ancient names are heard as they are seen; a newly coined word is heard first.
INSIDE = frozenset({PlaceKind.BUILDING, PlaceKind.STREET, PlaceKind.PARK})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the specific part, or the whole name, sounds unseemly."""
    del facts
    heard = {e.word for e in heard_as_whole("sound", proposal.specific, proposal.kind)}
    heard |= {e.word for e in heard_as_whole("sound", proposal.text, proposal.kind)}
    if proposal.kind in INSIDE:
        heard |= {e.word for _, e in heard_inside("sound", proposal.text, proposal.kind)}
    for word in sorted(heard):
        yield Breach(
            f"“{proposal.text}”读起来与“{word}”谐音",
            evidence={"sounds_like": word},
            suggestion="请换用读音不致误会的字",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="CQ-GEN-8",
    title="不用有歧义、误导或不雅谐音的词语",
    category="谐音不雅",
    reason="地名常靠口耳相传，谐音不雅使居民难堪。",
    source=CHONGQING_PARTS.clause("专名用词", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("融福路", "道路"),),
    fails=(alone("斯人路", "道路"), alone("刘芒巷", "道路")),
)
