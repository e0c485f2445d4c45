"""A code of the national database is of the form that it has."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, DATABASE_CODES
from naming.naming_rule import NamingRule, alone
from naming.place_code import place_code_of
from naming.place_kind import kind_of
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the code is malformed or contradicts the town or the kind of place."""
    del facts
    code = proposal.place_code
    if not code:
        return
    found = place_code_of(code)
    if found is None:
        yield _breach(f"地名代码“{shown(code)}”不是“9位政区+5位类别+6位顺序号”的20位数字")
        return
    town, category = found.town, found.type_code
    stated = proposal.division_code
    if stated and town != stated:
        # two schemes of town codes are in use; the county's digits they share
        weight = Weight.WARN if town[:6] == stated[:6] else None
        yield _breach(f"地名代码的前9位“{town}”与所在乡级政区代码“{stated}”不符", weight)
    kind = kind_of(category)
    if kind is not None and proposal.stated_kind is not None and kind is not proposal.stated_kind:
        yield _breach(f"地名代码的类别“{category}”是{kind.label}，与填报的类别不符")


def _breach(message: str, weight: Weight | None = None) -> Breach:
    return Breach(message, suggestion="请核对地名代码", weight=weight, field="place_code")


RULE: NamingRule = NamingRule(
    id="DATA-CODE-1",
    title="地名代码与政区、类别一致",
    category="数据",
    reason="国家地名信息库的代码由乡级政区代码、类别代码和顺序号组成。",
    source=DATABASE_CODES.clause("代码结构", ASSUMED, "据实际代码推断，条文未见"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("黑河", "河流", place_code="65322121012100900048"),
        alone("石坡村", "村"),
    ),
    fails=(
        alone("黑河", "河流", place_code="6532212101210090004"),
        alone("黑河", "河流", place_code="65322121022200900048"),
        alone("黑河", "河流", place_code="65322121012100900048", division_code="653221211"),
        alone("黑河", "河流", place_code="65322121012100900048", division_code="653222210"),
    ),
)
