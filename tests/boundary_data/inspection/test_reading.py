"""Reading a record: everything wrong is named, at its place, at once."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from boundary_data.inspection import Role
from boundary_data.inspection_reading import read_inspection
from boundary_data.inspection_schema import example
from boundary_data.marker import Condition
from boundary_data.problems import Problem, UnusableInput

BEIJING = timezone(timedelta(hours=8))


def problems(record: object) -> list[Problem]:
    with pytest.raises(UnusableInput) as caught:
        read_inspection(record)
    return list(caught.value.problems)


def spoilt(path: list[str | int], value: object) -> dict[str, Any]:
    record: Any = example()
    place = record
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return record  # type: ignore[no-any-return]  # the example is a dict


def fields(path: list[str | int], value: object) -> list[str]:
    return [problem.field for problem in problems(spoilt(path, value))]


def test_an_unknown_field_is_refused_with_the_one_that_was_meant():
    (problem,) = problems(spoilt(["sides", 0, "rolle"], "牵头"))
    assert (problem.field, problem.remedy) == ("$.sides[0].rolle", "是否为“role”？")


def test_a_field_like_no_other_lists_the_known_ones():
    (problem,) = problems(spoilt(["bases", "zzz"], "1"))
    assert "agreement" in problem.remedy


def test_a_missing_required_field_is_named():
    record = example()
    del record["marker_checks"][2]["number"]
    assert [p.field for p in problems(record)] == ["$.marker_checks[2].number"]


def test_all_problems_are_named_at_once():
    record = example()
    record["round"], record["kind"] = "五", "年度"
    record["sides"][1]["stamped"] = "是"
    assert {p.field for p in problems(record)} == {"$.round", "$.kind", "$.sides[1].stamped"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["round"], "5"),
        (["round"], 5.5),
        (["round"], True),
        (["sides"], {}),
        (["sides", 0], "江津区"),
        (["sides", 0, "division_code"], 500116),
        (["sides", 0, "division_code"], "5001"[:3]),
        (["record_id"], "1"),
        (["record_id"], None),
        (["record_id"], "   "),
        (["line_name"], "a\u0000b"),
        (["line_name"], "\ud800"),
        (["line_name"], "长" * 6000),
        (["marker_checks", 0, "measured", "lon"], float("nan")),
        (["marker_checks", 0, "measured", "lat"], float("inf")),
        (["marker_checks", 0, "measured", "lat"], 10**400),
        (["marker_checks", 0, "measured", "lat"], "29.5"),
        (["marker_checks", 0, "measured", "measured_at"], "昨天"),
        (["marker_checks", 0, "measured", "measured_at"], "0001-01-01T00:00:00"),
        (["marker_checks", 0, "condition"], "倾斜"),
        (["marker_checks", 0, "photos", 0, "sha256"], "abc"),
        (["field_check", "started_on"], "2025-02-30"),
        (["field_check", "started_on"], "2025/04/15"),
        (["field_check", "started_on"], "20250415"),
        (["field_check", "started_on"], "9999-12-31"),
        (["track"], "轨迹"),
        (["line", "geometry", "type"], "Polygon"),
        (["line", "geometry", "type"], []),
        (["line", "geometry"], {"type": "LineString", "coordinates": []}),
        (["line", "markers", 0, "lon"], 29.4),
    ],
)
def test_a_wrong_value_is_refused_near_its_place(path: list[str | int], value: object):
    where = "$" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
    (field, *_) = fields(path, value)
    assert field.startswith(where) or where.startswith(field)


def test_swapped_vertices_of_the_line_are_called_swapped():
    (problem,) = problems(spoilt(["line", "geometry", "coordinates", 3], [29.41, 105.91]))
    assert (problem.field, problem.message) == ("$.line.geometry.coordinates[3]", "经纬度写反了")


def test_a_line_without_length_is_refused():
    points = [[105.9, 29.4], [105.9, 29.4]]
    assert fields(["line", "geometry", "coordinates"], points) == ["$.line.geometry"]


def test_what_is_no_object_is_refused():
    assert [p.field for p in problems([1])] == ["$"]


def test_the_place_of_the_record_in_its_file_begins_every_path():
    with pytest.raises(UnusableInput) as caught:
        read_inspection({}, "$[7]")
    assert {p.field for p in caught.value.problems} == {"$[7].record_id", "$[7].line_code"}


@pytest.mark.parametrize("word", ["完好", "intact", "INTACT", " 完好 "])
def test_conditions_are_read_in_chinese_and_english(word: str):
    record = read_inspection(spoilt(["marker_checks", 0, "condition"], word))
    assert record.marker_checks[0].condition is Condition.INTACT


@pytest.mark.parametrize("word", ["牵头", "牵头方", "lead"])
def test_roles_are_read_in_chinese_and_english(word: str):
    assert read_inspection(spoilt(["sides", 0, "role"], word)).sides[0].role is Role.LEAD


def test_a_null_is_the_same_as_leaving_out():
    assert read_inspection(spoilt(["documents"], None)).documents == ()


def test_a_time_without_zone_is_beijing_time():
    path: list[str | int] = ["marker_checks", 0, "measured", "measured_at"]
    place = read_inspection(spoilt(path, "2025-04-15T23:30:00")).marker_checks[0].measured
    assert place is not None
    assert place.measured_at == datetime(2025, 4, 15, 23, 30, tzinfo=BEIJING)


def test_a_time_in_another_zone_counts_for_the_day_in_beijing():
    path: list[str | int] = ["marker_checks", 0, "measured", "measured_at"]
    place = read_inspection(spoilt(path, "2025-04-14T20:00:00Z")).marker_checks[0].measured
    assert place is not None
    assert place.measured_at is not None
    assert place.measured_at.date() == date(2025, 4, 15)


def test_a_track_may_be_a_geojson_line_with_times():
    track = {
        "type": "LineString",
        "coordinates": [[105.9, 29.4], [105.91, 29.4]],
        "times": ["2025-04-15T08:00:00+08:00", "2025-04-15T08:20:00+08:00"],
    }
    read = read_inspection(spoilt(["track"], track)).track
    assert read is not None
    assert read.seconds[1] - read.seconds[0] == 1200.0


def test_a_bad_point_of_a_track_is_named():
    assert fields(["track", 3, "lat"], "x") == ["$.track[3].lat"]


def test_an_unknown_field_of_a_point_is_named():
    assert fields(["track", 3, "ele"], 300) == ["$.track[3].ele"]


def test_a_thousand_bad_points_are_counted_and_twenty_listed():
    bad = problems(spoilt(["track"], [{"lon": 105.9}] * 1000))
    assert (len(bad), "1000" in bad[-1].message) == (21, True)
