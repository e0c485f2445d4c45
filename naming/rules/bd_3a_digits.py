"""A name does not hold digits without meaning, letters or marks (“怪”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.characters import Fault, fault_of
from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

# An ordinal in a series of lanes or lines keeps its digits: 黄海路8巷, 京广线3号桥.
ORDINAL = re.compile(
    r"(?<=[\u4e00-\u9fff])[0-9]{1,4}(?=(号|巷|弄|条|横|支|路|街|里|段|区|期|栋|组|队|桥|隧道|渠|站))"
)
SERIES = frozenset({PlaceKind.STREET, PlaceKind.FACILITY, PlaceKind.VILLAGE, PlaceKind.COMMITTEE})
DIGITS = re.compile(r"[0-9\uff10-\uff19]+(?:\.[0-9]+)?")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for digits that are no ordinal, and for letters and marks."""
    del facts
    text = proposal.text
    plain = ORDINAL.sub("", text) if proposal.kind in SERIES else text
    number = DIGITS.search(plain)
    if number:
        yield Breach(
            f"“{text}”使用数字“{number[0]}”而无实际含义",
            evidence={"digits": number[0]},
            suggestion="请用汉字专名；街巷的序数须接在街名之后",
            field="name",
        )
    marks = [c for c in text if fault_of(c) in (Fault.LETTER, Fault.PUNCTUATION, Fault.SYMBOL)]
    if marks:
        yield Breach(
            f"“{text}”夹用字母或符号“{''.join(dict.fromkeys(marks))}”，群众不知如何称呼",
            evidence={"characters": list(dict.fromkeys(marks))},
            suggestion="请只用规范汉字",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="BD-3a",
    title="不用无实际含义的数字、字母和符号",
    category="怪",
    reason="专名随意使用数字、字母、“·”“-”等，难以称呼，也难以理解含义。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("黄海路8巷", "道路"), alone("三汇路", "道路")),
    fails=(alone("88大厦", "建筑物"), alone("12米路", "道路"), alone("江湾·里花园", "居民区")),
)
