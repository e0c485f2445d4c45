"""Polygons built from a layer of boundary lines (由线成面): each unit is what its lines enclose.

A line names the unit on either side; what lies outside the layer has no name. A line that was
drawn against the direction its sides are meant in is found by its neighbours and turned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from boundary_data.frame import Features
from boundary_data.line_layer import LINEAR
from boundary_data.lines_out import OUTSIDE
from boundary_data.problems import Problem, UnusableInput
from boundary_data.units import column_texts
from gis.defects import Defect, Kind
from gis.linework import line_defects
from rulebook.parameters import Parameters

BREAKING = {
    Kind.EMPTY: "没有几何",
    Kind.SELF_INTERSECTION: "自相交",
    Kind.CROSSING: "与另一条界线相交，交点不在两条线的端点",
    Kind.DOUBLED_LINE: "与另一条界线重合",
    Kind.DANGLE: "端点悬空，没有接到其他界线",
}
REMEDY = "请在三交点处打断界线，使每条界线从交点到交点；可先用 check-boundaries 列出缺陷"
_Point = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StatedLine:
    """What a row says of a line: its own code, name and document, empty where it says nothing."""

    code: str
    name: str
    document: str


@dataclass(frozen=True, slots=True)
class BuiltAreas:
    """Polygons built from lines.

    Attributes:
        features: One feature for each unit, with columns `code` and `name`.
        lines: What the rows say of the line between two units, called as `left` and `right`.
        turned: Row numbers of lines whose sides were stated the wrong way round.
    """

    features: Features
    lines: dict[frozenset[str], StatedLine]
    turned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    shape: BaseGeometry
    left: str
    right: str


def areas_of_lines(features: Features, parameters: Parameters) -> BuiltAreas:
    """Return the units that a layer of lines encloses.

    Args:
        features: The layer, read with `read_features`; points in it (junctions) are left out.
        parameters: From `coverage_parameters`.

    Raises:
        UnusableInput: if lines do not say their sides, do not meet at their ends, or contradict
            each other; all of it, with the row numbers.
    """
    rows = _rows(features, parameters)
    _refuse_breaks(rows)
    beside = _beside(rows)
    problems: list[Problem] = []
    told = [_told(area, beside, rows, problems) for area in _enclosed(rows)]
    turned = {at for one in told for at in one.turned}
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for one in told:
        if unit := _turned(one, turned, rows):
            parts[unit].append(one.area)
    problems += _unbuilt(rows, parts)
    if problems:
        raise UnusableInput(problems)
    units = sorted(parts)
    shapes = [p[0] if len(p) == 1 else shapely.MultiPolygon(p) for p in map(parts.get, units) if p]
    words = [
        {"code": unit, "name": ""} if unit.isdigit() else {"code": "", "name": unit}
        for unit in units
    ]
    built = Features(
        shapes,
        words,
        range(1, len(units) + 1),
        ["code", "name"],
        features.remark,
        features.problems,
    )
    numbers = tuple(sorted(rows[at].number for at in turned))
    return BuiltAreas(built, _stated(features, rows, parameters), numbers)


def _rows(features: Features, parameters: Parameters) -> list[_Row]:
    sides = [_column(features, parameters, f"{side}_columns") for side in ("left", "right")]
    if not all(sides):
        known = "、".join(parameters.words("left_columns")[:3])
        raise UnusableInput(
            [
                Problem(
                    "left、right",
                    "界线图层没有左右两侧单元的字段，不能由线成面",
                    f"请写明每条界线左右两侧的区划代码或名称（字段如 {known}）",
                )
            ]
        )
    left, right = (column_texts(features, column) for column in sides)
    return [
        _Row(number, shape, _unit(one), _unit(other))
        for number, shape, one, other in zip(
            features.numbers, features.geometries, left, right, strict=True
        )
        if shape is not None and shape.geom_type in LINEAR
    ]


def _column(features: Features, parameters: Parameters, word: str) -> str:
    wanted = [column.lower() for column in parameters.words(word)]
    return next((c for c in features.columns if c.strip().lower() in wanted), "")


def _unit(text: str) -> str:
    return "" if text == OUTSIDE else text


def _refuse_breaks(rows: Sequence[_Row]) -> None:
    found = line_defects([row.shape for row in rows], short_m=0.0, near_m=100.0)
    problems = [
        Problem(_place(defect, rows), BREAKING[defect.kind], REMEDY)
        for defect in found
        if defect.kind in BREAKING
    ]
    problems += [
        Problem(f"第 {row.number} 行", f"左右两侧都是“{row.left or OUTSIDE}”", "请填写两侧单元")
        for row in rows
        if row.left == row.right
    ]
    if problems:
        raise UnusableInput(problems)


def _place(defect: Defect, rows: Sequence[_Row]) -> str:
    numbers = "、".join(str(rows[at].number) for at in defect.units)
    if defect.geometry is None:
        return f"第 {numbers} 行"
    where = shapely.point_on_surface(defect.geometry)
    return f"第 {numbers} 行（{shapely.get_x(where):.6f}，{shapely.get_y(where):.6f}）"


def _beside(rows: Sequence[_Row]) -> dict[tuple[_Point, _Point], tuple[int, str]]:
    """Return the row and the unit on the left of every directed segment."""
    beside = {}
    for at, row in enumerate(rows):
        for part in shapely.get_parts(row.shape):
            for a, b in pairwise(part.coords):
                beside[a, b] = (at, row.left)
                beside[b, a] = (at, row.right)
    return beside


def _enclosed(rows: Sequence[_Row]) -> Iterator[Polygon]:
    """Yield the areas between the lines, shells counter-clockwise, holes clockwise."""
    parts = shapely.get_parts(np.array([row.shape for row in rows], dtype=object))
    yield from shapely.get_parts(shapely.orient_polygons(shapely.polygonize(parts)))


@dataclass(frozen=True, slots=True)
class _Told:
    """An area, the unit that most of its lines name, its rows, and those that name another."""

    area: Polygon
    unit: str
    rows: frozenset[int]
    turned: frozenset[int] = frozenset()


def _told(
    area: Polygon,
    beside: dict[tuple[_Point, _Point], tuple[int, str]],
    rows: Sequence[_Row],
    problems: list[Problem],
) -> _Told:
    said = dict(
        beside[a, b] for ring in (area.exterior, *area.interiors) for a, b in pairwise(ring.coords)
    )
    if len(set(said.values())) == 1:
        return _Told(area, next(iter(said.values())), frozenset(said))
    common = set.intersection(*({rows[at].left, rows[at].right} for at in said))
    if len(common) != 1:
        names = "、".join(sorted({unit or OUTSIDE for unit in said.values()}))
        numbers = "、".join(str(rows[at].number) for at in sorted(said))
        problems.append(
            Problem(f"第 {numbers} 行", f"这些界线围成的一片说法不一：{names}", "请核对两侧单元")
        )
        return _Told(area, "", frozenset(said))
    unit = common.pop()
    wrong = frozenset(at for at, other in said.items() if other != unit)
    return _Told(area, unit, frozenset(said), wrong)


def _turned(one: _Told, turned: set[int], rows: Sequence[_Row]) -> str:
    """Return the unit of an area; within one ring (飞地) the neighbour knows how it was drawn."""
    if len(one.rows) == 1 and one.rows <= turned and not one.turned:
        row = rows[next(iter(one.rows))]
        return row.right if one.unit == row.left else row.left
    return one.unit


def _unbuilt(rows: Sequence[_Row], parts: dict[str, list[Polygon]]) -> Iterator[Problem]:
    """Yield the units that lines name and nothing encloses."""
    named = {unit for row in rows for unit in (row.left, row.right) if unit}
    for unit in sorted(named - parts.keys()):
        numbers = "、".join(str(r.number) for r in rows if unit in (r.left, r.right))
        yield Problem(f"第 {numbers} 行", f"“{unit}”的界线没有围合成面", "请补齐该单元的界线")


def _stated(
    features: Features, rows: Sequence[_Row], parameters: Parameters
) -> dict[frozenset[str], StatedLine]:
    columns = [
        _column(features, parameters, f"{word}_columns")
        for word in ("line_own_code", "line_name", "line_document")
    ]
    texts = [column_texts(features, column) for column in columns]
    told = {
        number: StatedLine(code, name, document)
        for number, code, name, document in zip(features.numbers, *texts, strict=True)
    }
    return {
        frozenset((row.left, row.right)): told[row.number] for row in rows if row.left and row.right
    }
