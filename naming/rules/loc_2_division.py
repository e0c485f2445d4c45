"""The stated division exists, and is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from naming.facts import KnownNames, Location, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from naming.shown import said_day
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the stated division has ended or its code means several."""
    del proposal
    place = facts.location()
    if place is None:
        return
    if place.ended is not None:
        yield Breach(
            f"所填的{place.stated}已于{said_day(place.ended)}撤销",
            evidence={"stated": place.stated, "ended": place.ended.isoformat()},
            suggestion="请改填现行政区",
            field="division",
        )
    if place.others:
        yield Breach(
            f"所填代码在不同编码体系中指不同政区，暂按{place.stated}审核",
            evidence={"taken_as": place.stated, "others": list(place.others)},
            suggestion="请改填政区名称，或核对代码体系（民政部、统计局）",
            weight=Weight.NOTE,
            field="division",
        )


ENDED = Location("江北区", "两江新区", None, ended=date(2025, 11, 6))

RULE: NamingRule = NamingRule(
    id="LOC-2",
    title="所填政区现行有效",
    category="位置",
    reason="申请应写明现行的所属政区；两套乡级代码不能混用。",
    source=DECREE.clause("第十一条第(二)项"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("石坡村", "村"),
        Example(propose("石坡村"), KnownNames(place=Location("万州区", "万州区", True))),
    ),
    fails=(
        Example(propose("石坡村", "村"), KnownNames(place=ENDED)),
        Example(
            propose("石坡村", "村"),
            KnownNames(place=Location("龙驹镇", "", None, others=("新乡镇（nbs）",))),
        ),
    ),
    needs_register=True,
)
