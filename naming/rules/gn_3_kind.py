"""The kind of place should be one the office knows."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if the word for the kind of place is unknown."""
    del facts
    if proposal.place_type.strip() and proposal.stated_kind is None:
        guess = f"，暂按“{proposal.kind.label}”审核" if proposal.kind else ""
        yield Breach(
            f"地名类别“{proposal.place_type[:20]}”不在类别词表中{guess}",
            evidence={"taken_as": proposal.kind.value if proposal.kind else None},
            suggestion="请改用类别词表中的词或五位类别代码",
            field="place_type",
        )


RULE: NamingRule = NamingRule(
    id="GN-SCOPE-1",
    title="地名类别应当明确",
    category="类别",
    reason="不同类别的地名适用不同的重名范围、通名和批准机关。",
    source=DECREE.clause("第三条"),
    weight=Weight.NOTE,
    check=check,
    passes=(alone("石坡村", "村"), alone("石坡村", "")),
    fails=(alone("石坡村", "某种地方"),),
)
