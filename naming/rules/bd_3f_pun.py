"""A name of an estate is no pun on a grand word (谐音变造)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.homophony import heard_inside
from naming.laws import ASSUMED, CLEAN_UP
from naming.naming_rule import NamingRule, alone
from naming.parameters.layers import word_overlay
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from naming.wording import harmless
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each stretch that sounds as a restricted word, a note for other puns."""
    if proposal.kind is not PlaceKind.BUILDING:
        return
    overlay = word_overlay(facts.parameters)
    for stretch, entry in heard_inside("pun", _coined(proposal.specific), proposal.kind, overlay):
        yield Breach(
            f"“{shown(proposal.text)}”中的“{stretch}”由“{entry.word}”谐音变造",
            evidence={"written": stretch, "sounds_like": entry.word},
            suggestion="请改用含义明确的词语",
            weight=entry.weight,
            field="name",
        )


def _coined(specific: str) -> str:
    """Return `specific` with harmless words taken out: 凤凰城 is no pun on 皇城."""
    for word in harmless():
        specific = specific.replace(word, "　")
    return specific


RULE: NamingRule = NamingRule(
    id="BD-3f",
    title="不用谐音变造的词语",
    category="怪",
    reason="换字谐音规避限用词语，含义不明，也误导汉字使用。",
    source=CLEAN_UP.clause("附件“大”“怪”地名认定标准（含谐音）", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("桃花苑", "居民区"),),
    fails=(alone("岭秀花园", "居民区"), alone("黄嘉花园", "居民区")),
)
