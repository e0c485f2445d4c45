"""Diagnoses of coordinates over HTTP, against the register, a shape or control points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shapely.geometry import mapping
from starlette.testclient import TestClient

from gis import gcj02
from tests.api.http.world import World
from tests.gis import planted
from tests.gis.chongqing import county, on_the_border, within_the_border

ASK = "/api/v1/coordinate-diagnoses"
TRUTH = on_the_border("500106", 30)
INSIDE = within_the_border("500106", 30)
SHAPE = {"geometry": mapping(county("500106"))}
POINTS = {"points": TRUTH.tolist()}
SEVEN = {
    "datum": "北京54",
    "dx_m": 15.8,
    "dy_m": -154.4,
    "dz_m": -82.3,
    "rx_arcsec": 0.0,
    "ry_arcsec": 0.0,
    "rz_arcsec": 0.0,
    "scale_ppm": 0.0,
    "convention": "position_vector",
    "area": [105.0, 28.0, 111.0, 33.0],
    "source": "试验用",
}


def asked(client: TestClient, points: Any, **wish: Any) -> dict[str, Any]:
    answer = client.post(ASK, json={"coordinates": np.asarray(points).tolist(), **wish})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def kinds(answer: dict[str, Any]) -> list[str]:
    return [each["kind"] for each in answer["suspicions"]]


def refused(client: TestClient, **wish: Any) -> dict[str, Any]:
    answer = client.post(ASK, json=wish)
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize(("kind", "epsg", "wrong"), [*planted.GROSS, *planted.FINE])
def test_each_mistake_is_named_from_control_points(
    kind: str, epsg: int, wrong: planted.Wrong, client: TestClient
) -> None:
    answer = asked(client, wrong(TRUTH), system=f"EPSG:{epsg}", against=POINTS)
    assert kinds(answer) == [kind]


def test_true_points_have_nothing_wrong(client: TestClient) -> None:
    answer = asked(client, TRUTH, against=POINTS)
    assert (answer["suspicions"], answer["applied"]) == ([], None)


def test_a_repair_gives_new_coordinates_and_how_far_each_point_moved(client: TestClient) -> None:
    answer = asked(client, gcj02.to_gcj02(TRUTH), against=POINTS, apply="gcj02")
    assert np.abs(np.array(answer["applied"]["coordinates"]) - TRUTH).max() < 1e-8
    assert 450 < answer["applied"]["moved_m"]["median_m"] < 550


def test_without_being_told_nothing_is_repaired(client: TestClient) -> None:
    assert asked(client, gcj02.to_gcj02(TRUTH), against=POINTS)["applied"] is None


def test_a_shape_tells_swapped_points(client: TestClient) -> None:
    assert kinds(asked(client, INSIDE[:, ::-1], against=SHAPE)) == ["swapped"]


def test_metres_labelled_as_another_zone_are_named_with_the_zone(client: TestClient) -> None:
    points = planted.zone(108)(INSIDE)
    answer = asked(client, points, system="EPSG:4544", against=SHAPE)
    (doubt,) = answer["suspicions"]
    assert (doubt["kind"], doubt["evidence"]["assumed"]["system"]) == (
        "wrong_meridian",
        "EPSG:4545",
    )


def test_geometries_are_read_and_given_back(client: TestClient) -> None:
    shape = county("500106")
    moved = [mapping(type(shape)(shape))]
    answer = client.post(ASK, json={"geometries": moved, "against": SHAPE}).json()
    assert kinds(answer) == []


def test_the_register_knows_where_a_county_is(client: TestClient, world: World) -> None:
    code = {"code": "500101"}
    assert kinds(asked(client, [[108.2, 30.2]], against=code)) == []
    assert kinds(asked(client, [[30.2, 108.2]], against=code)) == ["swapped"]


def test_markers_of_a_registered_line_are_paired_by_their_numbers(
    client: TestClient, world: World
) -> None:
    line = client.get(f"/api/v1/boundaries/{world.line}").json()
    (marker,) = line["properties"]["markers"]
    shifted = gcj02.to_gcj02(np.array([marker["location"]["coordinates"]]))
    answer = asked(client, shifted, against={"line": world.line}, numbers=[marker["number"]])
    assert (answer["reference"], kinds(answer)) == ("markers", ["gcj02"])


def test_an_old_datum_is_repaired_by_the_parameters_that_are_sent(client: TestClient) -> None:
    answer = asked(
        client,
        planted.beijing54(TRUTH),
        against=POINTS,
        seven_parameters=SEVEN,
        apply="old_datum",
    )
    assert np.abs(np.array(answer["applied"]["coordinates"]) - TRUTH).max() < 1e-7


def test_an_old_datum_is_refused_without_parameters(client: TestClient) -> None:
    told = refused(
        client,
        coordinates=planted.beijing54(TRUTH).tolist(),
        against=POINTS,
        apply="old_datum",
    )
    assert told["status"] == 422
    assert "七参数" in told["detail"]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, "coordinates"),
        ({"coordinates": []}, "coordinates"),
        ({"coordinates": [[106.5]]}, "coordinates"),
        ({"coordinates": [["东", 29.5]]}, "coordinates"),
        ({"coordinates": [[106.5, 29.5]], "system": "EPSG:0"}, "crs"),
        ({"coordinates": [[106.5, 29.5]], "system": "EPSG:4214"}, "crs"),
        ({"coordinates": [[106.5, 29.5]], "against": {}}, "against"),
        ({"coordinates": [[106.5, 29.5]], "against": {"points": []}}, "against"),
        ({"coordinates": [[106.5, 29.5]], "numbers": ["1", "2"]}, "numbers"),
        ({"coordinates": [[106.5, 29.5]], "apply": "gcj02"}, "apply"),
        ({"coordinates": [[106.5, 29.5]], "seven_parameters": {}}, "datum"),
        ({"geometries": [{"type": "Circle"}]}, "geometries[0]"),
        (
            {
                "coordinates": [[106.5, 29.5]],
                "against": {"geometry": {"type": "Point", "coordinates": [106.5, 29.5]}},
            },
            "against.geometry",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_with_field_and_remedy(
    wish: dict[str, Any], field: str, client: TestClient
) -> None:
    told = refused(client, **wish)
    assert told["status"] == 422
    assert field in " ".join(error["field"] + error["message"] for error in told["errors"])
    assert all(error["remedy"] for error in told["errors"])


def test_an_unknown_division_is_not_found(client: TestClient) -> None:
    told = refused(client, coordinates=[[106.5, 29.5]], against={"code": "999999"})
    assert (told["status"], told["errors"][0]["field"]) == (404, "code")


def test_an_unknown_line_is_not_found(client: TestClient) -> None:
    told = refused(client, coordinates=[[106.5, 29.5]], against={"line": "无"})
    assert told["status"] == 404
