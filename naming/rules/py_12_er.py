"""A written 儿 at the end of a specific part is spelled r."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_spelling import follows, letters
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a note if 儿 is spelled as a syllable of its own where ours is r."""
    del facts
    if differs_in_er(proposal):
        claimed, ours = proposal.romanization, proposal.computed_romanization.toned
        yield Breach(
            f"“{shown(claimed)}”把“儿”拼作er，儿化音只加r",
            evidence={"computed": ours},
            suggestion=f"读儿化的请写作“{ours}”；“儿”自成音节的，请说明读音",
            field="romanization",
        )


def differs_in_er(proposal: Proposal) -> bool:
    """Tell whether the claim reads as the name does and only its 儿 is another than ours."""
    if "儿" not in proposal.text or not proposal.romanization:
        return False
    claimed, ours = letters(proposal.romanization), letters(proposal.computed_romanization.toned)
    if claimed == ours:
        return False
    return follows(claimed, proposal.text) is None and claimed.replace("er", "r") == ours.replace(
        "er", "r"
    )


RULE: NamingRule = NamingRule(
    id="PY-12",
    title="儿化音写作r",
    category="拼写",
    reason="汉字写出“儿”字表示儿化的，拼写时加r；没有写出的不予表示。",
    source=spelling_rule("第12条"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("盆儿胡同", "街巷", romanization="Pénr Hútong"),
        alone("儿童公园", "公园", romanization="Értóng Gōngyuán"),
    ),
    fails=(alone("盆儿胡同", "街巷", romanization="Pén’ér Hútong"),),
)
