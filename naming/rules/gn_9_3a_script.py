"""A name is written in the national script and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from naming.characters import Fault, faults_in
from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

WATCHED = (Fault.PUNCTUATION, Fault.SYMBOL, Fault.SPACE)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each sort of character that is no Chinese character.

    Digits are left to the rule about digits (BD-3a), which knows ordinals of lanes, and
    letters to the one about foreign script (BD-2a): one fault, one finding.
    """
    del facts
    for fault in WATCHED:
        found = faults_in(proposal.text).get(fault, ())
        if found:
            signs = "".join(found)
            yield Breach(
                f"地名中有{fault.value}“{signs}”",
                evidence={"characters": [f"U+{ord(c):04X}" for c in found]},
                suggestion="请只用规范汉字",
                field="name",
            )


RULE: NamingRule = NamingRule(
    id="GN-9-3a",
    title="地名使用国家通用语言文字",
    category="用字不规范-怪",
    reason="标准地名用规范汉字书写，不用外文字母、标点和符号。",
    source=DECREE.clause("第九条第(三)项"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("石坡村", "村"),),
    fails=(
        alone("华润·凌江社区", "社区"),
        alone("花开😀路", "道路"),
        alone("石 坡村", "村"),
    ),
)
