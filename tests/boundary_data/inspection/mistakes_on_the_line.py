"""Functions that plant a mistake in the sections, report or track of a record."""

from gis.gcj02 import shift_deg
from tests.boundary_data.inspection.mistakes_at_markers import Record, marker


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
