"""The rural naming programme: figures from real rows, issues found and resolved, map sendings."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.dependencies.days import CHINA
from api.services.drawing_programme import BARS, chart, class_of, classes
from api.services.programme import CountyFigures, Issue, Measure
from api.store.session import Engine
from tests.cases.office import Office, naming

P = "/api/v1/programme"
S = "/api/v1/map-sendings"
TODAY = datetime.now(CHINA).date()


def counted(engine: Engine, sql: str, **values: Any) -> int:
    """Count with a statement of its own, as the owner."""
    with engine.connect() as connection:
        return int(connection.execute(text(sql), values).scalar_one())


def of_county(office: Office, code: str = "500101") -> dict[str, Any]:
    (found,) = office.ask("clerk", "GET", f"{P}?county={code}").json()["counties"]
    return dict(found)


@pytest.fixture(scope="module")
def roads(office: Office) -> list[str]:
    """Three roads that were approved today."""
    names = ["照影坡路", "望溪坡路", "枕石坡路"]
    id = str(uuid4())
    assert office.draft("town", naming(*names), id).status_code == 201
    office.to(id, "approved", number="万州府[2026]61号")
    return names


def test_what_was_approved_this_month_is_counted(
    office: Office, cases_engine: Engine, roads: list[str]
) -> None:
    told = of_county(office)
    alone = counted(
        cases_engine,
        "SELECT count(DISTINCT e.place_name_id) FROM name_event e"
        " JOIN place_name n ON n.id = e.place_name_id JOIN place o ON o.id = n.place_id"
        " JOIN division_code c ON c.division_id = o.county_id AND c.code = '500101'"
        " WHERE e.kind = 'approved' AND lower(e.happened) >= :first AND n.version_of IS NULL",
        first=TODAY.replace(day=1),
    )
    assert told["months"]["named"][TODAY.month - 1] == alone
    assert alone >= len(roads)


def test_other_counties_have_none_of_it(office: Office, roads: list[str]) -> None:
    assert of_county(office, "500154")["totals"]["named"] == 0


@pytest.fixture(scope="module")
def audited(office: Office, roads: list[str]) -> dict[str, Any]:
    answer = office.ask("clerk", "POST", f"{P}/audits", json={"county": "500101"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_an_audit_keeps_what_it_finds(
    office: Office, cases_engine: Engine, audited: dict[str, Any]
) -> None:
    kept = counted(
        cases_engine,
        "SELECT count(*) FROM programme_issue WHERE by_audit AND resolved_on IS NULL",
    )
    assert audited["found"] == audited["open"] == kept
    assert kept > 0
    assert sum(of_county(office)["open_issues"].values()) == kept


def test_namesakes_are_the_names_of_the_countryside_that_another_of_the_county_bears(
    cases_engine: Engine, audited: dict[str, Any]
) -> None:
    with cases_engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT n.id, n.name, coalesce(t.type = '街道', false) AS town"
                " FROM place_name n JOIN place o ON o.id = n.place_id"
                " LEFT JOIN division_parent p ON p.division_id = o.division_id"
                " AND upper_inf(p.recorded) AND upper_inf(p.valid)"
                " LEFT JOIN division_type t ON t.division_id = p.parent_id"
                " AND upper_inf(t.recorded) AND upper_inf(t.valid)"
                " WHERE o.kind = 'committee' AND n.kind = 'standard' AND n.version_of IS NULL"
                " AND o.county_id IN (SELECT division_id FROM division_code WHERE code = '500101')"
                " AND upper_inf(n.recorded) AND upper_inf(n.valid)"
            )
        ).all()
        kept = connection.execute(
            text(
                "SELECT i.place_name_id FROM programme_issue i JOIN place_name n"
                " ON n.id = i.place_name_id JOIN place o ON o.id = n.place_id"
                " WHERE i.type = 'same_name' AND o.kind = 'committee'"
            )
        ).scalars()
        found = set(kept)
    often = Counter(row.name for row in rows)
    assert found == {row.id for row in rows if often[row.name] > 1 and not row.town}
    assert found


def test_the_same_audit_again_finds_nothing_new(office: Office, audited: dict[str, Any]) -> None:
    again = office.ask("clerk", "POST", f"{P}/audits", json={"county": "500101"}).json()
    assert (again["found"], again["gone"], again["open"]) == (0, 0, audited["open"])


def test_a_county_is_audited_by_its_own_office(office: Office) -> None:
    refused = office.ask("stranger", "POST", f"{P}/audits", json={"county": "500101"})
    assert refused.status_code == 422
    assert "管辖" in refused.json()["detail"]


def test_what_somebody_found_is_kept_once_and_resolved_once(office: Office) -> None:
    id = str(uuid4())
    body = {
        "type": "unnamed",
        "county": "500101",
        "place": "分水镇石碾村三组",
        "message": "通村道路没有名称",
    }
    before = of_county(office)["totals"]
    for _ in range(2):
        answer = office.ask("clerk", "PUT", f"{P}/issues/{id}", json=body)
        assert answer.status_code == 200, answer.text
    after = of_county(office)["totals"]
    assert after["unnamed"] - before["unnamed"] == 1
    done = {"resolution": "已命名为石碾路"}
    path = f"{P}/issues/{id}/resolution"
    assert office.ask("clerk", "POST", path, json=done).json()["resolution"] == "已命名为石碾路"
    again = office.ask("clerk", "POST", path, json=done)
    assert (again.status_code, again.json()["type"]) == (422, "/problems/programme-refused")
    assert of_county(office)["totals"]["resolved"] - before["resolved"] == 1


def send(office: Office, vendor: str, id: str = "", **more: Any) -> Any:
    body = {"county": "500101", "vendor": vendor, **more}
    return office.ask("clerk", "PUT", f"{S}/{id or uuid4()}", json=body)


@pytest.fixture(scope="module")
def sent(office: Office, roads: list[str]) -> dict[str, Any]:
    answer = send(office, "甲地图")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_nothing_goes_twice_unless_asked(office: Office, sent: dict[str, Any]) -> None:
    refused = send(office, "甲地图")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/programme-refused")
    assert send(office, "甲地图", again=True).json()["names"] == sent["names"]
    assert send(office, "乙地图").json()["names"] == sent["names"]


def test_the_same_sending_again_is_one(office: Office, sent: dict[str, Any]) -> None:
    again = send(office, "甲地图", id=sent["id"])
    assert again.json() == sent


def test_only_what_is_new_goes_next_time(office: Office, sent: dict[str, Any]) -> None:
    id = str(uuid4())
    office.draft("town", naming("扶风坡路"), id)
    office.to(id, "approved", number="万州府[2026]62号")
    answer = send(office, "甲地图")
    assert answer.json()["names"] == 1
    package = office.ask("clerk", "GET", f"{S}/{answer.json()['id']}/names.csv")
    rows = list(csv.reader(io.StringIO(package.text.removeprefix("\ufeff"))))
    assert [row[1:3] for row in rows] == [["变动", "标准地名"], ["新增", "扶风坡路"]]


def test_the_package_is_what_was_sent(
    office: Office, sent: dict[str, Any], roads: list[str]
) -> None:
    package = json.loads(office.ask("clerk", "GET", f"{S}/{sent['id']}/names.geojson").text)
    names = [f["properties"]["name"] for f in package["features"]]
    assert set(roads) <= set(names)
    assert len(names) == sent["names"]


def test_names_are_on_the_map_once_however_often_they_go(
    office: Office, cases_engine: Engine, sent: dict[str, Any]
) -> None:
    alone = counted(cases_engine, "SELECT count(DISTINCT place_name_id) FROM map_sending_item")
    assert of_county(office)["totals"]["mapped"] == alone


def test_a_receipt_is_noted_once(office: Office, sent: dict[str, Any]) -> None:
    path = f"{S}/{sent['id']}/receipt"
    assert office.ask("clerk", "POST", path, json={"receipt": "已收"}).json()["receipt"] == "已收"
    assert office.ask("clerk", "POST", path, json={"receipt": "再收"}).status_code == 422


def test_visitors_see_no_board(office: Office) -> None:
    for path in (P, S, f"{P}/issues", "/maps/programme"):
        assert office.ask("", "GET", path).status_code == 401


def test_the_board_shows_the_figures(office: Office, roads: list[str]) -> None:
    page = office.ask("clerk", "GET", "/programme?county=500101")
    assert page.status_code == 200, page.text
    assert page.text.count('<svg class="chart"') == 2
    assert "万州区" in page.text


def test_the_map_colours_the_counties(office: Office, roads: list[str]) -> None:
    drawn = office.ask("clerk", "GET", "/maps/programme?measure=named")
    assert drawn.status_code == 200, drawn.text
    assert "个" in drawn.text
    assert "乡村著名行动：命名" in drawn.text


@pytest.mark.parametrize("counts", [[], [0, 0], [1], [0, 3, 9], [100, 7]])
def test_every_count_has_a_class(counts: list[int]) -> None:
    bounds = classes(counts)
    assert len(bounds) <= 5
    assert all(bounds[class_of(count, bounds)] >= count for count in counts)


def test_the_chart_tells_its_numbers_to_who_does_not_see_it() -> None:
    months = dict.fromkeys(Measure, (0,) * 12) | {Measure.NAMED: (0, 5, *(0,) * 10)}
    told = [CountyFigures("500101", "万州区", months, dict.fromkeys(Issue, 0))]
    drawn = chart(told, BARS, "办理")
    assert "<title>2月命名5</title>" in drawn
    assert "命名全年5" in drawn
