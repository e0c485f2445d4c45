"""Lines to polygons: what they enclose, whose it is, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from boundary_data.coverage import coverage_parameters
from boundary_data.frame import Features
from boundary_data.lines_out import OUTSIDE
from boundary_data.polygons_from_lines import BuiltAreas, areas_of_lines
from boundary_data.problems import UnusableInput
from gis.arcs import Arc, arcs_of
from tests.gis.strategies import grid_faces, tilings

Line = tuple[BaseGeometry, str | None, str | None]


def layer(lines: Sequence[Line], more: Mapping[str, str] | None = None) -> Features:
    rows = [{"left": left, "right": right, **(more or {})} for _, left, right in lines]
    columns = ["left", "right", *(more or {})]
    return Features([one[0] for one in lines], rows, range(1, len(lines) + 1), columns)


def drawn(arcs: Sequence[Arc]) -> list[Line]:
    return [(arc.line, arc.left, arc.right or OUTSIDE) for arc in arcs]


def built(lines: Sequence[Line], more: Mapping[str, str] | None = None) -> BuiltAreas:
    return areas_of_lines(layer(lines, more), coverage_parameters())


def areas(found: BuiltAreas) -> dict[str, BaseGeometry]:
    rows = zip(found.features.rows, found.features.geometries, strict=True)
    return {str(row["code"] or row["name"]): shape for row, shape in rows if shape is not None}


def faces(units: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    return {f"单元{i}": unit for i, unit in enumerate(units)}


def normal(arcs: Sequence[Arc]) -> set[tuple[bytes, str | None, str | None]]:
    """Arcs without regard to order and direction; rings without regard to where they begin."""
    found = set()
    for arc in arcs:
        one = (shapely.normalize(arc.line).wkb, *sorted((arc.left or "", arc.right or "")))
        found.add(one)
    return found


@given(tilings())
def test_polygons_to_lines_to_polygons_is_the_identity(units):
    before = faces(units)
    after = areas(built([(a.line, a.left or "", a.right or "") for a in arcs_of(before)]))
    assert after.keys() == before.keys()
    assert all(shapely.equals(after[name], before[name]) for name in before)


@given(tilings())
def test_lines_to_polygons_to_lines_is_the_identity(units):
    arcs = arcs_of(faces(units))
    again = arcs_of(areas(built([(a.line, a.left or "", a.right or "") for a in arcs])))
    assert normal(again) == normal(arcs)


@given(tilings(), st.data())
def test_any_one_line_stated_the_wrong_way_round_is_found(units, data):
    before = faces(units)
    lines = [(a.line, a.left or "", a.right or "") for a in arcs_of(before)]
    at = data.draw(st.integers(0, len(lines) - 1))
    shape, left, right = lines[at]
    lines[at] = (shape, right, left)
    told = rows_told(lines)
    assert at + 1 in told or len(before) == 2 or shape.is_ring


def rows_told(lines: Sequence[Line]) -> set[int]:
    """Numbers of the rows that are turned, or named in the refusal."""
    try:
        return set(built(lines).turned)
    except UnusableInput as refused:
        said = " ".join(problem.field for problem in refused.problems)
        return {int(number) for number in re.findall(r"[0-9]+", said)}


def test_a_line_stated_the_wrong_way_round_is_turned_by_its_neighbours():
    before = dict(zip("甲乙丙丁", grid_faces(2, 2, 3, 0.2), strict=True))
    lines = drawn(arcs_of(before))
    shape, left, right = lines[0]
    found = built([(shape, right, left), *lines[1:]])
    assert found.turned == (1,)
    assert all(shapely.equals(areas(found)[name], before[name]) for name in before)


def enclave() -> list[Line]:
    hole = shapely.box(107, 29, 108, 30)
    around = shapely.box(106, 28, 109, 31)
    east = shapely.box(109, 28, 111, 31)
    return drawn(arcs_of({"甲": shapely.difference(around, hole), "乙": hole, "丙": east}))


def test_an_enclave_is_built_with_its_surroundings():
    found = areas(built(enclave()))
    assert found["甲"].interiors
    assert found["乙"].area == pytest.approx(1.0)


def test_an_enclave_whose_ring_was_drawn_the_other_way_is_still_inside():
    lines = [
        (shape, right, left) if "乙" in (left, right) else (shape, left, right)
        for shape, left, right in enclave()
    ]
    assert areas(built(lines))["乙"].area == pytest.approx(1.0)


def test_a_unit_of_two_parts_is_one_multipolygon():
    cells = grid_faces(3, 1, 0, 0.0)
    units = {"甲": shapely.multipolygons([cells[0], cells[2]]), "乙": cells[1]}
    assert areas(built(drawn(arcs_of(units))))["甲"].geom_type == "MultiPolygon"


def test_codes_are_codes_and_names_are_names():
    cells = grid_faces(2, 1, 0, 0.0)
    found = built(drawn(arcs_of({"500101": cells[0], "云阳县": cells[1]})))
    assert list(found.features.rows) == [
        {"code": "500101", "name": ""},
        {"code": "", "name": "云阳县"},
    ]


def test_what_a_row_says_of_its_line_is_kept():
    cells = grid_faces(2, 1, 0, 0.0)
    more = {"JXDM": "5001", "JXMC": "甲乙线", "文号": "渝府〔2026〕8号"}
    found = built(drawn(arcs_of({"甲": cells[0], "乙": cells[1]})), more)
    told = found.lines[frozenset("甲乙")]
    assert (told.code, told.name, told.document) == tuple(more.values())


def test_lines_without_sides_are_refused():
    line = LineString([(106, 29), (107, 29)])
    with pytest.raises(UnusableInput, match="左右两侧"):
        areas_of_lines(Features([line], [{}], [1], []), coverage_parameters())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[1:], "悬空|没有围合"),
        (lambda lines: [*lines, lines[0]], "重合"),
        (
            lambda lines: [*lines, (LineString([(105.9, 29.01), (106.2, 29.02)]), "甲", "乙")],
            "不在两条线的端点",
        ),
        (lambda lines: [(lines[0][0], "甲", "甲"), *lines[1:]], "左右两侧都是"),
    ],
    ids=["missing", "doubled", "crossing", "one unit"],
)
def test_lines_that_do_not_fit_are_refused_with_their_rows(change, words):
    cells = grid_faces(2, 2, 3, 0.2)
    lines = drawn(arcs_of(dict(zip("甲乙丙丁", cells, strict=True))))
    with pytest.raises(UnusableInput, match=words) as refused:
        built(change(lines))
    assert all("行" in problem.field for problem in refused.value.problems)
