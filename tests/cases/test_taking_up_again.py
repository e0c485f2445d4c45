"""A name that vanished or was retired is taken up again: by a case of naming, for its place."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import docx
import pytest

from api.dependencies.days import CHINA
from tests.cases.office import APPROVAL, CASES, Office, naming, road

TODAY = datetime.now(CHINA).date()
THEN = (TODAY + timedelta(4)).isoformat()
LOST = "霁沉湾路"


def told_of(office: Office, id: int) -> dict[str, Any]:
    """Return what is told of a name on a day after all that happens here."""
    found: dict[str, Any] = office.ask("clerk", "GET", f"/api/v1/names/{id}?on={THEN}").json()
    told: dict[str, Any] = found["properties"]
    return told


def again(name_id: int, name: str = "", **more: Any) -> dict[str, Any]:
    return naming(items=[road(name, name_id=name_id, reason="水位回落，道路恢复通行", **more)])


def entered(office: Office, id: str) -> int:
    """Return the id of the name of the register that came of a case."""
    return int(office.ask("clerk", "GET", f"{CASES}/{id}").json()["items"][0]["approved_name_id"])


@pytest.fixture(scope="module")
def lost(office: Office) -> int:
    """A road that was approved and vanished under water the day after tomorrow."""
    id = str(uuid4())
    office.draft("town", naming(LOST), id)
    office.to(id, "approved")
    gone = entered(office, id)
    ground = {
        "authority": "万州区人民政府",
        "document": "万州府[2026]31号",
        "day": (TODAY + timedelta(2)).isoformat(),
        "why": "水库蓄水淹没",
        "source": "万州年鉴",
    }
    body: dict[str, Any] = {"json": ground, "headers": {"If-Match": '"v1"'}}
    answer = office.ask("approver", "POST", f"/api/v1/names/{gone}/vanishing", **body)
    assert answer.status_code == 200, answer.text
    return gone


def test_a_vanished_name_goes_through_the_whole_procedure_and_is_used_again(
    office: Office, lost: int
) -> None:
    id = str(uuid4())
    with office.on(TODAY + timedelta(3)):
        drafted = office.draft("town", again(lost), id)
        assert drafted.status_code == 201, drafted.text
        shown = office.ask("town", "GET", f"{CASES}/{id}").json()
        assert shown["title"] == f"{LOST}恢复使用"
        assert shown["items"][0]["details"]["restores"] == "消失地名"
        assert office.step("town", id, "submit").status_code == 200
        other = str(uuid4())
        office.draft("town", naming(LOST), other)
        assert office.step("town", other, "submit").status_code == 409  # it is reserved
        assert office.step("clerk", id, "accept").status_code == 200
        assert office.step("reviewer", id, "review").status_code == 200
        assert told_of(office, lost)["status"] == "vanished"
        done = office.step("approver", id, "approve", APPROVAL | {"number": "万州府[2026]66号"})
        assert done.status_code == 200, done.text
    back, old = told_of(office, entered(office, id)), told_of(office, lost)
    assert (back["name"], back["status"], old["status"]) == (LOST, "standard", "vanished")
    assert back["place"]["id"] == old["place"]["id"]  # the same road, not a second one
    last = back["events"][-1]
    assert (last["kind"], last["document"], last["case_id"]) == ("restored", "万州府[2026]66号", id)
    assert [one["kind"] for one in old["events"]][-2:] == ["vanished", "restored"]
    assert {one["occasion"] for one in reports(office, id)} == {"submission", "approval"}
    assert "恢复使用霁沉湾路的名称" in document(office, id)
    with office.on(TODAY + timedelta(3)):
        office.lay("clerk", id, "filing_report", fields={"summary": "恢复使用一条道路的名称"})
        filed = office.step("clerk", id, "report")
        assert filed.status_code == 200, filed.text
        body = {
            "id": str(uuid4()),
            "number": "2026年第66号",
            "channels": ["government_site", "national_database"],
        }
        assert office.step("clerk", id, "publish", body).status_code == 200
    announced = office.ask("", "GET", f"/api/v1/announcements/{body['id']}").json()
    assert announced["title"] == f"关于{LOST}恢复使用的公告"
    twice = office.draft("town", again(lost))
    assert [one["field"] for one in twice.json()["errors"]] == ["items[0].name_id"]
    assert "现名" in twice.text


def reports(office: Office, id: str) -> list[dict[str, Any]]:
    told = office.ask("clerk", "GET", f"{CASES}/{id}/checks").json()
    found: list[dict[str, Any]] = told["reports"]
    return found


def document(office: Office, id: str) -> str:
    """Return the text of the reply as a document."""
    made = office.ask("clerk", "GET", f"{CASES}/{id}/documents/approval_reply.docx")
    return "".join(p.text for p in docx.Document(io.BytesIO(made.content)).paragraphs)


def test_a_place_that_has_a_name_is_not_named_anew(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("霁浮湾路"), id)
    office.to(id, "approved")
    refused = office.draft("town", again(entered(office, id), "霁新湾路"))
    assert refused.status_code == 422
    assert "申请更名" in refused.text


def test_a_name_is_written_down_as_vanished_on_its_page(office: Office) -> None:
    id = str(uuid4())
    office.draft("town", naming("雾岫沉路"), id)
    office.to(id, "approved")
    page = f"/names/{entered(office, id)}"
    assert "登记消失" not in office.ask("clerk", "GET", page).text
    assert f'href="{page}/vanishing"' in office.ask("approver", "GET", page).text
    form = office.ask("approver", "GET", f"{page}/vanishing").text
    tag = re.search(r'name="tag" value="([^"]+)"', form)
    assert tag
    ground = {"authority": "万州区人民政府", "document": "万州府〔2026〕32号", "why": "蓄水淹没"}
    told = {**ground, "day": "何时不详", "tag": tag[1], "source": "", "source_url": ""}
    refused = office.ask("approver", "POST", f"{page}/vanishing", data=told)
    assert refused.status_code == 422
    assert "万州府〔2026〕32号" in refused.text
    told["day"] = (TODAY + timedelta(2)).isoformat()
    done = office.ask("approver", "POST", f"{page}/vanishing", data=told, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, page), done.text
    later = (TODAY + timedelta(3)).isoformat()
    assert "当日已不使用" in office.ask("approver", "GET", f"{page}?on={later}").text
