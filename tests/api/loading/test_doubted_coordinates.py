"""Layers and tables whose coordinates the doctor doubts, and what is said of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from shapely.geometry import mapping, shape

from api.services.loading.report import LoadReport, Outcome
from gis import gcj02
from tests.api.loading.test_loading_boundaries import OFFICIAL, THREE, features
from tests.gis import planted

if TYPE_CHECKING:
    from conftest import Register

Table = Callable[..., Path]
Wrong = Callable[[Any], Any]
HEADING = ("地名", "经度", "纬度", "编号")
KNOWN = (
    "SELECT name, lon, lat FROM (SELECT n.name, p.location_status, ST_X(p.geom) AS lon,"
    " ST_Y(p.geom) AS lat, count(*) OVER (PARTITION BY n.name) AS bearers"
    " FROM place p JOIN place_name n ON n.place_id = p.id WHERE upper_inf(n.recorded)) AS every"
    " WHERE bearers = 1 AND location_status = 'public' ORDER BY name LIMIT 40"
)
JOURNAL = "SELECT verb, after->'overruled' FROM journal ORDER BY id DESC LIMIT 1"


def loaded(register: Register, folder: Path, wrong: Wrong, **more: str) -> LoadReport:
    """Load three counties, spoilt by `wrong`."""
    made = []
    for feature in features(THREE):
        moved = shapely.transform(shape(feature["geometry"]), wrong)
        told = {"code": feature["properties"]["county_code"]}
        made.append({"type": "Feature", "properties": told, "geometry": mapping(moved)})
    path = folder / "counties.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    return register.load("boundaries", path, **OFFICIAL, valid_from="2026-01-01", **more)


def eastward(points: Any) -> Any:
    """Some fifty metres, the same for all in degrees, so that the layer still fits together."""
    return points + np.array([0.0005, 0.0])


def doubts(report: LoadReport) -> list[str]:
    return [each.message for each in report.remarks if each.rule == "坐标存疑"]


@pytest.mark.parametrize(
    ("wrong", "word", "kind"),
    [
        (gcj02.to_gcj02, "GCJ-02", "gcj02"),
        (gcj02.to_bd09, "BD-09", "bd09"),
        (lambda points: points + np.array([0.00365, -0.00318]), "同一方向", "common_shift"),
    ],
)
def test_a_layer_from_a_shifted_map_is_refused_with_the_way_out(
    filled: Register, tmp_path: Path, wrong: Wrong, word: str, kind: str
) -> None:
    report = loaded(filled, tmp_path, wrong)
    (message,) = doubts(report)
    (reason,) = [each.reason for each in report.refused]
    assert (report.outcome, word in message, "相距" in message) == (Outcome.REFUSED, True, True)
    assert f"--level county --apply {kind} --out" in reason
    assert "--trust-coordinates" in reason


def test_nothing_of_a_doubted_layer_is_published(filled: Register, tmp_path: Path) -> None:
    loaded(filled, tmp_path, gcj02.to_gcj02)
    assert filled.one("SELECT count(*) FROM coverage WHERE status = 'official'") == 0


def test_a_layer_that_somebody_answers_for_is_loaded_and_the_journal_says_so(
    filled: Register, tmp_path: Path
) -> None:
    report = loaded(filled, tmp_path, eastward, coordinates="trusted")
    ((verb, overruled),) = filled.rows(JOURNAL)
    assert (report.outcome, verb) == (Outcome.LOADED, "load")
    assert overruled == report.overruled != []


def test_a_layer_that_lies_on_the_known_lines_is_not_doubted(
    filled: Register, tmp_path: Path
) -> None:
    report = loaded(filled, tmp_path, lambda points: points)
    assert (doubts(report), report.outcome) == ([], Outcome.LOADED)


def named(register: Register, table: Table, wrong: Wrong, **more: str) -> LoadReport:
    """Load forty places that the register knows, at their places as `wrong` spoils them."""
    known = register.rows(KNOWN)
    spoilt = wrong(np.array([pair for _, *pair in known], dtype=float))
    rows: Sequence[tuple[object, ...]] = [
        (name, repr(float(x)), repr(float(y)), f"K{number}")
        for number, ((name, *_), (x, y)) in enumerate(zip(known, spoilt, strict=True))
    ]
    return register.load("names", table([HEADING, *rows]), **more)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (planted.turned(planted.same), "swapped"),
        (planted.zone(108, prefix=36), "gk_zone"),
        (planted.turned(planted.zone(108)), "northing_first"),
        (planted.system(3857), "web_mercator"),
        (planted.minutes, "dms"),
        (gcj02.to_gcj02, "gcj02"),
        (gcj02.to_bd09, "bd09"),
    ],
)
def test_a_table_of_names_with_one_mistake_throughout_is_refused(
    filled: Register, table: Table, wrong: Wrong, kind: str
) -> None:
    before = filled.one("SELECT count(*) FROM place")
    report = named(filled, table, wrong)
    told = [each.reason for each in report.refused if each.subject == "坐标"]
    assert report.outcome == Outcome.REFUSED
    assert any(f"--apply {kind} " in reason for reason in told)
    assert filled.one("SELECT count(*) FROM place") == before


def test_a_table_of_names_that_somebody_answers_for_is_loaded(
    filled: Register, table: Table
) -> None:
    report = named(filled, table, gcj02.to_gcj02, coordinates="trusted")
    assert (report.outcome, len(report.overruled)) == (Outcome.LOADED, 1)


def test_nobody_can_answer_for_metres_in_place_of_degrees(filled: Register, table: Table) -> None:
    report = named(filled, table, planted.zone(108), coordinates="trusted")
    assert report.outcome == Outcome.REFUSED


def test_a_true_table_of_names_is_not_doubted(filled: Register, table: Table) -> None:
    report = named(filled, table, lambda points: points + 0.00005)
    assert (doubts(report), report.outcome, report.refused_count) == ([], Outcome.LOADED, 0)


def test_degrees_and_minutes_written_out_are_read(filled: Register, table: Table) -> None:
    report = filled.load(
        "names", table([HEADING, ("石坡院子", "东经108°24′36″", "30°48′36″N", "A1")])
    )
    place = "SELECT round(ST_X(geom)::numeric, 6)::text FROM place WHERE external_key LIKE '%%:A1'"
    assert (report.added, filled.one(place)) == (1, "108.410000")
