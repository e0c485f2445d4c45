from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.law import Law
from rulebook.report import Mode, Verdict, judge, verdict_of
from rulebook.rule import Breach, Rule, Weight

LAW = Law("试行条例", "第1号令", since=date(2022, 5, 1))
DAY = date(2026, 1, 1)


def rule_of(
    weight: Weight, count: int = 1, since: date | None = None, until: date | None = None
) -> Rule[str, None]:
    def check(subject: str, facts: None) -> Iterator[Breach]:
        for number in range(count):
            yield Breach(f"{subject}有问题{number}")

    rule: Rule[str, None] = Rule(
        id=f"T-{weight}",
        title="试",
        category="试",
        reason="",
        source=LAW.clause("第一条"),
        weight=weight,
        check=check,
        passes=(),
        fails=(),
        since=since,
        until=until,
    )
    return rule


def test_every_breach_of_every_rule_is_reported() -> None:
    found = judge("甲", None, rules=[rule_of(Weight.NOTE, 2), rule_of(Weight.BLOCK, 3)], on=DAY)
    assert len(found) == 5


def test_the_heaviest_finding_comes_first() -> None:
    found = judge("甲", None, rules=[rule_of(Weight.NOTE), rule_of(Weight.BLOCK)], on=DAY)
    assert [f.weight for f in found] == [Weight.BLOCK, Weight.NOTE]


def test_an_audit_never_blocks() -> None:
    found = judge("甲", None, rules=[rule_of(Weight.BLOCK)], on=DAY, mode=Mode.AUDIT)
    assert [f.weight for f in found] == [Weight.WARN]


def test_a_rule_speaks_only_while_it_is_in_force() -> None:
    ended = rule_of(Weight.WARN, until=date(2025, 1, 1))
    assert judge("甲", None, rules=[ended], on=date(2024, 12, 31))
    assert not judge("甲", None, rules=[ended], on=date(2025, 1, 1))


def test_a_rule_is_not_older_than_its_law() -> None:
    assert not judge("甲", None, rules=[rule_of(Weight.WARN)], on=date(2022, 4, 30))


def test_a_breach_may_weigh_less_than_its_rule() -> None:
    def check(subject: str, facts: None) -> Iterator[Breach]:
        yield Breach("轻", weight=Weight.NOTE)

    rule: Rule[str, None] = Rule(
        id="T",
        title="试",
        category="试",
        reason="",
        source=LAW.clause("第一条"),
        weight=Weight.BLOCK,
        check=check,
        passes=(),
        fails=(),
    )
    assert verdict_of(judge("甲", None, rules=[rule], on=DAY)) is Verdict.NOTE


@given(st.lists(st.sampled_from(list(Weight))))
def test_the_verdict_is_the_heaviest_weight(weights: list[Weight]) -> None:
    found = judge("甲", None, rules=[rule_of(w) for w in weights], on=DAY)
    expected = max((w.rank for w in weights), default=0)
    assert ["pass", "note", "warn", "block"].index(verdict_of(found).value) == expected


def test_a_citation_reads_as_an_official_writes_it() -> None:
    assert str(LAW.clause("第九条")) == "《试行条例》第九条"


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2022, 4, 30), False), (date(2022, 5, 1), True)]
)
def test_a_law_is_in_force_from_its_first_day(day: date, expected: bool) -> None:
    assert LAW.in_force(day) is expected
