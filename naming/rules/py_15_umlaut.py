"""The letter ü is not written v, nor LYU in place names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, SCHEME
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

# No syllable ends in l, but 天裕 Tianyu has n before yu: only a word begins with nyu.
LYU = re.compile(r"lyu|\bnyu", re.IGNORECASE)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for v, a warning for lyu and nyu where signs keep ü."""
    claimed = proposal.romanization
    keeps = facts.parameters.text("sign_umlaut") != "yu"
    if "v" in claimed.lower():
        yield Breach(
            f"“{claimed}”用了字母v",
            suggestion=f"ü不写作v，请写作“{proposal.computed_romanization.toned}”",
            field="romanization",
        )
    if keeps and LYU.search(claimed):
        yield Breach(
            f"“{claimed}”用了LYU或NYU",
            suggestion="LYU、NYU只用于人名，地名保留ü",
            weight=Weight.WARN,
            field="romanization",
        )


RULE: NamingRule = NamingRule(
    id="PY-15",
    title="ü的写法",
    category="拼写",
    reason="n、l后的ü保留两点；v不是汉语拼音字母表中拼写普通话的字母。",
    source=SCHEME.clause("韵母表", ASSUMED),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("天裕路", "道路", romanization="Tianyu Lu"),
    ),
    fails=(
        alone("绿水街", "道路", romanization="Lvshui Jie"),
        alone("绿水街", "道路", romanization="LYUSHUI JIE"),
    ),
)
