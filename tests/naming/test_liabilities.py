"""What follows from breaking the decree is told as the decree has it."""

from __future__ import annotations

import pytest

from naming.procedure.liabilities import liabilities


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("第三十七条", "2000元以上1万元以下"),
        ("第三十八条", "1000元以上5000元以下"),
        ("第三十九条", "5年内禁止"),
    ],
)
def test_the_fines_are_those_of_the_decree(article: str, words: str) -> None:
    (found,) = [one for one in liabilities() if one.clause.article == article]
    assert words in found.consequence


def test_the_articles_come_in_their_order() -> None:
    told = [one.clause.article for one in liabilities()]
    assert told == [f"第三十{n}条" for n in ("", "五", "六", "七", "八", "九")]
