"""What a list of allowed values looks like in a refusal."""

from __future__ import annotations

import pytest

from api.problems.wording import words_for


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("'', 'east_west' or 'north_south'", "允许的值：（留空）、east_west、north_south"),
        ("'only'", "允许的值：only"),
    ],
)
def test_allowed_values_are_listed_in_chinese(expected: str, told: str) -> None:
    assert words_for("literal_error", {"expected": expected}, "")[1] == told
