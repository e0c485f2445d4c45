"""A road handed in with its line: its stated length is held against the line."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

CHECK = "/api/v1/name-checks"
# about 967 metres along a parallel in 万州
LINE = {"type": "LineString", "coordinates": [[108.19, 30.5], [108.2, 30.5]]}
ROAD = {"name": "王家沟路", "place_type": "乡村道路", "division": "500101"}


def rules(client: TestClient, **details: object) -> list[str]:
    told = client.post(CHECK, json={**ROAD, **details}).json()
    return [finding["rule"] for finding in told["findings"]]


def test_a_stated_length_that_is_not_that_of_the_line_is_found(client: TestClient) -> None:
    told = client.post(CHECK, json={**ROAD, "line": LINE, "length_m": 1500}).json()
    (found,) = [f for f in told["findings"] if f["rule"] == "RV-5"]
    assert 955 < found["evidence"]["measured_m"] < 965
    assert found["evidence"]["stated_m"] == 1500


def test_a_stated_length_that_is_that_of_the_line_is_right(client: TestClient) -> None:
    assert "RV-5" not in rules(client, line=LINE, length_m=960)
    assert "RV-5" not in rules(client, line=LINE)


def test_the_parts_of_a_line_are_measured_together(client: TestClient) -> None:
    parts = [[[108.19, 30.5], [108.195, 30.5]], [[108.196, 30.5], [108.201, 30.5]]]
    line = {"type": "MultiLineString", "coordinates": parts}
    assert "RV-5" not in rules(client, line=line, length_m=960)


def test_a_road_without_a_point_lies_where_its_line_lies(client: TestClient) -> None:
    road = {"name": "王家沟路", "place_type": "乡村道路", "line": LINE}
    told = client.post(CHECK, json=road).json()
    assert "万州区" in [division["name"] for division in told["divisions"]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"type": "LineString", "coordinates": [[108.19, 30.5]]}, "坐标"),
        ({"type": "LineString", "coordinates": [[108.19, 30.5], [108.19, 30.5]]}, "没有长度"),
        ({"type": "LineString", "coordinates": [[30.5, 108.19], [30.5, 108.2]]}, "写反"),
        ({"type": "LineString", "coordinates": [["a", 30.5], [108.2, 30.5]]}, "坐标"),
        ({"type": "LineString", "coordinates": []}, "坐标"),
        ({"type": "Polygon", "coordinates": []}, "LineString"),
        ({"type": "LineString", "coordinates": [[508.19, 30.5], [108.2, 30.5]]}, "超出"),
    ],
)
def test_a_line_that_cannot_be_measured_is_refused_with_the_field(
    client: TestClient, line: dict[str, object], said: str
) -> None:
    answer = client.post(CHECK, json={**ROAD, "line": line})
    assert answer.status_code == 422
    assert said in answer.text
    assert "line" in answer.text
