"""A name is a specific part (专名) and a generic part (通名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.entity_classes import told_otherwise
from naming.facts import NamingFacts
from naming.generics import kinds_of, split
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

STRICT = frozenset({PlaceKind.DIVISION, PlaceKind.TOWNSHIP})
LOOSE = frozenset({PlaceKind.NATURAL, PlaceKind.COMMITTEE, PlaceKind.OTHER})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the name is empty or lacks one of its two parts."""
    if not proposal.name.strip():
        yield Breach("地名为空，无法审核", suggestion="请填写拟用地名", field="name")
    elif not proposal.specific and proposal.kind is not PlaceKind.VILLAGE:
        yield Breach(
            f"“{shown(proposal.text)}”只有通名，没有专名",
            suggestion="请在通名前加上能够区别此地的专名",
            field="name",
        )
    elif not proposal.generic and proposal.kind is not PlaceKind.VILLAGE:
        yield _no_generic(proposal, facts)


def _no_generic(proposal: Proposal, facts: NamingFacts) -> Breach:
    kind = proposal.kind
    title = kind.label if kind else "地名"
    other = split(proposal.text).generic
    borne = "、".join(sorted(k.label for k in kinds_of(other)))
    message = f"“{shown(proposal.text)}”看不出表示类别的通名（{title}）"
    if borne and kind is not None:
        message = f"“{shown(proposal.text)}”的“{other}”是{borne}的通名，与类别“{title}”不符"
    return Breach(
        message,
        evidence={"kind": kind.value if kind else None, "generic": other},
        category="通名问题-怪" if kind is PlaceKind.BUILDING else "",
        suggestion="请补上与实体相符的通名；确有其词而系统未收的，由审核人说明",
        weight=_weight(proposal, facts),
        field="name",
    )


def _weight(proposal: Proposal, facts: NamingFacts) -> Weight:
    kind = proposal.kind
    if kind in STRICT:
        like = facts.parameters.words("township_like_generics")
        return Weight.WARN if proposal.text.endswith(like) else Weight.BLOCK
    if told_otherwise(proposal.place_type, split(proposal.text).generic):
        return Weight.WARN
    return Weight.NOTE if kind is None or kind in LOOSE else Weight.WARN


RULE: NamingRule = NamingRule(
    id="GN-9-0",
    title="地名由专名和通名两部分组成",
    category="通名问题",
    reason="专名区别此地与彼地，通名说明它是什么；缺一则不能指位。自然村名可不分专名、通名。",
    source=DECREE.clause("第九条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("渝澳大道", "道路"),
        alone("周口店", "自然村"),
        alone("桥头", "自然村"),
        alone("横街", "道路"),
    ),
    fails=(
        alone("", "道路"),
        alone("大道", "道路"),
        alone("云上时光", "居民区"),
        alone("石坡山", "桥梁"),
        alone("石坡大桥", "山峰"),
    ),
)
