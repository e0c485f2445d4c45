"""A name is not a foreign word spelled in characters (“洋”地名)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import ASSUMED, CLEAN_UP
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.rules.gn_9_5_foreign import foreign_in
from naming.shown import shown
from naming.transliteration import PAIR, Run, most_foreign, without_native
from rulebook.rule import Breach, Weight

# kind: parameter with the least score of a run of three characters and more
WATCHED = {
    PlaceKind.BUILDING: "transliteration_building",
    PlaceKind.PARK: "transliteration_building",
    PlaceKind.ZONE: "transliteration_street",
    PlaceKind.STREET: "transliteration_street",
    PlaceKind.FACILITY: "transliteration_street",
}
# Parameter files older than 2026.11c have it not.
OF_PAIRS = "transliteration_pair"
# Where names are coined freely a run of two characters counts too.
COINED = frozenset({PlaceKind.BUILDING, PlaceKind.PARK})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each listed exotic word, and if a run sounds like a foreign word.

    The latter is not asked of natural entities, divisions and villages, nor where minority
    languages are at home: there such names are native. A run that GN-9-5 names is left to it.
    """
    yield from word_breaches(
        "exotic",
        proposal,
        facts,
        "“{name}”中的“{word}”是外来词语或外国题材",
        "请改用汉语专名",
    )
    if proposal.kind not in WATCHED or facts.parameters.flag("minority_language_area"):
        return
    run = _foreign_run(proposal.specific, proposal.kind, facts)
    if run.text:
        run = _foreign_run(without_native(proposal.specific), proposal.kind, facts)
    known = foreign_in(proposal, facts) if run.text else ()
    named = any(name in run.text or run.text in name for name in known)
    if run.text and not named:
        yield Breach(
            f"“{shown(proposal.text)}”中的“{run.text}”像是外语词的汉字译写",
            evidence={"run": run.text, "score": round(run.score, 2)},
            suggestion="请改用汉语专名；源自少数民族语言或汉语固有词的，请说明来历",
            field="name",
        )


def _foreign_run(text: str, kind: PlaceKind, facts: NamingFacts) -> Run:
    """Return the run of `text` that is foreign enough, an empty one if none is."""
    run = most_foreign(text, PAIR + 1)
    if run.score >= facts.parameters.number(WATCHED[kind]):
        return run
    pair = most_foreign(text, PAIR) if kind in COINED else run
    least = OF_PAIRS if OF_PAIRS in facts.parameters.items else WATCHED[kind]
    enough = len(pair.text) == PAIR and pair.score >= facts.parameters.number(least)
    return pair if enough else Run("", 0.0)


RULE: NamingRule = NamingRule(
    id="BD-2b",
    title="不用外语词的汉字译写形式",
    category="洋-怪",
    reason="以汉字译写外语词命名，字面无义，群众难以理解。少数民族语地名不在此列。",
    source=CLEAN_UP.clause("附件“洋”地名认定标准", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("托伦岗", "山峰"),
        alone("兰花苑", "居民区"),
        alone("罗山垭路", "乡村道路"),
        alone("海拉尔路", "道路"),
    ),
    fails=(alone("卡布奇诺公寓", "居民区"), alone("蒂芙尼广场", "建筑物")),
)
