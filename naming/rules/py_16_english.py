"""A romanization is pinyin all through; no English generic words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import LANGUAGE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

ENGLISH = re.compile(
    r"\b(road|rd|street|st|avenue|ave|lane|river|lake|mountain|mount|mt|bridge|town|township"
    r"|village|county|district|city|park|square|garden|gardens|plaza|building|tower|station"
    r"|north|south|east|west|middle|community|island|bay)\b\.?",
    re.IGNORECASE,
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each English word."""
    del facts
    for found in ENGLISH.finditer(proposal.romanization):
        yield Breach(
            f"“{proposal.romanization}”用了英文“{found[0]}”",
            evidence={"word": found[0]},
            suggestion=f"通名也用汉语拼音，请写作“{proposal.computed_romanization.toned}”",
            field="romanization",
        )


RULE: NamingRule = NamingRule(
    id="PY-16",
    title="通名不用英文",
    category="拼写",
    reason="汉语拼音方案是中国地名罗马字母拼写的统一规范，通名也须用拼音。",
    source=LANGUAGE.clause("第十八条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),),
    fails=(alone("绿水街", "道路", romanization="Lüshui Street"),),
)
