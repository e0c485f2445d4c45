import json
import math
import zipfile
from datetime import UTC, datetime

import pytest

from boundary_data.problems import UnusableInput
from boundary_data.readers.track_files import read_track_file, seconds_of

NINE = datetime(2025, 4, 21, 1, 30, tzinfo=UTC).timestamp()
POINTS = [(106.5, 29.5), (106.501, 29.502)]
GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="29.5" lon="106.5"><ele>300</ele><time>2025-04-21T01:30:00Z</time></trkpt>
<trkpt lat="29.502" lon="106.501"/>
</trkseg></trk></gpx>"""
KML = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Placemark><gx:Track><when>2025-04-21T01:30:00Z</when><when></when>
<gx:coord>106.5 29.5 300</gx:coord>
<gx:coord>106.501 29.502 301</gx:coord></gx:Track></Placemark></kml>"""
LINE = """<kml><Placemark><LineString><coordinates>
106.5,29.5,300 106.501,29.502,301</coordinates></LineString></Placemark></kml>"""
LINESTRING = {"type": "LineString", "coordinates": [[106.5, 29.5, 300], [106.501, 29.502]]}
TIMED = {
    "type": "Feature",
    "geometry": LINESTRING,
    "properties": {"coordTimes": ["2025-04-21T01:30:00Z", None]},
}
CSV = "时间,经度,纬度,精度\n2025-04-21 09:30:00,106.5,29.5,3\n,106.501,29.502,\n"
DOTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(place)},
            "properties": {"time": time},
        }
        for place, time in zip(POINTS, ["2025-04-21T09:30:00+08:00", None], strict=True)
    ],
}


def read(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes((text if isinstance(text, str) else json.dumps(text)).encode(encoding))
    return read_track_file(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("轨迹.gpx", GPX),
        ("轨迹.kml", KML),
        ("轨迹.geojson", TIMED),
        ("轨迹.json", DOTS),
        ("轨迹.csv", CSV),
    ],
)
def test_every_form_gives_the_same_points_and_time(tmp_path, name, text):
    track = read(tmp_path, name, text).track
    assert list(zip(track.lon, track.lat, strict=True)) == POINTS
    assert track.seconds[0] == NINE
    assert math.isnan(track.seconds[1])


@pytest.mark.parametrize(("name", "text"), [("a.kml", LINE), ("a.geojson", LINESTRING)])
def test_a_line_without_times_is_a_track_without_times(tmp_path, name, text):
    track = read(tmp_path, name, text).track
    assert list(zip(track.lon, track.lat, strict=True)) == POINTS


def test_a_kmz_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
    assert len(read_track_file(tmp_path / "a.kmz").rows) == 2


def test_stated_accuracy_is_kept(tmp_path):
    assert read(tmp_path, "a.csv", CSV).track.accuracy_m[0] == 3.0


def test_a_table_in_gbk_is_read(tmp_path):
    assert len(read(tmp_path, "a.csv", CSV, "gbk").rows) == 2


def test_a_bad_point_is_named_by_row_and_stops_no_other(tmp_path):
    found = read(tmp_path, "a.csv", "经度,纬度\n106.5,29.5\n东,29.5\n106.6,29.6\n")
    assert found.numbers == [2, 4]
    assert [(p.row, p.field) for p in found.problems] == [(3, "经度、纬度")]


def test_a_bad_time_is_named_and_the_point_kept(tmp_path):
    found = read(tmp_path, "a.csv", "经度,纬度,时间\n106.5,29.5,昨天\n")
    assert len(found.rows) == 1
    assert "昨天" in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.gpx", "<gpx>"),
        ("a.gpx", "<gpx></gpx>"),
        ("a.kml", "no xml"),
        ("a.geojson", "{}"),
        ("a.csv", "甲,乙\n1,2\n"),
        ("a.doc", "x"),
        ("a.kmz", "no archive"),
    ],
)
def test_what_is_no_track_is_refused_with_a_remedy(tmp_path, name, text):
    with pytest.raises(UnusableInput) as refusal:
        read(tmp_path, name, text)
    assert refusal.value.problems[0].remedy


@pytest.mark.parametrize(
    "text",
    ["2025-04-21T09:30:00+08:00", "2025-04-21 09:30:00", "2025/04/21 09:30:00", "20250421093000"],
)
def test_times_without_a_zone_are_beijing_time(text):
    assert seconds_of(text) == NINE


def test_an_impossible_year_is_no_time():
    assert seconds_of("0001-01-01T00:00:00") is None
