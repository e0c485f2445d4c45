"""A listed name is given up only after measures for its protection are fixed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from naming.facts import HeritageName, KnownNames, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from naming.shown import said_day, shown
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a listed name is given up without measures dated before the decision."""
    old, made, decided = proposal.former_name, proposal.measures_on, proposal.decided_on
    if not old or not facts.protected(old):
        return
    if made is None:
        yield Breach(
            f"更改列入保护名录的“{shown(old)}”，没有附保护措施",
            suggestion="请先由县级以上人民政府制定保护措施，填写其日期并附文件",
            field="measures_on",
        )
    elif decided is not None and made >= decided:
        yield Breach(
            f"“{shown(old)}”的保护措施（{said_day(made)}）不早于更名决定（{said_day(decided)}）",
            evidence={"measures_on": made.isoformat(), "decided_on": decided.isoformat()},
            suggestion="保护措施应当预先制定，请核对日期",
            field="measures_on",
        )


LISTED = KnownNames(heritage=(HeritageName("凯旋路", "重庆市第二批历史地名保护名录"),))
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)

RULE: NamingRule = NamingRule(
    id="GN-25-2",
    title="更改保护名录中的地名，应当预先制定保护措施",
    category="历史地名",
    reason="确需更名的，县级以上人民政府应当预先制定相应的保护措施。",
    source=DECREE.clause("第二十五条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("晨花路", "道路", former_name="凯旋路"),
        Example(
            propose("晨花路", "道路", former_name="凯旋路", measures_on=SPRING, decided_on=SUMMER),
            LISTED,
        ),
    ),
    fails=(
        Example(propose("晨花路", "道路", former_name="凯旋路"), LISTED),
        Example(
            propose("晨花路", "道路", former_name="凯旋路", measures_on=SUMMER, decided_on=SPRING),
            LISTED,
        ),
    ),
    needs_register=True,
)
