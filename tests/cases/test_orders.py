"""Orders to put something right (责令): who may give one, about what, what it comes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.dependencies.days import CHINA
from api.store.session import Session
from tests.cases.office import CASES, Office, naming

ORDERS = "/api/v1/orders"
TODAY = datetime.now(CHINA).date()
DUE = TODAY + timedelta(15)


def told(**about: Any) -> dict[str, Any]:
    return {
        "ground": "GN-36-1",
        "addressee": "某置业公司",
        "facts": "未经批准在广告中使用新名",
        "issuer": "万州区民政局",
        "document": "万州民责[2026]1号",
        "due_on": DUE.isoformat(),
        **about,
    }


def order(office: Office, who: str, id: str = "", **about: Any) -> Any:
    return office.ask(who, "PUT", f"{ORDERS}/{id or uuid4()}", json=told(**about))


def result(office: Office, id: str, who: str = "clerk", **more: Any) -> Any:
    return office.ask(who, "POST", f"{ORDERS}/{id}/result", json=more)


def wrong(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["field"] for one in answer.json()["errors"]]


@pytest.fixture(scope="module")
def issue(office: Office) -> str:
    """A name used without approval, reported and found to be so."""
    id = str(uuid4())
    body = {
        "type": "irregular",
        "county": "500101",
        "name": "帝豪国际",
        "place": "江南新区",
        "message": "广告中使用未经批准的名称",
    }
    put = office.ask("clerk", "PUT", f"/api/v1/programme/issues/{id}", json=body)
    assert put.status_code == 200, put.text
    return id


def test_a_superior_orders_a_late_filing_and_writes_down_what_came_of_it(office: Office) -> None:
    case, id = str(uuid4()), str(uuid4())
    office.draft("town", naming("翠责湾路"), case)
    office.to(case, "approved")
    late = {"ground": "GN-35-1", "addressee": "万州区民政局", "case_id": case}
    assert wrong(order(office, "clerk", **late)) == ["ground"]  # not by itself
    assert wrong(order(office, "stranger", **late)) == ["about"]
    with office.on(TODAY + timedelta(40)):
        due = (TODAY + timedelta(50)).isoformat()
        made = order(office, "city", id, **late, due_on=due, issuer="重庆市民政局")
        assert made.status_code == 200, made.text
        assert made.json()["demand"] == "责令限期报送备案"
        assert made.json()["source"] == "《地名管理条例》第三十五条"
        again = order(office, "city", id, **late, due_on=due, facts="另一说法")
        assert again.json()["facts"] == made.json()["facts"]
        assert f"/cases/{case}" in page(office, "approver", "/orders")
    with office.on(TODAY + timedelta(60)):
        asked = {"state": "overdue", "county": "500101"}
        found = office.ask("clerk", "GET", ORDERS, params=asked).json()["orders"]
        assert [(one["id"], one["days_late"]) for one in found] == [(id, 10)]
        assert office.ask("stranger", "GET", f"{ORDERS}/{id}").status_code == 404
        assert wrong(result(office, id, who="city", result="criticised", document="1号")) == [
            "result"
        ]
        done = result(office, id, who="city", result="done", note="已报送")
        assert (done.status_code, done.json()["result_title"]) == (200, "已改正")
        assert wrong(result(office, id, who="city", result="done")) == ["result"]


def test_who_named_without_approval_is_ordered_to_mend_it_and_then_criticised(
    office: Office, issue: str
) -> None:
    id = str(uuid4())
    assert order(office, "clerk", id, issue_id=issue).status_code == 200
    early = result(office, id, result="criticised", document="万州民通[2026]1号")
    assert wrong(early) == ["on"]
    with office.on(DUE + timedelta(1)):
        assert wrong(result(office, id, result="criticised")) == ["document"]
        done = result(office, id, result="criticised", document="万州民通[2026]1号")
    assert (done.status_code, done.json()["result"]) == (200, "criticised"), done.text
    assert "通报批评" in page(office, "clerk", "/orders?state=ended")


def test_what_an_order_comes_to_is_what_its_article_says(office: Office, issue: str) -> None:
    id = str(uuid4())
    assert order(office, "clerk", id, issue_id=issue, ground="GN-37-1").status_code == 200
    with office.on(DUE + timedelta(1)):
        refused = result(office, id, result="abolished", document="1号")
    assert wrong(refused) == ["result"]
    assert "通报批评" in refused.json()["errors"][0]["remedy"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ground": "GN-30-1"}, "ground"),
        ({"due_on": TODAY.isoformat()}, "due_on"),
        ({"addressee": " "}, "addressee"),
        ({"issue_id": None}, "about"),
        ({"issue_id": str(uuid4())}, "about"),
    ],
)
def test_an_order_that_cannot_stand_is_refused(
    office: Office, issue: str, change: dict[str, Any], field: str
) -> None:
    assert wrong(order(office, "clerk", **{"issue_id": issue, **change})) == [field]


def page(office: Office, who: str, address: str) -> str:
    answer = office.ask(who, "GET", address)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_pages_lead_to_an_order_and_tell_of_it(office: Office) -> None:
    case = str(uuid4())
    office.draft("town", naming("翠令湾路"), case)
    office.to(case, "approved")
    with office.on(TODAY + timedelta(60)):
        assert f"/orders/new?case_id={case}" in page(office, "city", "/cases?stage=overdue")
        assert "登记责令" in page(office, "city", f"/orders/new?case_id={case}")
        due = (TODAY + timedelta(70)).isoformat()
        about = {"ground": "GN-35-1", "case_id": case, "due_on": due, "addressee": "万州区民政局"}
        assert order(office, "city", **about).status_code == 200
        assert "责令万州区民政局" in page(office, "clerk", f"{CASES[7:]}/{case}")
        assert "已责令" in page(office, "city", "/cases?stage=overdue")
        assert "责令未办结" in page(office, "city", "/")
    assert office.ask("clerk", "GET", "/orders/new").status_code == 422


def test_an_order_and_its_result_leave_a_line_each(office: Office, issue: str) -> None:
    id = str(uuid4())
    assert order(office, "clerk", id, issue_id=issue).status_code == 200
    assert result(office, id, result="done").status_code == 200
    asked = text("SELECT verb, clause FROM journal WHERE subject_id = :id ORDER BY id")
    with Session(office.app.state.engine) as db:
        lines = [tuple(line) for line in db.execute(asked, {"id": id})]
    article = "《地名管理条例》第三十六条"
    assert lines == [("order", article), ("end_order", article)]
