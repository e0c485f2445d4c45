"""The audit of a layer of boundary lines (界线), and of markers (界桩) against their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely

from boundary_data.coverage import CoverageReport, NamedDefect, named, tolerances_of
from boundary_data.frame import Features
from boundary_data.line_sides import wrong_sides
from boundary_data.problems import Problem, UnusableInput
from boundary_data.units import Units, column_texts, units_of
from gis.defects import Defect, Kind, Severity, defect_at
from gis.lines import Ruler, UnusableLine
from gis.linework import line_defects, one_sided
from rulebook.parameters import Parameters

LINEAR = ("LineString", "MultiLineString")
JUNCTIONS = ("tripoint", "junction")
"""What `lines_out` calls the points of its layer."""


def is_line_layer(features: Features) -> bool:
    """Tell whether a layer holds lines and no areas."""
    kinds = {shape.geom_type for shape in features.geometries if shape is not None}
    return bool(kinds & set(LINEAR)) and not kinds & {"Polygon", "MultiPolygon"}


def audit_lines(
    features: Features,
    *,
    parameters: Parameters,
    id_field: str | None = None,
    markers: Features | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> CoverageReport:
    """Return what is wrong with a layer of boundary lines.

    Args:
        features: The layer, read with `read_features`.
        parameters: From `coverage_parameters`.
        id_field: Column that names the lines.
        markers: Points that should lie on the lines.
        progress: Called with a short Chinese phrase before each pass.

    Raises:
        UnusableInput: if `id_field` is no column, or `markers` has no points.
    """
    features = _without_junctions(features)
    units = _called(features, parameters, parameters.words("line_code_columns"), id_field)
    progress("检查界线")
    found = line_defects(
        features.geometries,
        short_m=parameters.number("short_m"),
        near_m=parameters.number("dangle_near_m"),
    )
    found = [_worded(defect) for defect in found]
    progress("核对两侧单元")
    found += _sides(features, parameters)
    told = [named(defect, units, features) for defect in found]
    if markers is not None:
        progress("核对界桩位置")
        told += markers_off(features, markers, units, parameters)
    order = list(Kind)
    told.sort(key=lambda each: order.index(each.defect.kind))
    return CoverageReport(
        features=len(features.geometries),
        defects=tuple(d for d in told if d.defect.severity is not Severity.NOTE),
        notes=tuple(d for d in told if d.defect.severity is Severity.NOTE),
        suspicions=tuple(s for s in features.suspicions if s.kind != "elsewhere"),
        findings=(),
        problems=tuple(features.problems),
        remark=features.remark,
        id_column=units.id_column,
        tolerances=tolerances_of(parameters),
        parameters=parameters.version,
    )


def _without_junctions(features: Features) -> Features:
    """Return the layer without the points that say of themselves that lines meet there."""
    kept = [
        at
        for at, (shape, row) in enumerate(zip(features.geometries, features.rows, strict=True))
        if not (isinstance(shape, shapely.Point) and row.get("feature") in JUNCTIONS)
    ]
    if len(kept) == len(features.geometries):
        return features
    return replace(
        features,
        geometries=[features.geometries[at] for at in kept],
        rows=[features.rows[at] for at in kept],
        numbers=[features.numbers[at] for at in kept],
    )


def markers_off(
    lines: Features, markers: Features, units: Units, parameters: Parameters
) -> list[NamedDefect]:
    """Return the markers that lie farther from their line than `marker_off_m`.

    A marker whose row names a line is held against that line, any other against the
    nearest.

    Raises:
        UnusableInput: if `markers` has no points.
    """
    if not any(shape is not None and shape.geom_type == "Point" for shape in markers.geometries):
        raise UnusableInput(
            [Problem("--markers", "界桩图层中没有点", "请提交界桩点图层，每个界桩一个点")]
        )
    called = _called(markers, parameters, parameters.words("marker_columns"), None)
    stated = _line_of(markers, parameters, set(units.ids))
    place = {line: index for index, line in enumerate(units.ids)}
    tree = shapely.STRtree(np.asarray(list(lines.geometries), dtype=object))
    allowed = parameters.number("marker_off_m")
    found = []
    for index, point in enumerate(markers.geometries):
        if point is None or point.geom_type != "Point" or point.is_empty:
            continue
        line = place.get(stated[index], -1)
        line = int(tree.nearest(point)) if line < 0 else line
        try:
            foot, _, away = Ruler(lines.geometries[line]).nearest(point)  # type: ignore[arg-type]
        except UnusableLine:
            continue
        if away > allowed:
            link = shapely.LineString([point.coords[0], foot.coords[0]])
            said = f"“{units.labels[line]}” {away:.2f} 米（容许 {allowed:g} 米）"
            defect = replace(defect_at(Kind.OFF_LINE, (index,), link, detail=said), length_m=away)
            told = named(defect, called, markers)
            found.append(replace(told, units=(*told.units, units.ids[line])))
    return found


def _line_of(markers: Features, parameters: Parameters, known: set[str]) -> Sequence[str]:
    """Return the line that each marker says it belongs to, empty where it says none."""
    wanted = [word.lower() for word in parameters.words("line_code_columns")]
    for column in markers.columns:
        if column.strip().lower() in wanted:
            texts = column_texts(markers, column)
            if set(texts) & known:
                return texts
    return ("",) * len(markers.geometries)


def _called(
    features: Features, parameters: Parameters, columns: Sequence[str], id_field: str | None
) -> Units:
    return units_of(
        features,
        id_field=id_field,
        code_columns=columns,
        name_columns=parameters.words("name_columns"),
    )


def _sides(features: Features, parameters: Parameters) -> Iterator[Defect]:
    """Yield the lines that bound nothing, name no two units, or other units than their fellows."""
    bare = set(one_sided(features.geometries))
    left, right = (_texts(features, parameters, f"{side}_columns") for side in ("left", "right"))
    for index, shape in enumerate(features.geometries):
        why = [] if index not in bare else ["两侧是同一片区域，不分隔任何单元"]
        if left is not None and right is not None:
            why += _stated(left[index], right[index])
        if why and shape is not None and shape.geom_type in LINEAR:
            yield defect_at(Kind.ONE_SIDED, (index,), shape, detail="；".join(why))
    if left is not None and right is not None:
        yield from wrong_sides(features.geometries, left, right)


def _texts(features: Features, parameters: Parameters, word: str) -> tuple[str, ...] | None:
    wanted = [column.lower() for column in parameters.words(word)]
    column = next((c for c in features.columns if c.strip().lower() in wanted), None)
    return None if column is None else column_texts(features, column)


def _stated(left: str, right: str) -> list[str]:
    if not left and not right:
        return ["左右两侧单元都没有填写"]
    if not left or not right:
        return [f"没有填写{'左' if not left else '右'}侧单元"]
    return [f"左右两侧都是“{left}”"] if left == right else []


def _worded(defect: Defect) -> Defect:
    if defect.kind is Kind.DANGLE and defect.detail:
        return replace(defect, detail=f"，距最近的界线 {defect.detail} 米")
    return defect
