"""What a written name is is told with its ground; names are taken out in several forms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from shapely.geometry import LineString

from api.services.registering import registering
from api.services.registering.entries import NameEntry, NameHead, PlaceEntry
from api.store.session import transaction
from naming.place_kind import PlaceKind
from naming.uncertain_day import day
from tests.api.register.conftest import BASIS, Office

Hamlets = Callable[..., NameHead]
V1 = "/api/v1"


def use(office: Office, name: str, more: str = "") -> dict[str, object]:
    return dict(office.client.get(f"{V1}/standard-names?name={name}{more}").json())


@pytest.fixture(scope="module")
def renamed(office: Office, hamlets: Hamlets) -> tuple[NameHead, NameHead]:
    old = hamlets("旧沱院子", fields={"meaning": "旧"})
    later = replace(BASIS, day=day(date(2026, 9, 1)), document="万州府〔2026〕40号")
    with transaction(office.engine, actor="test") as db:
        return registering.rename_place(
            db, office.editor.person, old.id, NameEntry("新沱院子"), later
        )


def test_a_standard_name_is_told_with_its_decision(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    told = use(office, "新沱院子")
    assert told["verdict"] == "standard"
    assert "万州府〔2026〕40号" in str(told["sentence"])


def test_a_former_name_is_told_with_the_present_one(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    told = use(office, "旧沱院子")
    assert told["verdict"] == "not_standard"
    assert "现名“新沱院子”" in str(told["sentence"])


def test_on_a_day_before_the_former_name_was_the_standard_one(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    assert use(office, "旧沱院子", "&on=2026-08-31")["verdict"] == "standard"


def test_the_search_of_a_past_day_finds_what_was_standard_then(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    asked = f"{V1}/names?q=旧沱院子&status=standard&f=json"
    then = office.client.get(f"{asked}&on=2026-08-31").json()
    assert [one["id"] for one in then["items"]] == [renamed[1].id]
    today = office.client.get(asked).json()
    assert renamed[1].id not in [one["id"] for one in today["items"]]


def test_a_name_of_an_official_list_is_no_approved_one(office: Office) -> None:
    told = use(office, "万州区")
    assert told["verdict"] == "listed"
    assert "没有批准文件" in str(told["sentence"])


def test_the_long_form_of_a_committee_is_understood(office: Office) -> None:
    listed = office.client.get(f"{V1}/names?kind=committee&f=json&limit=1").json()["items"][0]
    told = use(office, listed["name"].removesuffix("村民委员会").removesuffix("居民委员会"))
    assert told["verdict"] == "listed"


def test_a_name_nobody_knows_is_unknown(office: Office) -> None:
    assert use(office, "乌有乌有路")["verdict"] == "unknown"


def test_a_name_is_looked_for_in_a_division_only(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    (neighbour,) = office.neighbour.person.division_ids
    assert use(office, "新沱院子", f"&division={neighbour}")["verdict"] == "unknown"


def test_the_national_fields_are_those_of_the_national_database(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    records = office.client.get(f"{V1}/name-exports/names.national.json").json()["records"]
    (found,) = [one for one in records if one["id"] == renamed[0].id]
    assert found["standard_name"] == "新沱院子"
    assert found["roman_alphabet_spelling"].startswith("Xīntuóyuàn")
    assert found["old_name"] == "旧沱院子"
    assert found["place_type_code"] == "22200"
    assert found["area_name"] == "万州区"
    assert len(found["area"]) == 9
    assert found["gdm"]["type"] == "multipoint"
    assert len(found["gdm"]["coordinates"][0]) == 2


def test_only_standard_names_go_to_the_national_database(
    office: Office, renamed: tuple[NameHead, NameHead]
) -> None:
    records = office.client.get(f"{V1}/name-exports/names.national.json").json()["records"]
    assert {one["standard_name"] for one in records} >= {"新沱院子"}
    assert "万州区" not in {one["standard_name"] for one in records}


def test_the_table_has_chinese_headings_and_every_listed_name(office: Office) -> None:
    (county,) = office.editor.person.division_ids
    answer = office.client.get(f"{V1}/name-exports/names.csv?division={county}&status=listed")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    counted = office.client.get(
        f"{V1}/names?division={county}&status=listed&name_kind=standard&limit=1"
    ).json()
    assert len(rows) == counted["numberMatched"] > 500
    assert {"标准地名", "罗马字母拼写", "所属政区", "地名含义"} <= set(rows[0])
    assert {row["状态"] for row in rows} == {"名单地名"}


def test_no_cell_is_a_formula(office: Office, hamlets: Hamlets) -> None:
    hamlets("等号沱院", fields={"remark": "=1+1"})
    answer = office.client.get(f"{V1}/name-exports/names.csv?status=standard")
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert {row["备注"] for row in rows if row["标准地名"] == "等号沱院"} == {"'=1+1"}


def test_a_geojson_export_is_a_feature_collection(office: Office, hamlets: Hamlets) -> None:
    head = hamlets("图形沱院")
    answer = office.client.get(f"{V1}/name-exports/names.geojson?status=standard")
    features = json.loads(answer.text)["features"]
    (mine,) = [one for one in features if one["id"] == head.id]
    assert mine["geometry"]["type"] == "Point"
    assert answer.headers["content-type"] == "application/geo+json"


def test_an_export_may_be_empty(office: Office) -> None:
    answer = office.client.get(f"{V1}/name-exports/names.geojson?status=vanished")
    assert json.loads(answer.text) == {"type": "FeatureCollection", "features": []}


def test_a_road_is_found_in_every_town_it_crosses(office: Office) -> None:
    line = LineString([(108.30, 30.75), (108.60, 30.75)])
    road = PlaceEntry(PlaceKind.STREET, "道路", geometry=line)
    with transaction(office.engine, actor="test") as db:
        head = registering.register_name(
            db, office.editor.person, NameEntry("长沱大道"), road, BASIS
        )
    told = office.client.get(f"{V1}/names/{head.id}").json()["properties"]
    assert len(told["crosses"]) > 1
    for town in told["crosses"]:
        asked = f"{V1}/names?q=长沱大道&division={town['id']}&f=json"
        assert [one["id"] for one in office.client.get(asked).json()["items"]] == [head.id]
        plain = f"{V1}/names?kind=street&division={town['id']}&f=json"
        assert [one["id"] for one in office.client.get(plain).json()["items"]] == [head.id]
