"""A name does not sound like an unseemly word."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.homophony import heard_as_whole, heard_in_dialect, heard_inside
from naming.laws import ASSUMED, CHONGQING_PARTS
from naming.naming_rule import NamingRule, alone
from naming.parameters.layers import word_overlay
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

# What a dialect tells not apart; parameter files older than 2026.11c have it not.
MERGERS = "dialect_mergers"
# A coined name is heard before it is known; of villages and hills only a sound that
# agrees in tone and fills the specific part is more than chance.
COINED = frozenset({PlaceKind.BUILDING, PlaceKind.STREET, PlaceKind.PARK})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the specific part, or the whole name, sounds unseemly.

    A likeness that only dialects have is a note.
    """
    text, kind = proposal.text, proposal.kind
    overlay = word_overlay(facts.parameters)
    clear = {e.word for _, e in heard_inside("sound", proposal.specific, kind, overlay)}
    vague = {e.word for e in heard_as_whole("sound", proposal.specific, kind, overlay)}
    vague |= {e.word for e in heard_as_whole("sound", text, kind, overlay)}
    coined = kind in COINED
    dialect = _in_dialect(proposal, facts) - clear - vague
    for word in sorted(clear | vague | dialect):
        plain = word not in dialect
        near = "" if plain else "按方言近音"
        yield Breach(
            f"“{shown(text)}”{near}读起来与“{word}”谐音",
            evidence={"sounds_like": word, "tones_too": word in clear, "dialect": not plain},
            suggestion="请换用读音不致误会的字",
            weight=None
            if word not in dialect and (coined or word in vague & clear)
            else Weight.NOTE,
            field="name",
        )


def _in_dialect(proposal: Proposal, facts: NamingFacts) -> set[str]:
    """Return the words that the specific part sounds like in the dialect of the place."""
    mergers = facts.parameters.words(MERGERS) if MERGERS in facts.parameters.items else ()
    overlay, kind = word_overlay(facts.parameters), proposal.kind
    heard = heard_in_dialect("sound", proposal.specific, kind, mergers, overlay)
    return {entry.word for entry in heard} if mergers else set()


RULE: NamingRule = NamingRule(
    id="CQ-GEN-8",
    title="不用有歧义、误导或不雅谐音的词语",
    category="谐音不雅",
    reason="地名常靠口耳相传，谐音不雅使居民难堪。",
    source=CHONGQING_PARTS.clause("专名用词", ASSUMED),
    weight=Weight.WARN,
    check=check,
    passes=(alone("融福路", "道路"), alone("石岭村", "村")),
    fails=(alone("斯人路", "道路"), alone("刘芒巷", "道路"), alone("史人巷", "道路")),
)
