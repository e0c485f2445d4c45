"""Auditing a layer of boundaries: a file or a level of the register, with its neighbours.

A layer of areas is judged as a coverage, a layer of lines as boundary lines; parents, the
neighbour's delivery and markers are held against it if they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shapely.geometry.base import BaseGeometry

from boundary_data.coverage import CoverageReport, audit, coverage_parameters, units_in
from boundary_data.coverage_repair import Repair, repair
from boundary_data.deliveries import edge_mismatches
from boundary_data.frame import Features
from boundary_data.line_layer import audit_lines, is_line_layer
from boundary_data.problems import Problem, UnusableInput
from gis.defects import Kind
from rulebook.parameters import Parameters

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class AuditWish:
    """How a layer is to be audited.

    Attributes:
        on: Day for which the code rules are asked.
        gap_width_m: Overrides the parameter of that name.
        id_field: Column that names the units.
        parents: The level above.
        against: The neighbour's delivery.
        markers: Markers that should lie on the lines of a line layer.
    """

    on: date
    gap_width_m: float | None = None
    id_field: str | None = None
    parents: Features | None = None
    against: Features | None = None
    markers: Features | None = None


def audited(
    features: Features,
    wish: AuditWish,
    *,
    parameters: Parameters | None = None,
    progress: Progress = lambda _: None,
) -> CoverageReport:
    """Return what is wrong with the layer.

    Raises:
        UnusableInput: if the layer, or what it is to be held against, is none.
    """
    rules = parameters or coverage_parameters()
    if is_line_layer(features):
        return audit_lines(
            features,
            parameters=rules,
            id_field=wish.id_field,
            markers=wish.markers,
            progress=progress,
        )
    if wish.markers is not None:
        raise UnusableInput(
            [Problem("--markers", "界桩只能与界线线图层核对", "请把线图层作为被检文件")]
        )
    report = audit(
        features,
        on=wish.on,
        parameters=rules,
        gap_width_m=wish.gap_width_m,
        id_field=wish.id_field,
        parents=wish.parents,
        progress=progress,
    )
    if wish.against is None:
        return report
    more = edge_mismatches(
        features,
        wish.against,
        parameters=rules,
        gap_width_m=wish.gap_width_m,
        id_field=wish.id_field,
        progress=progress,
    )
    order = list(Kind)
    every = sorted((*report.defects, *more), key=lambda d: order.index(d.defect.kind))
    return replace(report, defects=tuple(every))


def mended(
    features: Features,
    before: CoverageReport,
    wish: AuditWish,
    *,
    tolerance_m: float | None,
    overlap_m: float | None = None,
    approved: Sequence[BaseGeometry] = (),
    progress: Progress = lambda _: None,
) -> Repair:
    """Return the layer repaired under `tolerance_m` (metres; None: the parameter's).

    Nothing changes hands along the `approved` lines.

    Raises:
        UnusableInput: for a layer of lines: an approved line is never repaired by itself.
    """
    if is_line_layer(features):
        raise UnusableInput(
            [Problem("--repair", "线图层不能自动修复", "请按缺陷清单由人工修正界线")]
        )
    rules = coverage_parameters()
    return repair(
        features,
        before,
        on=wish.on,
        parameters=rules,
        tolerance_m=rules.number("repair_m") if tolerance_m is None else tolerance_m,
        id_field=wish.id_field,
        overlap_m=overlap_m,
        approved=approved,
        progress=progress,
    )


def labels_of(features: Features, id_field: str | None) -> tuple[str, ...]:
    """Return what each unit of the layer is called in sentences."""
    return units_in(features, coverage_parameters(), id_field).labels
