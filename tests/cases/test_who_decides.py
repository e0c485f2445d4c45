"""Whose business a name is: where it lies, who is asked before, who decides across counties."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.store.session import Engine
from tests.cases.office import APPROVAL, CASES, COUNTY, Office, naming, road

HOUSING = {
    "approver_type": "housing_department",
    "approver": "万州区住房城乡建委",
    "number": "万住建[2026]3号",
}
BRIDGE = {
    "approver_type": "competent_department",
    "approver": "万州区交通局",
    "number": "万交[2026]3号",
}


def drafted(office: Office, *items: dict[str, Any], **more: Any) -> Any:
    return office.draft("town", {**naming(**more), "items": list(items)})


def errors(answer: Any) -> dict[str, str]:
    return {one["field"]: one["message"] for one in answer.json()["errors"]}


def estate(name: str) -> dict[str, Any]:
    return road(name, place_type="住宅区", significant_orientation=True, size="占地3公顷")


def ask(office: Office, who: str, id: str, **more: Any) -> Any:
    """Ask the place-name authority of the county, which answers on paper."""
    path = f"{CASES}/{id}/opinions/{uuid4()}"
    asked = office.ask(who, "PUT", path, json={"kind": "department", **more})
    assert asked.status_code in (200, 201), asked.text
    return path


def answer(office: Office, path: str, **said: Any) -> None:
    body = {"answer": "agree", "by_name": "王科长", **said}
    told = office.ask("clerk", "POST", f"{path}/answer", json=body)
    assert told.status_code == 200, told.text


def test_a_name_lies_in_the_county_of_its_case(office: Office) -> None:
    told = errors(drafted(office, road("霜坪潭路", division="500103"), road("霜坪湾路")))
    assert list(told) == ["items[0].division"]
    assert "500103" in told["items[0].division"]
    assert "不在办理的" in told["items[0].division"]


def test_a_drawing_lies_in_the_county_of_its_case(office: Office) -> None:
    far = {"type": "Point", "coordinates": [106.569, 29.552]}
    told = errors(drafted(office, road("霜坪沟路", geometry=far)))
    assert list(told) == ["items[0].geometry"]
    assert "渝中区" in told["items[0].geometry"]


def test_an_office_applies_where_it_acts(office: Office) -> None:
    refused = office.draft("yz_town", naming("霜坪岭路"))
    assert refused.status_code == 422
    assert "不在渝中区街道办事处甲的管辖范围内" in errors(refused)["county"]


def test_a_row_that_lies_elsewhere_never_stops_the_others(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming(), id)
    rows = "地名,类别,区划代码,理由,位置,长度,宽度,起点,止点\n"
    rows += "霜坪一路,道路,500103,经过,镇东,850,6,甲路,乙路\n"
    rows += "霜坪二路,道路,500101,经过,镇东,850,6,甲路,乙路\n"
    tag = {"If-Match": office.tag("town", id)}
    files = {"file": ("表.csv", rows.encode())}
    filled = office.ask("town", "PUT", f"{CASES}/{id}/items", files=files, headers=tag).json()
    assert (filled["taken"], filled["unusable"]) == (1, 1)
    assert "不在办理的" in filled["results"][0]["doubts"][0]


def test_an_estate_is_approved_after_the_name_authority_was_heard(office: Office) -> None:
    id = drafted(office, estate("霜坪苑小区"), applicant_type="建设单位").json()["id"]
    office.to(id, "reviewed")
    refused = office.step("approver", id, "approve", HOUSING)
    assert refused.status_code == 422
    assert "第十二条" in errors(refused)["opinions"]
    assert "没有征求" in errors(refused)["opinions"]
    page = office.ask("approver", "GET", f"/cases/{id}").text
    assert "批准前须征求同级地名行政主管部门的意见" in page
    path = ask(office, "clerk", id, organisation_id=office.organisations["clerk"])
    assert "尚无答复" in errors(office.step("approver", id, "approve", HOUSING))["opinions"]
    answer(office, path, answer="disagree", opinion="与附近小区易混淆")
    assert "不同意" in errors(office.step("approver", id, "approve", HOUSING))["opinions"]
    explained = HOUSING | {"note": "两处相距较远，不致混淆"}
    assert office.step("approver", id, "approve", explained).status_code == 200


def test_the_authority_of_another_level_does_not_do(office: Office) -> None:
    id = drafted(office, estate("霜坪里小区"), applicant_type="建设单位").json()["id"]
    office.to(id, "reviewed")
    path = ask(office, "clerk", id, organisation_id=office.organisations["city"])
    answer(office, path)
    assert "答复的不是同级" in errors(office.step("approver", id, "approve", HOUSING))["opinions"]
    answer(office, ask(office, "clerk", id, asked_of="万州区民政局", asked_as="name_authority"))
    assert office.step("approver", id, "approve", HOUSING).status_code == 200


def test_nobody_is_asked_as_what_he_is_not(office: Office) -> None:
    id = drafted(office, estate("霜坪居小区"), applicant_type="建设单位").json()["id"]
    office.to(id, "accepted")
    traffic = {"organisation_id": office.organisations["traffic"], "asked_as": "name_authority"}
    path = f"{CASES}/{id}/opinions/{uuid4()}"
    refused = office.ask("clerk", "PUT", path, json={"kind": "department", **traffic})
    assert (refused.status_code, list(errors(refused))) == (422, ["asked_as"])


def test_governments_are_asked_about_facilities_as_needed(office: Office) -> None:
    bridge = road("霜坪大桥", place_type="桥梁", significant_orientation=True, size="长 300 米")
    id = drafted(office, bridge, applicant_type="主管部门").json()["id"]
    office.to(id, "reviewed")
    unheard = office.ask("clerk", "GET", f"{CASES}/{id}").json()["unheard"]
    assert [(one["asked_as"], one["binding"]) for one in unheard] == [("local_government", False)]
    assert office.step("approver", id, "approve", BRIDGE).status_code == 200


@pytest.fixture(scope="module")
def across(cases_engine: Engine) -> list[list[float]]:
    """Ends of a line that lies half in the county and half in the next."""
    sql = """
    SELECT ST_X(ST_PointOnSurface(a.geom)), ST_Y(ST_PointOnSurface(a.geom)),
           ST_X(ST_PointOnSurface(b.geom)), ST_Y(ST_PointOnSurface(b.geom))
    FROM diming_areas_on(current_date) a, diming_areas_on(current_date) b
    WHERE a.level = 3 AND b.level = 3 AND a.division_id <> b.division_id
      AND diming_code_of(a.division_id, current_date) = :county AND ST_Touches(a.geom, b.geom)
    ORDER BY b.division_id LIMIT 1
    """
    with cases_engine.connect() as db:
        row = db.execute(text(sql), {"county": COUNTY}).one()
    return [[row[0], row[1]], [row[2], row[3]]]


@pytest.mark.parametrize(("name", "turned"), [("霜坪长路", False), ("岚屏远路", True)])
def test_a_road_across_counties_is_decided_by_their_common_superior(
    office: Office, across: list[list[float]], name: str, turned: bool
) -> None:
    line = {"type": "LineString", "coordinates": across[::-1] if turned else across}
    item = road(name, geometry=line, length_m=None, size="跨区县的干线道路")
    id = drafted(office, item).json()["id"]
    measured = office.ask("town", "GET", f"{CASES}/{id}").json()["items"][0]
    item["length_m"] = measured["measured_length_m"]
    rewritten = {**naming(), "items": [item]}
    tag = {"If-Match": office.tag("town", id)}
    written = office.ask("town", "PUT", f"{CASES}/{id}", json=rewritten, headers=tag)
    assert written.status_code == 200, written.text
    office.to(id, "reviewed")
    refused = office.step("approver", id, "approve", APPROVAL)
    assert refused.status_code == 422
    assert "不能由一个区县批准" in errors(refused)["approver_type"]
    higher = APPROVAL | {"approver_type": "province_government", "approver": "重庆市人民政府"}
    assert office.step("city", id, "approve", higher).status_code == 200
