"""A name is not the name of a foreign person or place."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.listed_words import word_breaches
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from naming.transliteration import foreign_names, listed_names_in, most_foreign, native_in
from rulebook.rule import Breach, Weight

WATCHED = frozenset(
    {PlaceKind.BUILDING, PlaceKind.PARK, PlaceKind.ZONE, PlaceKind.STREET, PlaceKind.COMMITTEE}
)
SHORT = 2
# A short listed name must also be written with the characters of transliteration.
SHORT_SCORE = 2.5
# Names of countries that more village names contain are Chinese words by chance.
USES_OF_A_WORD = 20


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each foreign name; none is refused outright.

    Names that commemorate history or friendship may stay (BD-2), which words cannot tell.
    """
    yield from word_breaches(
        "foreign",
        proposal,
        facts,
        "“{name}”含有外国人名、地名“{word}”",
        "请改用反映当地历史文化的专名",
    )
    for name in foreign_in(proposal, facts):
        yield Breach(
            f"“{shown(proposal.text)}”含有外国地名“{name}”",
            evidence={"word": name, "list": foreign_names()[name][2]},
            suggestion="请改用反映当地历史文化的专名；纪念中外友谊或与外国无关的，请说明来历",
            field="name",
        )


def foreign_in(proposal: Proposal, facts: NamingFacts) -> tuple[str, ...]:
    """Return the listed foreign names that a name contains and means."""
    if proposal.kind not in WATCHED or facts.parameters.flag("minority_language_area"):
        return ()
    text = proposal.specific or proposal.text
    listed = listed_names_in(text)
    native = native_in(text) if listed else ()
    meant = (n for n in listed if not any(n in word for word in native))
    return tuple(name for name in meant if _counts(name, proposal))


def _counts(name: str, proposal: Proposal) -> bool:
    """Tell whether a listed name is meant and not a Chinese word of the same characters.

    A name that Chinese villages contain too, and a short one, must be the whole specific
    part; of estates, which are new, less is asked.
    """
    kind, uses, source = foreign_names()[name]
    whole = name == proposal.specific
    if proposal.kind is PlaceKind.BUILDING:
        known = source != "GeoNames" and uses <= USES_OF_A_WORD
        return known or len(name) > SHORT or (whole and _sounds_foreign(name, kind))
    if len(name) > SHORT:
        return uses == 0 or whole
    return whole and uses == 0 and _sounds_foreign(name, kind)


def _sounds_foreign(name: str, kind: str) -> bool:
    return kind == "country" or most_foreign(name, SHORT).score >= SHORT_SCORE


RULE: NamingRule = NamingRule(
    id="GN-9-5",
    title="不以外国人名、地名作地名",
    category="洋",
    reason="外国人名、地名与当地无关，易生误解。具有历史纪念意义的除外。",
    source=DECREE.clause("第九条第(五)项"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("黑山村", "村"),
        alone("蒙古营村", "村"),
        alone("海口路", "道路"),
        alone("包罗万象广场", "建筑物"),
    ),
    fails=(
        alone("巴塞罗那小区", "居民区"),
        alone("维也纳花园", "居民区"),
        alone("加拿大路", "道路"),
    ),
)
