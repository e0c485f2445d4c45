"""A name is not a number with a measure word (“怪”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.lexicon.tables import table
from naming.naming_rule import BUILT, NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

NUMBER = "一二三四五六七八九十百千万零两半0-9\uff10-\uff19壹贰叁肆伍陆柒捌玖拾佰仟"
# 伍 and 陆 are surnames: alone they are no number.
CAPITAL = re.compile("[壹贰叁肆柒捌玖拾佰仟]|[伍陆]{2,}|[伍陆](?=[壹贰叁肆柒捌玖拾佰仟])")
ONLY_NUMBER = re.compile(f"^[{NUMBER}]{{2,}}$")
# 元 and 角 are left out: 三元 is a rank, 三角 a shape.
WIDTH = re.compile(f"^[{NUMBER}]+(米|公里|度|毛|毛钱|块|块钱|分钱|文钱|吊钱)$")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for an amount, a number in accounting script or a bare number."""
    del facts
    text, kind = proposal.text, proposal.kind
    found = _in_estate(proposal) if kind in BUILT else None
    if kind is PlaceKind.STREET:
        found = WIDTH.search(proposal.specific)
    if found:
        yield Breach(
            f"“{shown(text)}”以数量“{shown(found[0])}”命名，无实际含义",
            evidence={"amount": found[0]},
            suggestion="请改用反映当地地理、历史、文化的专名",
            field="name",
        )


def _in_estate(proposal: Proposal) -> re.Match[str] | None:
    if proposal.specific in _days():
        return None
    text, specific = proposal.text, proposal.specific
    return _amount().search(text) or CAPITAL.search(text) or ONLY_NUMBER.search(specific)


@cache
def _amount() -> re.Pattern[str]:
    """Return a pattern for a number with a unit of measure."""
    units = "|".join(row["word"] for row in table("measures") if row["kind"] == "unit")
    return re.compile(f"[{NUMBER}]+点?[{NUMBER}]*(?:{units})")


@cache
def _days() -> frozenset[str]:
    """Return numbers that are days of remembrance (纪念日): 八一, 五四."""
    return frozenset(row["word"] for row in table("measures") if row["kind"] == "day")


RULE: NamingRule = NamingRule(
    id="BD-3e",
    title="不以数字、数量作专名",
    category="怪",
    reason="数字加量词的名称含义不明，也与实体无关。纪念日（八一、五四等）不在此列。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("八一路", "道路"),
        alone("八一大厦", "建筑物"),
        alone("三元里花园", "居民区"),
        alone("陆家嘴大厦", "建筑物"),
    ),
    fails=(
        alone("五百平方公寓", "居民区"),
        alone("贰拾院", "居民区"),
        alone("二十米路", "道路"),
        alone("五毛巷", "道路"),
    ),
)
