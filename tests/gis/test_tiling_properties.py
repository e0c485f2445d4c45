"""What holds of any tiling: it is valid, a moved vertex is found, a point is on one side."""

from __future__ import annotations

import math

import numpy as np
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point

from gis.arcs import arcs_of
from gis.defects import Defect, Kind
from gis.lines import Ruler
from gis.local import METRES_PER_DEGREE
from gis.topology import Tolerances, coverage_defects
from tests.gis.strategies import SOUTH, STEP, WEST, tilings

TOLERANCES = Tolerances()
LEAST_M = 0.05
"""Above the centimetre to which coordinates are rounded."""


def vertices(unit: shapely.Geometry) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(unit).tolist()}


def defects(units: list[shapely.Geometry]) -> list[Defect]:
    """What is wrong with a tiling; that a unit has several parts is not."""
    return [d for d in coverage_defects(units, TOLERANCES) if d.kind is not Kind.MULTIPART]


def pulled(
    unit: shapely.Geometry, vertex: tuple[float, float], metres: float, way: float
) -> shapely.Geometry:
    """The unit with one vertex moved by `metres` in a direction (radians from east)."""
    east = metres * math.cos(way) / METRES_PER_DEGREE / math.cos(math.radians(vertex[1]))
    north = metres * math.sin(way) / METRES_PER_DEGREE

    def moved(xy: np.ndarray) -> np.ndarray:
        hit = (xy == vertex).all(axis=1)
        return np.where(hit[:, None], xy + np.array([east, north]), xy)

    return shapely.transform(unit, moved)


@given(tilings(most=6))
def test_any_tiling_is_valid(units: list[shapely.Geometry]) -> None:
    assert {defect.kind for defect in defects(units)} <= {Kind.HOLE}
    assert shapely.coverage_is_valid(units)


@given(
    tilings(),
    st.data(),
    st.floats(LEAST_M, 300.0),
    st.floats(0.0, 2 * math.pi),
)
def test_any_single_moved_vertex_within_a_coverage_is_found(
    units: list[shapely.Geometry], data: st.DataObject, metres: float, way: float
) -> None:
    which = data.draw(st.integers(0, len(units) - 1))
    edge = vertices(shapely.coverage_union_all(units))
    shared = sorted(vertices(units[which]) - edge)
    assume(shared)
    x, y = data.draw(st.sampled_from(shared))
    torn = [*units]
    torn[which] = pulled(units[which], (x, y), metres, way)
    assert any(which in defect.units for defect in defects(torn))


@given(tilings(), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_any_point_is_in_one_unit_or_on_a_line(
    units: list[shapely.Geometry], column: float, row: float
) -> None:
    point = Point(WEST + column * STEP, SOUTH + row * STEP)
    within = [unit for unit in units if unit.contains(point)]
    covering = [unit for unit in units if unit.covers(point)]
    whole = shapely.coverage_union_all(units)
    assert len(within) <= 1
    assert bool(covering) == whole.covers(point)
    assert within or not covering or any(unit.boundary.covers(point) for unit in covering)


@given(tilings(), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_any_point_is_on_the_side_of_the_nearest_line_that_its_unit_is_on(
    units: list[shapely.Geometry], column: float, row: float
) -> None:
    named = {f"u{number}": unit for number, unit in enumerate(units)}
    point = Point(WEST + column * STEP, SOUTH + row * STEP)
    here = [name for name, unit in named.items() if unit.contains(point)]
    assume(here)
    arc = min(arcs_of(named), key=lambda one: one.line.distance(point))
    found = Ruler(arc.line).locate(np.array([point.x]), np.array([point.y]))
    foot = Point(found.lon[0], found.lat[0])
    corners = shapely.points(shapely.get_coordinates(arc.line))
    # at a corner, a side is that of the bend and not of a segment
    assume(shapely.distance(corners, foot).min() > 1e-6 and found.offset_m[0] > 0.01)
    side = int(found.side[0])
    assert side in (1, -1)
    assert (arc.left if side > 0 else arc.right) == here[0]
