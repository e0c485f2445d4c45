"""An old name of the neighbourhood is taken up before a new one is made."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import HeritageName, KnownNames, NamingFacts
from naming.laws import ASSUMED, HISTORICAL
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from naming.register_question import NEW_THINGS
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight

SHOWN = 3
STORY = 40


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield one note with the unused old names nearest to a new place, and their stories."""
    if proposal.stated_kind not in NEW_THINGS or proposal.record or proposal.derived_from:
        return
    old = [n for n in facts.heritage_nearby() if n.name not in proposal.text]
    if old:
        yield Breach(
            f"附近有尚未启用的历史地名：{'；'.join(_told(n) for n in old[:SHOWN])}",
            evidence={"names": [_evidence(n) for n in old[:SHOWN]]},
            suggestion=f"可就近启用，如“{shown(old[0].name)}”，或由其派生专名",
            field="name",
        )


def _told(name: HeritageName) -> str:
    far = "" if name.distance_m is None else f"，距约{name.distance_m / 1000:.1f}公里"
    story = f"，{name.note[:STORY]}" if name.note else ""
    return f"“{name.name}”（{name.list_title}{far}{story}）"


def _evidence(name: HeritageName) -> dict[str, object]:
    return {
        "name": name.name,
        "list": name.list_title,
        "where": name.where,
        "story": name.note,
        "distance_m": None if name.distance_m is None else round(name.distance_m),
    }


OLD = KnownNames(
    old_names=(
        HeritageName("驿亭铺", "消失地名", note="明清驿站，1958年并入公社", distance_m=800.0),
    )
)

RULE: NamingRule = NamingRule(
    id="CQ-H-4",
    title="优先启用附近的历史地名",
    category="历史地名",
    reason="历史地名按“地域就近”恢复使用；消失的自然村名、小地名是乡村命名的来源。",
    source=HISTORICAL.clause("保护和利用", ASSUMED, "另见乡村著名行动"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("石坡路", "乡村道路"),
        Example(propose("驿亭铺路", "乡村道路"), OLD),
        Example(propose("石坡路", "乡村道路", derived_from="石坡村"), OLD),
    ),
    fails=(Example(propose("幸福路", "乡村道路"), OLD),),
    needs_register=True,
)
