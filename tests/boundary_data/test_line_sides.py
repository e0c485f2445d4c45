import shapely
from hypothesis import given
from hypothesis import strategies as st

from boundary_data.line_sides import wrong_sides
from gis.arcs import arcs_of
from tests.gis.strategies import grids, tilings


def drawn(units):
    """Lines of the units, each with the units on its left and right."""
    arcs = arcs_of({f"第{i}镇": unit for i, unit in enumerate(units)})
    return (
        [arc.line for arc in arcs],
        [arc.left or "" for arc in arcs],
        [arc.right or "" for arc in arcs],
    )


@given(tilings())
def test_lines_with_their_true_sides_are_right(units):
    assert list(wrong_sides(*drawn(units))) == []


@given(grids(least=4), st.integers(0, 1000))
def test_a_line_with_its_sides_swapped_is_found_and_no_other(units, which):
    lines, left, right = drawn(units)
    inner = [i for i in range(len(lines)) if left[i] and right[i]]
    one = inner[which % len(inner)]
    left[one], right[one] = right[one], left[one]
    (found,) = wrong_sides(lines, left, right)
    assert (found.units, "填反" in found.detail) == ((one,), True)


@given(grids(least=4), st.integers(0, 1000))
def test_a_line_that_states_another_unit_is_found_with_what_it_should_say(units, which):
    lines, left, right = drawn(units)
    inner = [i for i in range(len(lines)) if left[i] and right[i]]
    one = inner[which % len(inner)]
    wanted, left[one] = left[one], "别的镇"
    (found,) = wrong_sides(lines, left, right)
    assert found.detail == f"左侧填写“别的镇”，按该区域的其他界线应为“{wanted}”"


def test_what_is_no_line_has_no_sides():
    assert list(wrong_sides([None, shapely.Point(106, 29)], ["甲", "乙"], ["丙", "丁"])) == []
