import pytest

from naming.rules import CATALOGUE

PASSES = [(rule, e) for rule in CATALOGUE for e in rule.passes]
FAILS = [(rule, e) for rule in CATALOGUE for e in rule.fails]


def _name(value: object) -> str | None:
    return getattr(value, "id", None) or getattr(getattr(value, "subject", None), "name", "")[:20]


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=_name)
def test_a_rule_finds_nothing_in_its_passing_example(rule, example):
    assert list(rule.findings(example.subject, example.facts)) == []


@pytest.mark.parametrize(("rule", "example"), FAILS, ids=_name)
def test_a_rule_finds_something_in_its_failing_example(rule, example):
    found = list(rule.findings(example.subject, example.facts))
    assert found
    assert all(f.message.strip() and f.category for f in found)


def test_every_rule_has_its_own_id_and_examples():
    ids = [rule.id for rule in CATALOGUE]
    assert len(ids) == len(set(ids))
    assert all(rule.passes and rule.fails for rule in CATALOGUE)
