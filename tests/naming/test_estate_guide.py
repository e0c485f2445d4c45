"""The guide for estates says what the rules say, example by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from naming.estate_guide import (
    ABOUT_NAMES,
    THRESHOLDS,
    WITHOUT_EXAMPLES,
    Advice,
    Shown,
    as_estate,
    estate,
    guide,
)
from naming.facts import KnownNames
from naming.judging import judge
from naming.lexicon.tables import table
from naming.parameters.layers import parameters_for
from naming.proposal import propose
from naming.rules import CATALOGUE
from rulebook.report import Verdict
from rulebook.rule import Weight

DAY = date(2026, 11, 1)
PARAMETERS = parameters_for("500000")
GUIDE = guide(PARAMETERS, DAY)
RULES = {rule.id: rule for rule in CATALOGUE}


BAD = [(one, shown) for one in GUIDE.avoid for shown in one.bad]


@pytest.mark.parametrize(("advice", "shown"), BAD, ids=lambda one: getattr(one, "name", ""))
def test_a_bad_example_is_judged_so_by_the_whole_catalogue(advice: Advice, shown: Shown) -> None:
    facts = KnownNames(parameters=PARAMETERS)
    if advice.beside:
        (example,) = [e for e in RULES[advice.rule].fails if e.subject.name == shown.name]
        assert isinstance(example.facts, KnownNames)
        facts = replace(example.facts, parameters=PARAMETERS)
    report = judge(estate(shown.name, shown.told), facts, on=DAY)
    said = {(one.rule, one.weight, one.message) for one in report.findings}
    assert (advice.rule, shown.weight, shown.said) in said
    if shown.weight is Weight.BLOCK:
        assert report.verdict is Verdict.BLOCK
    if shown.weight is Weight.WARN:
        assert report.verdict in (Verdict.WARN, Verdict.BLOCK)


@pytest.mark.parametrize("row", table("estate_guide"), ids=lambda one: one["id"])
def test_every_good_example_passes_the_whole_catalogue(row: dict[str, str]) -> None:
    (principle,) = [one for one in GUIDE.principles if one.id == row["id"]]
    assert len(principle.good) == len(row["examples"].split(";"))
    for shown in principle.good:
        report = judge(estate(shown.name, shown.told), KnownNames(parameters=PARAMETERS), on=DAY)
        assert report.verdict is Verdict.PASS, report.findings


def test_no_name_is_good_and_bad() -> None:
    good = {(one.name, tuple(one.told.items())) for one in GUIDE.good}
    assert not good & {(shown.name, tuple(shown.told.items())) for _, shown in BAD}


@pytest.mark.parametrize(
    "rule",
    [
        *("CQ-GEN-3", "CQ-GEN-4", "CQ-GEN-5", "CQ-GEN-6", "CQ-GEN-7", "CQ-GEN-8"),
        *("GN-9-0", "GN-9-1", "GN-9-2", "GN-9-2b", "GN-9-3a", "GN-9-3b", "GN-9-4b"),
        *("GN-9-5", "GN-9-6", "GN-9-8d", "BD-1", "BD-2a", "BD-2b", "BD-3a", "BD-3b"),
    ],
)
def test_the_rules_for_estates_are_in_the_list(rule: str) -> None:
    advice = next(one for one in GUIDE.avoid if one.rule == rule)
    assert advice.bad


def test_every_rule_of_the_list_is_one_that_a_name_can_follow() -> None:
    assert all(one.rule.startswith(ABOUT_NAMES) for one in GUIDE.avoid)
    ranks = [one.weight.rank for one in GUIDE.avoid]
    assert ranks == sorted(ranks, reverse=True)


def test_leaders_are_no_examples_on_a_public_page() -> None:
    assert all(one.bad == () for one in GUIDE.avoid if one.rule in WITHOUT_EXAMPLES)


def test_the_numbers_are_those_of_the_parameters() -> None:
    told = {one.key: one.value for one in GUIDE.thresholds}
    assert told["garden_min_green_share"] == "40%"
    assert told["city_min_floor_area_m2"] == "200,000"
    assert told.keys() <= THRESHOLDS.keys()


def test_an_office_changes_the_guide_with_its_parameters() -> None:
    green = PARAMETERS.items["garden_min_green_share"]
    stricter = replace(
        PARAMETERS,
        items={**PARAMETERS.items, "garden_min_green_share": replace(green, value=0.6)},
    )
    told = {one.key: one.value for one in guide(stricter, DAY).thresholds}
    assert told["garden_min_green_share"] == "60%"
    assert "梧桐花园" not in {one.name for one in guide(stricter, DAY).good}


def test_an_estate_is_judged_as_one() -> None:
    estate = as_estate(propose("梧桐花园", "道路"))
    assert (estate.place_type, estate.significant_orientation) == ("住宅区", True)
