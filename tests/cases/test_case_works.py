"""Many names are read, checked, submitted and approved beside the requests, all or nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import text

from api.store.locks import CASE_WORKS
from api.store.session import Engine
from tests.cases.office import APPROVAL, CASES, Office, finished, naming
from tests.cases.tables import table

WRITER = "鲁迅路"
REASON = "该词语与所涉人物没有特定联系"
SAID = ("GN-9-4b", REASON, "")


def begin(office: Office, who: str, id: str, work: str, **more: Any) -> Any:
    tag = office.tag(who, id)
    path = f"{CASES}/{id}/works"
    return office.ask(who, "POST", path, json={"work": work, **more}, headers={"If-Match": tag})


def send(office: Office, id: str, content: bytes, *, whole: str = "true") -> Any:
    """Send a table, wait until it is read and checked; returns the work of reading."""
    tag = office.tag("town", id)
    begun = office.ask(
        "town",
        "POST",
        f"{CASES}/{id}/works/table",
        files={"file": ("表.xlsx", content)},
        data={"whole": whole},
        headers={"If-Match": tag},
    )
    assert begun.status_code == 202, begun.text
    finished(office, id)
    return office.ask("town", "GET", begun.headers["location"]).json()


def latest(office: Office, id: str) -> Any:
    finished(office, id)
    return office.ask("town", "GET", f"{CASES}/{id}/works").json()["works"][0]


@pytest.fixture
def case(office: Office) -> str:
    id = str(uuid4())
    office.draft("town", naming(rural=True), id)
    return id


@contextmanager
def under_way(engine: Engine, office: Office, id: str) -> Iterator[int]:
    """Hold a work of somebody else on a case, as a clerk of another process does until it dies."""
    account = office.ask("town", "GET", f"{CASES}/{id}").json()["number"]
    with engine.connect() as holder:
        row = holder.execute(
            text(
                "INSERT INTO case_work (case_id, work, account_id, organisation_id, person,"
                " on_day, state, attempts) SELECT id, 'check', created_by, organisation_id,"
                " '他人', current_date, 'working', 1 FROM naming_case WHERE number = :number"
                " RETURNING id, pg_advisory_lock(:space, id::int)"
            ),
            {"number": account, "space": CASE_WORKS},
        ).one()
        holder.commit()
        try:
            yield int(row[0])
        finally:  # the connection goes back to the pool and would keep the lock
            freed = text("SELECT pg_advisory_unlock(:space, :id)")
            holder.execute(freed, {"space": CASE_WORKS, "id": row[0]})
            holder.commit()


def test_a_table_is_read_and_then_checked_with_progress(office: Office, case: str) -> None:
    read = send(office, case, table(["松塘霞路", "柏塘霞路", ""]))
    assert (read["state"], read["counts"]) == (
        "done",
        {"taken": 2, "replaced": 0, "unusable": 1, "stated": 0},
    )
    assert read["results"][0]["doubts"] == ["没有填写地名"]
    assert read["unused"] == ["代码"]
    title = office.ask("town", "GET", f"{CASES}/{case}").json()["title"]
    assert title == "松塘霞路等2个地名命名"
    checked = latest(office, case)
    assert (checked["work"], checked["state"], checked["share"]) == ("check", "done", 1.0)
    assert sum(checked["counts"].values()) == checked["rows_total"] == 2


def test_a_warning_is_released_by_a_reason_in_the_table(office: Office, case: str) -> None:
    read = send(office, case, table([WRITER, "槐塘霞路"], stated={WRITER: SAID}))
    assert (read["counts"]["stated"], read["results"]) == (1, [])
    assert "warn" not in {k for k, v in latest(office, case)["counts"].items() if v}
    kept = office.ask("town", "GET", f"{CASES}/{case}").json()
    assert [(one["rule"], one["reason"]) for one in kept["releases"]] == [SAID[:2]]
    assert begin(office, "town", case, "submit").status_code == 202
    assert latest(office, case)["state"] == "done"
    assert office.ask("town", "GET", f"{CASES}/{case}").json()["stage"] == "submitted"


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        (("GN-0-0", REASON, ""), "具名说明所写的规则“GN-0-0”不存在，未采用"),
        (("GN-9-4b", "", ""), "具名说明没有填写说明理由，未采用"),
        (("", REASON, ""), "具名说明没有填写具名说明规则，未采用"),
        ((*SAID[:2], "张三"), "具名说明只能由上传人“town员”本人作出，所写“张三”的说明未采用"),
    ],
)
def test_a_statement_that_would_not_hold_for_a_single_name_is_told(
    office: Office, case: str, said: tuple[str, str, str], doubt: str
) -> None:
    read = send(office, case, table([WRITER], stated={WRITER: said}))
    assert [one["doubts"] for one in read["results"]] == [[doubt]]
    assert latest(office, case)["counts"]["warn"] == 1


def test_a_submission_that_is_refused_changes_nothing_and_tells_each_row(
    office: Office, case: str
) -> None:
    send(office, case, table([WRITER, "桐塘霞路"]))
    assert begin(office, "town", case, "submit").status_code == 202
    failed = latest(office, case)
    assert (failed["state"], failed["counts"]["warn"]) == ("failed", 1)
    assert [one["field"] for one in failed["failure"]["errors"]] == ["items[0]"]
    kept = office.ask("town", "GET", f"{CASES}/{case}").json()
    assert (kept["stage"], kept["steps"]) == ("drafted", [])
    rows = office.ask("town", "GET", f"/cases/{case}/rows", params={"verdict": "warn"}).text
    assert WRITER in rows
    assert "桐塘霞路" not in rows


def test_a_batch_is_approved_beside_the_requests(office: Office, case: str) -> None:
    send(office, case, table(["枫塘霞路", "桂塘霞路"]))
    office.to(case, "reviewed")
    assert begin(office, "approver", case, "approve").status_code == 422
    nameless = {**APPROVAL, "approver": ""}
    refused = begin(office, "approver", case, "approve", approval=nameless)
    assert (refused.status_code, "没有写明批准机关" in refused.text) == (422, True)
    assert begin(office, "approver", case, "approve", approval=APPROVAL).status_code == 202
    assert latest(office, case)["state"] == "done"
    items = office.ask("clerk", "GET", f"{CASES}/{case}/items").json()["items"]
    assert all(item["approved_name_id"] for item in items)


def test_a_batch_is_sent_to_be_filed_announced_and_filed_beside_the_requests(
    office: Office, case: str
) -> None:
    send(office, case, table(["枫沟霞路", "桂沟霞路"]))
    office.to(case, "approved", number="万州府[2026]71号")
    lacking = begin(office, "clerk", case, "report")
    assert (lacking.status_code, "备案报告" in lacking.text) == (422, True)
    office.lay("clerk", case, "filing_report", fields={"summary": "乡村道路命名"})
    told = {"id": str(uuid4()), "number": "", "channels": ["government_site", "national_database"]}
    unnumbered = begin(office, "clerk", case, "publish", announcement=told)
    assert (unnumbered.status_code, "没有填写公告编号" in unnumbered.text) == (422, True)
    assert begin(office, "clerk", case, "publish").status_code == 422
    told["number"] = "2026年第71号"
    wishes: list[tuple[str, str, dict[str, Any]]] = [
        ("clerk", "report", {"note": "报备"}),
        ("clerk", "publish", {"announcement": told}),
        ("city", "file", {"filing": {"number": "渝地名备71号"}}),
    ]
    for who, work, more in wishes:
        assert begin(office, "town", case, work, **more).status_code == 403, work
        assert begin(office, who, case, work, **more).status_code == 202
        done = latest(office, case)
        assert (done["work"], done["state"], done["failure"]) == (work, "done", None)
    kept = office.ask("clerk", "GET", f"{CASES}/{case}").json()
    assert (kept["stage"], kept["filings"][0]["number"]) == ("closed", "渝地名备71号")
    assert [one["verb"] for one in kept["steps"]][-3:] == ["report", "publish", "file"]
    # the documents of a step are kept with it
    assert {"filing_form", "other"} <= {one["paper"] for one in kept["papers"]}
    assert len(office.ask("", "GET", f"/api/v1/announcements/{told['id']}").json()["items"]) == 2


def test_an_announcement_of_many_names_is_watched_on_its_page(office: Office, case: str) -> None:
    send(office, case, table(["松沟云路", "柏沟云路"]))
    office.to(case, "approved", number="万州府[2026]72号")
    path, tag = f"/cases/{case}/steps/publish", office.tag("clerk", case).strip('"')
    sent = {"tag": tag, "number": "", "channels": ["government_site", "national_database"]}
    refused = office.ask("clerk", "POST", path, data=sent, follow_redirects=False)
    assert (refused.status_code, "没有填写公告编号" in refused.text) == (422, True)
    sent |= {"number": "2026年第72号"}
    begun = office.ask("clerk", "POST", path, data=sent, follow_redirects=False)
    assert begun.status_code == 303
    finished(office, case)
    page = office.ask("clerk", "GET", begun.headers["location"]).text
    announced = office.ask("clerk", "GET", f"{CASES}/{case}").json()["announcement_id"]
    assert f'href="/announcements/{announced}"' in page
    assert "接着报送备案" in page


def test_nobody_changes_a_case_while_it_is_worked_on(
    office: Office, case: str, cases_engine: Engine
) -> None:
    send(office, case, table(["荷塘霞路", "菊塘霞路"]))
    with under_way(cases_engine, office, case) as work:
        refused = office.step("town", case, "submit")
        assert (refused.status_code, "他人" in refused.json()["detail"]) == (412, True)
        assert "查看进度" in office.ask("town", "GET", f"/cases/{case}").text
        stopped = office.ask("town", "DELETE", f"{CASES}/{case}/works/{work}").json()
        assert stopped["failure"]["message"] == "已由发起人停止，没有办理"
    assert office.step("town", case, "submit").status_code == 200


def test_a_work_left_lying_is_taken_up_and_one_that_kills_clerks_is_given_up(
    office: Office, case: str, cases_engine: Engine
) -> None:
    send(office, case, table(["兰塘霞路", "松沟霞路"]))
    with under_way(cases_engine, office, case):
        pass
    assert (latest(office, case)["state"], latest(office, case)["attempts"]) == ("done", 2)
    with under_way(cases_engine, office, case) as work, cases_engine.begin() as db:
        db.execute(text("UPDATE case_work SET attempts = 3 WHERE id = :id"), {"id": work})
    assert "中断了3次" in latest(office, case)["failure"]["message"]


def test_results_wait_for_reasons_only(office: Office, case: str) -> None:
    send(office, case, table([WRITER]))
    sheet = office.ask("town", "GET", f"{CASES}/{case}/items.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    rows = book.worksheets[0]
    titles = [cell.value for cell in rows[1]]
    assert rows.cell(2, titles.index("具名说明规则") + 1).value == "GN-9-4b"
    rows.cell(2, titles.index("说明理由") + 1, REASON)
    out = io.BytesIO()
    book.save(out)
    again = send(office, case, out.getvalue(), whole="false")
    assert (again["counts"]["replaced"], again["counts"]["stated"]) == (1, 1)
    assert "warn" not in latest(office, case)["counts"]
