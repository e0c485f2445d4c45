"""Reading the words of change notices."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.loading.change_text import Mention, mentions, when

COUNTIES = frozenset({"江北区", "渝北区", "北碚区", "两江新区", "武隆区"})
REFORM = (
    "江北区、渝北区(不含大湾镇、统景镇)及北碚区水土街道、复兴街道",
    [
        Mention("江北区"),
        Mention("渝北区", without=("大湾镇", "统景镇")),
        Mention("水土街道", "北碚区"),
        Mention("复兴街道", "北碚区"),
    ],
)


def test_the_words_of_the_reform_of_2025_are_understood() -> None:
    words, meant = REFORM
    assert mentions(words, COUNTIES) == meant


def test_a_town_without_county_is_of_the_county_of_the_notice() -> None:
    assert mentions("中塘乡", COUNTIES, "武隆区") == [Mention("中塘乡", "武隆区")]


def test_a_part_of_a_unit_is_not_the_unit() -> None:
    assert mentions("五梁乡(部分)", COUNTIES)[0].partial


def test_a_word_for_formerly_is_not_part_of_the_name() -> None:
    assert mentions("原渝北区大湾镇", COUNTIES) == [Mention("大湾镇", "渝北区")]


@given(
    st.lists(
        st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=2, max_size=4).map(lambda s: s + "镇"),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_every_unit_of_a_list_is_found_once(names: list[str]) -> None:
    assert [m.name for m in mentions("、".join(names), COUNTIES)] == names


def test_the_month_takes_effect_on_the_day_of_publication() -> None:
    found = when("2025-11", "国务院批准(2025-11-06发布)")
    assert found is not None
    assert (found.first, found.after_last, found.effect) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2025, 11, 6),
    )


@pytest.mark.parametrize(
    ("text", "document"), [("2025", ""), ("2025-11", ""), ("2025-10", "(2025-11-06发布)")]
)
def test_a_vague_date_has_no_day_of_effect(text: str, document: str) -> None:
    found = when(text, document)
    assert found is not None
    assert found.effect is None


@pytest.mark.parametrize("text", ["", "去年", "2025-13", "2025-02-30", "25-1-1"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert when(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_full_date_takes_effect_on_that_day(day: date) -> None:
    found = when(day.isoformat())
    assert found is not None
    assert found.effect == found.first == day
