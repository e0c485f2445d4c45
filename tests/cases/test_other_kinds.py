"""Retirement, correction, heritage listing, and filings that other departments send."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.dependencies.days import CHINA
from tests.cases.office import APPROVAL, CASES, Office, naming, road

TOMORROW = datetime.now(CHINA).date() + timedelta(1)


@pytest.fixture(scope="module")
def registered(office: Office) -> dict[str, int]:
    """Ids of roads that were approved, by name."""
    id = str(uuid4())
    wanted = ("翠屏湾路", "翠岭湾路", "翠峰湾路", "翠谷湾路")
    office.draft("town", naming(*wanted), id)
    office.to(id, "approved")
    items = office.ask("clerk", "GET", f"{CASES}/{id}").json()["items"]
    return {item["name"]: item["approved_name_id"] for item in items}


def about(kind: str, name_id: int, **item: Any) -> dict[str, Any]:
    return naming(kind=kind, items=[{"name_id": name_id, "reason": "道路已并入主路", **item}])


def status_of(office: Office, name: str) -> set[str]:
    found = office.ask("", "GET", "/api/v1/names", params={"q": name, "f": "json"}).json()
    return {one["status"] for one in found["items"] if one["name"] == name}


REPORTS = {
    "comprehensive_assessment": (
        *("legality", "feasibility", "controllability", "social_impact", "risks"),
        "countermeasures",
    ),
    "expert_argument": ("necessity", "scientific", "reasonable", "risks", "advice"),
    "consultation_report": ("process", "scope", "opinions", "handling"),
}


def lay_reports(office: Office, id: str) -> None:
    for paper, headings in REPORTS.items():
        laid = office.lay("clerk", id, paper, fields=dict.fromkeys(headings, "已核"))
        assert laid.json()["gaps"] == [], laid.text


def test_a_name_is_retired_with_its_reports(office: Office, registered: dict[str, int]) -> None:
    id = str(uuid4())
    office.draft("town", about("retirement", registered["翠屏湾路"]), id)
    assert office.step("town", id, "submit").status_code == 200
    assert office.step("clerk", id, "accept").status_code == 200
    refused = office.step("reviewer", id, "review")
    assert {e["field"] for e in refused.json()["errors"]} == {f"papers.{p}" for p in REPORTS}
    lay_reports(office, id)
    assert office.step("reviewer", id, "review").status_code == 200
    with office.on(TOMORROW):  # a name lives a day at least
        assert office.step("approver", id, "approve", APPROVAL).status_code == 200
    asked = {"q": "翠屏湾路", "f": "json", "on": (TOMORROW + timedelta(1)).isoformat()}
    found = office.ask("", "GET", "/api/v1/names", params=asked).json()["items"]
    assert "standard" not in {one["status"] for one in found if one["name"] == "翠屏湾路"}


def test_a_report_without_a_heading_is_told(office: Office, registered: dict[str, int]) -> None:
    id = str(uuid4())
    office.draft("town", about("retirement", registered["翠谷湾路"]), id)
    laid = office.lay("town", id, "expert_argument", fields={"necessity": "必要"})
    assert "专家论证报告缺少“科学性”" in laid.json()["gaps"]
    strange = office.lay("town", id, "expert_argument", fields={"nonsense": "x"})
    assert (strange.status_code, strange.json()["errors"][0]["field"]) == (422, "fields.nonsense")


def test_a_correction_takes_two_people(office: Office, registered: dict[str, int]) -> None:
    id = str(uuid4())
    change = {"romanization": "Cuìlǐng Wān Lù"}
    body = about("correction", registered["翠岭湾路"], change=change, reason="拼写录错")
    office.draft("second", body, id)
    assert office.step("second", id, "submit").status_code == 422
    office.lay("second", id, "evidence", title="批复扫描件")
    assert office.step("second", id, "submit").status_code == 200
    own = office.step("second", id, "approve", APPROVAL)
    assert (own.status_code, own.json()["type"]) == (403, "/problems/not-yours")
    shown = office.ask("approver", "GET", f"/cases/{id}").text
    assert "更正罗马字母拼写" in shown
    assert "现为“Cuìlǐngwān Lù”，更正为“Cuìlǐng Wān Lù”" in shown
    done = office.step("approver", id, "approve", APPROVAL)
    assert (done.status_code, done.json()["stage"]) == (200, "closed"), done.text
    assert "现为" not in office.ask("approver", "GET", f"/cases/{id}").text


def test_a_correction_needs_a_name_of_the_register(office: Office) -> None:
    id = str(uuid4())
    change = {"romanization": "Wúcǐ Lù"}
    office.draft("clerk", naming(kind="correction", items=[road("无此路", change=change)]), id)
    office.lay("clerk", id, "evidence")
    refused = office.step("clerk", id, "submit")
    assert [e["field"] for e in refused.json()["errors"]] == ["items[0].name_id"]


def estate(name: str) -> dict[str, Any]:
    item = road(name, place_type="住宅区", significant_orientation=True, size="占地3公顷")
    return naming(
        kind="filing_received",
        applicant="万州区住房城乡建委",
        applicant_type="主管部门",
        items=[item],
    )


def test_what_another_department_approved_is_filed_and_then_published(office: Office) -> None:
    id = str(uuid4())
    assert office.draft("housing", estate("翠云湾小区"), id).status_code == 201
    refused = office.step("housing", id, "submit")
    assert {e["field"] for e in refused.json()["errors"]} == {
        *("papers.filing_report", "papers.approval_reply", "papers.application")
    }
    office.lay("housing", id, "application")
    office.lay("housing", id, "filing_report", fields={"summary": "命名一处住宅区"})
    reply = {"number": "万州住建[2026]5号", "issued_on": "2026-11-01", "issuer": "万州区住建委"}
    office.lay("housing", id, "approval_reply", **reply)
    assert office.step("housing", id, "submit").status_code == 200
    announcement = {
        "id": str(uuid4()),
        "number": "2026年第31号",
        "channels": ["government_site", "national_database"],
    }
    assert office.step("clerk", id, "publish", announcement).status_code == 409
    filed = office.step("clerk", id, "file", {"number": "万州地名备[2026]1号"})
    assert (filed.status_code, filed.json()["stage"]) == (200, "filed"), filed.text
    assert status_of(office, "翠云湾小区") == {"standard"}
    assert office.step("clerk", id, "publish", announcement).status_code == 200
    assert office.ask("clerk", "GET", f"{CASES}/{id}").json()["stage"] == "closed"


def test_an_approval_of_a_listed_name_makes_it_a_standard_one(office: Office) -> None:
    id = str(uuid4())
    asked = {"kind": "village", "status": "listed", "name_kind": "standard", "f": "json"}
    asked |= {"bbox": "108.2,30.6,108.6,31.0"}
    rows = office.ask("", "GET", "/api/v1/names", params=asked).json()["items"]
    listed = next(one for one in rows if (one["county"] or {}).get("name") == "万州区")
    body = naming(
        kind="filing_received",
        applicant="万州区农业农村委",
        applicant_type="",
        items=[road(listed["name"], place_type="自然村", name_id=listed["id"])],
    )
    assert office.draft("housing", body, id).status_code == 201
    office.lay("housing", id, "application")
    office.lay("housing", id, "filing_report", fields={"summary": "补报一处自然村"})
    reply = {"number": "万州府[2019]5号", "issued_on": "2019-11-01", "issuer": "万州区人民政府"}
    office.lay("housing", id, "approval_reply", **reply)
    submitted = office.step("housing", id, "submit")
    assert submitted.status_code == 200, submitted.text
    filed = office.step("clerk", id, "file", {"number": "万州地名备[2026]9号"})
    assert filed.status_code == 200, filed.text
    told = office.ask("", "GET", f"/api/v1/names/{listed['id']}").json()["properties"]
    assert (told["name"], told["status"]) == (listed["name"], "standard")
    assert "approved" in {event["kind"] for event in told["events"]}
    then = office.ask("", "GET", f"/api/v1/names/{listed['id']}?on=2020-01-01").json()
    assert then["properties"]["in_use"] is (told["valid"]["from"] <= "2020-01-01")


def test_a_renaming_of_a_division_needs_three_reports_and_the_number_of_the_great_report(
    office: Office,
) -> None:
    id = str(uuid4())
    found = office.ask("", "GET", "/api/v1/names", params={"q": "万州区", "f": "json"}).json()
    division = next(one["id"] for one in found["items"] if one["name"] == "万州区")
    body = naming(kind="renaming", items=[road("万川区", place_type="", name_id=division)])
    office.draft("clerk", body, id)
    told = office.ask("clerk", "GET", f"{CASES}/{id}").json()
    papers = {demand["paper"] for demand in told["demands"]}
    assert papers >= {"risk_assessment", "expert_argument", "major_matter_report"}
    assert told["authorities"][0]["approvers"] == ["state_council"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (None, "items[0].change"),
        ({"nonsense": "x"}, "items[0].change.nonsense"),
        ({"length_m": "很长"}, "items[0].change.length_m"),
    ],
)
def test_a_correction_says_what_of_the_record_becomes_what(
    office: Office, registered: dict[str, int], change: Any, field: str
) -> None:
    body = about("correction", registered["翠岭湾路"], change=change)
    refused = office.draft("second", body)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [field]


def test_what_a_province_decides_is_not_written_down_by_a_county(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("翠波湾路"), id)
    office.to(id, "reviewed")
    body = APPROVAL | {"approver_type": "province_government", "approver": "重庆市人民政府"}
    refused = office.step("approver", id, "approve", body)
    assert [e["field"] for e in refused.json()["errors"]] == ["approver_type"]
    assert office.step("city", id, "approve", body).status_code == 200


def test_a_panel_needs_its_number_of_experts(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("翠涛湾路"), id)
    office.to(id, "accepted")
    for number in range(3):
        path = f"{CASES}/{id}/opinions/{uuid4()}"
        body = {"kind": "expert", "asked_of": f"专家{number + 1}"}
        assert office.ask("clerk", "PUT", path, json=body).status_code == 200
        given = {"answer": "agree", "by_name": f"专家{number + 1}"}
        assert office.ask("clerk", "POST", f"{path}/answer", json=given).status_code == 200
        done = office.step("reviewer", id, "review")
        assert done.status_code == (200 if number == 2 else 422)


def test_who_stands_above_sees_what_the_county_has_not_done_in_time(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("翠澜湾路"), id)
    office.step("town", id, "submit")
    mine = office.ask("city", "GET", f"{CASES}/tasks").json()["tasks"]
    assert id not in [task["case"]["id"] for task in mine]
    with office.on(TOMORROW + timedelta(20)):
        late = office.ask("city", "GET", f"{CASES}/overdue").json()["tasks"]
        elsewhere = office.ask("stranger", "GET", f"{CASES}/overdue").json()["tasks"]
    (found,) = [task for task in late if task["case"]["id"] == id]
    assert found["deadline"]["urgency_title"] == "逾期，责令限期办理"
    assert id not in [task["case"]["id"] for task in elsewhere]


PLACES = {
    "山峰": ("霁岚尖峰", "natural", {"county_government", "province_government"}),
    "河流": ("霁岚小河", "natural", {"county_government", "province_government"}),
    "镇": ("霁岚镇", "township", {"province_government"}),
    "街道": ("霁岚街道", "township", {"county_government", "province_government"}),
    "村": ("霁岚坡村", "committee", {"county_government", "name_authority"}),
    "自然村": ("霁岚坡湾", "village", {"county_government", "name_authority"}),
    "集镇": ("霁岚坡场", "village", {"county_government", "name_authority"}),
    "公园": (
        *("霁岚坡公园", "park"),
        {"green_department", "county_government", "province_government"},
    ),
    "广场": (
        *("霁岚坡广场", "park"),
        {"green_department", "county_government", "province_government"},
    ),
    "自然保护地": (
        *("霁岚坡自然保护区", "park"),
        {"green_department", "county_government", "province_government"},
    ),
    "道路": ("霁岚坡路", "street", {"county_government", "province_government"}),
    "开发区": (
        *("霁岚坡开发区", "zone"),
        {"competent_department", "county_government", "province_government"},
    ),
    "住宅区": ("霁岚坡花园", "building", {"housing_department"}),
    "楼宇": ("霁岚坡大厦", "building", {"housing_department"}),
    "桥梁": ("霁岚坡桥", "facility", {"competent_department"}),
    "水库": ("霁岚坡水库", "facility", {"competent_department"}),
    "其他": (
        *("霁岚坡寺", "other"),
        {"competent_department", "county_government", "province_government"},
    ),
}
TOWN = {"natural", "committee", "village", "street", "township"}


@pytest.mark.parametrize("word", PLACES)
def test_a_place_of_any_type_is_applied_for_and_has_its_approver(office: Office, word: str) -> None:
    name, kind, approvers = PLACES[word]
    id = str(uuid4())
    item = road(name, place_type=word, size="占地3公顷", reason="位于霁岚坡")
    item |= {"significant_orientation": True} if kind in ("building", "facility", "other") else {}
    who = "乡镇人民政府" if kind in TOWN else "建设单位"
    office.draft("town", naming(items=[item], applicant_type=who), id)
    told = office.ask("town", "GET", f"{CASES}/{id}").json()
    (authority,) = told["authorities"]
    assert (authority["place_kind"], set(authority["approvers"])) == (kind, approvers)
    submitted = office.step("town", id, "submit")
    if submitted.status_code != 200:  # a warning of the check is to be released, nothing else
        codes = {error["message"].split("（")[0] for error in submitted.json()["errors"]}
        for rule in codes:
            body = {"rule": rule, "reason": "已经核实，与事实相符"}
            assert office.ask("town", "POST", f"{CASES}/{id}/releases", json=body).is_success
        submitted = office.step("town", id, "submit")
    assert submitted.status_code == 200, submitted.text


def test_the_deadlines_of_ones_tasks_are_a_calendar(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("霁汀湾路"), id)
    office.to(id, "approved")
    answer = office.ask("clerk", "GET", f"{CASES}/deadlines.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = answer.text.replace("\r\n ", "").split("BEGIN:VEVENT")
    (mine,) = [one for one in events if f"{id}-file@" in one]
    due = TOMORROW + timedelta(14)
    assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}" in mine
    assert "TRIGGER:-P5D" in mine
    assert office.ask("", "GET", f"{CASES}/deadlines.ics").status_code == 401


def test_what_was_only_drawn_is_announced_with_its_coordinates(office: Office) -> None:
    id = str(uuid4())
    shape = {"type": "Point", "coordinates": [108.41, 30.81]}
    item = road("霁港湾", place_type="自然村", geometry=shape, location="", size="三十户")
    item |= {"details": {}}
    office.draft("town", naming(items=[item]), id)
    office.to(id, "approved")
    body = {
        "id": str(uuid4()),
        "number": "2026年第77号",
        "channels": ["government_site", "national_database"],
    }
    told = office.step("clerk", id, "publish", body)
    assert told.status_code == 200, told.text
    found = office.ask("", "GET", f"/api/v1/announcements/{body['id']}").json()
    assert found["items"][0]["location"].endswith("东经108.4100度、北纬30.8100度附近")


def test_what_the_state_council_approved_is_announced_and_filed_with_nobody(office: Office) -> None:
    id = str(uuid4())
    item = road("霁云尖峰", place_type="山峰", size="海拔1200米", reason="位于霁云坡")
    office.draft("town", naming(items=[item], famous=True), id)
    office.to(id, "reviewed")
    organ = {"approver_type": "state_council", "approver": "国务院", "number": "国函[2026]9号"}
    county = office.step("approver", id, "approve", APPROVAL)
    assert [error["field"] for error in county.json()["errors"]] == ["approver_type"]
    assert office.step("city", id, "approve", APPROVAL | organ).status_code == 200
    told = office.ask("clerk", "GET", f"{CASES}/{id}").json()
    assert [deadline["duty"] for deadline in told["deadlines"]] == ["publish"]
    assert office.step("clerk", id, "report").status_code == 409
    body = {
        "id": str(uuid4()),
        "number": "2026年第78号",
        "channels": ["government_site", "national_database"],
    }
    assert office.step("clerk", id, "publish", body).status_code == 200
    assert office.ask("clerk", "GET", f"{CASES}/{id}").json()["stage"] == "closed"


@pytest.mark.parametrize("who", ["张三", "石坡村村民委员会"])
def test_who_may_not_apply_is_known_by_name_where_no_type_is_told(office: Office, who: str) -> None:
    id = str(uuid4())
    office.draft("town", naming("霁渡湾路", applicant=who, applicant_type=""), id)
    refused = office.step("town", id, "submit")
    assert refused.is_client_error
    assert "CQ-APP-4" in refused.text
