"""What the world holds is answered as it is, on the day that is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.http.world import World

V1 = "/api/v1"


def features(client: TestClient, address: str) -> list[dict[str, Any]]:
    """Return the features of a list, after checking that the counts agree."""
    answer = client.get(f"{V1}/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert found["numberReturned"] == len(found["features"])
    listed: list[dict[str, Any]] = found["features"]
    return listed


def named(client: TestClient, address: str) -> list[str]:
    """Return the names of the features of a list, in order."""
    return [feature["properties"]["name"] for feature in features(client, address)]


# divisions


def test_divisions_are_found_by_level(client: TestClient) -> None:
    assert named(client, "divisions?level=county") == ["万州区", "云阳县"]


def test_divisions_are_found_by_parent(client: TestClient, world: World) -> None:
    assert named(client, f"divisions?parent={world.west}") == ["石坡镇"]


def test_a_division_is_found_by_its_code(client: TestClient) -> None:
    assert named(client, "divisions?code=500235") == ["云阳县"]


def test_a_code_of_another_scheme_is_another_code(client: TestClient) -> None:
    assert named(client, "divisions?code=500235&scheme=nbs") == []


def test_a_division_has_the_name_of_the_day(client: TestClient) -> None:
    assert named(client, "divisions?code=500101&on=2009-12-31") == ["万县"]
    assert named(client, "divisions?code=500101&on=2010-01-01") == ["万州区"]


def test_before_anything_is_known_nothing_is_told(client: TestClient) -> None:
    assert named(client, "divisions?on=1999-12-31") == []
    assert named(client, "divisions?known_at=2023-12-31T00:00:00%2B08:00") == []


def test_the_better_geometry_is_taken_and_named(client: TestClient) -> None:
    told = {f["properties"]["name"]: f["properties"] for f in features(client, "divisions")}
    assert told["万州区"]["geometry_status"] == "official"
    assert told["云阳县"]["geometry_status"] == "synthetic"
    assert told["云阳县"]["geometry_label"] == "示意数据，非法定界线"
    assert told["石坡镇"]["geometry_status"] is None


def test_a_geometry_is_geojson_and_counter_clockwise(client: TestClient) -> None:
    import shapely
    from shapely.geometry import shape

    [feature] = features(client, "divisions?code=500101")
    assert "crs" not in feature["geometry"]
    area = shape(feature["geometry"])
    assert area.bounds == (108.0, 30.0, 108.5, 30.5)
    assert all(shapely.is_ccw(part.exterior) for part in area.geoms)


def test_a_geometry_that_nobody_wants_is_left_out(client: TestClient) -> None:
    assert features(client, "divisions?code=500101&geometry=false")[0]["geometry"] is None


def test_pages_follow_each_other_without_gap_or_repetition(client: TestClient) -> None:
    address, seen = f"{V1}/divisions?limit=3&geometry=false", []
    while address:
        page = client.get(address).json()
        assert page["numberMatched"] == 4
        seen += [feature["id"] for feature in page["features"]]
        address = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
    assert len(seen) == len(set(seen)) == 4


def test_a_later_page_leads_back(client: TestClient) -> None:
    page = client.get(f"{V1}/divisions?limit=2&offset=2&q=%E5%8E%BF").json()
    assert {one["rel"]: one["href"] for one in page["links"]}["prev"].endswith(
        "limit=2&q=%E5%8E%BF"
    )


def test_a_plain_list_has_the_geometry_beside_the_rest(client: TestClient) -> None:
    answer = client.get(f"{V1}/divisions?code=500101&f=json")
    assert answer.headers["content-type"] == "application/json"
    [item] = answer.json()["items"]
    assert item["name"] == "万州区"
    assert item["geometry"]["type"] == "MultiPolygon"


def test_one_division_tells_its_whole_life(client: TestClient, world: World) -> None:
    told = client.get(f"{V1}/divisions/{world.west}").json()["properties"]
    assert [name["name"] for name in told["names"]] == ["万县", "万州区"]
    assert told["names"][0]["valid"]["to"] == "2010-01-01"
    assert [event["kind"] for event in told["events"]] == ["更名"]
    assert [parent["name"] for parent in told["parents"]] == ["重庆市"]
    assert told["children"] == 1
    assert [one["status"] for one in told["geometries"]] == ["official", "synthetic"]


# where a point belongs


def test_a_point_belongs_to_the_county_around_it(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=108.25&lat=30.25").json()["divisions"]
    assert [(one["level"], one["name"], one["basis"]) for one in told] == [
        ("province", "重庆市", "affiliation"),
        ("county", "万州区", "geometry"),
    ]


def test_the_distance_to_the_line_is_in_metres(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=108.49&lat=30.25").json()["divisions"][-1]
    # a hundredth of a degree of longitude at 30.25 degrees north
    assert told["to_line_m"] == pytest.approx(962, abs=3)
    assert told["certain"] is True


def test_a_point_nearer_to_the_line_than_it_is_accurate_is_uncertain(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=108.4995&lat=30.25").json()["divisions"][-1]
    assert told["status"] == "official"
    assert told["certain"] is False
    assert "小于界线数据的精度 100 米" in told["note"]


def test_without_an_accuracy_nobody_knows_how_near_is_too_near(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=108.75&lat=30.25").json()
    assert told["divisions"][-1]["certain"] is None
    assert told["note"] == "所用界线不是法定界线，结果仅供参考"


def test_a_point_outside_is_told_to_be_outside(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=100&lat=30").json()
    assert told["divisions"] == []
    assert told["note"] == "该点不在已装载的区划范围内"


def test_a_day_before_all_areas_is_told_to_be_so(client: TestClient) -> None:
    told = client.get(f"{V1}/divisions/at?lon=108.75&lat=30.25&on=1990-01-01").json()
    assert told["divisions"] == []
    assert "起才有资料" in told["note"]


# lines


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("level=county", 1),
        ("level=township", 0),
        ("between=500101,500235", 1),
        ("between=500235,500101", 1),
        ("between=500101,500102", 0),
        ("bbox=108.4,30.1,108.6,30.2", 1),
        ("bbox=108.1,30.1,108.2,30.2", 0),
        ("status=synthetic", 1),
        ("status=official", 0),
        ("on=1999-01-01", 0),
    ],
)
def test_lines_are_found(client: TestClient, query: str, count: int) -> None:
    assert len(features(client, f"boundaries?{query}")) == count


def test_a_synthetic_line_says_so(client: TestClient) -> None:
    [line] = features(client, "boundaries")
    assert line["properties"]["label"] == "示意数据，非法定界线"
    assert line["properties"]["source"] == "测试资料"
    assert line["geometry"]["coordinates"] == [[108.5, 30], [108.5, 30.25], [108.5, 30.5]]


def test_one_line_brings_its_markers(client: TestClient, world: World) -> None:
    told = client.get(f"{V1}/boundaries/{world.line}").json()["properties"]
    [marker] = told["markers"]
    assert marker["number"] == "0101023501Q"
    assert marker["location"]["coordinates"] == [108.5, 30.1]
    assert marker["condition"] == "intact"


def test_a_line_that_does_not_exist_is_not_found(client: TestClient) -> None:
    answer = client.get(f"{V1}/boundaries/nowhere")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/unknown-boundary"


# names


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=石", ["石坡村", "石坡镇"]),
        ("q=石坡", ["石坡村", "石坡镇"]),
        ("q=石坡村", ["石坡村"]),
        ("q=洞湾", ["龙洞湾大桥"]),
        ("q=洞湾大", ["龙洞湾大桥"]),
        ("q=坡石", []),
        ("q=shipo", ["石坡村", "石坡镇"]),
        ("q=Shípō Cūn", ["石坡村"]),
        ("q=shi po zhen", ["石坡镇"]),
        ("q=spc", ["石坡村"]),
        ("q=SP", ["石坡村", "石坡镇"]),
        ("q=spc&by=pinyin", []),
        ("q=chongqing&by=pinyin", ["重庆村"]),
        ("q=zhongqing", []),
        ("q=shipo&by=initials", []),
        ("q=shipo&by=characters", []),
        ("kind=facility", ["龙洞湾大桥"]),
        ("status=standard", []),
        ("bbox=108.1,30.1,108.3,30.3", ["石坡村", "石坡镇"]),
        ("on=1999-01-01", []),
    ],
)
def test_names_are_found(client: TestClient, query: str, expected: list[str]) -> None:
    assert named(client, f"names?{query}") == expected


def test_names_are_found_in_a_division_and_below(client: TestClient, world: World) -> None:
    for division in (world.town, world.west):
        assert named(client, f"names?division={division}") == ["石坡村", "石坡镇"]
    assert len(named(client, f"names?division={world.province}")) == 4


def test_names_near_a_point_come_nearest_first_with_their_distance(client: TestClient) -> None:
    found = features(client, "names?near=108.212,30.2&radius_m=2000")
    assert [one["properties"]["name"] for one in found] == ["石坡镇", "石坡村"]
    assert found[0]["properties"]["distance_m"] == pytest.approx(192.5, abs=1)


def test_a_name_beyond_the_radius_is_not_near(client: TestClient) -> None:
    assert named(client, "names?near=108.212,30.2&radius_m=500") == ["石坡镇"]


def test_the_exact_name_comes_before_longer_ones(client: TestClient) -> None:
    assert named(client, "names?q=shipocun")[0] == "石坡村"


def test_one_name_tells_where_it_is_listed(client: TestClient, world: World) -> None:
    told = client.get(f"{V1}/names/{world.names['石坡村']}").json()["properties"]
    assert [one["list"] for one in told["heritage"]] == ["测试名录"]
    assert told["sounds"] == ["shi po cun"]
    assert told["source"] == "测试资料"


def test_a_name_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.get(f"{V1}/names/999999").json()["type"] == "/problems/unknown-name"


def test_heritage_is_found_by_characters_and_standing(client: TestClient, world: World) -> None:
    assert named(client, "heritage?q=石坡") == ["石坡村"]
    assert named(client, "heritage?standing=vanished") == []
    assert named(client, f"heritage?division={world.west}") == ["石坡村"]


def test_the_catalogue_tells_source_and_standing_of_every_rule(client: TestClient) -> None:
    told = client.get(f"{V1}/rules").json()
    assert {rule["book"] for rule in told["rules"]} == {
        "names",
        "inspections",
        "divisions",
        "sheets",
    }
    assert told["count"] == len(told["rules"]) > 100
    assert all(rule["source"]["article"] and rule["reason"] for rule in told["rules"])
    assert all(rule["fails"] for rule in told["rules"])


def test_the_catalogue_can_be_asked_for_one_rule(client: TestClient) -> None:
    told = client.get(f"{V1}/rules?id=GN-9-8b").json()
    assert [rule["title"] for rule in told["rules"]] == [
        "同一区县内村（居）民委员会所在地不重名、避免同音"
    ]


# tags of freshness


@pytest.mark.parametrize("address", ["names?q=石", "divisions", "boundaries/500101-500235"])
def test_what_is_known_already_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(f"{V1}/{address}")
    again = client.get(f"{V1}/{address}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_another_question_has_another_tag(client: TestClient) -> None:
    tags = {client.get(f"{V1}/names?limit={limit}").headers["etag"] for limit in (1, 2)}
    assert len(tags) == 2


def test_a_refusal_has_no_tag(client: TestClient) -> None:
    assert "etag" not in client.get(f"{V1}/names/999999").headers
