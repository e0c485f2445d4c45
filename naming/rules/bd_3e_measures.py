"""A name is not a number with a measure word (“怪”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import BUILT, NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

NUMBER = "一二三四五六七八九十百千万零两半0-9\uff10-\uff19壹贰叁肆伍陆柒捌玖拾佰仟"
MEASURE = (
    "海里|英里|公里|哩|平方|英尺|英亩|公顷|克拉|栋|瓶|斗|度|米|分钟|秒|平米|公分|厘"
    "|次方|小时|千克|公斤|吨|升|加仑|层楼|光年"
)
AMOUNT = re.compile(f"[{NUMBER}]+点?[{NUMBER}]*(?:{MEASURE})")
CAPITAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")
ONLY_NUMBER = re.compile(f"^[{NUMBER}]+$")
WIDTH = re.compile(f"^[{NUMBER}]+(米|公里|度)$")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for an amount, a number in accounting script or a bare number."""
    del facts
    text, kind = proposal.text, proposal.kind
    if kind in BUILT:
        found = AMOUNT.search(text) or CAPITAL.search(text) or _bare(proposal.specific)
    else:
        found = WIDTH.search(proposal.specific) if kind is PlaceKind.STREET else None
    if found:
        yield Breach(
            f"“{text}”以数量“{found[0]}”命名，无实际含义",
            evidence={"amount": found[0]},
            suggestion="请改用反映当地地理、历史、文化的专名",
            field="name",
        )


def _bare(specific: str) -> re.Match[str] | None:
    return ONLY_NUMBER.search(specific)


RULE: NamingRule = NamingRule(
    id="BD-3e",
    title="不以数字、数量作专名",
    category="怪",
    reason="数字加量词的名称含义不明，也与实体无关。",
    source=CLEAN_UP.clause("附件“怪”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("八一路", "道路"), alone("三元里花园", "居民区"), alone("百家村路", "道路")),
    fails=(alone("五百平方公寓", "居民区"), alone("贰拾院", "居民区"), alone("二十米路", "道路")),
)
