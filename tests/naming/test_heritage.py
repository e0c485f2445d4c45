"""Appraising a historical name by four criteria."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naming.heritage import Appraisal, Criterion, Score, Spread, appraised, batch_of

MARKS = st.fixed_dictionaries({each: st.integers(0, 100) for each in Criterion})


def panel(*marks: dict[Criterion, int]) -> list[Score]:
    return [
        Score(f"专家{number}", criterion, score)
        for number, one in enumerate(marks)
        for criterion, score in one.items()
    ]


def all_of(score: int) -> dict[Criterion, int]:
    return dict.fromkeys(Criterion, score)


def test_three_experts_of_one_mind_give_that_mark() -> None:
    found = appraised(panel(all_of(80), all_of(80), all_of(80)))
    alike = dict.fromkeys(Criterion, Spread(80, 80, 0.0, wide=False))
    assert found == Appraisal(dict.fromkeys(Criterion, 80), 80.0, (), enough=True, spreads=alike)


def test_marks_that_lie_far_apart_are_told() -> None:
    found = appraised(panel(all_of(60), all_of(80), all_of(90)))
    assert found.spreads[Criterion.CULTURAL] == Spread(60, 90, 12.5, wide=True)


def test_the_batch_of_a_list_is_read_off_its_title() -> None:
    titles = ("重庆市第二批历史地名保护名录", "首批中国历史文化名镇", "消失地名报道")
    assert [batch_of(title) for title in titles] == ["第二批", "首批", ""]


def test_two_experts_are_too_few() -> None:
    found = appraised(panel(all_of(90), all_of(90)))
    assert found.total is None
    assert found.lacking == ("评分完整的专家有2人，至少应有3人",)


def test_a_criterion_not_scored_is_named() -> None:
    partly = {c: 70 for c in Criterion if c is not Criterion.INFLUENCE}
    found = appraised(panel(all_of(70), all_of(70), all_of(70), partly))
    assert found.lacking == ("专家3未评影响程度",)


def test_history_weighs_more_than_influence() -> None:
    old = all_of(0) | {Criterion.HISTORICAL: 100}
    famous = all_of(0) | {Criterion.INFLUENCE: 100}
    totals = [appraised(panel(one, one, one)).total for one in (old, famous)]
    assert totals == [30.0, 20.0]


@given(st.lists(MARKS, min_size=3, max_size=9))
def test_the_total_lies_between_the_lowest_and_the_highest_mark(
    marks: list[dict[Criterion, int]],
) -> None:
    found = appraised(panel(*marks))
    given_marks = [score for one in marks for score in one.values()]
    assert found.total is not None
    assert min(given_marks) - 0.05 <= found.total <= max(given_marks) + 0.05


@given(st.lists(MARKS, min_size=3, max_size=6))
def test_the_order_of_experts_does_not_matter(
    marks: list[dict[Criterion, int]],
) -> None:
    scores = panel(*marks)
    turned = list(reversed(scores))
    assert appraised(scores).total == appraised(turned).total
