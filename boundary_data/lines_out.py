"""A layer of polygons turned into boundary lines: each once, with the units on either side."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from boundary_data.coverage_repair import Repair
from boundary_data.problems import Problem, UnusableInput
from boundary_data.units import Units
from gis.arcs import Arc, TornCoverage, arcs_of
from gis.defects import Kind
from gis.measure import length_m

SUFFIXES = (".geojson", ".json", ".gpkg")
OUTSIDE = "图层外"
NEAR_DEG = 1e-7


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A boundary line (界线) between two units; None is what lies outside of the layer.

    Attributes:
        line_id: The two units, the smaller first, and a number if they meet in several pieces.
        line: Degrees, EPSG:4490; left and right are meant in its direction.
        left: Unit on the left.
        right: Unit on the right.
        start: Number of the junction where it begins.
        end: Number of the junction where it ends.
        length_m: Geodesic length.
        provisional: True where an overlap of the layer was given to one side for the drawing.
    """

    line_id: str
    line: BaseGeometry
    left: str | None
    right: str | None
    start: int
    end: int
    length_m: float
    provisional: bool


@dataclass(frozen=True, slots=True)
class Junction:
    """Where lines meet: a tripoint (三交点) if three units or more do."""

    number: int
    point: BaseGeometry
    units: tuple[str, ...]

    @property
    def tripoint(self) -> bool:
        """Tell whether three units or more meet here."""
        return len(self.units) >= 3


@dataclass(frozen=True, slots=True)
class LineWork:
    """The lines of a layer, and the points where they begin and end."""

    lines: tuple[DrawnLine, ...]
    junctions: tuple[Junction, ...]


def lines_of(done: Repair, units: Units) -> LineWork:
    """Return the boundary lines of a layer that was made one coverage.

    Args:
        done: The layer after a repair for which all overlaps were settled.
        units: How its units are called.

    Raises:
        UnusableInput: if the units still are no coverage; it says which.
    """
    shapes = done.features.geometries
    faces = {
        unit: shape
        for unit, shape in zip(units.ids, shapes, strict=True)
        if shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"} and shape.area > 0
    }
    try:
        arcs = arcs_of(faces)
    except TornCoverage as torn:
        raise UnusableInput(
            [Problem("--lines-out", f"不能生成界线：{torn}", "请先按缺陷清单修正这些单元")]
        ) from torn
    return _drawn(arcs, _settled_areas(done))


def _settled_areas(done: Repair) -> BaseGeometry:
    wide = [
        d.defect.geometry
        for d in done.before.defects
        if d.defect.kind is Kind.OVERLAP and d.defect.geometry is not None
        if d.defect.width_m > done.tolerance_m
    ]
    return shapely.union_all(np.array(wide, dtype=object))


def _drawn(arcs: Sequence[Arc], settled: BaseGeometry) -> LineWork:
    often = Counter(_pair(arc) for arc in arcs)
    seen: Counter[str] = Counter()
    numbers: dict[tuple[float, ...], int] = {}
    meeting: Mapping[int, set[str]] = defaultdict(set)
    lines = []
    for arc in arcs:
        pair = _pair(arc)
        seen[pair] += 1
        ends = [
            numbers.setdefault(point, len(numbers) + 1)
            for point in (arc.line.coords[0], arc.line.coords[-1])
        ]
        for end in ends:
            meeting[end].update(side for side in (arc.left, arc.right) if side is not None)
        lines.append(
            DrawnLine(
                line_id=pair if often[pair] == 1 else f"{pair}.{seen[pair]}",
                line=arc.line,
                left=arc.left,
                right=arc.right,
                start=ends[0],
                end=ends[1],
                length_m=round(length_m(arc.line), 3),
                provisional=not settled.is_empty
                and bool(shapely.dwithin(arc.line, settled, NEAR_DEG)),
            )
        )
    junctions = tuple(
        Junction(number, shapely.Point(point), tuple(sorted(meeting[number])))
        for point, number in numbers.items()
    )
    return LineWork(tuple(lines), junctions)


def _pair(arc: Arc) -> str:
    sides = sorted(side for side in (arc.left, arc.right) if side)
    return "-".join([*sides, OUTSIDE][:2])


def refuse_lines_suffix(path: Path) -> None:
    """Refuse a file that lines cannot be written to.

    Raises:
        UnusableInput: naming the suffixes that can be used.
    """
    if path.suffix.lower() not in SUFFIXES:
        said = f"不能写出“{path.suffix or path.name}”文件"
        raise UnusableInput([Problem("--lines-out", said, f"可用：{'、'.join(SUFFIXES)}")])


def write_lines(work: LineWork, path: Path) -> None:
    """Write lines and junctions to `path`: layers of a GeoPackage, or one GeoJSON.

    Raises:
        UnusableInput: for a suffix that is none of `SUFFIXES`.
    """
    refuse_lines_suffix(path)
    lines = [
        {
            "feature": "line",
            "line_id": line.line_id,
            "left": line.left or OUTSIDE,
            "right": line.right or OUTSIDE,
            "start_node": line.start,
            "end_node": line.end,
            "length_m": line.length_m,
            "provisional": line.provisional,
        }
        for line in work.lines
    ]
    nodes = [
        {
            "feature": "tripoint" if node.tripoint else "junction",
            "node": node.number,
            "units": "、".join(node.units),
        }
        for node in work.junctions
    ]
    layers = {
        "lines": geopandas.GeoDataFrame(
            lines, geometry=[line.line for line in work.lines], crs="EPSG:4490"
        ),
        "junctions": geopandas.GeoDataFrame(
            nodes, geometry=[node.point for node in work.junctions], crs="EPSG:4490"
        ),
    }
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    part.unlink(missing_ok=True)
    try:
        if path.suffix.lower() == ".gpkg":
            for name, frame in layers.items():
                frame.to_file(part, layer=name, driver="GPKG")
        else:
            part.write_text(_one_collection(layers), encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _one_collection(layers: Mapping[str, geopandas.GeoDataFrame]) -> str:
    """Return the layers as one GeoJSON, every feature with the members of its own layer only."""
    told = [
        json.loads(frame.to_json(drop_id=True, ensure_ascii=False)) for frame in layers.values()
    ]
    whole = {**told[0], "features": [one for layer in told for one in layer["features"]]}
    return json.dumps(whole, ensure_ascii=False)
