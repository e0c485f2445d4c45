"""Ordinals of streets are written in Arabic digits, other numerals in pinyin."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_spelling import follows, letters
from naming.claimed_style import DIGITS
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the numbers, and nothing else, are written the other way."""
    del facts
    if not differs_in_numbers(proposal):
        return
    claimed, ours = proposal.romanization, proposal.computed_romanization.toned
    wanted = "用阿拉伯数字" if DIGITS.search(ours) else "用拼音"
    yield Breach(
        f"“{shown(claimed)}”的数字写法不当，此处{wanted}",
        evidence={"computed": ours},
        suggestion=f"请写作“{ours}”",
        field="romanization",
    )


def differs_in_numbers(proposal: Proposal) -> bool:
    """Tell whether the claim reads as the name does and only its digits are others than ours."""
    if not proposal.romanization:
        return False
    claimed, ours = proposal.romanization, proposal.computed_romanization.toned
    if letters(claimed) == letters(ours):
        return False
    digits = DIGITS.findall(claimed) != DIGITS.findall(ours)
    return digits and follows(claimed, proposal.text) is None


RULE: NamingRule = NamingRule(
    id="PY-7",
    title="街巷的序数用阿拉伯数字，其他数词用拼音",
    category="拼写",
    reason="代码和街巷名称中的序数词用阿拉伯数字书写，其余数词一般用拼音。",
    source=spelling_rule("第6、7条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("东四十二条", "街巷", romanization="Dōngsì 12 Tiáo"),
        alone("三八路", "道路", romanization="Sānbā Lù"),
        alone("黄海路8巷", "道路", romanization="Huanghailu 8 Xiang"),
    ),
    fails=(
        alone("二马路", "道路", romanization="Èr Mǎlù"),
        alone("五指山", "山峰", romanization="5zhi Shan"),
    ),
)
