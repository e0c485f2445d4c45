"""A name does not hold digits without meaning (“怪”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.characters import Fault, fault_of
from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import BUILT, NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

# An ordinal in a series of lanes or lines keeps its digits: 黄海路8巷, 京广线3号桥.
ORDINAL = re.compile(
    r"(?<=[\u4e00-\u9fff])[0-9]{1,4}(?=(号|巷|弄|条|横|支|路|街|里|段|区|期|栋|组|队|桥|隧道|渠|站))"
)
SERIES = frozenset({PlaceKind.STREET, PlaceKind.FACILITY, PlaceKind.VILLAGE, PlaceKind.COMMITTEE})
DIGITS = re.compile(r"[0-9\uff10-\uff19]+(?:\.[0-9]+)?")
# A number that only tells the parts of an estate apart is a warning: 梧桐花园2期.
PART = re.compile(r"(?<=[\u4e00-\u9fff]{3})[0-9]{1,2}(?=(?:期|区|座|栋|幢|组团|号楼|单元)$)")
NUMERALS = "零一二三四五六七八九"


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for digits, also Roman and circled ones, that are no ordinal."""
    del facts
    text = proposal.text
    plain = ORDINAL.sub("", text) if proposal.kind in SERIES else text
    number = DIGITS.search(plain)
    digits = number[0] if number else "".join(filter(_is_digit, plain))
    label = PART.search(text) if proposal.kind in BUILT else None
    if digits:
        yield Breach(
            f"“{shown(text)}”使用数字“{shown(digits)}”而无实际含义",
            evidence={"digits": digits},
            suggestion=f"请用汉字专名（数字写作“{_written_out(digits)}”）；街巷的序数须接在街名之后",
            weight=Weight.WARN if label and digits == label[0] else None,
            field="name",
        )


def _is_digit(character: str) -> bool:
    """Tell whether a character is a digit of any script but Chinese."""
    return character != "\u3007" and fault_of(character) is Fault.DIGIT


def _written_out(digits: str) -> str:
    """Return the digits in Chinese characters, one by one."""
    values = (NUMERALS[int(c)] if c.isdecimal() else "点" if c == "." else "" for c in digits)
    return shown("".join(values)) or "汉字"


RULE: NamingRule = NamingRule(
    id="BD-3a",
    title="不用无实际含义的数字",
    category="怪-用字不规范",
    reason="专名随意使用数字，或数字与汉字混搭，难以称呼，也难以理解含义。字母见BD-2a，符号见GN-9-3a。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("黄海路8巷", "道路"), alone("三汇路", "道路")),
    fails=(
        alone("88大厦", "建筑物"),
        alone("12米路", "道路"),
        alone("桂园Ⅱ小区", "居民区"),
        alone("第5小区", "居民区"),
    ),
)
