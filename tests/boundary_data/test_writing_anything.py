"""Whatever a layer holds: it comes back the same, or what is different was said."""

import tempfile
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundary_data.readers.any_file import read_any
from boundary_data.writers.layers import Layer, write_layer

POINT = shapely.Point(106.5, 29.5)
RING = shapely.LinearRing([(106, 29), (106.1, 29), (106.1, 29.1)])
FORMS = (".gpkg", ".shp", ".geojson", ".fgb", ".parquet", ".kml")
DECIMALS = 1e-9

lon = st.floats(105.3, 110.2)
lat = st.floats(28.2, 32.2)
points = st.builds(shapely.Point, lon, lat)
lines = st.lists(st.tuples(lon, lat), min_size=2, max_size=8, unique=True).map(shapely.LineString)
boxes = st.builds(lambda x, y, w, h: shapely.box(x, y, x + w, y + h), lon, lat,
                  st.floats(1e-4, 0.1), st.floats(1e-4, 0.1))  # fmt: skip
shapes = st.one_of(*(st.lists(kind, min_size=1, max_size=6) for kind in (points, lines, boxes)))
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"], max_codepoint=0x2FFFF), min_size=1,
                max_size=20).map(str.strip).filter(bool)  # fmt: skip
cells = st.fixed_dictionaries(
    {
        "名称": st.none() | texts,
        "code": st.none() | st.integers(-(10**12), 10**12),
        "length_m": st.floats(-1e6, 1e6).map(lambda v: round(v, 6)),
    }
)


@pytest.mark.parametrize("suffix", FORMS)
@settings(max_examples=25, deadline=None)
@given(geometries=shapes, data=st.data())
def test_what_is_written_comes_back(suffix, geometries, data):
    rows = [{**data.draw(cells), "no": number} for number in range(len(geometries))]
    columns = ["no", "名称", "code", "length_m"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        done = write_layer(Layer(geometries, rows, columns), path)
        back = read_any(path)
    assert done.features == len(back.rows) == len(rows)
    order = sorted(range(len(rows)), key=lambda i: int(back.rows[i]["no"]))
    for place, number in zip(order, range(len(rows)), strict=True):
        assert _same(back.geometries[place], geometries[number])
        for column in columns:
            assert _cell(back.rows[place][column]) == _cell(rows[number][column])


def _same(found, given_):
    parts = shapely.get_parts(found)
    return len(parts) == 1 and shapely.equals_exact(
        shapely.normalize(parts[0]), shapely.normalize(given_), DECIMALS
    )


def _cell(value):
    """A cell as a person reads it: KML keeps large numbers as texts."""
    if value is None:
        return None
    try:
        return round(float(value), 6)
    except ValueError:
        return value


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".fgb", ".parquet", ".kml"])
@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [({"s": "石\x00坡\x07"}, "石坡", "控制字符"), ({"s": 2**70}, str(2**70), "64 位")],
)
def test_what_a_file_would_cut_or_overflow_at_is_changed_and_said(
    tmp_path, suffix, cell, value, said
):
    done = write_layer(Layer([POINT], [cell], ["s"]), tmp_path / f"a{suffix}")
    assert read_any(tmp_path / f"a{suffix}").rows[0]["s"] == value
    assert any(said in note for note in done.notes)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".parquet"])
def test_columns_with_the_names_of_the_format_itself_are_renamed_and_kept(tmp_path, suffix):
    row = {"geometry": "甲", "fid": "乙", "Name": "丙", "name": "丁"}
    done = write_layer(Layer([POINT], [row], list(row)), tmp_path / f"a{suffix}")
    found = read_any(tmp_path / f"a{suffix}").rows[0]
    assert [found[done.renamed.get(name, name)] for name in row] == list(row.values())


@pytest.mark.parametrize(
    "suffix", [".gpkg", ".shp", ".geojson", ".fgb", ".parquet", ".kml", ".dxf"]
)
def test_a_bare_ring_is_written_as_a_line(tmp_path, suffix):
    write_layer(Layer([RING], [{}], []), tmp_path / f"a{suffix}")
    (found,) = read_any(tmp_path / f"a{suffix}").geometries
    assert shapely.length(found) == pytest.approx(RING.length)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".fgb", ".parquet", ".kml"])
def test_a_feature_without_geometry_stays_a_feature(tmp_path, suffix):
    rows = [{"no": 1}, {"no": 2}, {"no": 3}]
    shapes = [POINT, None, shapely.Point()]
    write_layer(Layer(shapes, rows, ["no"]), tmp_path / f"a{suffix}")
    found = read_any(tmp_path / f"a{suffix}")
    bare = [row["no"] for row, shape in zip(found.rows, found.geometries, strict=True)
            if shape is None or shape.is_empty]  # fmt: skip
    assert sorted(map(int, bare)) == [2, 3]


def test_whole_numbers_stay_whole_beside_missing_ones(tmp_path):
    rows = [{"code": 500101}, {"code": None}]
    write_layer(Layer([POINT, POINT], rows, ["code"]), tmp_path / "a.gpkg")
    found = [row["code"] for row in read_any(tmp_path / "a.gpkg").rows]
    assert found == [500101, None]
    assert isinstance(found[0], int)
