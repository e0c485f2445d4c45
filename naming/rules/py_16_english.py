"""A romanization is pinyin all through; no English generic words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.claimed_spelling import follows
from naming.facts import NamingFacts
from naming.laws import LANGUAGE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

ENGLISH = re.compile(
    r"\b(road|rd|street|st|avenue|ave|lane|boulevard|blvd|highway|expressway|alley|river|creek"
    r"|lake|reservoir|mountain|mountains|mount|mt|hill|hills|peak|valley|bridge|tunnel|town"
    r"|township|village|county|district|city|province|park|square|garden|gardens|plaza|building"
    r"|tower|mansion|hotel|center|centre|station|airport|port|harbor|harbour|temple|gate"
    r"|north|south|east|west|middle|central|ring|community|residential|subdistrict|island"
    r"|islands|reef|bay|gulf|beach|farm)\b\.?",
    re.IGNORECASE,
)


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each English word."""
    del facts
    for word in english_in(proposal):
        yield Breach(
            f"“{shown(proposal.romanization)}”用了英文“{word}”",
            evidence={"word": word},
            suggestion=f"通名也用汉语拼音，请写作“{proposal.computed_romanization.toned}”",
            field="romanization",
        )


def english_in(proposal: Proposal) -> tuple[str, ...]:
    """Return the English words in a claimed spelling; one that reads as the name has none."""
    return english_of(proposal.romanization, proposal.text)


def english_of(claimed: str, name: str) -> tuple[str, ...]:
    """Return the English words in what is claimed to spell `name`; none if it reads as it."""
    found = tuple(each[0] for each in ENGLISH.finditer(claimed))
    return found if found and follows(claimed, name) is not None else ()


RULE: NamingRule = NamingRule(
    id="PY-16",
    title="通名不用英文",
    category="拼写",
    reason="汉语拼音方案是中国地名罗马字母拼写的统一规范，通名也须用拼音。",
    source=LANGUAGE.clause("第十八条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("嘎特村", "村", romanization="Gate Cun"),
    ),
    fails=(
        alone("绿水街", "道路", romanization="Lüshui Street"),
        alone("石坡村", "村", romanization="Shipo Village"),
        alone("人民大道", "道路", romanization="Renmin Ave."),
        alone("安宁大桥", "桥梁", romanization="Anning Bridge"),
    ),
)
