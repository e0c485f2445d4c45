"""Two deliveries (成果) side by side: do their units meet in the same edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from boundary_data.coverage import NamedDefect, named, on_earth, tolerances_of, units_in
from boundary_data.frame import Features
from boundary_data.problems import Problem, UnusableInput
from gis.defects import Defect, Kind, defect_at
from gis.local import LocalFrame
from gis.topology import coverage_defects
from rulebook.parameters import Parameters

BETWEEN = frozenset({Kind.OVERLAP, Kind.GAP})


def edge_mismatches(
    features: Features,
    other: Features,
    *,
    parameters: Parameters,
    gap_width_m: float | None = None,
    id_field: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[NamedDefect]:
    """Return where the units of `features` and those of `other` do not share the same edge.

    Overlaps and gaps between a unit of one and a unit of the other are listed as such;
    stretches of edge that are drawn differently as mismatches, with the farthest distance.

    Args:
        features: The layer under audit.
        other: The neighbour's delivery.
        parameters: From `coverage_parameters`.
        gap_width_m: Gaps between the two are found up to this width, metres.
        id_field: Column that names the units of `features`.
        progress: Called with a short Chinese phrase.

    Raises:
        UnusableInput: if nothing of the two layers comes close to each other.
    """
    progress("核对接边")
    tolerances = tolerances_of(parameters, gap_width_m)
    shapes, theirs = on_earth(features.geometries), on_earth(other.geometries)
    count = len(shapes)
    both = coverage_defects([*shapes, *theirs], tolerances)
    alone = {_key(d) for d in coverage_defects(shapes, tolerances)}
    joined = _joined(features, other, parameters, id_field)
    found = [d for d in both if d.kind in BETWEEN and _crosses(d, count)]
    edges = [
        d
        for d in both
        if d.kind is Kind.UNMATCHED_EDGE and d.units[0] < count and _key(d) not in alone
    ]
    near = np.asarray(theirs, dtype=object)
    found += [_mismatch(edge, near, count) for edge in edges if not edge.rounding]
    if not found and not _close(shapes, near, tolerances.slot_width_m or tolerances.gap_width_m):
        raise UnusableInput(
            [Problem("--against", "两份成果没有相邻的单元", "请提交与本图层相接的相邻成果")]
        )
    units = units_in(joined, parameters, None)
    return [named(defect, units, joined) for defect in found]


def _crosses(defect: Defect, count: int) -> bool:
    return any(u < count for u in defect.units) and any(u >= count for u in defect.units)


def _key(defect: Defect) -> tuple[object, ...]:
    shape = defect.geometry
    return defect.kind, defect.units, b"" if shape is None else shapely.to_wkb(shape)


def _mismatch(edge: Defect, theirs: np.ndarray, count: int) -> Defect:
    """Return an unmatched edge as a mismatch with the nearest unit of the other delivery."""
    assert edge.geometry is not None
    nearest = int(shapely.STRtree(theirs).nearest(edge.geometry))
    frame = LocalFrame.about(edge.geometry)
    flat = frame.metres(np.array([edge.geometry, shapely.boundary(theirs[nearest])], dtype=object))
    corners = shapely.points(shapely.get_coordinates(flat[0]))
    away = float(shapely.distance(corners, flat[1]).max())
    said = f"，最大相差 {away:.2f} 米" if away >= 0.005 else "，折点不一致"
    units = (edge.units[0], count + nearest)
    return replace(defect_at(Kind.EDGE_MISMATCH, units, edge.geometry), detail=said)


def _close(shapes: list[BaseGeometry | None], theirs: np.ndarray, width_m: float) -> bool:
    tree = shapely.STRtree(theirs)
    reach = max(width_m, 1.0) / 50_000
    hits = tree.query(np.asarray(shapes, dtype=object), predicate="dwithin", distance=reach)
    return bool(hits.size)


def _joined(
    features: Features, other: Features, parameters: Parameters, id_field: str | None
) -> Features:
    """Return both layers as one, units named as in their own."""
    one, two = units_in(features, parameters, id_field), units_in(other, parameters, None)
    rows = [
        {"code": unit, "name": name}
        for units in (one, two)
        for unit, name in zip(units.ids, units.names, strict=True)
    ]
    return Features(
        [*features.geometries, *other.geometries],
        rows,
        [*features.numbers, *other.numbers],
        ["code", "name"],
    )
