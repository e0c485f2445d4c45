"""Warnings are released by a named statement; blocks are not."""

from datetime import date

from rulebook.law import Law
from rulebook.report import Verdict, judge, unheard, verdict_of
from rulebook.rule import Breach, Example, Release, Rule, Weight

LAW = Law("试行条例", "第1号令", since=date(2022, 5, 1))
DAY = date(2026, 11, 22)


def rule(id: str, weight: Weight) -> Rule[str, None]:
    example = Example("甲", None)
    return Rule(
        id=id,
        title="规则",
        category="类",
        reason="理由",
        source=LAW.clause("第一条"),
        weight=weight,
        check=lambda subject, facts: [Breach(f"{subject}不妥")],
        passes=(example,),
        fails=(example,),
    )


STATED = Release("W", "张三", "与该人没有特定联系", DAY)


def test_a_released_warning_stays_in_the_report_and_no_longer_counts() -> None:
    (found,) = judge("甲", None, rules=[rule("W", Weight.WARN)], on=DAY, releases=[STATED])
    assert (found.released, found.weight) == (STATED, Weight.WARN)
    assert verdict_of([found]) is Verdict.PASS


def test_a_statement_about_another_rule_releases_nothing() -> None:
    found = judge("甲", None, rules=[rule("X", Weight.WARN)], on=DAY, releases=[STATED])
    assert verdict_of(found) is Verdict.WARN
    assert unheard([STATED], found) == (STATED,)


def test_a_block_is_not_released() -> None:
    found = judge("甲", None, rules=[rule("W", Weight.BLOCK)], on=DAY, releases=[STATED])
    assert verdict_of(found) is Verdict.BLOCK
    assert unheard([STATED], found) == (STATED,)


def test_a_breach_may_count_under_its_own_words() -> None:
    found = Breach("不妥", category="怪-洋")
    kept = rule("W", Weight.WARN)
    changed = Rule(**{**kept.__dict__, "check": lambda subject, facts: [found]})
    assert [f.category for f in changed.findings("甲", None)] == ["怪-洋"]
