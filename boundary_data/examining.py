"""The doctor at work on files: features in, suspicions with evidence out, repairs when told to.

A layer is compared with what is known of its place: control points paired by number, known
lines, or the area of the unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from boundary_data.doctoring import limits_of
from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures
from gis.changing import changed, into_cgcs2000, system_label
from gis.crs import TransformRefused, known_crs, same_degrees
from gis.doctor import diagnose
from gis.doubts import Diagnosis, Doubt
from gis.mistakes import Label
from gis.places import Place
from gis.readings import meant
from gis.seven_parameters import SevenParameters
from gis.suspicion import Suspicion
from gis.telling import suspicion_of
from gis.undoing import Moved, reading_to_apply, repaired
from rulebook.parameters import Parameters

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Geometries = Sequence[BaseGeometry | None]

FEW_VERTICES = 60


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """What the doctor found in a file.

    Attributes:
        raw: The features as they stand.
        label: What the file says of its system, e.g. `EPSG:4545`; empty if it says nothing.
        labelled: The features as labelled, EPSG:4490.
        diagnosis: The doubts with their readings.
        suspicions: The same in words, one a doubt.
    """

    raw: RawFeatures
    label: str
    labelled: Geometries
    diagnosis: Diagnosis
    suspicions: tuple[Suspicion, ...]

    def doubts_of(self, kind: str) -> tuple[Doubt, ...]:
        """Return the doubts of one kind."""
        return tuple(doubt for doubt in self.diagnosis.doubts if doubt.kind == kind)


def examine(
    raw: RawFeatures,
    place: Place,
    *,
    parameters: Parameters,
    system: str = "",
    seven: SevenParameters | None = None,
) -> Examination:
    """Return what is wrong with the coordinates of `raw`.

    Args:
        raw: Features as they stand.
        place: Where they should lie; its markers are one a feature.
        parameters: From `boundary_data.doctoring.doctor_parameters`.
        system: Coordinate system where the file names none.
        seven: Parameters of an old datum.

    Raises:
        UnusableInput: if the label is of an unknown system, or of an old datum without
            its seven parameters.
    """
    crs = _system(raw.system or system)
    epsg = None if crs is None else crs.to_epsg(min_confidence=60)
    label = Label() if crs is None else Label.of(epsg, projected=bool(crs.is_projected))
    if crs is not None and not same_degrees(crs):
        label = Label(epsg=None)
    shapes = np.asarray(list(raw.geometries), dtype=object)
    base = _as_labelled(shapes, label, crs, seven)
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    kept = _some(owner, int(parameters.number("sample")))
    compared = place if place.markers is None else place.for_points(owner)
    diagnosis = diagnose(
        points[kept],
        compared.for_points(kept),
        limits=limits_of(parameters),
        label=label,
        labelled=shapely.get_coordinates(base)[kept],
        owner=owner[kept],
        seven=seven,
    )
    return Examination(
        raw=raw,
        label="" if crs is None else system_label(crs),
        labelled=list(base),
        diagnosis=diagnosis,
        suspicions=tuple(
            suspicion_of(doubt, numbers=raw.numbers, example=_example(points, owner, doubt))
            for doubt in diagnosis.doubts
        ),
    )


def cured(
    found: Examination,
    kind: str,
    *,
    seven: SevenParameters | None = None,
    system: int | None = None,
) -> Moved:
    """Return the layer with all doubts of `kind` undone, EPSG:4490.

    Args:
        found: From `examine`.
        kind: One of the kinds that were found.
        seven: Parameters of an old datum.
        system: EPSG number, where several explain as much.

    Raises:
        UnusableInput: if nothing of that kind was found.
        RepairRefused: if it cannot be undone without guessing.
        TransformRefused: if points lie outside the area of the parameters.
    """
    doubts = found.doubts_of(kind)
    if not doubts:
        have = "、".join(dict.fromkeys(d.kind for d in found.diagnosis.doubts)) or "无"
        raise UnusableInput(
            [Problem("--apply", f"没有发现“{kind}”；发现的疑点：{have}", "只能改正已发现的疑点")]
        )
    shapes: Geometries = found.labelled
    steps = []
    for doubt in doubts:
        reading = reading_to_apply(doubt, seven, system=system)
        step = repaired(found.raw.geometries, found.labelled, doubt, reading, seven)
        shapes = _laid_over(shapes, step.geometries, doubt.features)
        steps.append(step)
    return Moved(
        geometries=list(shapes),
        moved_m=np.concatenate([step.moved_m for step in steps]),
        repaired=sum(step.repaired for step in steps),
        left=tuple(i for step in steps for i in step.left),
    )


def place_of(against: Features, raw: RawFeatures, *, parameters: Parameters) -> Place:
    """Return what the layer `against` tells of where the features of `raw` should be.

    Polygons give their area and their outlines, lines give lines, points give control
    points paired with the features by a column of numbers or names that both have.

    Raises:
        UnusableInput: if it holds points that pair with none of the features.
    """
    margin = parameters.number("margin_m")
    shapes = [g for g in against.geometries if g is not None and not g.is_empty]
    polygons = [g for g in shapes if g.geom_type in {"Polygon", "MultiPolygon"}]
    lines = [g for g in shapes if g.geom_type in {"LineString", "MultiLineString"}]
    if polygons:
        return place_of_polygons(polygons, margin_m=margin)
    if lines:
        return Place(lines=lines_from(lines), margin_m=margin)
    markers = _paired(against, raw, parameters.words("key_columns"))
    return Place(markers=markers, margin_m=margin)


def place_of_polygons(polygons: Sequence[BaseGeometry], *, margin_m: float) -> Place:
    """Return the place that polygons (EPSG:4490) cover, with their outlines as lines."""
    array = np.asarray(list(polygons), dtype=object)
    return Place(
        area=shapely.union_all(shapely.make_valid(array)),
        lines=lines_from([shapely.union_all(shapely.boundary(array))]),
        margin_m=margin_m,
    )


def lines_from(shapes: Sequence[BaseGeometry]) -> shapely.MultiLineString:
    """Return all lines among the parts of `shapes` as one geometry."""
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object)).tolist()
    return shapely.MultiLineString([p for p in parts if p.geom_type == "LineString" and p.length])


def _paired(against: Features, raw: RawFeatures, columns: Sequence[str]) -> Floats:
    theirs = {c.lower(): c for c in against.columns}
    mine = {c.lower(): c for c in raw.columns}
    for column in [c.lower() for c in columns if c.lower() in theirs and c.lower() in mine]:
        known = _points_by(against.rows, against.geometries, theirs[column])
        nowhere = (np.nan, np.nan)
        found = np.array([known.get(_key(r, mine[column]), nowhere) for r in raw.rows])
        if np.isfinite(found).any():
            return found.astype(np.float64).reshape(-1, 2)
    raise UnusableInput(
        [
            Problem(
                "--against",
                "参照文件是点，但没有一个编号与本文件的点对得上",
                f"请让两个文件都有同一列编号或名称，例如：{'、'.join(columns[:6])}",
            )
        ]
    )


def _points_by(
    rows: Sequence[Mapping[str, object]], shapes: Geometries, column: str
) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for row, shape in zip(rows, shapes, strict=True):
        if isinstance(shape, Point) and not shape.is_empty and _key(row, column):
            found[_key(row, column)] = (shape.x, shape.y)
    return found


def _key(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _system(label: str) -> CRS | None:
    if not label:
        return None
    try:
        return known_crs(label)
    except TransformRefused as refusal:
        raise UnusableInput([Problem("crs", str(refusal), "请更正坐标系")]) from refusal


def _as_labelled(
    shapes: npt.NDArray[np.object_], label: Label, crs: CRS | None, seven: SevenParameters | None
) -> npt.NDArray[np.object_]:
    """Return the shapes as labelled, EPSG:4490; NaN where the numbers are out of reach."""
    if crs is not None and not same_degrees(crs):
        try:
            return _array(into_cgcs2000(list(shapes), crs, seven).geometries)
        except TransformRefused as refusal:
            remedy = "请用 --seven-parameters 提供当地七参数，或先转换为 CGCS2000"
            raise UnusableInput([Problem("crs", str(refusal), remedy)]) from refusal
    flat = shapely.force_2d(shapes)
    if label.epsg is not None:
        places = meant(shapely.get_coordinates(flat), label.reading)
        return np.asarray(shapely.set_coordinates(flat, places), dtype=object)
    assert crs is not None
    try:
        return _array(changed(list(flat), lambda p: _through(p, crs)))
    except TransformRefused:
        lost = np.full_like(shapely.get_coordinates(flat), np.nan)
        return np.asarray(shapely.set_coordinates(flat, lost), dtype=object)


def _through(points: Floats, crs: CRS) -> Floats:
    moved = into_cgcs2000([Point(x, y) for x, y in points], crs).geometries
    return shapely.get_coordinates(np.asarray(moved, dtype=object))


def _array(shapes: Geometries) -> npt.NDArray[np.object_]:
    return np.asarray(list(shapes), dtype=object)


def _some(owner: Ints, most: int) -> Ints:
    """Return which vertices are looked at: all of small features, every nth of large ones."""
    if len(owner) <= most:
        return np.arange(len(owner))
    first = np.searchsorted(owner, owner)
    sizes = np.bincount(owner)
    stride = np.maximum(sizes // max(most // max(len(sizes), 1), FEW_VERTICES // 10), 1)
    return np.flatnonzero((np.arange(len(owner)) - first) % stride[owner] == 0)


def _example(points: Floats, owner: Ints, doubt: Doubt) -> list[float] | None:
    first = points[np.searchsorted(owner, doubt.features[0])]
    return [float(v) for v in first] if np.isfinite(first).all() else None


def _laid_over(below: Geometries, above: Geometries, features: Ints) -> Geometries:
    out = list(below)
    for feature in features:
        out[int(feature)] = above[int(feature)]
    return out
