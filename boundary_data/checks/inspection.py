"""The rules about joint inspections, by hand, and judging a record by them."""

from __future__ import annotations

from dataclasses import replace

from boundary_data.checks import (
    bl02_line_status,
    bl06a_position,
    bl06b_neighbour_present,
    bl10_crossing,
    bl12a_every_five_years,
    bl12b_occasion,
    bl12c_report_signed_by_both,
    bl12d_filing_authority,
    bl12e_filing_date,
    bm04_caretaker,
    bm06a_target_state,
    bm06b_state_fits_condition,
    crs04_longitude_latitude,
    crs05_system_declared,
    crs06_wgs84_taken_as_cgcs2000,
    crs08_shifted_map,
    crs08b_shifted_track,
    crs09_common_shift,
    crs10_minutes_for_degrees,
    ji00a_line_known,
    ji00b_line_code,
    ji00c_line_parts_two,
    ji00d_line_as_registered,
    ji03_report_parts,
    ji05_bases,
    ji06a_previous_inspection,
    ji06b_round,
    ji07a_both_sides,
    ji07b_side_once,
    ji07c_side_of_this_line,
    ji07d_lead_and_assist,
    ji07e_attendees,
    ji07f_side_signature,
    ji07g_names_fit_codes,
    ji08a_office_and_field,
    ji08b_order_of_days,
    ji08c_not_in_the_future,
    ji08d_measured_in_the_field,
    ji08e_sections,
    ji08f_change_described,
    ji08g_unilateral_markers,
    ji08h_track_covers_line,
    ji08i_track_near_line,
    ji08j_track_speed,
    ji08k_track_times,
    ji08m_track_visits_markers,
    ji08n_track_given,
    ji08p_track_accuracy,
    ji08q_measured_one_after_the_other,
    ji09a_marker_once,
    ji09b_no_marker_missing,
    ji09c_marker_known,
    ji09d_condition_stated,
    ji09e_lost_is_not_measured,
    ji09f_moved_has_moved,
    ji09g_condition_since_last,
    ji09h_photo,
    ji09i_photo_in_the_field,
    ji09j_photo_at_the_marker,
    ji09k_photo_once,
    ji09m_follow_up,
    ji09n_follow_up_in_time,
    ji09p_new_register_form,
    ji09q_caretaker_repairs,
    ji09r_photo_as_taken,
    ji09s_open_measures,
    ji10_documents,
    ji11a_length,
    ji11b_marker_count,
    ji11c_tripoints,
    ji11d_areas,
    ji12a_marker_signatures,
    ji12b_signed_after_check,
    ji12c_third_party_at_tripoints,
    ji12d_signatures_of_the_sides,
    sv01_order_along_line,
    sv02_province_number,
    sv03a_bodies_complete,
    sv03b_body_fits_number,
    sv04_number_unique,
    sv06a_reference_objects,
    sv06b_references_as_registered,
    sv09a_position_measured,
    sv09b_accuracy,
    sv09c_register_near_line,
    sv09d_register_accuracy,
)
from boundary_data.checks.case import InspectionRule
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import LineLevel, level_between
from rulebook.report import Mode, Report, verdict_of
from rulebook.report import judge as findings_of
from rulebook.rule import Finding, Weight

INSPECTION_VERSION = "ji-2026.11"

INSPECTION_CATALOGUE: tuple[InspectionRule, ...] = (
    ji00a_line_known.RULE,
    ji00b_line_code.RULE,
    ji00c_line_parts_two.RULE,
    ji00d_line_as_registered.RULE,
    bl02_line_status.RULE,
    ji05_bases.RULE,
    ji06a_previous_inspection.RULE,
    ji06b_round.RULE,
    bl12a_every_five_years.RULE,
    bl12b_occasion.RULE,
    ji07a_both_sides.RULE,
    ji07b_side_once.RULE,
    ji07c_side_of_this_line.RULE,
    ji07d_lead_and_assist.RULE,
    ji07e_attendees.RULE,
    ji07f_side_signature.RULE,
    ji07g_names_fit_codes.RULE,
    ji08a_office_and_field.RULE,
    ji08b_order_of_days.RULE,
    ji08c_not_in_the_future.RULE,
    ji08d_measured_in_the_field.RULE,
    ji09a_marker_once.RULE,
    ji09b_no_marker_missing.RULE,
    ji09c_marker_known.RULE,
    ji09d_condition_stated.RULE,
    ji09e_lost_is_not_measured.RULE,
    ji09f_moved_has_moved.RULE,
    ji09g_condition_since_last.RULE,
    ji09h_photo.RULE,
    ji09i_photo_in_the_field.RULE,
    ji09j_photo_at_the_marker.RULE,
    ji09k_photo_once.RULE,
    ji09m_follow_up.RULE,
    ji09n_follow_up_in_time.RULE,
    ji09p_new_register_form.RULE,
    ji09q_caretaker_repairs.RULE,
    ji09r_photo_as_taken.RULE,
    ji09s_open_measures.RULE,
    bm04_caretaker.RULE,
    bm06a_target_state.RULE,
    bm06b_state_fits_condition.RULE,
    bl06a_position.RULE,
    bl06b_neighbour_present.RULE,
    crs04_longitude_latitude.RULE,
    crs05_system_declared.RULE,
    crs06_wgs84_taken_as_cgcs2000.RULE,
    crs08_shifted_map.RULE,
    crs08b_shifted_track.RULE,
    crs09_common_shift.RULE,
    crs10_minutes_for_degrees.RULE,
    sv01_order_along_line.RULE,
    sv02_province_number.RULE,
    sv03a_bodies_complete.RULE,
    sv03b_body_fits_number.RULE,
    sv04_number_unique.RULE,
    sv06a_reference_objects.RULE,
    sv06b_references_as_registered.RULE,
    sv09a_position_measured.RULE,
    sv09b_accuracy.RULE,
    sv09c_register_near_line.RULE,
    sv09d_register_accuracy.RULE,
    ji12a_marker_signatures.RULE,
    ji12b_signed_after_check.RULE,
    ji12c_third_party_at_tripoints.RULE,
    ji12d_signatures_of_the_sides.RULE,
    ji08e_sections.RULE,
    ji08f_change_described.RULE,
    ji08g_unilateral_markers.RULE,
    bl10_crossing.RULE,
    ji08h_track_covers_line.RULE,
    ji08i_track_near_line.RULE,
    ji08j_track_speed.RULE,
    ji08k_track_times.RULE,
    ji08m_track_visits_markers.RULE,
    ji08n_track_given.RULE,
    ji08p_track_accuracy.RULE,
    ji08q_measured_one_after_the_other.RULE,
    ji03_report_parts.RULE,
    ji11a_length.RULE,
    ji11b_marker_count.RULE,
    ji11c_tripoints.RULE,
    ji11d_areas.RULE,
    bl12c_report_signed_by_both.RULE,
    bl12d_filing_authority.RULE,
    bl12e_filing_date.RULE,
    ji10_documents.RULE,
)

_BY_REFERENCE = frozenset({LineLevel.TOWNSHIP, LineLevel.VILLAGE})


def judge(record: JointInspection, facts: InspectionFacts, *, mode: Mode = Mode.NEW) -> Report:
    """Return the verdict on `record` and every finding, on the day the facts name.

    Township lines are managed by reference to the decree (第十九条), so nothing in their
    records weighs more than a warning.
    """
    found = findings_of(record, facts, rules=INSPECTION_CATALOGUE, on=facts.on, mode=mode)
    if _level(record, facts) in _BY_REFERENCE:
        found = tuple(sorted(map(_softened, found), key=lambda f: -f.weight.rank))
    return Report(
        verdict=verdict_of(found),
        findings=found,
        mode=mode,
        on=facts.on,
        catalogue=INSPECTION_VERSION,
        parameters=facts.limits.version,
    )


def _level(record: JointInspection, facts: InspectionFacts) -> LineLevel | None:
    line = facts.line
    if line and line.level:
        return line.level
    codes = line.sides if line else tuple(side.division_code for side in record.sides)
    return level_between(codes)


def _softened(finding: Finding) -> Finding:
    return replace(finding, weight=Weight.WARN) if finding.weight is Weight.BLOCK else finding
