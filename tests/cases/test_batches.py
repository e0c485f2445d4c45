"""A campaign brings its names as one table; what is wrong is told and corrected row by row."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from tests.cases.office import CASES, Office, naming
from tests.cases.tables import names, table


def send(
    office: Office, id: str, content: bytes, *, verb: str = "PUT", name: str = "表.xlsx"
) -> Any:
    tag = office.tag("town", id)
    files = {"file": (name, content)}
    return office.ask("town", verb, f"{CASES}/{id}/items", files=files, headers={"If-Match": tag})


@pytest.fixture
def case(office: Office) -> str:
    id = str(uuid4())
    office.draft("town", naming(rural=True), id)
    return id


def test_a_table_fills_a_case(office: Office, case: str) -> None:
    filled = send(office, case, table(names(30)))
    assert (filled.status_code, filled.json()["taken"]) == (200, 30), filled.text
    items = office.ask("town", "GET", f"{CASES}/{case}/items").json()["items"]
    assert [item["row"] for item in items] == list(range(1, 31))
    assert items[0]["length_m"] == 800


def test_a_bad_row_never_stops_the_others(office: Office, case: str) -> None:
    filled = send(office, case, table(["", "松溪云路"])).json()
    assert (filled["taken"], filled["unusable"]) == (1, 1)
    assert filled["results"][0]["doubts"] == ["没有填写地名"]


def test_every_row_is_told_what_was_found(office: Office, case: str) -> None:
    send(office, case, table(["松溪霞路", "江南大道"]))
    checked = office.ask("town", "POST", f"{CASES}/{case}/checks").json()
    assert sum(checked["counts"].values()) == 2
    sheet = office.ask("town", "GET", f"{CASES}/{case}/items.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].iter_rows(values_only=True))
    verdict = rows[0].index("审核结论")
    assert {row[verdict] for row in rows[1:]} <= {"通过", "通过（有提示）", "警告", "不予通过"}


def test_single_rows_are_corrected_by_sending_them_again(office: Office, case: str) -> None:
    send(office, case, table(names(5)))
    answer = send(office, case, table(["槐溪云路", "新增坝路"], numbers=[3, None]), verb="PATCH")
    assert (answer.status_code, answer.json()["replaced"]) == (200, 1), answer.text
    items = office.ask("town", "GET", f"{CASES}/{case}/items").json()["items"]
    assert [(i["row"], i["name"]) for i in items][2:] == [
        (3, "槐溪云路"),
        *((4, names(5)[3]), (5, names(5)[4]), (6, "新增坝路")),
    ]


def test_the_results_can_be_sent_back(office: Office, case: str) -> None:
    send(office, case, table(names(4)))
    sheet = office.ask("town", "GET", f"{CASES}/{case}/items.xlsx").content
    again = send(office, case, sheet, verb="PATCH")
    assert (again.status_code, again.json()["replaced"]) == (200, 4), again.text


@pytest.mark.parametrize(
    ("content", "name"), [(b"nonsense", "t.xlsx"), (b"MZ", "t.exe"), (b"", "t.csv")]
)
def test_what_is_no_table_is_refused(office: Office, case: str, content: bytes, name: str) -> None:
    refused = send(office, case, content, name=name)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_template_is_a_table_we_read(office: Office, case: str) -> None:
    template = office.ask("town", "GET", "/api/v1/case-template.xlsx").content
    filled = send(office, case, template)
    assert (filled.status_code, filled.json()["taken"]) == (200, 1), filled.text


def test_a_returned_case_keeps_the_reports_about_names_taken_out(office: Office, case: str) -> None:
    send(office, case, table(["枫潭雨路", "枫潭露路"]))
    assert office.step("town", case, "submit").status_code == 200
    assert office.step("clerk", case, "return", {"note": "请改第2个"}).status_code == 200
    assert send(office, case, table(["枫潭聚路"], numbers=[2]), verb="PATCH").status_code == 200
    assert office.step("town", case, "submit").status_code == 200
    reports = office.ask("town", "GET", f"{CASES}/{case}/checks").json()["reports"]
    assert [r["name"] for r in reports].count("枫潭露路") == 1
