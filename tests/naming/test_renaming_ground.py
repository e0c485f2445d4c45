"""A renaming names its ground, one of those of the law (GN-10-1)."""

from __future__ import annotations

from datetime import date

import pytest

from naming.facts import no_register
from naming.judging import judge
from naming.proposal import propose
from naming.renaming_ground import RenamingGround


def said(ground: str) -> list[str]:
    """What GN-10-1 says of the ground of a renaming that has a reason."""
    proposal = propose(
        "晨花路", "道路", former_name="纱厂路", reason="纱厂已拆除，名实不符", ground=ground
    )
    report = judge(proposal, no_register(), on=date(2026, 11, 1))
    return [f.message for f in report.findings if (f.rule, f.field) == ("GN-10-1", "ground")]


@pytest.mark.parametrize("ground", [word for one in RenamingGround for word in (one, one.zh)])
def test_the_grounds_of_the_law_are_known_by_code_and_word(ground: str) -> None:
    assert said(ground) == []


def test_a_renaming_without_a_ground_is_told() -> None:
    assert said("") == ["没有写明更名属于哪一种情形"]


def test_another_ground_is_told_with_those_there_are() -> None:
    assert said("领导要求") == ["“领导要求”不是更名的情形"]
