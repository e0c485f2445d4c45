"""A row of the table of rural roads says all that such a row says."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, RURAL
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

RURAL_TYPES = frozenset({"乡村道路", "农村道路", "村道", "乡道"})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a row that says something of the road leaves out the rest.

    A bare name is a question, not a row: nothing is asked of it.
    """
    del facts
    if proposal.kind is not PlaceKind.STREET or proposal.place_type.strip() not in RURAL_TYPES:
        return
    said = {
        "起点": proposal.starts_at,
        "止点": proposal.ends_at,
        "走向": proposal.course,
        "长度": proposal.length_m,
        "宽度": proposal.width_m,
        "命名理由": proposal.reason,
    }
    missing = [title for title, value in said.items() if not value]
    if missing and len(missing) < len(said):
        yield Breach(
            f"乡村道路“{shown(proposal.text)}”的命名表缺：{'、'.join(missing)}",
            evidence={"missing": missing},
            suggestion="请补填，以便核对图上位置和长度",
            field="name",
        )


FULL = alone(
    "王家沟路",
    "乡村道路",
    starts_at="王家沟口",
    ends_at="石坡村委会",
    course="自南向北，经王家院子",
    length_m=1000.0,
    width_m=4.5,
    reason="因经过王家沟而命名",
)

RULE: NamingRule = NamingRule(
    id="RV-5b",
    title="乡村道路命名表要素齐全",
    category="数据",
    reason="乡村道路命名表载明起止点、走向、长度、宽度和命名理由，缺项则无法落图。",
    source=RURAL.clause("乡村道路命名表", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(FULL, alone("王家沟路", "乡村道路")),
    fails=(alone("王家沟路", "乡村道路", length_m=1000.0, starts_at="王家沟口"),),
)
