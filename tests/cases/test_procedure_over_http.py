"""A case from the application to the announcement, and who may do what on the way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cases.office import APPROVAL, CASES, Office, naming, road


@pytest.fixture(scope="module")
def closed(office: Office) -> dict[str, Any]:
    """A case that went all the way."""
    id = str(uuid4())
    drafted = office.draft("town", naming("霁岚坡路"), id)
    assert drafted.status_code == 201, drafted.text
    office.to(id, "approved")
    assert office.step("clerk", id, "report").status_code == 422
    filing = {"summary": "命名一条道路"}
    assert office.lay("clerk", id, "filing_report", fields=filing).status_code == 200
    assert office.step("clerk", id, "report").status_code == 200
    assert office.step("clerk", id, "file").status_code == 403
    announcement = {
        "id": str(uuid4()),
        "number": "2026年第1号",
        "channels": ["government_site", "national_database"],
    }
    assert office.step("clerk", id, "publish", announcement).status_code == 200
    filed = office.step("city", id, "file", {"number": "渝地名备[2026]1号"})
    assert filed.status_code == 200, filed.text
    return {"id": id, "drafted": drafted.json(), "filed": filed.json()}


def test_a_case_goes_from_the_application_to_the_end(closed: dict[str, Any]) -> None:
    assert closed["filed"]["stage"] == "closed"


def test_the_approved_name_is_in_the_register(office: Office, closed: dict[str, Any]) -> None:
    found = office.ask("", "GET", "/api/v1/names?q=霁岚坡路&f=json").json()
    assert [one["status"] for one in found["items"]] == ["standard"]


def test_the_life_of_a_name_tells_who_applied_and_who_approved(
    office: Office, closed: dict[str, Any]
) -> None:
    name = office.ask("", "GET", "/api/v1/names?q=霁岚坡路&f=json").json()["items"][0]["id"]
    events = office.ask("clerk", "GET", f"/api/v1/names/{name}/events").json()["events"]
    told = {one["kind"]: (one["authority"], one["document"]) for one in events}
    assert told["proposed"] == ("分水镇人民政府", "")
    assert told["approved"] == ("万州区人民政府", "万州府[2026]8号")


def test_the_case_knows_who_did_what(office: Office, closed: dict[str, Any]) -> None:
    steps = office.ask("clerk", "GET", f"{CASES}/{closed['id']}").json()["steps"]
    assert [step["verb"] for step in steps] == [
        *("submit", "accept", "review", "approve", "report", "publish", "file")
    ]
    assert {step["person"] for step in steps} >= {"town员", "city员"}


def test_both_reports_stay_with_the_case(office: Office, closed: dict[str, Any]) -> None:
    reports = office.ask("clerk", "GET", f"{CASES}/{closed['id']}/checks").json()["reports"]
    assert {report["occasion"] for report in reports} == {"submission", "approval"}
    assert all(report["catalogue"] and report["parameters"] for report in reports)


def test_the_applicant_follows_the_case_without_an_account(
    office: Office, closed: dict[str, Any]
) -> None:
    asked = {"number": closed["drafted"]["number"], "code": closed["drafted"]["code"]}
    answer = office.ask("", "GET", "/api/v1/case-status", params=asked)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["stage_title"] == "办结"
    wrong = office.ask("", "GET", "/api/v1/case-status", params=asked | {"code": "AAAAAAAA"})
    assert wrong.status_code == 404


def test_the_announcement_tells_the_six_things(office: Office, closed: dict[str, Any]) -> None:
    found = office.ask("", "GET", "/api/v1/announcements").json()["announcements"][0]
    item = found["items"][0]
    assert item["name"] == "霁岚坡路"
    assert item["romanization"] == "Jìlánpō Lù"
    assert "万州区" in item["division"]
    assert (item["location"], item["approver"]) == ("分水镇东部", "万州区人民政府")


def test_a_draft_sent_twice_is_one_case(office: Office) -> None:
    id = str(uuid4())
    first, again = (office.draft("town", naming("晴霁路"), id) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert again.json()["code"] == ""


def test_who_applied_does_not_approve(office: Office) -> None:
    id = str(uuid4())
    office.draft("second", naming("晴川坝路"), id)
    assert office.step("second", id, "submit").status_code == 200
    assert office.step("clerk", id, "accept").status_code == 200
    assert office.step("reviewer", id, "review").status_code == 200
    refused = office.step("second", id, "approve", APPROVAL)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-yours")
    assert office.step("approver", id, "approve", APPROVAL).status_code == 200


def test_a_stranger_sees_no_case_of_another_county(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("云岫路"), id)
    office.step("town", id, "submit")
    assert office.ask("stranger", "GET", f"{CASES}/{id}").status_code == 404
    assert office.ask("", "GET", f"{CASES}/{id}").status_code == 401


def test_two_clerks_at_once_are_told(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("云深坝路"), id)
    office.step("town", id, "submit")
    tag = office.tag("clerk", id)
    assert office.step("clerk", id, "accept", tag=tag).status_code == 200
    late = office.step("second", id, "return", {"note": "补图"}, tag=tag)
    assert (late.status_code, late.json()["type"]) == (412, "/problems/other-state")
    bare = office.ask("clerk", "POST", f"{CASES}/{id}/review", json={})
    assert bare.status_code == 428


def test_an_estate_is_not_approved_by_the_county(office: Office) -> None:
    id = str(uuid4())
    body = naming(applicant_type="建设单位")
    body["items"] = [
        road("云深坝小区", place_type="住宅区", significant_orientation=True, size="占地3公顷")
    ]
    assert office.draft("town", body, id).status_code == 201
    office.to(id, "reviewed")
    refused = office.step("approver", id, "approve", APPROVAL)
    assert refused.status_code == 422
    assert "住房城乡建设" in refused.json()["errors"][0]["remedy"]


def test_what_is_missing_in_an_application_is_told_field_by_field(office: Office) -> None:
    id = str(uuid4())
    body = naming()
    body["items"] = [road("云水坝路", reason="", width_m=None)]
    office.draft("town", body, id)
    refused = office.step("town", id, "submit")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/case-incomplete")
    assert [e["field"] for e in refused.json()["errors"]] == ["items[0].reason", "items[0].width_m"]
