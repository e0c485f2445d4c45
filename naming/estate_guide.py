"""The guide for estates and buildings (住宅区、楼宇命名指引): what to do, what not, with examples.

The negative list comes from the rules in force, the positive guide from
`lexicon/estate_guide.csv`, the numbers from the parameters of a place: an example is one only
while the rules still say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unicodedata import category

from naming.facts import KnownNames
from naming.judging import judge
from naming.lexicon.tables import table
from naming.naming_rule import NamingExample, NamingRule
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.rules import CATALOGUE
from rulebook.law import Standing
from rulebook.parameters import Parameter, Parameters
from rulebook.report import Verdict
from rulebook.rule import Weight

ESTATE = "住宅区"
USUAL = "小区"
"""The generic part that an example of another kind of place is given to become an estate."""
MOST_EXAMPLES = 4
ABOUT_NAMES = ("BD", "CH-", "CQ-GEN", "GN-9", "IR-13")
"""Beginnings of the ids of rules that a developer can follow when he thinks of a name."""
WITHOUT_EXAMPLES = frozenset({"GN-9-4a", "BD-3c", "IR-13"})
"""Rules whose examples are fit for tests and for no public page."""
UNSEEN = ("Co", "Mn")
"""Categories of characters that no page shows: for private use, variation selectors."""
ORDER = (Weight.BLOCK, Weight.WARN, Weight.NOTE)
MEASURES = {
    "green_share": "绿地率{:.0%}",
    "area_m2": "使用面积{:,g}平方米",
    "floor_area_m2": "建筑面积{:,g}平方米",
    "storeys": "{:g}层",
}

THRESHOLDS = {
    "specific_max_length": ("CQ-GEN-6", "专名一般不超过（字）"),
    "garden_min_green_share": ("CQ-GEN-3", "称“花园”：绿地率不低于"),
    "plaza_min_area_m2": ("CQ-GEN-4", "称“广场”：使用面积不低于（平方米）"),
    "city_min_floor_area_m2": ("CQ-GEN-5", "称“城”：建筑面积不低于（平方米）"),
    "tower_min_storeys": ("GN-9-2d", "称“大厦”：层数不低于"),
    "avenue_min_width_m": ("CQ-GEN-1", "区内道路称“大道”：车行道宽不小于（米）"),
    "street_is_commercial": ("CQ-GEN-2", "区内道路称“街”：周围为商业区"),
    "consent_words": ("CQ-GEN-7", "须经市级主管部门同意的词"),
    "misused_building_generics": ("GN-9-2", "不宜作通名的词"),
    "doubtful_building_generics": ("GN-9-2", "慎用的通名"),
}
"""What a parameter sets, in words, and the rule that asks for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as an example: how large it is thought to be, what the rules say, how heavily."""

    name: str
    said: str = ""
    weight: Weight | None = None
    told: Mapping[str, float] = field(default_factory=dict)

    @property
    def measured(self) -> str:
        """Return its measures in words."""
        return "、".join(MEASURES[key].format(value) for key, value in self.told.items())


@dataclass(frozen=True, slots=True)
class Principle:
    """One line of the positive guide: what to do, why, from which source, with good names."""

    id: str
    advice: str
    why: str
    source: str
    confirmed: bool
    good: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule as advice: its number, title, reason, clause, weight, and examples."""

    rule: str
    title: str
    category: str
    reason: str
    clause: str
    confirmed: bool
    weight: Weight
    bad: tuple[Shown, ...]
    beside: bool
    """Whether the examples are bad beside names that the register has."""

    @property
    def blocks(self) -> bool:
        """Tell whether a name against it is refused."""
        return self.weight is Weight.BLOCK


@dataclass(frozen=True, slots=True)
class Threshold:
    """A parameter of the place: the rule it is for, what it sets, its value, its source."""

    key: str
    rule: str
    words: str
    value: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide: what to do (正面指引), what to avoid (负面清单), the numbers, their version."""

    principles: tuple[Principle, ...]
    avoid: tuple[Advice, ...]
    thresholds: tuple[Threshold, ...]
    parameters: str

    @property
    def good(self) -> tuple[Shown, ...]:
        """Return the good names of all principles."""
        return tuple(one for principle in self.principles for one in principle.good)


def guide(parameters: Parameters, on: date) -> Guide:
    """Return the guide at a place with these parameters, by the rules in force on a day."""
    rules = [rule for rule in CATALOGUE if rule.in_force(on) and rule.id.startswith(ABOUT_NAMES)]
    facts = KnownNames(parameters=parameters)
    avoid = [_advice(rule, bad) for rule in rules if (bad := tuple(_bad(rule, facts)))]
    return Guide(
        tuple(_principle(row, facts, on) for row in table("estate_guide")),
        tuple(sorted(avoid, key=lambda one: ORDER.index(one.weight))),
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


def _principle(row: Mapping[str, str], facts: KnownNames, on: date) -> Principle:
    good = []
    for text in filter(None, row["examples"].split(";")):
        name, _, measure = text.partition("|")
        told = {key: float(value) for key, _, value in [measure.partition("=")] if key}
        judged = judge(estate(name, told), facts, on=on)
        if judged.verdict in (Verdict.PASS, Verdict.NOTE):
            good.append(Shown(name, told=told))
    confirmed = row["standing"] == Standing.CONFIRMED.value
    return Principle(row["id"], row["advice"], row["why"], row["source"], confirmed, tuple(good))


def estate(name: str, told: Mapping[str, float]) -> Proposal:
    """Return the proposal of an estate with these measures."""
    measures: dict[str, Any] = dict(told)
    if "storeys" in measures:
        measures["storeys"] = int(measures["storeys"])
    return replace(as_estate(propose(name, ESTATE)), **measures)


def _bad(rule: NamingRule, facts: KnownNames) -> Iterator[Shown]:
    """Yield the failing examples of a rule that fail as names of estates, too.

    Examples of other kinds of places are made estates: 屙屎坪 becomes 屙屎坪小区.
    """
    found: dict[str, Shown] = {}
    own = [one for one in rule.fails if one.subject.kind is PlaceKind.BUILDING]
    for example in own or rule.fails:
        subject = _made_estate(example)
        if subject.name in found or not _printable(subject.name):
            continue
        known = facts
        if rule.needs_register and isinstance(example.facts, KnownNames):
            known = replace(example.facts, parameters=facts.parameters)
        finding = next(iter(rule.findings(subject, known)), None)
        if finding is not None:
            told = {key: float(value) for key in MEASURES if (value := getattr(subject, key))}
            found[subject.name] = Shown(subject.name, finding.message, finding.weight, told)
    yield from list(found.values())[:MOST_EXAMPLES]


def _printable(name: str) -> bool:
    """Tell whether a name can stand on a page, each of its characters to be seen."""
    return bool(name.strip()) and all(c.isprintable() and category(c) not in UNSEEN for c in name)


def _made_estate(example: NamingExample) -> Proposal:
    subject = example.subject
    if subject.kind is PlaceKind.BUILDING:
        return as_estate(subject)
    return as_estate(propose(f"{subject.specific or subject.name}{USUAL}", ESTATE))


def _advice(rule: NamingRule, bad: tuple[Shown, ...]) -> Advice:
    weights = {one.weight for one in bad}
    return Advice(
        rule.id,
        rule.title,
        rule.category,
        rule.reason,
        str(rule.source),
        rule.source.standing is Standing.CONFIRMED,
        next(weight for weight in ORDER if weight in weights),
        () if rule.id in WITHOUT_EXAMPLES else bad,
        rule.needs_register,
    )


def _thresholds(parameters: Parameters) -> Iterator[Threshold]:
    for key, (rule, words) in THRESHOLDS.items():
        found = parameters.items.get(key)
        if found is not None and found.value:
            confirmed = found.standing is Standing.CONFIRMED
            value = _in_words(found, key)
            yield Threshold(key, rule, words, value, found.source, confirmed)


def _in_words(parameter: Parameter, key: str) -> str:
    value = parameter.value
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{value:.0%}" if key.endswith("_share") else f"{value:,g}"
    return str(value)
