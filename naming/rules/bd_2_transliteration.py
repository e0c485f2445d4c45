"""A name is not a foreign word spelled in characters (“洋”地名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.rules.gn_9_5_foreign import foreign_in
from naming.shown import shown
from naming.transliteration import most_foreign
from rulebook.rule import Breach, Weight

# kind: parameter with the least score, least length of the run
WATCHED = {
    PlaceKind.BUILDING: ("transliteration_building", 2),
    PlaceKind.PARK: ("transliteration_building", 2),
    PlaceKind.ZONE: ("transliteration_street", 3),
    PlaceKind.STREET: ("transliteration_street", 3),
    PlaceKind.FACILITY: ("transliteration_street", 3),
}


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a run of the specific part sounds like a foreign word.

    Not asked of natural entities, divisions and villages, nor where minority languages
    are at home: there such names are native. A run that GN-9-5 names is left to it.
    """
    if proposal.kind not in WATCHED or facts.parameters.flag("minority_language_area"):
        return
    key, least = WATCHED[proposal.kind]
    run = most_foreign(proposal.specific, least)
    known = foreign_in(proposal, facts) if run.text else ()
    named = any(name in run.text or run.text in name for name in known)
    if run.score >= facts.parameters.number(key) and not named:
        yield Breach(
            f"“{shown(proposal.text)}”中的“{run.text}”像是外语词的汉字译写",
            evidence={"run": run.text, "score": round(run.score, 2)},
            suggestion="请改用汉语专名；源自少数民族语言或汉语固有词的，请说明来历",
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="BD-2b",
    title="不用外语词的汉字译写形式",
    category="洋-怪",
    reason="以汉字译写外语词命名，字面无义，群众难以理解。少数民族语地名不在此列。",
    source=CLEAN_UP.clause("附件“洋”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("托伦岗", "山峰"), alone("兰花苑", "居民区"), alone("罗山垭路", "乡村道路")),
    fails=(alone("卡布奇诺公寓", "居民区"), alone("蒂芙尼广场", "建筑物")),
)
