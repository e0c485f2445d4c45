"""Sample markers (示例界桩) on synthetic county lines, so that inspections can be tried.

They are invented: every marker and position says `synthetic`, none may stand on a line of
another status. Distances and dates are chosen evenly, not measured.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point

from api.services.loading.delivering import Desk
from api.store.loading import markers as store
from gis.lines import Ruler

SPACING_M = 10_000.0
FIRST_YEAR, YEARS, MONTHS = 2021, 2, 12
DAY_OF_INSPECTION = 15


def place_sample_markers(desk: Desk, coverage: int) -> None:
    """Place sample markers on all county lines of a synthetic coverage, tripoints first."""
    desk.progress("布设示例界桩", 0, None)
    lines = store.synthetic_county_lines(desk.db, coverage)
    rows = [row for number, line in enumerate(lines) for row in _markers_of(number, line)]
    store.enter_markers(desk.db, rows, desk.stamp)
    store.note_inspections(
        desk.db, [(line.version_id, _inspected(n)) for n, line in enumerate(lines)]
    )
    desk.report.figures["示例界桩（虚构）"] = len(rows)


def _inspected(number: int) -> date:
    """Return the invented day of the last inspection: evenly over 2021 and 2022."""
    year, month = divmod(number % (YEARS * MONTHS), MONTHS)
    return date(FIRST_YEAR + year, month + 1, DAY_OF_INSPECTION)


def _markers_of(number: int, line: Any) -> list[tuple[Any, ...]]:
    """Return (line, number, standing, begins, ends, day, point) of the markers of a line."""
    rows = []
    for place, (point, standing) in enumerate(_places(line), start=1):
        days = (line.begins, line.ends, _inspected(number))
        rows.append((line.line_id, f"{place:03d}", standing, *days, point))
    return rows


def _places(line: Any) -> list[tuple[Point, str]]:
    """Return where markers stand: the ends (tripoints) of each stretch, every 10 km between."""
    places = []
    for part in _parts(line.geom):
        ruler = Ruler(part)
        closed = part.coords[0] == part.coords[-1]
        steps = max(1, round(ruler.length_m / SPACING_M))
        shares = np.arange(steps if closed else steps + 1) / steps
        for share, (lon, lat) in zip(shares, ruler.points_at(shares * ruler.length_m), strict=True):
            at_end = not closed and share in (0.0, 1.0)
            places.append((Point(lon, lat), "tripoint" if at_end else "single"))
    return places


def _parts(geometry: Any) -> list[LineString]:
    merged = shapely.line_merge(geometry)
    return list(merged.geoms) if isinstance(merged, MultiLineString) else [merged]
