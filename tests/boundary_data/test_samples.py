from pathlib import Path

import pytest
import shapely

import boundary_data
from boundary_data.readers.features import read_features
from gis.arcs import arcs_of, dissolve, polygons_of

SAMPLES = Path(boundary_data.__file__).parent / "samples"
FILES = sorted(p for p in SAMPLES.rglob("*") if p.is_file() and p.parent != SAMPLES)


@pytest.fixture(scope="module")
def towns():
    layer = read_features(SAMPLES / "boundaries" / "clean_synthetic_cq_towns_voronoi.geojson")
    return {
        row["code"]: (row, shape) for row, shape in zip(layer.rows, layer.geometries, strict=True)
    }


@pytest.fixture(scope="module")
def counties():
    layer = read_features(SAMPLES / "boundaries" / "clean_synthetic_cq_counties_voronoi.geojson")
    return {
        row["county_code"]: shape for row, shape in zip(layer.rows, layer.geometries, strict=True)
    }


@pytest.fixture(scope="module")
def arcs(towns):
    return arcs_of({code: shape for code, (_, shape) in towns.items()})


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.parent.name != "licences"], ids=lambda path: path.name
)
def test_every_sample_file_has_its_origin_written_down(path):
    assert path.name in (SAMPLES / "SOURCES.md").read_text("utf-8")


def test_the_municipality_has_its_units(towns, counties):
    assert (len(towns), len(counties)) == (1031, 38)


def test_all_towns_are_rebuilt_from_their_arcs(towns, arcs):
    again = polygons_of(arcs)
    assert all(shapely.equals(again[code], shape) for code, (_, shape) in towns.items())


def test_all_counties_are_made_of_the_arcs_of_their_towns(towns, counties, arcs):
    made = dissolve(arcs, {code: row["county_code"] for code, (row, _) in towns.items()}).polygons
    assert made.keys() == counties.keys()
    assert all(shapely.equals(made[code], shape) for code, shape in counties.items())


def test_every_line_between_counties_is_a_sequence_of_lines_between_towns(towns, arcs):
    done = dissolve(arcs, {code: row["county_code"] for code, (row, _) in towns.items()})
    for line, members in zip(done.arcs, done.members, strict=True):
        assert line.line.length == pytest.approx(sum(arcs[i].line.length for i, _ in members))
