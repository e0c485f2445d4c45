"""What a change of a line did (变更报告): moved areas and vertices, lines, markers, defects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from api.services.loading.tearing import tears_between_levels
from api.services.refusals import LineChangeRefused
from api.store.loading import coverages, line_changes
from api.store.loading.line_changes import AlongArc, StandingLine
from api.store.session import Session
from boundary_data.coverage import audit, coverage_parameters
from boundary_data.frame import Features
from boundary_data.line_change import LineProposal
from boundary_data.problems import Problem
from gis.defects import Kind, Severity
from gis.lines import Ruler
from gis.measure import area_m2, length_m
from gis.rerouting import Rerouted

# Gaps and holes around the units looked at are their neighbours, which are not looked at.
LOOKED_AT = frozenset(
    {
        Kind.SELF_INTERSECTION,
        Kind.INVALID_RING,
        Kind.DUPLICATE_VERTEX,
        Kind.SPIKE,
        Kind.SHORT_SEGMENT,
        Kind.SLIVER,
        Kind.OVERLAP,
    }
)
HECTARE = 10_000.0


@dataclass(frozen=True, slots=True)
class Before:
    """The lines that change, by id, each with its course before: the asked one comes first."""

    lines: Mapping[int, StandingLine]
    courses: Mapping[int, BaseGeometry]

    @classmethod
    def of(
        cls, db: Session, line: StandingLine, proposal: LineProposal, along: Sequence[AlongArc]
    ) -> Before:
        """Return how the lines along the changed arcs stand before the change."""
        codes = dict.fromkeys([line.code, *(one.code for one in along)])
        found = [line_changes.standing_line(db, code, proposal.valid_from) for code in codes]
        lines = {one.line_id: one for one in found if one is not None}
        courses = {id: line_changes.course_of(db, one.version_id) for id, one in lines.items()}
        return cls(lines, courses)


def report_of(
    db: Session,
    line: StandingLine,
    proposal: LineProposal,
    before: Before,
    done: Rerouted,
    today: date,
) -> dict[str, Any]:
    """Return the report of a change that was published in this transaction.

    Raises:
        LineChangeRefused: The new course has errors that the old one had not.
    """
    day = proposal.valid_from
    names = _unit_names(db, line, done, day)
    now = {id: line_changes.standing_line(db, one.code, day) for id, one in before.lines.items()}
    courses = {
        id: line_changes.course_of(db, one.version_id) for id, one in now.items() if one is not None
    }
    old, new = before.courses[line.line_id], courses[line.line_id]
    standing = now[line.line_id]
    lost = {face: shapely.difference(was, done.after[face]) for face, was in done.before.items()}
    return {
        "line": line.code,
        "name": line.name,
        "document": proposal.document,
        "approved_on": proposal.approved_on.isoformat(),
        "valid_from": day.isoformat(),
        "person": proposal.person,
        "dry_run": False,
        "version": None if standing is None else standing.version_id,
        "old_version": line.version_id,
        "length_before_m": round(length_m(old), 2),
        "length_after_m": round(length_m(new), 2),
        "vertices_before": int(shapely.get_num_coordinates(old)),
        "vertices_after": int(shapely.get_num_coordinates(new)),
        "vertices_moved": _new_vertices(old, new),
        "farthest_m": round(max(_farthest(old, new), _farthest(new, old)), 2),
        "moved_area_m2": round(sum(_area(part) for part in lost.values()), 1),
        "units": [_unit(names[face], done, face) for face in sorted(done.before, key=names.get)],  # type: ignore[arg-type]
        "lines": [
            {
                "code": one.code,
                "name": one.name,
                "level": one.level,
                "length_before_m": round(length_m(before.courses[id]), 2),
                "length_after_m": round(length_m(courses[id]), 2),
            }
            for id, one in before.lines.items()
            if id in courses
        ],
        "markers_off": _markers_off(db, courses, day),
        "defects": _defects(done, names, today),
        "elsewhere": _elsewhere(db, line, done, day),
    }


def _unit_names(db: Session, line: StandingLine, done: Rerouted, day: date) -> dict[str, str]:
    holders = coverages.face_holders(db, line.coverage_id)
    names = line_changes.division_names(db, [holders[int(face)] for face in done.before], day)
    return {face: names.get(holders[int(face)], f"范围 {face}") for face in done.before}


def _unit(name: str, done: Rerouted, face: str) -> dict[str, Any]:
    was, now = done.before[face], done.after[face]
    return {
        "name": name,
        "area_before_m2": round(area_m2(was), 1),
        "area_after_m2": round(area_m2(now), 1),
        "gained_m2": round(_area(shapely.difference(now, was)), 1),
        "lost_m2": round(_area(shapely.difference(was, now)), 1),
    }


def _area(shape: BaseGeometry) -> float:
    return sum(area_m2(part) for part in shapely.get_parts(shape) if part.geom_type == "Polygon")


def _new_vertices(old: BaseGeometry, new: BaseGeometry) -> int:
    known = set(map(tuple, shapely.get_coordinates(old)))
    return len(set(map(tuple, shapely.get_coordinates(new))) - known)


def _farthest(one: Any, other: Any) -> float:
    """Return how far the vertices of one line lie from the other, metres."""
    lon, lat = shapely.get_coordinates(one).T
    return float(np.max(Ruler(other).locate(lon, lat).offset_m))


def _markers_off(
    db: Session, courses: Mapping[int, BaseGeometry], day: date
) -> list[dict[str, Any]]:
    """Return the markers that no longer lie on their line: their legal position stays."""
    allowed = coverage_parameters().number("marker_off_m")
    found = []
    for marker in line_changes.markers_of(db, courses, day):
        ruler = Ruler(courses[marker.line_id])  # type: ignore[arg-type]  # a line or several
        away = float(ruler.locate(np.array([marker.lon]), np.array([marker.lat])).offset_m[0])
        if away > allowed:
            found.append(
                {"number": marker.number, "line": marker.line_name, "offset_m": round(away, 2)}
            )
    return found


def _defects(done: Rerouted, names: Mapping[str, str], today: date) -> list[str]:
    """Return the defects of the units beside the change that they had not before.

    Raises:
        LineChangeRefused: One of them is an error.
    """
    known = {told[1] for told in _audited(done.before, names, today)}
    fresh = [told for told in _audited(done.after, names, today) if told[1] not in known]
    errors = [
        Problem("geometry", message, repair)
        for severity, message, repair in fresh
        if severity is Severity.ERROR
    ]
    if errors:
        raise LineChangeRefused(errors)
    return [message for _, message, _ in fresh]


def _audited(
    faces: Mapping[str, BaseGeometry], names: Mapping[str, str], today: date
) -> list[tuple[Severity, str, str]]:
    units = sorted(faces)
    rows = [{"name": names[face]} for face in units]
    features = Features([faces[f] for f in units], rows, range(1, len(units) + 1), ["name"])
    found = audit(features, on=today, parameters=coverage_parameters())
    return [
        (one.defect.severity, one.message, one.repair)
        for one in found.defects
        if one.defect.kind in LOOKED_AT
    ]


def _elsewhere(db: Session, line: StandingLine, done: Rerouted, day: date) -> list[str]:
    """Return how the changed units tear against other levels that are published elsewhere."""
    holders = coverages.face_holders(db, line.coverage_id)
    base = coverages.coverage_card(db, line.coverage_id).level
    changed = sorted({holders[int(face)] for face in done.after})
    found = tears_between_levels(db, line.coverage_id, base, day, only=changed)
    return [f"与其他图层{tear.kind}：{tear.message}" for tear in found]


def sentences(report: Mapping[str, Any]) -> list[str]:
    """Return what a report says, for people."""
    told = [
        f"{report['name']}（{report['line']}）自 {report['valid_from']} 起变更，"
        f"依据 {report['document']}",
        f"长度 {report['length_before_m'] / 1000:.3f} 千米 → "
        f"{report['length_after_m'] / 1000:.3f} 千米，"
        f"新折点 {report['vertices_moved']} 个，最大移动 {report['farthest_m']:.2f} 米，"
        f"移动面积 {report['moved_area_m2'] / HECTARE:.4f} 公顷",
    ]
    told += [f"{unit['name']}：{_moved(unit)}" for unit in report["units"]]
    others = [one["name"] for one in report["lines"] if one["code"] != report["line"]]
    if others:
        told.append(f"随同形成新版本的界线：{'、'.join(others)}")
    off = report["markers_off"]
    if off:
        words = "、".join(f"{one['number']}号（{one['offset_m']:.2f} 米）" for one in off)
        told.append(f"界桩不在新界线上：{words}；界桩的移动、增设须另行报批并登记")
    told += [f"缺陷：{message}" for message in report["defects"]]
    told += report["elsewhere"]
    return told


def _moved(unit: Mapping[str, Any]) -> str:
    """Return what a unit gained and lost, in words."""
    parts = [("划入", unit["gained_m2"]), ("划出", unit["lost_m2"])]
    said = [f"{word} {m2 / HECTARE:.4f} 公顷" for word, m2 in parts if m2]
    return "，".join(said) or "面积不变"
