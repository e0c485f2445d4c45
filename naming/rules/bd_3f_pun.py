"""A name of an estate is no pun on a grand word or a foreign name (谐音变造)."""

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
from naming.transliteration import UNLISTED, weights
from naming.wording import harmless
from rulebook.rule import Breach, Weight

SHORT = 2
# list: what a pun on its words counts as; empty as the rule says
PUNNED = {"pun": "", "foreign": "洋-怪"}


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each stretch that sounds as a restricted word, a note for other puns."""
    if proposal.kind is not PlaceKind.BUILDING:
        return
    overlay, specific = word_overlay(facts.parameters), _coined(proposal.specific)
    for name, category in PUNNED.items():
        for stretch, entry in heard_inside(name, specific, proposal.kind, overlay):
            if name == "pun" or _is_pun_on_foreign(stretch, entry.word):
                yield Breach(
                    f"“{shown(proposal.text)}”中的“{stretch}”由“{entry.word}”谐音变造",
                    evidence={"written": stretch, "sounds_like": entry.word},
                    suggestion="请改用含义明确的词语",
                    weight=entry.weight,
                    field="name",
                    category=category,
                )


def _is_pun_on_foreign(stretch: str, word: str) -> bool:
    """Tell chance (建桥 for 剑桥) from puns: 赛纳 is written as foreign as 塞纳.

    Of longer words the sum is enough, of short ones every character must be foreign.
    """
    values = [weights().get(character, UNLISTED) for character in stretch]
    if len(word) > SHORT:
        return sum(values) > 0
    return all(value > 0 for value in (*values, *(weights().get(c, UNLISTED) for c in word)))


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
    passes=(alone("桃花苑", "居民区"), alone("建桥花园", "居民区")),
    fails=(alone("岭秀花园", "居民区"), alone("黄嘉花园", "居民区"), alone("赛纳花园", "居民区")),
)
