"""A name is not written with traditional or variant forms."""

from __future__ import annotations

from collections.abc import Iterator

from naming.characters import Fault, current_uses, fault_of, simplified
from naming.facts import NamingFacts
from naming.laws import LANGUAGE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

# So many of today's names write the form that it may be a name's own (濛阳).
OFTEN = 5


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each traditional or variant form, with the regulated one."""
    del facts
    for character in dict.fromkeys(proposal.text):
        if fault_of(character) is Fault.TRADITIONAL:
            right = simplified()[character]
            yield Breach(
                f"“{character}”是繁体字或异体字，规范字可能是“{right}”",
                evidence={"character": character, "regulated": right},
                suggestion=f"请核对后改用“{right}”；不要整名自动转换",
                weight=_weight(character, proposal),
                field="name",
            )


def _weight(character: str, proposal: Proposal) -> Weight | None:
    if character in proposal.derived_from or current_uses(character) >= OFTEN:
        return Weight.NOTE
    return Weight.WARN if current_uses(character) > 1 else None


RULE: NamingRule = NamingRule(
    id="CH-4",
    title="不用繁体字、异体字",
    category="用字不规范",
    reason="繁体字、异体字只在文物古迹、手书牌匾等法定情形下使用，标准地名用规范字。",
    source=LANGUAGE.clause("第十七条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("乾丰镇", "镇"),),
    fails=(alone("東風路", "道路"), alone("峽石社区", "社区"), alone("濛阳街道", "街道")),
)
