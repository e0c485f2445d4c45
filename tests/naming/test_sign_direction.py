"""Which way a road runs, in words and from words."""

from __future__ import annotations

import pytest

from naming.signs.direction import axis_told, way_of


@pytest.mark.parametrize(
    ("bearing", "way"),
    [
        *((0, "南北"), (22, "南北"), (23, "东北—西南"), (90, "东西"), (135, "西北—东南")),
        *((170, "南北"), (180, "南北"), (225, "东北—西南"), (359.9, "南北")),
    ],
)
def test_a_bearing_is_told_by_the_nearest_way(bearing: float, way: str) -> None:
    assert way_of(bearing) == way


@pytest.mark.parametrize(
    ("course", "axis"),
    [
        *(("东西走向", "east_west"), ("由南向北", "north_south"), ("西至东", "east_west")),
        *(("自北经镇政府至南", "north_south"), ("东北—西南", ""), ("沿河", ""), ("", "")),
        ("东起东大路", ""),
    ],
)
def test_a_course_tells_its_axis_if_its_ends_are_opposite(course: str, axis: str) -> None:
    assert axis_told(course) == axis
