"""The guide for estates says what the rules say, example by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from naming.estate_guide import ABOUT_NAMES, THRESHOLDS, WITHOUT_EXAMPLES, as_estate, guide
from naming.facts import KnownNames
from naming.judging import judge
from naming.parameters.layers import parameters_for
from naming.proposal import propose
from naming.rules import CATALOGUE
from rulebook.report import Verdict

DAY = date(2026, 11, 1)
PARAMETERS = parameters_for("500000")
GUIDE = guide(PARAMETERS, DAY)
RULES = {rule.id: rule for rule in CATALOGUE}


@pytest.mark.parametrize("advice", GUIDE.avoid, ids=lambda one: one.rule)
def test_a_bad_example_really_breaks_its_rule(advice: object) -> None:
    one = next(each for each in GUIDE.avoid if each is advice)
    rule = RULES[one.rule]
    for shown in one.bad:
        subjects = [e.subject for e in rule.fails if e.subject.name == shown.name]
        said = [
            breach.message
            for subject in subjects
            for breach in rule.check(as_estate(subject), KnownNames(parameters=PARAMETERS))
        ]
        assert shown.said in said


def test_good_examples_pass_the_whole_check_with_what_is_said_of_them() -> None:
    subjects = {e.subject.name: e.subject for rule in CATALOGUE for e in rule.passes}
    verdicts = {
        one.name: judge(
            as_estate(subjects[one.name]), KnownNames(parameters=PARAMETERS), on=DAY
        ).verdict
        for one in GUIDE.good
    }
    assert len(verdicts) >= 8
    assert set(verdicts.values()) <= {Verdict.PASS, Verdict.NOTE}


@pytest.mark.parametrize("rule", ["CQ-GEN-3", "CQ-GEN-4", "CQ-GEN-5", "GN-9-5", "GN-9-6", "BD-1"])
def test_the_rules_for_estates_are_in_the_list(rule: str) -> None:
    advice = next(one for one in GUIDE.avoid if one.rule == rule)
    assert advice.bad


def test_every_rule_of_the_list_is_one_that_a_name_can_follow() -> None:
    assert all(one.rule.startswith(ABOUT_NAMES) for one in GUIDE.avoid)
    assert [one.blocks for one in GUIDE.avoid] == sorted(
        (one.blocks for one in GUIDE.avoid), reverse=True
    )


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
