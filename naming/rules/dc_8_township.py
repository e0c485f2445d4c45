"""The code of a town says whether it is a 街道, a 镇 or a 乡."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, TOWN_CODES
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

# digits 7 to 9 of the code: generic part
SERIES = ((1, 99, "街道"), (100, 199, "镇"), (200, 399, "乡"))


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the series of the code is that of another generic part."""
    del facts
    code = proposal.division_code
    if proposal.kind is not PlaceKind.TOWNSHIP or not code:
        return
    if len(code) != 9 or not code.isascii() or not code.isdigit():
        yield _breach(f"乡级政区代码“{shown(code)}”不是9位数字")
        return
    generic = next((word for low, high, word in SERIES if low <= int(code[6:]) <= high), "")
    if generic and not proposal.text.removesuffix("办事处").endswith(generic):
        yield _breach(f"代码“{code}”属于{generic}的号段，与“{shown(proposal.text)}”不符")


def _breach(message: str) -> Breach:
    return Breach(message, suggestion="请核对政区代码和名称", field="division_code")


RULE: NamingRule = NamingRule(
    id="DC-8",
    title="乡级政区代码与类型一致",
    category="数据",
    reason="代码后三位001至099为街道，100至199为镇，200至399为乡。",
    source=TOWN_CODES.clause("代码结构", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("分水镇", "镇", division_code="500101107"),
        alone("高峰街道办事处", "街道", division_code="500101021"),
    ),
    fails=(
        alone("分水镇", "镇", division_code="500101021"),
        alone("分水镇", "镇", division_code="50010110"),
    ),
)
