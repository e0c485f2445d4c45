"""The romanization of a natural village is one word."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_style import claim_of
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the name of a village or market town is written apart.

    Every syllable by itself is the style of some lists, hence a note.
    """
    del facts
    claim = claim_of(proposal)
    if claim is None or claim.spaced_alike or proposal.kind is not PlaceKind.VILLAGE:
        return
    ours = proposal.computed_romanization.toned
    by_syllable = len(claim.bare.split()) == len(proposal.text) > 2
    yield Breach(
        f"“{shown(proposal.romanization)}”分写，自然村、集镇的名称不分专名和通名，各音节连写",
        evidence={"computed": ours},
        suggestion=f"请写作“{ours}”",
        weight=Weight.NOTE if by_syllable else None,
        field="romanization",
    )


RULE: NamingRule = NamingRule(
    id="PY-3",
    title="自然村镇名称连写",
    category="拼写",
    reason="自然村、集镇的名称不区分专名和通名，各音节连写。",
    source=spelling_rule("第3条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("周口店", "自然村", romanization="Zhōukǒudiàn"),
        alone("王村", "自然村", romanization="WANGCUN"),
        alone("黑河", "河流", romanization="Hēi Hé"),
    ),
    fails=(
        alone("周口店", "自然村", romanization="Zhōukǒu Diàn"),
        alone("王村", "自然村", romanization="Wáng Cūn"),
        alone("大虎山", "自然村", romanization="Dà Hǔ Shān"),
    ),
)
