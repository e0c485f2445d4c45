"""A name holds no broken, private or look-alike code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from naming.characters import Fault, faults_in
from naming.facts import NamingFacts
from naming.laws import ASSUMED, CHARACTERS
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

WATCHED = (
    Fault.CONTROL,
    Fault.SURROGATE,
    Fault.PRIVATE,
    Fault.VARIANT_MARK,
    Fault.COMPATIBILITY,
)
DESCRIBED = re.compile(
    r"[（(][^（()）]{2,6}[)）]|[\u2ff0-\u2fff]|[\u4e00-\u9fff][+\uff0b][\u4e00-\u9fff]"
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each sort of code point that stands for no character."""
    del facts
    for fault in WATCHED:
        found = faults_in(proposal.text).get(fault, ())
        if found:
            yield Breach(
                f"地名中有{fault.value}（{'、'.join(f'U+{ord(c):04X}' for c in found)}）",
                evidence={"characters": [f"U+{ord(c):04X}" for c in found]},
                suggestion=_suggestion("".join(found)),
                field="name",
            )
    if DESCRIBED.search(proposal.text):
        yield Breach(
            "地名中有用部件或说明代替的字",
            suggestion="请输入该字本身；输入法打不出的，请提供国标码位",
            field="name",
        )


def _suggestion(found: str) -> str:
    folded = normalize("NFKC", found)
    return f"请改用“{folded}”" if folded != found else "请删去或重新输入该字"


RULE: NamingRule = NamingRule(
    id="CH-3",
    title="地名用字的编码应当规范",
    category="用字不规范",
    reason="兼容编码、自造字和不可见字符看似相同而查不到，在别的系统中也显示不出。",
    source=CHARACTERS.clause("字表", ASSUMED, "编码要求为数据交换的习惯做法"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("石坡村", "村"),),
    fails=(
        alone("石\u0000坡村", "村"),
        alone("\ue170家村", "村"),
        alone("⼭坡村", "村"),
        alone("（氵甸）河村", "村"),
        alone("\ud842石坡村", "村"),
        alone("石坡\ufe0f村", "村"),
    ),
)
