"""Steps of 地名办理: a village road, a duplicate, a warning, a listed name, a batch, two clerks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from api.dependencies.days import CHINA
from tests.cases.office import APPROVAL, CASES, Office, accounts, cases_engine, naming, office, road
from tests.cases.tables import names, table
from tests.journeys.plates import announced, done

__all__ = ["accounts", "cases_engine", "office"]

TODAY = datetime.now(CHINA).date()
scenarios("地名办理.feature")


@pytest.fixture
def desk() -> dict[str, Any]:
    """What lies on the desk: the case, who applies, the last answer."""
    return {"who": "town", "id": str(uuid4()), "prefix": ""}


@given("各机关的经办人已登录")
def _signed_in(office: Office) -> None:
    assert office.ask("clerk", "GET", "/api/v1/me").json()["roles"] == ["clerk"]


def _stage(office: Office, desk: dict[str, Any]) -> str:
    found = office.ask(desk["prefix"] + "clerk", "GET", f"{CASES}/{desk['id']}")
    if found.status_code == 404:  # only its writer sees a draft
        found = office.ask(desk["who"], "GET", f"{CASES}/{desk['id']}")
    return str(found.json()["stage_title"])


@when(parsers.parse('分水镇申请把村道命名为"{name}"'))
def _apply(office: Office, desk: dict[str, Any], name: str) -> None:
    desk["drafted"] = done(office.draft("town", naming(name, rural=True), desk["id"]))
    desk["name"] = name


@when("分水镇提交申请")
@when("街道提交更名申请")
def _submit(office: Office, desk: dict[str, Any]) -> None:
    desk["answer"] = office.step(desk["who"], desk["id"], "submit")


@then(parsers.parse('办件处于"{stage}"'))
def _is_at(office: Office, desk: dict[str, Any], stage: str) -> None:
    assert _stage(office, desk) == stage, desk["answer"].text


@then(parsers.parse('申请人凭编号和查询码看到"{stage}"'))
def _follows(office: Office, desk: dict[str, Any], stage: str) -> None:
    asked = {"number": desk["drafted"]["number"], "code": desk["drafted"]["code"]}
    assert done(office.ask("", "GET", "/api/v1/case-status", params=asked))["stage_title"] == stage


@when("万州区受理申请")
def _accept(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("clerk", desk["id"], "accept"))


@when("万州区向交通局征求意见")
def _ask(office: Office, desk: dict[str, Any]) -> None:
    desk["opinion"] = str(uuid4())
    body = {
        "kind": "department",
        "organisation_id": office.organisations["traffic"],
        "question": "起止点是否准确",
    }
    path = f"{CASES}/{desk['id']}/opinions/{desk['opinion']}"
    done(office.ask("clerk", "PUT", path, json=body))


@then("交通局的待办里有这件")
def _waits(office: Office, desk: dict[str, Any]) -> None:
    tasks = done(office.ask("traffic", "GET", f"{CASES}/tasks"))["tasks"]
    assert desk["id"] in [task["case"]["id"] for task in tasks]


@when(parsers.parse('交通局答复"{answer}"'))
def _answer(office: Office, desk: dict[str, Any], answer: str) -> None:
    path = f"{CASES}/{desk['id']}/opinions/{desk['opinion']}/answer"
    told = done(office.ask("traffic", "POST", path, json={"answer": "agree"}))
    assert told["answer_title"] == answer


@when("万州区公示拟用的地名")
def _consult(office: Office, desk: dict[str, Any]) -> None:
    desk["consultation"] = str(uuid4())
    path = f"{CASES}/{desk['id']}/consultations/{desk['consultation']}"
    opened = done(office.ask("clerk", "PUT", path, json={"title": "关于拟命名道路的公示"}))
    desk["closes"] = date.fromisoformat(opened["closes_on"])


@when("一位村民在公示期内提出意见")
def _comment(office: Office, desk: dict[str, Any]) -> None:
    listed = done(office.ask("", "GET", "/api/v1/consultations"))["consultations"]
    (mine,) = [one for one in listed if one["id"] == desk["consultation"]]
    assert mine["items"][0]["name"] == desk["name"]
    desk["comment"] = str(uuid4())
    body = {"id": desk["comment"], "author": "村民李某", "answer": "agree", "comment": "好记"}
    path = f"/api/v1/consultations/{desk['consultation']}/comments"
    assert office.ask("", "POST", path, json=body).status_code == 201
    assert office.ask("", "POST", path, json=body).json()["fresh"] is False


@then("万州区还不能审核，因为征求意见没有结束")
def _not_yet(office: Office, desk: dict[str, Any]) -> None:
    refused = office.step("reviewer", desk["id"], "review")
    assert refused.status_code == 422
    assert "尚未结束" in refused.json()["errors"][0]["message"]


@when("公示期满后万州区答复意见并结束公示")
def _close(office: Office, desk: dict[str, Any]) -> None:
    base = f"{CASES}/{desk['id']}"
    path = f"{base}/consultations/{desk['consultation']}/close"
    early = office.ask("clerk", "POST", path, json={"summary": "无异议"})
    assert early.status_code == 409
    reply = {"reply": "谢谢支持", "adopted": True}
    done(office.ask("clerk", "POST", f"{base}/comments/{desk['comment']}/reply", json=reply))
    with office.on(desk["closes"] + timedelta(1)):
        done(office.ask("clerk", "POST", path, json={"summary": "收到一条同意的意见"}))


@when("万州区审核通过")
def _review(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("reviewer", desk["id"], "review"))


@when(parsers.parse('区人民政府批准，文号为"{number}"'))
def _approve(office: Office, desk: dict[str, Any], number: str) -> None:
    body = APPROVAL | {"number": number}
    desk["answer"] = office.step("approver", desk["id"], "approve", body)
    done(desk["answer"])


@then(parsers.parse('"{name}"是标准地名'))
def _standard(office: Office, name: str) -> None:
    found = done(office.ask("", "GET", "/api/v1/names", params={"q": name, "f": "json"}))
    assert ("standard", name) in [(one["status"], one["name"]) for one in found["items"]]


@when("万州区报送备案")
def _report(office: Office, desk: dict[str, Any]) -> None:
    desk["answer"] = office.step("clerk", desk["id"], "report")


@then(parsers.parse('被告知缺少"{paper}"'))
def _lacks(desk: dict[str, Any], paper: str) -> None:
    assert desk["answer"].status_code == 422
    assert [e["message"] for e in desk["answer"].json()["errors"]] == [f"缺少{paper}"]


@when("万州区补上备案报告并报送备案")
def _report_again(office: Office, desk: dict[str, Any]) -> None:
    done(office.lay("clerk", desk["id"], "filing_report", fields={"summary": "命名一条村道"}))
    done(office.step("clerk", desk["id"], "report"))


@when("重庆市准予备案")
def _file(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("city", desk["id"], "file", {"number": "渝地名备[2026]1号"}))


@when(parsers.parse('万州区发布公告"{number}"'))
def _publish(office: Office, desk: dict[str, Any], number: str) -> None:
    body = {
        "id": str(uuid4()),
        "number": number,
        "channels": ["government_site", "national_database"],
    }
    desk["answer"] = office.step("clerk", desk["id"], "publish", body)
    desk["announcement"] = done(desk["answer"])


@then("公告写明六项内容")
def _six(office: Office, desk: dict[str, Any]) -> None:
    item = announced(office, desk)
    six = ("name", "romanization", "division", "location", "approver", "approved_on")
    assert all(item[key] for key in six)


@then(parsers.parse('订阅中有公告"{number}"'))
def _fed(office: Office, number: str) -> None:
    assert number in office.ask("", "GET", "/announcements.atom").text
    feed = done(office.ask("", "GET", "/announcements.json"))
    assert any(number in item["content_text"] for item in feed["items"])


@given(parsers.parse('"{name}"已经办件批准入库'))
def _taken(office: Office, name: str) -> None:
    id = str(uuid4())
    done(office.draft("town", naming(name), id))
    office.to(id, "approved")


@given(parsers.parse('"{name}"正在另一办件中申请'))
def _reserved(office: Office, desk: dict[str, Any], name: str) -> None:
    desk["other"] = str(uuid4())
    done(office.draft("second", naming(name), desk["other"]))
    done(office.step("second", desk["other"], "submit"))


@then("被告知名称已由另一办件预留")
def _told_taken(desk: dict[str, Any]) -> None:
    assert (desk["answer"].status_code, desk["answer"].json()["type"]) == (
        409,
        "/problems/names-taken",
    )


@when("另一办件撤回")
def _withdraw(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("second", desk["other"], "withdraw"))


@then(parsers.parse('批准被拒绝，意见中有"{rule}"'))
def _approval_refused(office: Office, desk: dict[str, Any], rule: str) -> None:
    desk["answer"] = office.step("approver", desk["id"], "approve", APPROVAL)
    _refused(desk, rule)


@then(parsers.parse('提交被拒绝，意见中有"{rule}"'))
def _refused(desk: dict[str, Any], rule: str) -> None:
    body = desk["answer"].json()
    assert (desk["answer"].status_code, body["type"]) == (422, "/problems/case-not-passed"), body
    assert any(error["message"].startswith(f"{rule}（") for error in body["errors"]), body


@when(parsers.parse('分水镇具名说明"{rule}"：{reason}'))
@when(parsers.parse('街道具名说明"{rule}"：{reason}'))
def _state(office: Office, desk: dict[str, Any], rule: str, reason: str) -> None:
    body = {"rule": rule, "reason": reason}
    done(office.ask(desk["who"], "POST", f"{CASES}/{desk['id']}/releases", json=body))


@when(parsers.parse('审批人具名说明"{rule}"：{reason}'))
def _official_states(office: Office, desk: dict[str, Any], rule: str, reason: str) -> None:
    body = {"rule": rule, "reason": reason}
    done(office.ask("approver", "POST", f"{CASES}/{desk['id']}/releases", json=body))


@when("办件送到批准")
def _to_approval(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("clerk", desk["id"], "accept"))
    done(office.step("reviewer", desk["id"], "review"))


@given(parsers.parse('渝中区的"{name}"是标准地名，列入保护名录'))
def _listed(office: Office, desk: dict[str, Any], name: str) -> None:
    id = str(uuid4())
    body = naming(county="500103", applicant="渝中区街道办事处", applicant_type="街道办事处")
    body["items"] = [road(name, division="500103", location="渝中半岛")]
    done(office.draft("yz_town", body, id))
    approver = {"approver": "渝中区人民政府", "number": "渝中府[2026]1号"}
    office.to(id, "approved", "yz_", **approver)
    items = done(office.ask("yz_clerk", "GET", f"{CASES}/{id}"))["items"]
    desk |= {"registered": items[0]["approved_name_id"], "who": "yz_town", "prefix": "yz_"}
    lists = done(office.ask("", "GET", "/api/v1/heritage", params={"q": name, "f": "json"}))
    assert lists["numberMatched"] > 0


@when(parsers.parse('街道申请把"{old}"更名为"{new}"'))
def _rename(office: Office, desk: dict[str, Any], old: str, new: str) -> None:
    body = naming(county="500103", applicant="渝中区街道办事处", applicant_type="街道办事处")
    item = road(new, division="500103", location="渝中半岛", name_id=desk["registered"])
    body |= {"kind": "renaming", "items": [item]}
    done(office.draft("yz_town", body, desk["id"]))


@when(parsers.parse('街道附上"{day}"成文的保护措施'))
def _measures(office: Office, desk: dict[str, Any], day: str) -> None:
    fields = {"measures": "原路口立碑，公交站名沿用", "responsible": "渝中区人民政府"}
    more = {"number": "渝中府发[2026]5号", "issued_on": day, "fields": fields}
    laid = done(office.lay("yz_town", desk["id"], "protection_measures", **more))
    assert laid["gaps"] == []


@when(parsers.parse("分水镇用表格申请 {count:d} 个村道名称，其中一个已经有了"))
def _fill(office: Office, desk: dict[str, Any], count: int) -> None:
    taken = {"云沟望路": str(uuid4())}
    for name, id in taken.items():
        done(office.draft("town", naming(name), id))
        office.to(id, "approved")
    done(office.draft("town", naming(rural=True), desk["id"]))
    desk["names"] = [*names(count - 1), *taken]
    _send(office, desk, "PUT", table(desk["names"]))


def _send(office: Office, desk: dict[str, Any], verb: str, content: bytes) -> Any:
    tag = office.tag("town", desk["id"])
    path = f"{CASES}/{desk['id']}/items"
    files = {"file": ("乡村道路.xlsx", content)}
    return done(office.ask("town", verb, path, files=files, headers={"If-Match": tag}))


@then(parsers.parse("第 {row:d} 行被指出重名"))
def _row_found(office: Office, desk: dict[str, Any], row: int) -> None:
    checks = done(office.ask("town", "POST", f"{CASES}/{desk['id']}/checks"))["checks"]
    heavy = [check["row"] for check in checks if check["verdict"] in ("warn", "block")]
    assert heavy == [row]


@when(parsers.parse("分水镇只补正第 {row:d} 行"))
def _correct(office: Office, desk: dict[str, Any], row: int) -> None:
    desk["names"][row - 1] = "桂沟望路"
    filled = _send(office, desk, "PATCH", table(["桂沟望路"], numbers=[row]))
    assert (filled["taken"], filled["replaced"]) == (1, 1)


@then(parsers.parse("{count:d} 个地名都已入库"))
def _all_in(office: Office, desk: dict[str, Any], count: int) -> None:
    path = f"{CASES}/{desk['id']}/items?limit=1000"
    items = done(office.ask("clerk", "GET", path))["items"]
    entered = {item["approved_name_id"] for item in items if item["state"] == "approved"}
    assert len(entered - {None}) == count
    found = office.ask("", "GET", "/api/v1/names", params={"q": desk["names"][0], "f": "json"})
    assert found.json()["items"][0]["status"] == "standard"


@when("甲、乙两个经办人同时打开这件")
def _open(office: Office, desk: dict[str, Any]) -> None:
    desk["tags"] = {who: office.tag(who, desk["id"]) for who in ("clerk", "second")}


@when("甲受理")
def _first(office: Office, desk: dict[str, Any]) -> None:
    done(office.step("clerk", desk["id"], "accept", tag=desk["tags"]["clerk"]))


@then("乙退回补正时被告知办件已被他人办理")
def _second(office: Office, desk: dict[str, Any]) -> None:
    tag = desk["tags"]["second"]
    desk["answer"] = office.step("second", desk["id"], "return", {"note": "补图"}, tag=tag)
    assert desk["answer"].status_code == 412
    assert "审查中" in desk["answer"].json()["remedy"]


@then(parsers.parse('批准后第 {days:d} 日报送备案"{urgency}"'))
def _urgency(office: Office, desk: dict[str, Any], days: int, urgency: str) -> None:
    with office.on(TODAY + timedelta(days)):
        found = done(office.ask("clerk", "GET", f"{CASES}/{desk['id']}"))["deadlines"]
    (duty,) = [one for one in found if one["duty"] == "file"]
    assert duty["urgency_title"] == urgency
    assert duty["source"]["article"] == "第十三条"


@then(parsers.parse("批准后第 {days:d} 日万州区的逾期待办里有这件"))
def _overdue(office: Office, desk: dict[str, Any], days: int) -> None:
    with office.on(TODAY + timedelta(days)):
        found = done(office.ask("clerk", "GET", f"{CASES}/tasks?overdue=true"))
    assert desk["id"] in [task["case"]["id"] for task in found["tasks"]]
    assert found["overdue"] >= 1
