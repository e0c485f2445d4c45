"""Where points are, what is near them, and the lines between units."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas.locating import LocatedManyOut
from gis.measure import CGCS2000
from tests.api.http.world import World

V1 = "/api/v1"


def located(client: TestClient, lon: float, lat: float, **more: str) -> dict[str, Any]:
    answer = client.get(f"{V1}/locate", params={"lon": lon, "lat": lat, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_point_is_in_its_units_of_all_levels(client: TestClient) -> None:
    units = located(client, 108.4, 30.2)["point"]["units"]
    assert [(unit["name"], unit["basis"]) for unit in units] == [
        ("万州区", "geometry"),
        ("重庆市", "affiliation"),
    ]


def test_the_nearest_line_has_its_geodesic_distance_and_the_side(
    client: TestClient, world: World
) -> None:
    (line,) = located(client, 108.49, 30.2)["point"]["lines"]
    assert line["code"] == world.line
    assert line["distance_m"] == pytest.approx(962.8, abs=1.0)
    assert line["side"] == world.west


def test_the_other_side_is_the_other_unit(client: TestClient, world: World) -> None:
    (line,) = located(client, 108.51, 30.2)["point"]["lines"]
    assert line["side"] == world.east


def test_right_on_the_line_nobody_can_say_the_side(client: TestClient) -> None:
    point = located(client, 108.5, 30.2)["point"]
    assert point["lines"][0]["too_close"] is True
    assert "不能确定在哪一侧" in point["summary"]


def test_of_a_line_of_unknown_accuracy_it_is_not_known_what_is_too_close(
    client: TestClient,
) -> None:
    assert located(client, 108.49, 30.2)["point"]["lines"][0]["too_close"] is None


def test_the_nearest_marker_has_distance_and_direction(client: TestClient) -> None:
    marker = located(client, 108.5, 30.09)["point"]["marker"]
    assert marker["number"] == "0101023501Q"
    assert marker["direction"] == "北"
    assert marker["distance_m"] == pytest.approx(1108.6, abs=1.0)


def test_the_summary_can_be_read_aloud(client: TestClient) -> None:
    assert located(client, 108.49, 30.1)["point"]["summary"] == (
        "该点位于重庆市万州区；距万州区—云阳县线964 米，在万州区一侧，界线精度不详；"
        "最近的界桩为0101023501Q号，在东方向964 米处。"
    )


def test_outside_of_all_areas_only_the_line_is_told(client: TestClient) -> None:
    point = located(client, 120.0, 30.0)["point"]
    assert point["units"] == []
    assert point["lines"][0]["side"] is None
    assert point["summary"].startswith("该点不在已装载的区划范围内")


def test_geometry_that_is_not_official_is_said_so(client: TestClient) -> None:
    assert "不是法定界线" in located(client, 108.49, 30.2)["note"]


def test_the_day_decides_the_name(client: TestClient) -> None:
    assert located(client, 108.4, 30.2, on="2009-01-01")["point"]["units"][0]["name"] == "万县"


def test_before_all_data_there_is_nothing(client: TestClient) -> None:
    point = located(client, 108.4, 30.2, on="1999-01-01")["point"]
    assert (point["units"], point["lines"], point["marker"]) == ([], [], None)


def test_many_points_are_answered_in_their_order(client: TestClient) -> None:
    points = [{"id": "西", "lon": 108.4, "lat": 30.2}, {"id": 7, "lon": 108.6, "lat": 30.2}]
    answer = client.post(f"{V1}/locate", json={"points": points})
    found = LocatedManyOut.model_validate(answer.json())
    assert [(point.id, point.units[0].name) for point in found.points] == [
        ("西", "万州区"),
        (7, "云阳县"),
    ]


def test_many_and_few_points_get_the_same_answers(client: TestClient) -> None:
    places = [(107.9 + 0.013 * i, 29.9 + 0.007 * i) for i in range(95)]
    body = {"points": [{"lon": lon, "lat": lat} for lon, lat in places]}
    many = client.post(f"{V1}/locate", json=body).json()["points"]
    singly = [located(client, lon, lat)["point"] for lon, lat in places]
    for one, other in zip(many, singly, strict=True):
        assert one["units"] == other["units"]
        assert one["marker"] == other["marker"]
        for here, there in zip(one["lines"], other["lines"], strict=True):
            assert here["distance_m"] == pytest.approx(there["distance_m"], abs=0.02)
            assert (here["code"], here["side"]) == (there["code"], there["side"])


def test_a_misplaced_point_among_many_is_named(client: TestClient) -> None:
    points = [{"lon": 108.4, "lat": 30.2}, {"lon": 30.2, "lat": 108.4}]
    answer = client.post(f"{V1}/locate", json={"points": points})
    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["row"], error["remedy"]) == (2, "请先写经度，后写纬度")


def test_more_points_than_allowed_are_refused(client: TestClient) -> None:
    points = [{"lon": 108.4, "lat": 30.2}] * 10_001
    assert client.post(f"{V1}/locate", json={"points": points}).status_code == 422


# lines between units


def test_the_line_between_two_units_is_found_from_either_side(
    client: TestClient, world: World
) -> None:
    for left, right in (("500101", "500235"), ("500235", "500101")):
        found = client.get(f"{V1}/lines", params={"left": left, "right": right}).json()
        assert [line["code"] for line in found["lines"]] == [world.line]


def test_a_line_tells_its_length_and_markers(client: TestClient) -> None:
    found = client.get(f"{V1}/lines?left=500101&right=500235").json()["lines"][0]
    assert found["length_m"] == pytest.approx(CGCS2000.inv(108.5, 30.0, 108.5, 30.5)[2], abs=0.1)
    assert (found["marker_count"], found["tripoint_count"]) == (1, 0)
    assert (found["last_inspected_on"], found["next_inspection_due"]) == (None, None)


def test_units_that_do_not_meet_have_no_line(client: TestClient) -> None:
    found = client.get(f"{V1}/lines?left=500101105&right=500235").json()
    assert found["count"] == 0
    assert "不相邻" in found["note"]


def test_a_unit_has_no_line_with_itself(client: TestClient) -> None:
    assert client.get(f"{V1}/lines?left=500101&right=500101").json()["count"] == 0
    assert client.get(f"{V1}/boundaries?between=500101,500101").json()["numberMatched"] == 0


def test_a_code_that_nobody_has_is_named(client: TestClient) -> None:
    answer = client.get(f"{V1}/lines?left=500101&right=500999")
    assert answer.status_code == 404
    assert "500999" in answer.json()["detail"]


def test_the_profile_tells_chainage_and_course(client: TestClient, world: World) -> None:
    found = client.get(f"{V1}/lines/{world.line}/profile").json()
    (station,) = found["stations"]
    assert station["chainage_m"] == pytest.approx(11086.0, abs=5.0)
    assert [stretch["legs"][0]["direction"] for stretch in found["course"]] == ["北", "北"]
    assert found["text"].startswith("界线自界线起点起，向北方向行11 千米，至0101023501号界桩。")


def test_a_profile_of_an_unknown_line_is_refused(client: TestClient) -> None:
    assert client.get(f"{V1}/lines/none/profile").status_code == 404


# land


def judged(client: TestClient, *ring: tuple[float, float]) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    answer = client.post(f"{V1}/locate/area", json={"geometry": shape})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_land_on_one_side_needs_nobodys_consent(client: TestClient) -> None:
    found = judged(client, (108.1, 30.1), (108.2, 30.1), (108.2, 30.2), (108.1, 30.2))
    assert (found["verdict"], found["consents"]) == ("within", [])
    assert found["units"][0]["share"] == pytest.approx(1.0)


def test_land_across_the_line_is_shared_by_area(client: TestClient, world: World) -> None:
    found = judged(client, (108.4, 30.1), (108.7, 30.1), (108.7, 30.2), (108.4, 30.2))
    shares = {unit["name"]: unit["share"] for unit in found["units"]}
    assert shares == {
        "云阳县": pytest.approx(2 / 3, abs=1e-3),
        "万州区": pytest.approx(1 / 3, abs=1e-3),
    }
    assert [line["code"] for line in found["lines"]] == [world.line]
    assert found["lines"][0]["length_m"] == pytest.approx(11086.0, abs=5.0)


def test_lines_that_are_not_legal_do_not_decide(client: TestClient) -> None:
    found = judged(client, (108.4, 30.1), (108.7, 30.1), (108.7, 30.2), (108.4, 30.2))
    (consent,) = found["consents"]
    assert consent["required"] is None
    assert "第十条" in consent["source"]["text"]
    assert found["verdict"] == "unsure"


def test_land_that_reaches_outside_says_how_much(client: TestClient) -> None:
    found = judged(client, (107.9, 30.1), (108.1, 30.1), (108.1, 30.2), (107.9, 30.2))
    assert found["outside_m2"]["county"] == pytest.approx(found["area_m2"] / 2, rel=0.01)


def test_land_far_away_is_unknown(client: TestClient) -> None:
    found = judged(client, (120.0, 30.0), (120.1, 30.0), (120.1, 30.1))
    assert (found["verdict"], found["units"]) == ("unknown", [])


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Point", "coordinates": [108, 30]}, "Polygon"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "自相交"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[35e6, 3e6], [36e6, 3e6], [36e6, 4e6], [35e6, 3e6]]],
            },
            "经纬度",
        ),
        ({"type": "Polygon"}, "coordinates"),
        ({}, "type"),
    ],
)
def test_land_that_is_no_polygon_is_refused(
    client: TestClient, geometry: dict[str, Any], words: str
) -> None:
    answer = client.post(f"{V1}/locate/area", json={"geometry": geometry})
    assert answer.status_code == 400
    assert words in answer.json()["detail"]
