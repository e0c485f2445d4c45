"""Mistakes as they are made in records, each planted in the printed example, are found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from boundary_data.checks.inspection import judge
from boundary_data.inspection_facts import KnownFacts, limits, line_of
from boundary_data.inspection_reading import read_inspection
from boundary_data.inspection_schema import example
from gis.gcj02 import shift_deg
from gis.measure import CGCS2000
from rulebook.rule import Finding

Record = dict[str, Any]
TODAY = date(2026, 11, 22)


def found(record: Record) -> dict[str, Finding]:
    read = read_inspection(record)
    line = line_of(read.line) if read.line else None
    report = judge(read, KnownFacts(line=line, on=TODAY, limits=limits()))
    return {finding.rule: finding for finding in reversed(report.findings)}


def marker(record: Record, index: int = 1) -> Record:
    check: Record = record["marker_checks"][index]
    return check


def move(record: Record, metres: float, index: int = 1) -> None:
    known = record["line"]["markers"][index]
    lon, lat, _ = CGCS2000.fwd(known["lon"], known["lat"], 135.0, metres)
    marker(record, index)["measured"] |= {"lon": lon, "lat": lat}


def one_side_missing(r: Record) -> None:
    r["sides"].pop()


def no_sides_at_all(r: Record) -> None:
    del r["sides"]


def same_side_twice(r: Record) -> None:
    r["sides"][1] = dict(r["sides"][0], role="配合")


def foreign_side(r: Record) -> None:
    r["sides"][1]["division_code"] = "500119"


def both_lead(r: Record) -> None:
    r["sides"][1]["role"] = "lead"


def nobody_leads(r: Record) -> None:
    r["sides"][0]["role"] = "配合"


def attendee_twice(r: Record) -> None:
    r["sides"][0]["attendees"].append(r["sides"][0]["attendees"][0])


def unsigned_side(r: Record) -> None:
    del r["sides"][0]["signature"]


def signed_before_the_inspection(r: Record) -> None:
    r["sides"][0]["signature"]["on"] = "2025-04-01"


def field_before_office(r: Record) -> None:
    r["office_check"] = {"started_on": "2025-05-01", "ended_on": "2025-05-02"}


def field_missing(r: Record) -> None:
    del r["field_check"]


def field_ends_before_it_starts(r: Record) -> None:
    r["field_check"]["ended_on"] = "2025-04-14"


def report_before_field(r: Record) -> None:
    r["report"]["signatures"][1]["on"] = "2025-04-10"


def filed_before_signed(r: Record) -> None:
    r["report"]["filed_on"] = "2025-06-19"


def filed_in_the_future(r: Record) -> None:
    r["report"]["filed_on"] = "2027-06-19"


def inspected_before_previous(r: Record) -> None:
    r["previous_inspected_on"] = "2025-04-20"


def previous_not_as_registered(r: Record) -> None:
    r["previous_inspected_on"] = "2020-06-01"


def overdue(r: Record) -> None:
    r["previous_inspected_on"] = r["line"]["last_inspected_on"] = "2018-01-10"


def marker_twice(r: Record) -> None:
    r["marker_checks"].append(dict(r["marker_checks"][1]))


def marker_missing(r: Record) -> None:
    r["marker_checks"].pop(1)


def one_body_missing(r: Record) -> None:
    r["marker_checks"].pop(3)


def unknown_marker(r: Record) -> None:
    marker(r)["number"] = "1618007Q"


def off_by_15_m(r: Record) -> None:
    move(r, 15.0)


def off_by_100_m(r: Record) -> None:
    move(r, 100.0)


def off_by_500_m(r: Record) -> None:
    move(r, 500.0)


def taken_from_a_web_map(r: Record) -> None:
    known = r["line"]["markers"][1]
    east, north = shift_deg(known["lon"], known["lat"])
    marker(r)["measured"] |= {"lon": known["lon"] + east, "lat": known["lat"] + north}


def longitude_and_latitude_swapped(r: Record) -> None:
    place = marker(r)["measured"]
    place["lon"], place["lat"] = place["lat"], place["lon"]


def in_metres(r: Record) -> None:
    marker(r)["measured"] |= {"lon": 359474.087, "lat": 3272217.299}


def in_beijing_54(r: Record) -> None:
    marker(r)["measured"]["crs"] = "北京54"


def in_xian_80(r: Record) -> None:
    marker(r)["measured"]["crs"] = "EPSG:4610"


def all_off_alike(r: Record) -> None:
    for index in range(5):
        move(r, 60.0, index)


def negative_accuracy(r: Record) -> None:
    marker(r)["measured"]["accuracy_m"] = -3.0


def accuracy_worse_than_tolerance(r: Record) -> None:
    marker(r)["measured"]["accuracy_m"] = 35.0


def measured_years_ago(r: Record) -> None:
    marker(r)["measured"]["measured_at"] = "2020-06-01T10:00:00"


def not_measured(r: Record) -> None:
    del marker(r)["measured"]


def no_condition(r: Record) -> None:
    del marker(r)["condition"]


def damaged_without_follow_up(r: Record) -> None:
    marker(r)["condition"] = "损坏"


def lost_but_measured(r: Record) -> None:
    marker(r)["condition"] = "lost"


def moved_without_follow_up(r: Record) -> None:
    move(r, 40.0)
    marker(r)["condition"] = "moved"


def moved_but_at_its_place(r: Record) -> None:
    marker(r)["condition"] = "移位"


def intact_without_photo(r: Record) -> None:
    marker(r)["photos"] = []


def photo_of_another_day(r: Record) -> None:
    marker(r)["photos"][0]["taken_at"] = "2025-05-15T09:20:00+08:00"


def photo_of_another_place(r: Record) -> None:
    marker(r)["photos"][0]["lat"] += 0.01


def photo_used_twice(r: Record) -> None:
    marker(r)["photos"] = marker(r, 0)["photos"]


def repaired_without_the_neighbour(r: Record) -> None:
    marker(r, 3)["follow_up"]["attendees"].pop(0)


def repair_overdue(r: Record) -> None:
    del marker(r, 3)["follow_up"]["done_on"]


def rebuilt_without_register_form(r: Record) -> None:
    marker(r, 3)["follow_up"] |= {"action": "重建", "new_register_form": False}


def two_reference_objects(r: Record) -> None:
    marker(r)["reference_objects"].pop()


def reference_object_turned(r: Record) -> None:
    marker(r)["reference_objects"][0]["grid_azimuth_deg"] += 20.0


def neighbour_has_not_signed(r: Record) -> None:
    del marker(r)["neighbour_signature"]


def signed_before_the_check(r: Record) -> None:
    marker(r)["neighbour_signature"]["on"] = "2025-04-14"


def third_party_has_not_signed(r: Record) -> None:
    del marker(r, 0)["third_signature"]


def wrong_caretaker(r: Record) -> None:
    check = marker(r)
    check["caretaker_signature"], check["neighbour_signature"] = (
        check["neighbour_signature"],
        check["caretaker_signature"],
    )


def target_state_unanswered(r: Record) -> None:
    del marker(r)["target_state"]["visible"]


def intact_but_loose(r: Record) -> None:
    marker(r)["target_state"]["firmly_buried"] = False


def section_missing(r: Record) -> None:
    r["sections"].pop(1)


def section_without_course(r: Record) -> None:
    del r["sections"][0]["course_clear"]


def terrain_changed_without_narrative(r: Record) -> None:
    del r["sections"][1]["narrative"]


def terrain_changed_without_resurvey(r: Record) -> None:
    r["sections"][1]["resurveyed"] = False


def crossing_without_words(r: Record) -> None:
    r["sections"][0]["crossing_buildings"] = True


def unilateral_marker_left(r: Record) -> None:
    del r["unilateral_markers"][0]["action"]


def report_part_missing(r: Record) -> None:
    del r["report"]["parts"]["crossing_activity"]


def length_wrong(r: Record) -> None:
    r["report"]["length_km"] = 9.1


def length_in_metres(r: Record) -> None:
    r["report"]["length_km"] = 7566.6


def marker_count_wrong(r: Record) -> None:
    r["report"]["marker_count"] = 7


def same_tripoint_twice(r: Record) -> None:
    r["report"]["end_tripoint"] = r["report"]["start_tripoint"]


def report_signed_by_one(r: Record) -> None:
    r["report"]["signatures"].pop()


def filed_to_the_district(r: Record) -> None:
    r["report"]["filed_to"] = "永川区人民政府"


def not_filed(r: Record) -> None:
    del r["report"]["filed_on"]


def no_agreement(r: Record) -> None:
    del r["bases"]["agreement"]


def papers_missing(r: Record) -> None:
    r["documents"].remove("联检报告")


def ad_hoc_without_occasion(r: Record) -> None:
    r["kind"] = "专项"


def round_skipped(r: Record) -> None:
    r["round"] = 7


def half_a_track(r: Record) -> None:
    r["track"] = r["track"][: len(r["track"]) // 2]


def track_elsewhere(r: Record) -> None:
    for point in r["track"]:
        point["lon"] += 0.5


def track_swapped(r: Record) -> None:
    for point in r["track"]:
        point["lon"], point["lat"] = point["lat"], point["lon"]


def track_from_a_web_map(r: Record) -> None:
    for point in r["track"]:
        east, north = shift_deg(point["lon"], point["lat"])
        point["lon"], point["lat"] = point["lon"] + east, point["lat"] + north


def track_at_the_speed_of_sound(r: Record) -> None:
    for index, point in enumerate(r["track"]):
        point["time"] = f"2025-04-15T08:{index // 60:02}:{index % 60:02}+08:00"
    for point in r["track"][40:]:
        point["lat"] -= 0.05


def track_of_another_year(r: Record) -> None:
    for point in r["track"]:
        point["time"] = point["time"].replace("2025", "2024")


def track_backwards(r: Record) -> None:
    r["track"].reverse()


def no_track(r: Record) -> None:
    del r["track"]


def no_line(r: Record) -> None:
    del r["line"]


def another_line(r: Record) -> None:
    r["line_code"] = "500116-500120"


def synthetic_line(r: Record) -> None:
    r["line"]["status"] = "synthetic"


def letter_against_number(r: Record) -> None:
    marker(r, 2)["body"] = "B"


def province_line_with_county_numbers(r: Record) -> None:
    r["line"]["level"] = "省级"


def name_of_the_other_side(r: Record) -> None:
    r["sides"][0]["division_name"] = "永川区"


def two_markers_in_one_minute(r: Record) -> None:
    marker(r)["measured"]["measured_at"] = marker(r, 0)["measured"]["measured_at"]


def repaired_by_the_other_side(r: Record) -> None:
    marker(r, 3)["follow_up"]["by"] = "500116"


def stranger_signs(r: Record) -> None:
    marker(r)["neighbour_signature"]["division_code"] = "500119"


def same_person_signs_for_both(r: Record) -> None:
    marker(r)["neighbour_signature"]["by"] = marker(r)["caretaker_signature"]["by"]


def register_too_coarse(r: Record) -> None:
    r["line"]["markers"][1]["accuracy_m"] = 800.0


def line_with_one_side(r: Record) -> None:
    r["line"]["right_division"]["code"] = "500116"


MISTAKES: list[tuple[Callable[[Record], None], str]] = [
    (one_side_missing, "JI-7a"),
    (no_sides_at_all, "JI-7a"),
    (same_side_twice, "JI-7b"),
    (foreign_side, "JI-7c"),
    (both_lead, "JI-7d"),
    (nobody_leads, "JI-7d"),
    (attendee_twice, "JI-7e"),
    (unsigned_side, "JI-7f"),
    (signed_before_the_inspection, "JI-7f"),
    (field_before_office, "JI-8b"),
    (field_missing, "JI-8a"),
    (field_ends_before_it_starts, "JI-8b"),
    (report_before_field, "JI-8b"),
    (filed_before_signed, "JI-8b"),
    (filed_in_the_future, "JI-8c"),
    (inspected_before_previous, "JI-6a"),
    (previous_not_as_registered, "JI-6a"),
    (overdue, "BL-12a"),
    (marker_twice, "JI-9a"),
    (marker_missing, "JI-9b"),
    (one_body_missing, "JI-9b"),
    (unknown_marker, "JI-9c"),
    (off_by_15_m, "BL-6a"),
    (off_by_100_m, "BL-6a"),
    (off_by_500_m, "BL-6a"),
    (taken_from_a_web_map, "CRS-8"),
    (longitude_and_latitude_swapped, "CRS-4"),
    (in_metres, "CRS-4"),
    (in_beijing_54, "CRS-5"),
    (in_xian_80, "CRS-5"),
    (all_off_alike, "CRS-9"),
    (negative_accuracy, "SV-9b"),
    (accuracy_worse_than_tolerance, "SV-9b"),
    (measured_years_ago, "JI-8d"),
    (not_measured, "SV-9a"),
    (no_condition, "JI-9d"),
    (damaged_without_follow_up, "JI-9m"),
    (lost_but_measured, "JI-9e"),
    (moved_without_follow_up, "JI-9m"),
    (moved_but_at_its_place, "JI-9f"),
    (intact_without_photo, "JI-9h"),
    (photo_of_another_day, "JI-9i"),
    (photo_of_another_place, "JI-9j"),
    (photo_used_twice, "JI-9k"),
    (repaired_without_the_neighbour, "BL-6b"),
    (repair_overdue, "JI-9n"),
    (rebuilt_without_register_form, "JI-9p"),
    (two_reference_objects, "SV-6a"),
    (reference_object_turned, "SV-6b"),
    (neighbour_has_not_signed, "JI-12a"),
    (signed_before_the_check, "JI-12b"),
    (third_party_has_not_signed, "JI-12c"),
    (wrong_caretaker, "BM-4"),
    (target_state_unanswered, "BM-6a"),
    (intact_but_loose, "BM-6b"),
    (section_missing, "JI-8e"),
    (section_without_course, "JI-8e"),
    (terrain_changed_without_narrative, "JI-8f"),
    (terrain_changed_without_resurvey, "JI-8f"),
    (crossing_without_words, "BL-10"),
    (unilateral_marker_left, "JI-8g"),
    (report_part_missing, "JI-3"),
    (length_wrong, "JI-11a"),
    (length_in_metres, "JI-11a"),
    (marker_count_wrong, "JI-11b"),
    (same_tripoint_twice, "JI-11c"),
    (report_signed_by_one, "BL-12c"),
    (filed_to_the_district, "BL-12d"),
    (not_filed, "BL-12e"),
    (no_agreement, "JI-5"),
    (papers_missing, "JI-10"),
    (ad_hoc_without_occasion, "BL-12b"),
    (round_skipped, "JI-6b"),
    (half_a_track, "JI-8h"),
    (half_a_track, "JI-8m"),
    (track_elsewhere, "JI-8i"),
    (track_swapped, "JI-8i"),
    (track_from_a_web_map, "CRS-8b"),
    (track_at_the_speed_of_sound, "JI-8j"),
    (track_of_another_year, "JI-8k"),
    (track_backwards, "JI-8k"),
    (no_track, "JI-8n"),
    (no_line, "JI-0a"),
    (another_line, "JI-0b"),
    (synthetic_line, "BL-2"),
    (letter_against_number, "SV-3b"),
    (name_of_the_other_side, "JI-7g"),
    (two_markers_in_one_minute, "JI-8q"),
    (repaired_by_the_other_side, "JI-9q"),
    (stranger_signs, "JI-12d"),
    (same_person_signs_for_both, "JI-12a"),
    (register_too_coarse, "SV-9d"),
    (line_with_one_side, "JI-0c"),
    (province_line_with_county_numbers, "SV-2"),
]


@pytest.mark.parametrize(("plant", "rule"), MISTAKES, ids=lambda v: getattr(v, "__name__", v))
def test_the_planted_mistake_is_found(plant: Callable[[Record], None], rule: str):
    record = example()
    plant(record)
    assert rule in found(record)


def test_the_example_has_no_mistake():
    assert found(example()) == {}


def test_a_web_map_is_named_as_such():
    record = example()
    taken_from_a_web_map(record)
    assert "GCJ-02" in found(record)["CRS-8"].message


def test_the_distance_off_is_told_in_metres():
    record = example()
    move(record, 100.0)
    assert found(record)["BL-6a"].evidence["offset_m"] == pytest.approx(100.0, abs=0.02)


def test_the_uncovered_stretch_is_told_in_metres():
    record = example()
    half_a_track(record)
    ((start, end),) = found(record)["JI-8h"].evidence["uncovered_m"]  # type: ignore[misc]  # a pair
    assert end - start == pytest.approx(3600.0, abs=500.0)


def test_five_marker_mistakes_leave_five_findings():
    record = example()
    for index in range(5):
        record["marker_checks"][index]["photos"] = []
    read = read_inspection(record)
    assert read.line is not None
    facts = KnownFacts(line=line_of(read.line), on=TODAY, limits=limits())
    assert [f.rule for f in judge(read, facts).findings] == ["JI-9h"] * 5
