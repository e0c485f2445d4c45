"""Mistakes as they are made in records, each planted in the printed example, are found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from boundary_data.checks.inspection import judge
from boundary_data.inspection_facts import KnownFacts, limits, line_of
from boundary_data.inspection_reading import read_inspection
from boundary_data.inspection_schema import example
from rulebook.rule import Finding
from tests.boundary_data.inspection import mistakes_at_markers as at
from tests.boundary_data.inspection import mistakes_on_the_line as on

Record = dict[str, Any]
TODAY = date(2026, 11, 22)


def found(record: Record) -> dict[str, Finding]:
    read = read_inspection(record)
    line = line_of(read.line) if read.line else None
    report = judge(read, KnownFacts(line=line, on=TODAY, limits=limits()))
    return {finding.rule: finding for finding in reversed(report.findings)}


MISTAKES: list[tuple[Callable[[Record], None], str]] = [
    (at.one_side_missing, "JI-7a"),
    (at.no_sides_at_all, "JI-7a"),
    (at.same_side_twice, "JI-7b"),
    (at.foreign_side, "JI-7c"),
    (at.both_lead, "JI-7d"),
    (at.nobody_leads, "JI-7d"),
    (at.attendee_twice, "JI-7e"),
    (at.unsigned_side, "JI-7f"),
    (at.signed_before_the_inspection, "JI-7f"),
    (at.field_before_office, "JI-8b"),
    (at.field_missing, "JI-8a"),
    (at.field_ends_before_it_starts, "JI-8b"),
    (at.report_before_field, "JI-8b"),
    (at.filed_before_signed, "JI-8b"),
    (at.filed_in_the_future, "JI-8c"),
    (at.inspected_before_previous, "JI-6a"),
    (at.previous_not_as_registered, "JI-6a"),
    (at.overdue, "BL-12a"),
    (at.marker_twice, "JI-9a"),
    (at.marker_missing, "JI-9b"),
    (at.one_body_missing, "JI-9b"),
    (at.unknown_marker, "JI-9c"),
    (at.off_by_15_m, "BL-6a"),
    (at.off_by_100_m, "BL-6a"),
    (at.off_by_500_m, "BL-6a"),
    (at.taken_from_a_web_map, "CRS-8"),
    (at.longitude_and_latitude_swapped, "CRS-4"),
    (at.in_metres, "CRS-4"),
    (at.in_beijing_54, "CRS-5"),
    (at.in_xian_80, "CRS-5"),
    (at.all_off_alike, "CRS-9"),
    (at.negative_accuracy, "SV-9b"),
    (at.accuracy_worse_than_tolerance, "SV-9b"),
    (at.measured_years_ago, "JI-8d"),
    (at.not_measured, "SV-9a"),
    (at.no_condition, "JI-9d"),
    (at.damaged_without_follow_up, "JI-9m"),
    (at.lost_but_measured, "JI-9e"),
    (at.moved_without_follow_up, "JI-9m"),
    (at.moved_but_at_its_place, "JI-9f"),
    (at.intact_without_photo, "JI-9h"),
    (at.photo_of_another_day, "JI-9i"),
    (at.photo_of_another_place, "JI-9j"),
    (at.photo_used_twice, "JI-9k"),
    (at.repaired_without_the_neighbour, "BL-6b"),
    (at.repair_overdue, "JI-9n"),
    (at.rebuilt_without_register_form, "JI-9p"),
    (at.two_reference_objects, "SV-6a"),
    (at.reference_object_turned, "SV-6b"),
    (at.neighbour_has_not_signed, "JI-12a"),
    (at.signed_before_the_check, "JI-12b"),
    (at.third_party_has_not_signed, "JI-12c"),
    (at.wrong_caretaker, "BM-4"),
    (at.target_state_unanswered, "BM-6a"),
    (at.intact_but_loose, "BM-6b"),
    (on.section_missing, "JI-8e"),
    (on.section_without_course, "JI-8e"),
    (on.terrain_changed_without_narrative, "JI-8f"),
    (on.terrain_changed_without_resurvey, "JI-8f"),
    (on.crossing_without_words, "BL-10"),
    (on.unilateral_marker_left, "JI-8g"),
    (on.report_part_missing, "JI-3"),
    (on.length_wrong, "JI-11a"),
    (on.length_in_metres, "JI-11a"),
    (on.marker_count_wrong, "JI-11b"),
    (on.same_tripoint_twice, "JI-11c"),
    (on.report_signed_by_one, "BL-12c"),
    (on.filed_to_the_district, "BL-12d"),
    (on.not_filed, "BL-12e"),
    (on.no_agreement, "JI-5"),
    (on.papers_missing, "JI-10"),
    (on.ad_hoc_without_occasion, "BL-12b"),
    (on.round_skipped, "JI-6b"),
    (on.half_a_track, "JI-8h"),
    (on.half_a_track, "JI-8m"),
    (on.track_elsewhere, "JI-8i"),
    (on.track_swapped, "JI-8i"),
    (on.track_from_a_web_map, "CRS-8b"),
    (on.track_at_the_speed_of_sound, "JI-8j"),
    (on.track_of_another_year, "JI-8k"),
    (on.track_backwards, "JI-8k"),
    (on.no_track, "JI-8n"),
    (on.no_line, "JI-0a"),
    (on.another_line, "JI-0b"),
    (on.synthetic_line, "BL-2"),
    (on.letter_against_number, "SV-3b"),
    (on.name_of_the_other_side, "JI-7g"),
    (on.two_markers_in_one_minute, "JI-8q"),
    (on.repaired_by_the_other_side, "JI-9q"),
    (on.stranger_signs, "JI-12d"),
    (on.same_person_signs_for_both, "JI-12a"),
    (on.register_too_coarse, "SV-9d"),
    (on.line_with_one_side, "JI-0c"),
    (on.province_line_with_county_numbers, "SV-2"),
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
    at.taken_from_a_web_map(record)
    assert "GCJ-02" in found(record)["CRS-8"].message


def test_the_distance_off_is_told_in_metres():
    record = example()
    at.move(record, 100.0)
    assert found(record)["BL-6a"].evidence["offset_m"] == pytest.approx(100.0, abs=0.02)


def test_the_uncovered_stretch_is_told_in_metres():
    record = example()
    on.half_a_track(record)
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
