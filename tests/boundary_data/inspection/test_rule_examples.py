"""Every rule about inspections passes and fails the examples it carries."""

import pytest

from boundary_data.checks.case import InspectionExample, InspectionRule
from boundary_data.checks.inspection import INSPECTION_CATALOGUE

PASSES = [(rule, example) for rule in INSPECTION_CATALOGUE for example in rule.passes]
FAILS = [(rule, example) for rule in INSPECTION_CATALOGUE for example in rule.fails]


def name(value: object) -> str | None:
    return getattr(value, "id", None)


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=name)
def test_the_rule_finds_nothing_in_its_good_example(
    rule: InspectionRule, example: InspectionExample
):
    assert [f.message for f in rule.findings(example.subject, example.facts)] == []


@pytest.mark.parametrize(("rule", "example"), FAILS, ids=name)
def test_the_rule_finds_what_is_wrong_in_its_bad_example(
    rule: InspectionRule, example: InspectionExample
):
    assert list(rule.findings(example.subject, example.facts))


@pytest.mark.parametrize("rule", INSPECTION_CATALOGUE, ids=name)
def test_the_rule_carries_a_bad_example(rule: InspectionRule):
    assert rule.fails


@pytest.mark.parametrize(("rule", "example"), FAILS, ids=name)
def test_a_finding_names_its_place_and_a_remedy(rule: InspectionRule, example: InspectionExample):
    for finding in rule.findings(example.subject, example.facts):
        assert finding.field.startswith("$.")
        assert finding.suggestion


def test_no_two_rules_share_an_id():
    ids = [rule.id for rule in INSPECTION_CATALOGUE]
    assert len(ids) == len(set(ids))
