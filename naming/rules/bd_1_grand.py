"""A name does not make a place greater than it is (刻意夸大的“大”地名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.listed_words import word_breaches
from naming.naming_rule import BUILT, NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

FIRST = re.compile(r"(第?[一壹]号|1号|天字号|第[一壹](?!产)|[nN][oO]\.?1)")


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each grand word, and for a place that calls itself number one."""
    yield from word_breaches(
        "grand",
        proposal,
        facts,
        "“{name}”含有“{word}”，名称含义远大于实体本身",
        "请改用反映当地地理、历史、文化的专名；确有依据的，须经有批准权的机关同意",
    )
    first = FIRST.search(proposal.text) if proposal.kind in BUILT else None
    if first:
        yield Breach(
            f"“{shown(proposal.text)}”以“{first[0]}”自称，有夸大之嫌",
            evidence={"word": first[0]},
            suggestion="请改用反映当地地理、历史、文化的专名",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="BD-1",
    title="不用刻意夸大的词语",
    category="大",
    reason="未经批准使用“宇宙、中央、天下、世界”等词语，或自居第一、自称帝王，使名不副实。",
    source=CLEAN_UP.clause("附件“大”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("世纪胡同", "道路"), alone("白帝街道", "街道"), alone("水中央小区", "居民区")),
    fails=(
        alone("环球花园", "居民区"),
        alone("江畔一号", "居民区"),
        alone("湖光御园", "居民区"),
    ),
)
