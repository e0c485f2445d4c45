"""Automatic repair of a layer under a stated tolerance, with an account of every unit it moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from boundary_data.coverage import (
    CoverageReport,
    NamedDefect,
    audit,
    on_earth,
    units_in,
)
from boundary_data.frame import Features
from boundary_data.units import column_texts
from gis.defects import Kind
from gis.measure import straight_area_m2
from gis.repair import Change, changes, repaired
from rulebook.parameters import Parameters

REPAIRABLE = frozenset(
    {
        Kind.OVERLAP,
        Kind.GAP,
        Kind.UNMATCHED_EDGE,
        Kind.UNMATCHED_VERTEX,
        Kind.SELF_INTERSECTION,
        Kind.INVALID_RING,
    }
)
ALONG_DEG = 1e-6
MILLIMETRES = 3


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What the repair did to one unit: areas in square metres, the shift of its edge in metres."""

    unit: str
    label: str
    row: int
    area_before_m2: float
    area_after_m2: float
    gained_m2: float
    lost_m2: float
    vertices_added: int
    vertices_removed: int
    shift_m: float

    @property
    def moved_m2(self) -> float:
        """Return the area that changed hands at this unit."""
        return self.gained_m2 + self.lost_m2


@dataclass(frozen=True, slots=True)
class Protected:
    """A unit that stayed as it was because its line is approved; `column` and `text` say so."""

    unit: str
    label: str
    row: int
    column: str
    text: str
    concerned: bool


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired layer and the account of it.

    Attributes:
        features: The layer after the repair; units in the order of the file.
        before: What the audit said before.
        after: What it says now.
        changes: The units that changed.
        protected: The units that were left alone, those with a defect first.
        tolerance_m: Gaps and overlaps up to this width were closed.
        snap_m: Vertices up to this far apart were made one.
        approved: Approved lines along which nothing moved.
    """

    features: Features
    before: CoverageReport
    after: CoverageReport
    changes: tuple[UnitChange, ...]
    protected: tuple[Protected, ...]
    tolerance_m: float
    snap_m: float
    approved: tuple[BaseGeometry, ...] = ()

    @property
    def left(self) -> tuple[NamedDefect, ...]:
        """Return the defects that have to be decided by people."""
        return self.after.defects


def repair(
    features: Features,
    before: CoverageReport,
    *,
    on: date,
    parameters: Parameters,
    tolerance_m: float,
    id_field: str | None = None,
    overlap_m: float | None = None,
    approved: Sequence[BaseGeometry] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Repair:
    """Return the layer with gaps and overlaps up to `tolerance_m` closed, and the account of it.

    Units whose row says that they are approved are left exactly as they are.

    Args:
        features: The layer as it was audited.
        before: The report of that audit.
        on: Day for which the code rules are asked.
        parameters: From `coverage_parameters`.
        tolerance_m: Greatest width, metres, of what may change hands.
        id_field: Column that names the units.
        overlap_m: The same for overlaps only.
        approved: Approved lines; nothing changes hands along them.
        progress: Called with a short Chinese phrase before each pass.
    """
    units = units_in(features, parameters, id_field)
    place = {row: index for index, row in enumerate(features.numbers)}
    every = (*before.defects, *before.notes)
    dirty = {place[row] for d in every if d.defect.kind in REPAIRABLE for row in d.rows}
    guarded = _approved(features, parameters)
    snap_m = min(parameters.number("snap_m"), tolerance_m)
    shapes = on_earth(features.geometries)
    progress("修复缝隙与重叠")
    done = repaired(
        shapes,
        dirty=dirty,
        protected=guarded,
        tolerance_m=tolerance_m,
        snap_m=snap_m,
        overlap_m=overlap_m,
        open_gaps=_closable(before, tolerance_m),
        still=approved,
    )
    moved = changes(shapes, done)
    kept = [
        new if index in {c.unit for c in moved} else old
        for index, (old, new) in enumerate(zip(features.geometries, done, strict=True))
    ]
    after = replace(features, geometries=kept)
    progress("复查修复结果")
    return Repair(
        features=after,
        before=before,
        after=audit(after, on=on, parameters=parameters, id_field=id_field),
        changes=tuple(
            _told(c, features, after, units.ids[c.unit], units.labels[c.unit]) for c in moved
        ),
        protected=tuple(
            sorted(
                (
                    Protected(
                        units.ids[index],
                        units.labels[index],
                        features.numbers[index],
                        *said,
                        concerned=index in dirty,
                    )
                    for index, said in guarded.items()
                ),
                key=lambda unit: (not unit.concerned, unit.row),
            )
        ),
        tolerance_m=tolerance_m,
        snap_m=snap_m,
        approved=tuple(approved),
    )


def _closable(report: CoverageReport, tolerance_m: float) -> list[BaseGeometry]:
    """Return the open gaps that may be narrow enough; the repair itself judges them closed."""
    return [
        named.defect.geometry
        for named in report.defects
        if named.defect.geometry is not None
        and named.defect.open
        and named.defect.width_m <= 2 * tolerance_m
    ]


def why_left(named: NamedDefect, done: Repair) -> str:
    """Return why a defect is still there after the repair, in Chinese."""
    defect = named.defect
    if defect.kind not in REPAIRABLE:
        return "此类缺陷不自动修复，须由人核对"
    if any(unit.row in named.rows for unit in done.protected):
        return "涉及法定单元，不得自动修改"
    if defect.geometry is not None and any(
        shapely.dwithin(line, defect.geometry, ALONG_DEG) for line in done.approved
    ):
        return "沿已批准的界线，不得自动修改"
    if defect.width_m > done.tolerance_m:
        return f"宽于修复容差 {done.tolerance_m:g} 米"
    return "最宽处超过修复容差，或没有哪个相邻单元可以整段归入，须由人裁定"


def repair_json(done: Repair) -> dict[str, object]:
    """Return the account of a repair as JSON-able values: metres, square metres."""
    return {
        "tolerance_m": done.tolerance_m,
        "snap_m": done.snap_m,
        "counts_before": done.before.counts(),
        "counts_after": done.after.counts(),
        "units_changed": len(done.changes),
        "area_moved_m2": round(sum(c.moved_m2 for c in done.changes), MILLIMETRES),
        "max_shift_m": max((c.shift_m for c in done.changes), default=0.0),
        "changes": [{**asdict(c), "moved_m2": c.moved_m2} for c in done.changes],
        "protected": [asdict(unit) for unit in done.protected],
        "approved_lines": len(done.approved),
        "left": [named.entry() | {"why": why_left(named, done)} for named in done.left],
    }


def _told(change: Change, old: Features, new: Features, unit: str, label: str) -> UnitChange:
    before, after = old.geometries[change.unit], new.geometries[change.unit]
    assert before is not None
    assert after is not None
    return UnitChange(
        unit=unit,
        label=label,
        row=old.numbers[change.unit],
        area_before_m2=round(straight_area_m2(before), MILLIMETRES),
        area_after_m2=round(straight_area_m2(after), MILLIMETRES),
        gained_m2=round(straight_area_m2(change.gained), MILLIMETRES),
        lost_m2=round(straight_area_m2(change.lost), MILLIMETRES),
        vertices_added=change.added,
        vertices_removed=change.removed,
        shift_m=round(change.shift_m, MILLIMETRES),
    )


def approved_lines(lines: Features, parameters: Parameters) -> list[BaseGeometry]:
    """Return the lines of a layer that its rows say are approved; all if no column says so."""
    wanted = {column.lower() for column in parameters.words("approved_columns")}
    told = any(column.strip().lower() in wanted for column in lines.columns)
    legal = _approved(lines, parameters)
    return [
        shape
        for index, shape in enumerate(lines.geometries)
        if shape is not None and not shape.is_empty and (index in legal or not told)
    ]


def _approved(features: Features, parameters: Parameters) -> Mapping[int, tuple[str, str]]:
    """Return the positions of the units whose row says approved, with the column and its text."""
    wanted = {column.lower() for column in parameters.words("approved_columns")}
    words = {word.lower() for word in parameters.words("approved_words")}
    found: dict[int, tuple[str, str]] = {}
    for column in features.columns:
        if column.strip().lower() in wanted:
            for index, text in enumerate(column_texts(features, column)):
                if text.lower() in words:
                    found.setdefault(index, (column, text))
    return found
