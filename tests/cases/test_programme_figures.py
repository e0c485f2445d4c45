"""Every figure of the programme, counted a second time another way, row by row in Python."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import text

from api.dependencies.days import CHINA
from api.store.session import Engine
from tests.cases.office import Office, naming

P = "/api/v1/programme"
TODAY = datetime.now(CHINA).date()
YEAR = TODAY.year
COUNTY = "500101"
MEASURES = (
    *("named", "signed", "mapped", "protected"),
    *("unnamed", "several_names", "same_name", "irregular", "resolved"),
)


def rows(engine: Engine, sql: str, **values: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(sql), values))


def write(engine: Engine, sql: str, **values: Any) -> Any:
    with engine.begin() as connection:
        done = connection.execute(text(sql), values)
        return done.scalar() if done.returns_rows else None


@pytest.fixture(scope="module")
def world(office: Office, cases_engine: Engine) -> dict[str, Any]:
    """Names approved, signs at the edge of a month, listings in town and country, issues, sendings.

    What is set straight into the tables stands for what was entered in earlier years.
    """
    id = str(uuid4())
    office.draft("town", naming("听松坡路", "问渠坡路"), id)
    office.to(id, "approved", number="万州府[2026]91号")
    counts = is_rural(cases_engine)
    places = rows(
        cases_engine,
        "SELECT n.id, n.name FROM place_name n JOIN place o ON o.id = n.place_id"
        " WHERE o.county_id IN (SELECT division_id FROM division_code WHERE code = :county)"
        " AND o.kind = 'committee' AND n.kind = 'standard' AND n.version_of IS NULL ORDER BY n.id",
        county=COUNTY,
    )
    rural = [one for one in places if counts[one.id]]
    urban = [one for one in places if not counts[one.id]]
    signs = (
        # 00:30 on 1 April in Chongqing is still March in London
        (rural[0].id, None, f"{YEAR}-03-31 16:30+00", "standing"),
        (rural[1].id, None, f"{YEAR}-04-30 15:59:59+00", "removed"),
        (rural[2].id, f"{YEAR}-02-28", f"{YEAR}-05-01 00:00+00", "standing"),
        (rural[3].id, f"{YEAR}-02-28", f"{YEAR}-05-01 00:00+00", "planned"),
        (urban[0].id, f"{YEAR}-02-28", f"{YEAR}-05-01 00:00+00", "standing"),
        (rural[4].id, f"{YEAR - 1}-12-31", f"{YEAR}-05-01 00:00+00", "standing"),
    )
    for name, set_up, registered, state in signs:
        write(
            cases_engine,
            "INSERT INTO sign (id, place_name_id, kind, characters, romanization, set_up_on,"
            " registered_at, state, registered_by) VALUES (:id, :name, 'committee', '甲', 'JIA',"
            " :set_up, :registered, :state, 'test')",
            id=uuid4(),
            name=name,
            set_up=set_up,
            registered=registered,
            state=state,
        )
    lists = [
        write(
            cases_engine,
            "INSERT INTO heritage_list (title, level, province, published_on, complete)"
            " VALUES (:title, 'county', '重庆市', :on, false) RETURNING id",
            title=f"名录{uuid4()}",
            on=f"{YEAR}-{month}-01",
        )
        for month in ("07", "09")
    ]
    listed = (
        (lists[1], rural[0].id, rural[0].name, "protected"),
        (lists[0], rural[0].id, rural[0].name, "protected"),
        (lists[0], rural[1].id, rural[1].name, "vanished"),
        (lists[0], urban[0].id, urban[0].name, "protected"),
        (lists[0], None, "某县老地名", "protected"),
    )
    for heritage, name, words, standing in listed:
        write(
            cases_engine,
            "INSERT INTO heritage_listing (list_id, name, key, standing, place_name_id,"
            " division_id, valid) VALUES (:list, :words, :words, :standing, :name,"
            " (SELECT division_id FROM division_code WHERE code = :county LIMIT 1),"
            " daterange(:since, NULL))",
            list=heritage,
            words=words,
            standing=standing,
            name=name,
            county=COUNTY,
            since=f"{YEAR}-01-01",
        )
    assert office.ask("clerk", "POST", f"{P}/audits", json={"county": COUNTY}).status_code == 200
    for vendor in ("甲地图", "乙地图"):
        body = {"county": COUNTY, "vendor": vendor}
        sent = office.ask("clerk", "PUT", f"/api/v1/map-sendings/{uuid4()}", json=body)
        assert sent.status_code == 200, sent.text
    return {"rural": {one.id for one in rural}, "urban": {one.id for one in urban}}


def told(office: Office) -> dict[str, Any]:
    (found,) = office.ask("clerk", "GET", f"{P}?county={COUNTY}").json()["counties"]
    return dict(found)


def in_months(days: list[date]) -> list[int]:
    often = Counter(day.month for day in days if day.year == YEAR)
    return [often[month] for month in range(1, 13)]


def is_rural(engine: Engine) -> dict[int, bool]:
    """Tell of each published name of the county whether it counts, by looking at every row."""
    found = rows(
        engine,
        "SELECT n.id, n.published, o.kind, o.division_id FROM place_name n"
        " JOIN place o ON o.id = n.place_id WHERE n.version_of IS NULL"
        " AND o.county_id IN (SELECT division_id FROM division_code WHERE code = :county)",
        county=COUNTY,
    )
    parents: dict[int, int] = {
        one.division_id: one.parent_id
        for one in rows(
            engine,
            "SELECT division_id, parent_id FROM division_parent WHERE upper_inf(valid)"
            " AND upper_inf(recorded)",
        )
    }
    streets = {
        one.division_id
        for one in rows(
            engine,
            "SELECT division_id FROM division_type WHERE type = '街道' AND upper_inf(valid)"
            " AND upper_inf(recorded)",
        )
    }

    def in_town(division: int | None) -> bool:
        while division is not None and division not in streets:
            division = parents.get(division)
        return division is not None

    return {
        one.id: one.published
        and one.kind not in ("division", "township")
        and not in_town(one.division_id)
        for one in found
    }


def test_named_is_every_first_approval(
    office: Office, cases_engine: Engine, world: dict[str, Any]
) -> None:
    counts = is_rural(cases_engine)
    first: dict[int, date] = {}
    for one in rows(
        cases_engine,
        "SELECT place_name_id AS id, lower(happened) AS day FROM name_event"
        " WHERE kind = 'approved' ORDER BY id DESC",
    ):
        if counts.get(one.id):
            first[one.id] = one.day
    assert told(office)["months"]["named"] == in_months(list(first.values()))
    assert len(first) >= 2


def test_signs_are_counted_on_the_day_of_the_office(
    office: Office, cases_engine: Engine, world: dict[str, Any]
) -> None:
    counts = is_rural(cases_engine)
    days = [
        one.set_up_on or one.registered_at.astimezone(CHINA).date()
        for one in rows(
            cases_engine,
            "SELECT place_name_id AS id, set_up_on, registered_at, state FROM sign",
        )
        if counts.get(one.id) and one.state != "planned"
    ]
    months = told(office)["months"]["signed"]
    assert months == in_months(days)
    assert (months[1], months[2], months[3]) == (1, 0, 2)


def test_a_name_goes_on_the_map_once_however_many_have_it(
    office: Office, cases_engine: Engine, world: dict[str, Any]
) -> None:
    counts = is_rural(cases_engine)
    first: dict[int, date] = {}
    for one in rows(
        cases_engine,
        "SELECT i.place_name_id AS id, s.sent_on FROM map_sending_item i"
        " JOIN map_sending s ON s.id = i.sending_id",
    ):
        if counts.get(one.id):
            first[one.id] = min(one.sent_on, first.get(one.id, one.sent_on))
    assert told(office)["months"]["mapped"] == in_months(list(first.values()))
    assert len(first) >= 2


def test_only_names_of_the_countryside_are_protected_each_once(
    office: Office, cases_engine: Engine, world: dict[str, Any]
) -> None:
    counts = is_rural(cases_engine)
    first: dict[int, date] = {}
    for one in rows(
        cases_engine,
        "SELECT h.place_name_id AS id, l.published_on FROM heritage_listing h"
        " JOIN heritage_list l ON l.id = h.list_id WHERE h.standing = 'protected'",
    ):
        if counts.get(one.id) and one.published_on:
            first[one.id] = min(one.published_on, first.get(one.id, one.published_on))
    months = told(office)["months"]["protected"]
    assert months == in_months(list(first.values()))
    assert (months[6], sum(months)) == (1, 1)


@pytest.mark.parametrize("type", MEASURES[4:8])
def test_issues_are_counted_as_they_were_found(
    office: Office, cases_engine: Engine, world: dict[str, Any], type: str
) -> None:
    found = rows(
        cases_engine,
        "SELECT found_on, type, standing FROM programme_issue",
    )
    days = [one.found_on for one in found if one.type == type and one.standing in ("open", "fixed")]
    assert told(office)["months"][type] == in_months(days)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_figure_opens_the_list_of_what_it_counts(
    office: Office, world: dict[str, Any], measure: str
) -> None:
    figures = told(office)
    asked = f"{P}/names?county={COUNTY}&measure={measure}&limit=1000"
    listed = office.ask("clerk", "GET", asked).json()
    assert listed["total"] == figures["totals"][measure] == len(listed["things"])
    assert all(one["why"] for one in listed["things"] if measure != "signed")
    ids = {one["name_id"] for one in listed["things"]} - {None}
    assert not ids & world["urban"]
    for month, count in enumerate(figures["months"][measure], start=1):
        if count:
            of_month = office.ask("clerk", "GET", f"{asked}&month={month}").json()
            assert of_month["total"] == count
    page = office.ask("clerk", "GET", f"/programme/names?county={COUNTY}&measure={measure}")
    assert (f"共 {listed['total']} 条" in page.text) is (listed["total"] > 0)


def test_what_is_secret_is_in_no_figure_and_goes_to_nobody(
    office: Office, cases_engine: Engine, world: dict[str, Any]
) -> None:
    id = str(uuid4())
    office.draft("town", naming("隐山坡路"), id)
    office.to(id, "approved", number="万州府[2026]92号")

    def send(vendor: str) -> dict[str, Any]:
        body = {"county": COUNTY, "vendor": vendor, "again": True}
        sent = office.ask("clerk", "PUT", f"/api/v1/map-sendings/{uuid4()}", json=body)
        return dict(sent.json())

    packed = send("丙地图")
    before = told(office)["totals"]
    with cases_engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "UPDATE place_name SET secrecy = 'secret', published = false"
                " WHERE name = '隐山坡路'"
            )
        )
    after = told(office)["totals"]
    assert (before["named"] - after["named"], before["mapped"] - after["mapped"]) == (1, 1)
    names = office.ask("clerk", "GET", f"{P}/names?county={COUNTY}&measure=named&limit=1000")
    assert "隐山坡路" not in names.text
    for form in ("geojson", "csv"):
        package = f"/api/v1/map-sendings/{packed['id']}/names.{form}"
        assert "隐山坡路" not in office.ask("clerk", "GET", package).text
    book = office.ask("clerk", "GET", f"/api/v1/map-sendings/{packed['id']}/names.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "听松坡路" in cells
    assert "隐山坡路" not in cells
    again = send("丙地图")
    assert (again["removed"], again["added"]) == (1, 0)
    package = office.ask("clerk", "GET", f"/api/v1/map-sendings/{again['id']}/names.csv").text
    assert "隐山坡路" not in package
    assert "停用" in package
    assert send("丁地图")["names"] == packed["names"] - 1


def test_what_the_public_reports_counts_when_it_is_confirmed(office: Office) -> None:
    id = str(uuid4())
    body = {
        "type": "irregular",
        "county": COUNTY,
        "name": "屙屎坪",
        "place": "分水镇屙屎坪",
        "message": "名称低俗",
        "contact": "13800000000",
    }
    before = told(office)["totals"]
    for _ in range(2):
        assert office.ask("", "PUT", f"{P}/reports/{id}", json=body).status_code == 202
    assert told(office)["totals"] == before

    def listed(who: str) -> list[dict[str, Any]]:
        found = office.ask(who, "GET", f"{P}/issues?county={COUNTY}&standing=reported&limit=1000")
        return [one for one in found.json()["issues"] if one["id"] == id]

    assert [one["contact"] for one in listed("clerk")] == ["13800000000"]
    assert listed("stranger") == []
    early = office.ask("clerk", "POST", f"{P}/issues/{id}/resolution", json={"resolution": "已改"})
    assert early.status_code == 422
    confirm = f"{P}/issues/{id}/confirmation"
    assert office.ask("stranger", "POST", confirm).status_code in (404, 422)
    assert office.ask("clerk", "POST", confirm).json()["standing"] == "open"
    assert told(office)["totals"]["irregular"] - before["irregular"] == 1
    done = office.ask(
        "clerk",
        "POST",
        f"{P}/issues/{id}/resolution",
        json={"resolution": "村民认可，不改", "unfounded": True},
    ).json()
    assert (done["standing_title"], done["resolved_by"], done["resolution"]) == (
        "不属实",
        "clerk员",
        "村民认可，不改",
    )
    assert told(office)["totals"] == before


def test_what_was_dismissed_is_not_found_again(office: Office, world: dict[str, Any]) -> None:
    issues = office.ask("clerk", "GET", f"{P}/issues?county={COUNTY}&type=several_names").json()
    one = issues["issues"][0]
    office.ask(
        "clerk",
        "POST",
        f"{P}/issues/{one['id']}/resolution",
        json={"resolution": "旧名单误写", "unfounded": True},
    )
    again = office.ask("clerk", "POST", f"{P}/audits", json={"county": COUNTY}).json()
    assert again["found"] == 0


def test_a_visitor_reports_in_the_page_and_the_county_handles_it(office: Office) -> None:
    page = office.ask("", "GET", "/report-issue")
    assert page.status_code == 200
    place = f"石碾村{uuid4().hex[:6]}"
    fields = {
        "id": str(uuid4()),
        "type": "unnamed",
        "county": COUNTY,
        "place": place,
        "message": "没有名称",
    }
    assert "已收到" in office.ask("", "POST", "/report-issue", data=fields).text
    listed = office.ask("clerk", "GET", f"/programme/issues?county={COUNTY}&standing=reported")
    assert place in listed.text
    wrong = office.ask("", "POST", "/report-issue", data={**fields, "type": "same_name"})
    assert wrong.status_code == 422
    assert "哪个地名" in wrong.text
