"""The pages of cases do what the interface does, and show a refusal beside what was sent."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from tests.cases.office import APPROVAL, Office, naming


def form(name: str, **more: str) -> dict[str, str]:
    """Return the form of a village road as a browser sends it."""
    return {
        "id": str(uuid4()),
        "kind": "naming",
        "applicant": "分水镇人民政府",
        "applicant_type": "乡镇人民政府",
        "county": "500101",
        "name": name,
        "place_type": "道路",
        "location": "分水镇东部",
        "reason": f"道路经过{name[:-1]}",
        "length_m": "850",
        "width_m": "6",
        "starts_at": "江南大道",
        "ends_at": "滨江路",
        "geometry": '{"type":"LineString","coordinates":[[108.33,30.7],[108.3388,30.7]]}',
        **more,
    }


def send(office: Office, who: str, path: str, **fields: Any) -> Any:
    return office.ask(who, "POST", path, data=fields, follow_redirects=False)


def tag(office: Office, who: str, id: str) -> str:
    return office.tag(who, id).strip('"')


def test_a_draft_from_the_form_is_the_case_that_the_interface_gives(office: Office) -> None:
    filled = form("锦岫坪路")
    page = send(office, "town", "/cases/new", **filled)
    assert page.status_code == 201
    code = re.findall(r'<b class="code">([A-Z0-9]{8})</b>', page.text)
    kept = office.ask("town", "GET", f"/api/v1/cases/{filled['id']}").json()
    assert (kept["stage"], kept["items"][0]["name"]) == ("drafted", "锦岫坪路")
    assert kept["items"][0]["details"]["starts_at"] == "江南大道"
    assert 800 < kept["items"][0]["measured_length_m"] < 900
    asked = {"number": kept["number"], "code": code[0]}
    assert office.ask("", "GET", "/api/v1/case-status", params=asked).status_code == 200


def test_a_form_that_is_refused_keeps_what_was_typed(office: Office) -> None:
    page = send(office, "town", "/cases/new", **form("锦岫坝路", length_m="很长"))
    assert page.status_code == 422
    assert 'value="锦岫坝路"' in page.text
    assert 'value="很长" aria-invalid="true"' in page.text


def test_a_draft_can_be_taken_up_again(office: Office) -> None:
    filled = form("锦岫塆路")
    send(office, "town", "/cases/new", **filled)
    page = office.ask("town", "GET", f"/cases/{filled['id']}/edit")
    assert 'value="锦岫塆路"' in page.text
    told = filled | {"name": "锦岫岭路", "tag": tag(office, "town", filled["id"])}
    assert send(office, "town", f"/cases/{filled['id']}/edit", **told).status_code == 303
    kept = office.ask("town", "GET", f"/api/v1/cases/{filled['id']}").json()
    assert [item["name"] for item in kept["items"]] == ["锦岫岭路"]


def test_a_step_from_an_old_page_says_that_somebody_was_quicker(office: Office) -> None:
    id = office.draft("town", naming("锦岫沟路")).json()["id"]
    old = tag(office, "town", id)
    office.step("town", id, "submit")
    page = send(office, "clerk", f"/cases/{id}/steps/accept", tag=old, note="材料齐全")
    assert page.status_code == 412
    assert "查看最新内容" in page.text
    assert "材料齐全" in page.text


def test_a_refused_step_leaves_nothing_behind(office: Office) -> None:
    """The names of a case are held for it while it is submitted: not if that fails."""
    first = office.draft("town", naming("锦岫湾路")).json()["id"]
    office.step("town", first, "submit")
    second = office.draft("town", naming("锦岫湾路")).json()["id"]
    page = send(office, "town", f"/cases/{second}/steps/submit", tag=tag(office, "town", second))
    assert page.status_code >= 400
    assert "锦岫湾路" in page.text
    kept = office.ask("town", "GET", f"/api/v1/cases/{second}").json()
    assert (kept["stage"], kept["steps"]) == ("drafted", [])


def test_a_case_goes_from_submission_to_announcement_on_pages(office: Office) -> None:
    id = office.draft("town", naming("锦岫河路")).json()["id"]
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("town", "submit", {}),
        ("clerk", "accept", {}),
        ("reviewer", "review", {}),
        ("approver", "approve", dict(APPROVAL)),
        (
            "clerk",
            "publish",
            {"number": "锦1", "channels": ["government_site", "national_database"]},
        ),
    ]
    for who, verb, fields in steps:
        told = fields | {"tag": tag(office, who, id)}
        answer = send(office, who, f"/cases/{id}/steps/{verb}", **told)
        assert answer.status_code == 303, (verb, answer.text)
    kept = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()
    assert kept["announcement_id"]


def test_the_page_offers_what_the_reader_may_do_and_nothing_else(office: Office) -> None:
    id = office.draft("town", naming("锦岫池路")).json()["id"]
    office.step("town", id, "submit")
    clerk = office.ask("clerk", "GET", f"/cases/{id}").text
    reviewer = office.ask("reviewer", "GET", f"/cases/{id}").text
    assert 'id="do-accept"' in clerk
    assert 'id="do-accept"' not in reviewer


def test_a_case_elsewhere_is_no_page(office: Office) -> None:
    id = office.draft("town", naming("锦岫塘路")).json()["id"]
    assert office.ask("stranger", "GET", f"/cases/{id}").status_code == 404


def test_a_paper_and_its_file_are_kept_together_or_not_at_all(office: Office) -> None:
    id = office.draft("town", naming("锦岫洞路")).json()["id"]
    path = f"/cases/{id}/papers/{uuid4()}"
    data = {"paper": "consultation_report", "field-process": "公示七日"}
    bad = {"file": ("图.pdf", b"no pdf at all", "application/pdf")}
    refused = office.ask("town", "POST", path, data=data, files=bad, follow_redirects=False)
    assert refused.status_code >= 400
    assert "公示七日" in refused.text
    assert office.ask("town", "GET", f"/api/v1/cases/{id}").json()["papers"] == []
    good = {"file": ("说明.txt", "公示照片说明".encode(), "text/plain")}
    kept = office.ask("town", "POST", path, data=data, files=good, follow_redirects=False)
    assert kept.status_code == 303
    [paper] = office.ask("town", "GET", f"/api/v1/cases/{id}").json()["papers"]
    assert [file["name"] for file in paper["files"]] == ["说明.txt"]


def test_a_department_answers_on_the_page_what_it_was_asked(office: Office) -> None:
    id = office.draft("town", naming("锦岫桥路")).json()["id"]
    office.to(id, "accepted")
    organisation = office.organisations["traffic"]
    asked = send(
        office, "clerk", f"/cases/{id}/opinions", kind="department", organisation_id=organisation
    )
    assert asked.status_code == 303
    [opinion] = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()["opinions"]
    path = f"/cases/{id}/opinions/{opinion['id']}/answer"
    refused = send(office, "traffic", path, answer="disagree", opinion="")
    assert refused.status_code == 422
    assert send(office, "traffic", path, answer="agree").status_code == 303


def test_the_name_is_checked_while_the_form_is_filled_in(office: Office) -> None:
    said = send(office, "town", "/cases/name-check", **form("毛泽东路"))
    assert said.status_code == 200
    assert "罗马字母拼写" in said.text
    assert "GN-" in said.text


def test_cases_are_found_by_stage_and_text(office: Office) -> None:
    office.draft("town", naming("锦岫楼路"))
    found = office.ask("town", "GET", "/cases", params={"stage": "drafted", "q": "锦岫楼"})
    assert "锦岫楼路命名" in found.text
    none = office.ask("town", "GET", "/cases", params={"stage": "closed", "q": "锦岫楼"})
    assert "没有符合条件的办件" in none.text


def test_a_warning_is_released_where_the_refusal_is_shown(office: Office) -> None:
    """The refused submission brings the report, with a place for the statement."""
    first = office.draft("town", naming("锦岫台路")).json()["id"]
    office.to(first, "approved")
    id = office.draft("town", naming("锦岫苔路")).json()["id"]
    told = {"tag": tag(office, "town", id)}
    refused = send(office, "town", f"/cases/{id}/steps/submit", **told)
    assert refused.status_code >= 400
    rules = re.findall(r'name="rule" value="([^"]+)"', refused.text)
    assert rules
    for rule in set(rules):
        kept = send(office, "town", f"/cases/{id}/releases", rule=rule, row="1", reason="相距较远")
        assert kept.status_code == 303
    told = {"tag": tag(office, "town", id)}
    assert send(office, "town", f"/cases/{id}/steps/submit", **told).status_code == 303


def test_the_approver_is_offered_the_statement_that_the_applicant_cannot_make_for_him(
    office: Office,
) -> None:
    id = str(uuid4())
    office.draft("town", naming("冰心路"), id)
    stated = {"rule": "GN-9-4b", "row": "1", "reason": "沿用小学旧址名"}
    offered = f'action="/cases/{id}/releases"'
    assert send(office, "town", f"/cases/{id}/checks").status_code == 303
    assert offered in office.ask("town", "GET", f"/cases/{id}").text
    send(office, "town", f"/cases/{id}/releases", **stated)
    office.to(id, "reviewed")
    assert offered not in office.ask("town", "GET", f"/cases/{id}").text
    assert offered in office.ask("approver", "GET", f"/cases/{id}").text
    refused = office.step("approver", id, "approve", APPROVAL)
    assert refused.json()["type"] == "/problems/case-not-passed"
    assert "警告 1 个" in refused.json()["detail"]
    send(office, "approver", f"/cases/{id}/checks")  # what the approval would find
    assert offered in office.ask("approver", "GET", f"/cases/{id}").text
    send(office, "approver", f"/cases/{id}/releases", **stated)
    assert offered not in office.ask("approver", "GET", f"/cases/{id}").text
    assert office.step("approver", id, "approve", APPROVAL).status_code == 200
