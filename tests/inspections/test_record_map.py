"""The map of a record shows everything that was found and has a place."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from starlette.testclient import TestClient

from api.services.checking_inspections import check
from api.services.report_json import json_of
from boundary_data.checks.case import GOOD, GOOD_FACTS, edited
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, part_of
from boundary_data.finding_places import OnTheMap, on_the_map
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import limits
from boundary_data.inspection_schema import example
from tests.inspections.good_record import Record, good_record

LINE, WEST = "500101-500235", "500101"
LINE_OF_EXAMPLE = GOOD_FACTS.line
assert LINE_OF_EXAMPLE is not None


def shown(record: JointInspection, *findings: Record) -> OnTheMap:
    assert LINE_OF_EXAMPLE is not None
    return on_the_map(record, LINE_OF_EXAMPLE, findings, limits())


def finding(field: str, **evidence: Any) -> Record:
    return {"severity": "warn", "message": "有问题", "field": field, "evidence": evidence}


@pytest.mark.parametrize(
    ("field", "evidence", "kind"),
    [
        ("$.marker_checks[1].measured", {}, "Point"),
        ("$.marker_checks[1].photos[0]", {}, "Point"),
        ("$.marker_checks", {"number": "1618001Q"}, "Point"),
        ("$.sections[1]", {}, "LineString"),
        ("$.unilateral_markers[0]", {}, "Point"),
        ("$.track[3]", {}, "Point"),
        ("$.track", {"uncovered_m": [[100.0, 900.0]]}, "LineString"),
        ("$.line.geometry", {"lon": 105.91, "lat": 29.42}, "Point"),
    ],
    ids=lambda value: str(value),
)
def test_what_has_a_place_is_put_there(field: str, evidence: Record, kind: str) -> None:
    told = shown(GOOD, finding(field, **evidence))
    assert told.placeless == 0
    assert [place.geometry.geom_type for place in told.places] == [kind]


def test_what_has_none_is_counted() -> None:
    assert shown(GOOD, finding("$.report.length_km")).placeless == 1


def test_findings_of_one_place_stand_together() -> None:
    told = shown(GOOD, finding("$.marker_checks[1].measured"), finding("$.marker_checks[1].photos"))
    assert [len(place.findings) for place in told.places] == [2]


def test_breaks_and_jumps_of_the_track_are_drawn() -> None:
    first, last = part_of(GOOD_TRACK, 0.0, 0.3), part_of(GOOD_TRACK, 0.6, 1.0)
    names = ("lon", "lat", "seconds", "accuracy_m")
    holed = type(first)(*(np.append(getattr(first, n), getattr(last, n)) for n in names))
    told = shown(edited(GOOD, "track", holed))
    assert (len(told.track), len(told.gaps)) == (2, 1)


def test_every_finding_of_a_spoilt_record_that_names_a_thing_is_placed() -> None:
    raw = example()
    raw["marker_checks"][1]["measured"]["lat"] += 0.001
    raw["marker_checks"][2]["photos"][0]["lat"] += 0.01
    raw["sections"][0]["course_clear"] = None
    raw["track"] = raw["track"][:30]
    report = json_of(check(raw, on=date(2026, 1, 1)).report)
    placed = on_the_map(
        edited(GOOD, "track", part_of(GOOD_TRACK, 0.0, 30 / len(GOOD_TRACK))),
        LINE_OF_EXAMPLE,  # type: ignore[arg-type]  # looked at above
        report["findings"],
        limits(),
    )
    sentences = {words for place in placed.places for _, words in place.findings}
    named = {
        one["message"]
        for one in report["findings"]
        if "[" in one["field"] or "number" in one["evidence"] or "uncovered_m" in one["evidence"]
    }
    assert len(named) >= 4
    assert named == sentences


def test_the_page_shows_them(client: TestClient) -> None:
    record = copy.deepcopy(good_record(client, LINE, str(uuid4())))
    record["marker_checks"][2]["measured"]["lat"] += 0.002
    half = len(record["track"]["times"]) // 2
    record["track"]["coordinates"] = record["track"]["coordinates"][:half]
    record["track"]["times"] = record["track"]["times"][:half]
    body = {"by": {"person": "<i>张三</i>", "division_code": WEST}, "record": record}
    answer = client.put(f"/api/v1/inspection-records/{record['record_id']}", json=body)
    assert answer.status_code == 201, answer.text
    page = client.get(f"/maps/inspections/{record['record_id']}").text
    for word in ("外业轨迹", "轨迹未覆盖的界线", "登记至实测位置", "意见：不予通过"):
        assert word in page
    assert json.dumps("外业轨迹只覆盖界线的").strip('"') in page


def test_the_map_needs_nothing_but_its_own_files(client: TestClient) -> None:
    record = copy.deepcopy(good_record(client, LINE, str(uuid4())))
    record["marker_checks"][2]["measured"]["lat"] += 0.002
    body = {"by": {"person": "张三", "division_code": WEST}, "record": record}
    answer = client.put(f"/api/v1/inspection-records/{record['record_id']}", json=body)
    assert answer.status_code == 201, answer.text
    page = client.get(f"/maps/inspections/{record['record_id']}").text
    assert "$(" not in page  # popups of text would need a library that is not shipped
