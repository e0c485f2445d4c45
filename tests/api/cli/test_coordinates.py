"""`diming doctor` and `diming convert` as an official runs them, without a database."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from api.cli.frame import run
from boundary_data.readers.any_file import read_any
from boundary_data.readers.features import read_features
from gis import gcj02
from tests.gis import planted
from tests.gis.chongqing import BOUNDARIES, on_the_border

TRUTH = on_the_border("500106", 30)
COUNTIES = BOUNDARIES / "clean_synthetic_cq_counties_voronoi.geojson"
SEVEN = """
datum = "北京54"
dx_m = 15.8
dy_m = -154.4
dz_m = -82.3
rx_arcsec = 0.0
ry_arcsec = 0.0
rz_arcsec = 0.0
scale_ppm = 0.0
convention = "position_vector"
area = [105.0, 28.0, 111.0, 33.0]
source = "试验用"
"""


def table(path: Path, points: Iterable[Any], heading: str = "编号,经度,纬度") -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows([f"{number:03d}", *pair] for number, pair in enumerate(points, 1))
    return str(path)


@pytest.fixture
def truth(tmp_path: Path) -> str:
    return table(tmp_path / "成果.csv", TRUTH)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run([*arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def kinds(answer: dict[str, Any]) -> list[str]:
    return [each["kind"] for each in answer["suspicions"]]


def test_true_points_have_nothing_wrong(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", table(tmp_path / "a.csv", TRUTH), "--against", truth]) == 0
    assert "没有发现坐标系、次序或偏移方面的疑点" in capsys.readouterr().out


def test_shifted_points_are_named_with_the_distances_before_and_after(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", gcj02.to_gcj02(TRUTH))
    answer = told(capsys, "doctor", file, "--against", truth)
    (doubt,) = answer["suspicions"]
    assert doubt["kind"] == "gcj02"
    assert doubt["evidence"]["before"]["median_m"] > 400
    assert doubt["evidence"]["after"]["max_m"] < 0.01
    assert doubt["evidence"]["improved_share"] == 1.0


def test_nothing_is_repaired_unless_told(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", TRUTH[:, ::-1])
    before = Path(file).read_bytes()
    told(capsys, "doctor", file, "--against", truth)
    assert Path(file).read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "成果.csv"}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [("gcj02", gcj02.to_gcj02), ("bd09", gcj02.to_bd09), ("swapped", planted.turned(planted.same))],
)
def test_what_is_repaired_is_at_its_place_and_keeps_its_attributes(
    kind: str, wrong: planted.Wrong, tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "b.gpkg"
    file = table(tmp_path / "a.csv", wrong(TRUTH))
    answer = told(capsys, "doctor", file, "--against", truth, "--apply", kind, "--out", str(out))
    assert answer["applied"]["repaired"] == 30
    assert kinds(told(capsys, "doctor", str(out), "--against", truth)) == []
    assert read_any(out).rows[0]["编号"] == "001"


def test_of_a_mixed_table_the_rows_are_named_and_only_they_move(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    points = TRUTH.copy()
    points[[3, 8]] = points[[3, 8]][:, ::-1]
    out = tmp_path / "b.geojson"
    file = table(tmp_path / "a.csv", points)
    answer = told(
        capsys, "doctor", file, "--against", truth, "--apply", "swapped", "--out", str(out)
    )
    assert answer["suspicions"][0]["rows"] == [5, 10]
    assert answer["applied"]["repaired"] == 2
    assert kinds(told(capsys, "doctor", str(out), "--against", truth)) == []


def test_metres_without_a_zone_find_it_from_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", planted.zone(108)(TRUTH)[:, ::-1], "编号,X,Y")
    answer = told(capsys, "doctor", file, "--against", str(COUNTIES))
    assert answer["suspicions"][0]["evidence"]["assumed"]["system"] == "EPSG:4545"


def test_an_old_datum_is_not_repaired_without_parameters(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", planted.beijing54(TRUTH))
    out = tmp_path / "b.gpkg"
    wish = ["doctor", file, "--against", truth, "--apply", "old_datum", "--out", str(out)]
    assert run(wish) == 1
    assert "七参数" in capsys.readouterr().err
    assert not out.exists()


def test_an_old_datum_is_repaired_with_the_parameters_of_the_bureau(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "七参数.toml").write_text(SEVEN, "utf-8")
    file = table(tmp_path / "a.csv", planted.beijing54(TRUTH))
    out = str(tmp_path / "b.gpkg")
    seven = ["--seven-parameters", str(tmp_path / "七参数.toml")]
    told(capsys, "doctor", file, "--against", truth, "--apply", "old_datum", "--out", out, *seven)
    assert told(capsys, "doctor", out, "--against", truth)["as_labelled"]["most_m"] < 0.01


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('datum = "北京54"', "datum"),
        ('convention = "position_vector"', "convention"),
        ('source = "试验用"', "source"),
        ("area = [105.0, 28.0, 111.0, 33.0]", "area"),
        ("dx_m = 15.8", "dx_m"),
    ],
)
def test_parameters_that_are_not_complete_are_refused_by_field(
    line: str, field: str, tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "七参数.toml").write_text(SEVEN.replace(line, ""), "utf-8")
    wish = ["doctor", truth, "--seven-parameters", str(tmp_path / "七参数.toml")]
    assert run(wish) == 1
    assert f"{field}：" in capsys.readouterr().err


def test_only_what_was_found_can_be_repaired(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", TRUTH)
    wish = [
        "doctor",
        file,
        "--against",
        truth,
        "--apply",
        "gcj02",
        "--out",
        str(tmp_path / "b.gpkg"),
    ]
    assert run(wish) == 1
    assert "没有发现“gcj02”" in capsys.readouterr().err


def test_a_layer_is_converted_to_a_zone_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "区县.shp"
    answer = told(capsys, "convert", str(COUNTIES), str(out), "--to-crs", "EPSG:4545")
    assert answer["round_trip_m"] < 1e-5
    assert answer["renamed"] == {"county_code": "county_cod"}
    here, there = read_features(COUNTIES), read_features(out)
    apart = [
        a.hausdorff_distance(b) for a, b in zip(here.geometries, there.geometries, strict=True)
    ]  # type: ignore[union-attr]  # every county has a shape
    assert max(apart) < 1e-9


def test_a_system_that_can_only_be_guessed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.gpkg"
    assert run(["convert", str(COUNTIES), str(out), "--to-crs", "EPSG:4214"]) == 1
    assert "不作近似换算" in capsys.readouterr().err
    assert not out.exists()


def test_the_shift_of_a_datum_is_reported(
    tmp_path: Path, truth: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "七参数.toml").write_text(SEVEN, "utf-8")
    file = table(tmp_path / "a.csv", planted.beijing54(TRUTH))
    out = str(tmp_path / "a.gpkg")
    seven = ["--seven-parameters", str(tmp_path / "七参数.toml")]
    answer = told(capsys, "convert", file, out, "--crs", "EPSG:4214", *seven)
    assert 25 < answer["datum_shift_m"]["median_m"] < 35
    assert told(capsys, "doctor", out, "--against", truth)["as_labelled"]["most_m"] < 0.01


def test_metres_without_a_system_are_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", planted.zone(108)(TRUTH)[:, ::-1], "编号,X,Y")
    assert run(["convert", file, str(tmp_path / "a.gpkg")]) == 1
    assert "--crs" in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", str(tmp_path / "没有.csv")]) == 1
    assert "没有.csv" in capsys.readouterr().err
