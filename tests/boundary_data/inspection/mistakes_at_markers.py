"""Functions that plant a mistake among the sides and markers of a record."""

from typing import Any

from gis.gcj02 import shift_deg
from gis.measure import CGCS2000

Record = dict[str, Any]


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
