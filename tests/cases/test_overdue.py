"""What is late is seen by whoever is to order it; an announcement goes out with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.dependencies.days import CHINA
from api.services.cases import reading
from tests.cases.office import CASES, Office, naming

TODAY = datetime.now(CHINA).date()


@pytest.fixture(scope="module")
def late(office: Office) -> str:
    """The number of a case that nobody accepted for sixty days."""
    id = str(uuid4())
    number = office.draft("town", naming("霜滩渡路"), id).json()["number"]
    with office.on(TODAY - timedelta(60)):
        assert office.step("town", id, "submit").status_code == 200
    return str(number)


@pytest.mark.parametrize(
    ("who", "sees"), [("clerk", True), ("approver", True), ("city", True), ("yz_clerk", False)]
)
def test_what_is_late_is_listed_for_all_who_answer_for_it(
    office: Office, late: str, who: str, sees: bool
) -> None:
    page = office.ask(who, "GET", "/cases", params={"stage": "overdue"}).text
    assert (late in page) is sees
    assert ("逾期 5" in page) is sees
    assert ("依法追究责任</span>" in page) is sees
    assert ("管辖范围内逾期" in office.ask(who, "GET", "/").text) is sees


def test_lists_read_some_cases_at_a_time_and_miss_none(
    office: Office, late: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest is the most pressing, and the last that is read."""
    newer = [office.draft("town", naming(f"霜滩{n}路")).json()["id"] for n in ("东", "西", "南")]
    for id in newer:
        assert office.step("town", id, "submit").status_code == 200
    monkeypatch.setattr(reading, "CHUNK", 2)
    tasks = office.ask("clerk", "GET", f"{CASES}/tasks").json()["tasks"]
    assert tasks[0]["case"]["number"] == late
    assert {one["case"]["id"] for one in tasks} >= set(newer)
    assert late in office.ask("clerk", "GET", "/").text


def test_what_is_late_can_be_narrowed(office: Office, late: str) -> None:
    asked = {"stage": "overdue", "kind": "renaming"}
    assert late not in office.ask("clerk", "GET", "/cases", params=asked).text


def publish(office: Office, id: str, *channels: str, **more: Any) -> Any:
    told = {"id": str(uuid4()), "number": f"滩{uuid4().hex[:6]}", "channels": list(channels)}
    return office.step("clerk", id, "publish", told | more)


def test_channels_that_lack_are_a_warning_set_aside_by_a_reason(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("霜滩口路"), id)
    office.to(id, "approved")
    refused = publish(office, id, "government_site")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["channels"]
    assert "国家地名信息库" in refused.json()["errors"][0]["message"]
    reason = "国家地名信息库维护，恢复后补录"
    made = publish(office, id, "government_site", channels_reason=reason)
    assert made.status_code == 200, made.text
    steps = office.ask("clerk", "GET", f"/api/v1/cases/{id}").json()["steps"]
    assert reason in steps[-1]["note"]
