"""Steps of 界线覆盖: grids that a person can draw, audited as layers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import shapely
from pytest_bdd import given, parsers, scenarios, then, when
from shapely import Polygon

from boundary_data.coverage import CoverageReport, NamedDefect, audit, coverage_parameters
from boundary_data.readers.features import read_features
from gis.measure import area_m2

WEST, NORTH, WIDE, HIGH = 106.5, 29.5, 0.0005, 0.005
DAY = date(2026, 1, 15)
Node = tuple[float, float]

scenarios("界线覆盖.feature")


@pytest.fixture
def units() -> dict[str, str]:
    return {}


@given("网格", target_fixture="nodes")
def _drawn(datatable: list[list[str]]) -> dict[str, Node]:
    return {
        cell: (WEST + column * WIDE, NORTH - row * HIGH)
        for row, cells in enumerate(datatable)
        for column, cell in enumerate(cells)
        if cell
    }


@given(parsers.parse('"{name}"的范围为"{corners}"'))
def _bounded(units: dict[str, str], name: str, corners: str) -> None:
    units[name] = corners


def area_of(nodes: dict[str, Node], corners: str) -> Polygon:
    return Polygon([nodes[corner] for corner in corners.split(",")])


@when("检查乡级覆盖", target_fixture="report")
def _audited(nodes: dict[str, Node], units: dict[str, str], tmp_path: Path) -> CoverageReport:
    features = [
        {
            "type": "Feature",
            "properties": {"名称": name},
            "geometry": shapely.geometry.mapping(area_of(nodes, corners)),
        }
        for name, corners in units.items()
    ]
    layer = tmp_path / "乡级.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    layer.write_text(text, "utf-8")
    return audit(read_features(layer), on=DAY, parameters=coverage_parameters())


@then("没有缺陷")
def _sound(report: CoverageReport) -> None:
    assert report.defects == ()


def only(report: CoverageReport, kinds: set[str], there: Polygon) -> NamedDefect:
    (defect,) = (each for each in report.defects if each.defect.kind.value in kinds)
    assert defect.defect.area_m2 == pytest.approx(area_m2(there), rel=0.01)
    assert defect.defect.location is not None
    assert there.buffer(WIDE / 100).covers(shapely.Point(defect.defect.location))
    return defect


@then(parsers.parse('发现缝隙"{corners}"，在"{names}"之间'))
def _gap(report: CoverageReport, nodes: dict[str, Node], corners: str, names: str) -> None:
    defect = only(report, {"gap"}, area_of(nodes, corners))
    assert set(defect.units) == set(names.split("、"))


@then(parsers.parse('发现空白"{corners}"'))
def _hole(report: CoverageReport, nodes: dict[str, Node], corners: str) -> None:
    only(report, {"gap", "hole"}, area_of(nodes, corners))


@then(parsers.parse('发现重叠"{corners}"，在"{names}"之间'))
def _overlap(report: CoverageReport, nodes: dict[str, Node], corners: str, names: str) -> None:
    defect = only(report, {"overlap"}, area_of(nodes, corners))
    assert set(defect.units) == set(names.split("、"))


@then(parsers.parse('发现界线没有逐点重合，在"{names}"之间'))
def _unmatched(report: CoverageReport, names: str) -> None:
    assert {defect.defect.kind.value for defect in report.defects} == {"unmatched_edge"}
    assert {unit for defect in report.defects for unit in defect.units} == set(names.split("、"))
