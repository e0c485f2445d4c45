"""The guide for estates and buildings (住宅区、楼宇命名指引): what to do, what not, with examples.

All of it comes from the rules in force and the parameters of a place: an example is one only
while the rules still say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from naming.facts import KnownNames
from naming.judging import judge
from naming.naming_rule import NamingRule
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.rules import CATALOGUE
from rulebook.law import Standing
from rulebook.parameters import Parameter, Parameters
from rulebook.report import Verdict
from rulebook.rule import Weight

ESTATE = "住宅区"
MOST_EXAMPLES = 4
ABOUT_NAMES = ("BD", "CH-4", "CQ-GEN", "GN-9")
"""Beginnings of the ids of rules that a developer can follow when he thinks of a name."""
WITHOUT_EXAMPLES = frozenset({"GN-9-4a", "BD-3c"})
"""Rules whose examples are fit for tests and for no public page."""

THRESHOLDS = {
    "specific_max_length": "专名一般不超过（字）",
    "garden_min_green_share": "称“花园”：绿地率不低于",
    "plaza_min_area_m2": "称“广场”：使用面积不低于（平方米）",
    "city_min_floor_area_m2": "称“城”：建筑面积不低于（平方米）",
    "tower_min_storeys": "称“大厦”：层数不低于",
    "consent_words": "须经市级主管部门同意的词",
    "misused_building_generics": "不宜作通名的词",
    "doubtful_building_generics": "慎用的通名",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as an example, and what the rules say of it (nothing if it is good)."""

    name: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule as advice: its number, title, reason, clause, weight, and examples."""

    rule: str
    title: str
    category: str
    reason: str
    clause: str
    confirmed: bool
    blocks: bool
    bad: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A parameter of the place: what it sets, its value in words, its source."""

    key: str
    words: str
    value: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide: good names (正面指引), what to avoid (负面清单), the numbers, their version."""

    good: tuple[Shown, ...]
    avoid: tuple[Advice, ...]
    thresholds: tuple[Threshold, ...]
    parameters: str


def guide(parameters: Parameters, on: date) -> Guide:
    """Return the guide at a place with these parameters, by the rules in force on a day."""
    rules = [rule for rule in CATALOGUE if rule.in_force(on) and _is_about_names(rule)]
    facts = KnownNames(parameters=parameters)
    avoid = tuple(_advice(rule, bad) for rule in rules if (bad := tuple(_bad(rule, facts))))
    return Guide(
        tuple(_good(rules, facts, on)),
        tuple(sorted(avoid, key=lambda one: not one.blocks)),
        tuple(_thresholds(parameters)),
        parameters.version,
    )


def as_estate(proposal: Proposal) -> Proposal:
    """Return a proposal as that of an estate that matters for orientation."""
    return replace(
        proposal,
        place_type=ESTATE,
        stated_kind=PlaceKind.BUILDING,
        significant_orientation=True,
    )


def _is_about_names(rule: NamingRule) -> bool:
    return rule.weight is not Weight.NOTE and rule.id.startswith(ABOUT_NAMES)


def _bad(rule: NamingRule, facts: KnownNames) -> Iterator[Shown]:
    """Yield the failing examples of a rule that fail as names of estates, too."""
    found: dict[str, str] = {}
    own = [one for one in rule.fails if one.subject.kind is PlaceKind.BUILDING]
    for example in own or rule.fails:
        name = example.subject.name
        if name in found or not name.strip():
            continue
        breach = next(iter(rule.check(as_estate(example.subject), facts)), None)
        if breach is not None:
            found[name] = breach.message
    yield from (Shown(name, said) for name, said in list(found.items())[:MOST_EXAMPLES])


def _good(rules: list[NamingRule], facts: KnownNames, on: date) -> Iterator[Shown]:
    """Yield the passing examples of estates and buildings that the whole catalogue lets pass."""
    examples = {
        example.subject.name: example.subject
        for rule in rules
        for example in rule.passes
        if example.subject.kind is PlaceKind.BUILDING
    }
    for name, subject in examples.items():
        judged = judge(as_estate(subject), facts, on=on)
        if judged.verdict in (Verdict.PASS, Verdict.NOTE):
            yield Shown(name, _measured(subject))


def _measured(subject: Proposal) -> str:
    told = {
        "绿地率": f"{subject.green_share:.0%}" if subject.green_share else "",
        "使用面积": f"{subject.area_m2:,g}平方米" if subject.area_m2 else "",
        "建筑面积": f"{subject.floor_area_m2:,g}平方米" if subject.floor_area_m2 else "",
        "层数": f"{subject.storeys}层" if subject.storeys else "",
    }
    return "、".join(f"{words}{value}" for words, value in told.items() if value)


def _advice(rule: NamingRule, bad: tuple[Shown, ...]) -> Advice:
    return Advice(
        rule.id,
        rule.title,
        rule.category,
        rule.reason,
        str(rule.source),
        rule.source.standing is Standing.CONFIRMED,
        rule.weight is Weight.BLOCK,
        () if rule.id in WITHOUT_EXAMPLES else bad,
    )


def _thresholds(parameters: Parameters) -> Iterator[Threshold]:
    for key, words in THRESHOLDS.items():
        found = parameters.items.get(key)
        if found is not None and found.value:
            confirmed = found.standing is Standing.CONFIRMED
            yield Threshold(key, words, _in_words(found, key), found.source, confirmed)


def _in_words(parameter: Parameter, key: str) -> str:
    value = parameter.value
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.0%}" if key.endswith("_share") else f"{value:,g}"
    return str(value)
