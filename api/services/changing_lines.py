"""Changing a line (界线变更): drawn anew, built, checked and published in one transaction.

The old version stays as it was and holds up to the day of the change; lines that share the
changed stretch, of every level, get a new version under the same document. What the change
would tear stops it, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

import shapely

from api.services.changed_lines import Before, report_of
from api.services.loading.delivering import Desk
from api.services.loading.publishing import Published, publish
from api.services.loading.report import LoadReport, Progress, silent
from api.services.refusals import (
    LineChangeRefused,
    OtherState,
    TagMissing,
    UnknownBoundary,
)
from api.store.loading import coverages, line_changes
from api.store.loading.coverages import StoredArc
from api.store.loading.deliveries import SourceCard, close_delivery, open_delivery, source_id
from api.store.loading.facts import Stamp
from api.store.loading.line_changes import AlongArc, KeptChange, StandingLine
from api.store.loading.publications import LineApproval
from api.store.loading.staging import moment_of, take_turn
from api.store.queries.journal import write_line
from api.store.session import Session
from api.store.standing import as_owner, line_in_scope
from api.store.transactions import OutsideScope
from boundary_data.coverage import coverage_parameters
from boundary_data.line_change import LAW, LineProposal
from boundary_data.problems import Problem, UnusableInput
from gis.arcs import Arc, TornCoverage
from gis.arcs_in_the_way import Unroutable
from gis.measure import length_m
from gis.rerouting import Rerouted, Torn, reroute

SOURCE = SourceCard("line-changes", "界线变更", "经批准的界线变更", "由批准机关确定")
LEVEL_WORDS = ("省级", "地级", "县级", "乡级", "村级")
EDGE = "图层外缘"


@dataclass(frozen=True, slots=True)
class Changed:
    """A change with its report; `created` unless it was there before or was only tried."""

    id: UUID
    report: dict[str, Any]
    created: bool


def tag_of(line: StandingLine) -> str:
    """Return what a change of `line` has to name: it differs after every change."""
    return str(line.version_id)


def standing(db: Session, code: str, on: date) -> StandingLine:
    """Return a line as it stands on a day.

    Raises:
        UnknownBoundary: There is none with this code on that day.
    """
    found = line_changes.standing_line(db, code, on)
    if found is None:
        raise UnknownBoundary(f"{on} 没有编号为“{code}”的界线")
    return found


def changes(db: Session, code: str) -> list[KeptChange]:
    """Return the published changes of a line, the newest first."""
    return line_changes.changes_of(db, code)


def change_line(
    db: Session,
    proposal: LineProposal,
    *,
    tag: str | None,
    today: date,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Changed:
    """Give a line a new course from a day on and publish what follows from it.

    Args:
        db: A session for writing; either everything is written in it or nothing.
        proposal: The new course and its document.
        tag: What `tag_of` gave for the line that the course was drawn from; a trial needs none.
        today: The office's day.
        dry_run: Only report; nothing is kept.
        progress: Who hears how far it has come.

    Raises:
        UnusableInput: The proposal lacks something or contradicts itself.
        UnknownBoundary: There is no such line on the day of effect.
        TagMissing: It does not say which version it was drawn from.
        OtherState: The line has another version by now, or the id stands for another change.
        LineChangeRefused: The new course tears other lines or leaves units open; says which.
        OutsideScope: Whoever acts acts for neither side of the line.
    """
    problems = list(proposal.problems(today))
    if problems:
        raise UnusableInput(problems)
    take_turn(db)
    known = line_changes.change_of(db, proposal.id)
    if known is not None:
        if known.digest != proposal.digest:
            raise OtherState("该编号已用于另一项界线变更", "请为新的变更另生成一个编号")
        return Changed(known.id, dict(known.report), created=False)
    line = standing(db, proposal.code, proposal.valid_from)
    if not line_in_scope(db, line.line_id):
        raise OutsideScope(f"界线“{line.code}”不在管辖范围内")
    if not dry_run or tag is not None:
        _must_be(line, tag)
    with db.begin_nested() as nested:
        report = _publish(db, proposal, line, today, progress)
        if dry_run:
            nested.rollback()
            return Changed(proposal.id, {**report, "dry_run": True}, created=False)
    return Changed(proposal.id, report, created=True)


def _must_be(line: StandingLine, tag: str | None) -> None:
    if tag is None:
        raise TagMissing(
            "没有写明依据的是界线的哪一版",
            "请先试算，再写明报告中的现行版本（接口用 If-Match，命令行用 --based-on）",
        )
    if tag != tag_of(line):
        raise OtherState(
            f"界线“{line.name}”已有新的版本",
            f"请先取回现行版本（编号 {tag_of(line)}），核对后带上它的 ETag 重新提交",
        )


def _publish(
    db: Session, proposal: LineProposal, line: StandingLine, today: date, progress: Progress
) -> dict[str, Any]:
    progress("核对新界线", 0, None)
    arcs = coverages.stored_arcs(db, line.coverage_id)
    live = [arc for arc in arcs if arc.holds(proposal.valid_from)]
    done = _rerouted(db, proposal, line, live)
    replaced = [live[n].id for n in done.replaced]
    along = line_changes.lines_along(db, line.coverage_id, proposal.valid_from, replaced)
    _refuse_higher(line, along, {live[n].id for n in done.carried})
    _refuse_other_days(proposal, line, arcs, live, done)
    if not done.replaced:
        _refuse("geometry", "新界线与现行界线相同，没有变更", "请核对提交的几何")
    before = Before.of(db, line, proposal, along)
    with as_owner(db):
        desk = _desk(db, proposal, today, progress)
        made = _lay(desk, proposal, line, replaced, done)
    progress("核对成果", 0, None)
    report = report_of(db, line, proposal, before, done, today)
    report |= {"areas": made.areas, "versions": made.versions}
    _keep(db, proposal, line, desk, report)
    return report


def _lay(
    desk: Desk, proposal: LineProposal, line: StandingLine, replaced: Sequence[int], done: Rerouted
) -> Published:
    line_changes.end_arcs(desk.db, replaced, proposal.valid_from)
    coverages.enter_arcs(
        desk.db,
        line.coverage_id,
        ((_face(a.left), _face(a.right), length_m(a.line), a.line) for a in done.added),
        begins=proposal.valid_from,
    )
    approval = LineApproval(proposal.document, desk.stamp.delivery_id)
    try:
        return publish(desk, line.coverage_id, line.top, changed_by=approval)
    except TornCoverage as torn:
        _refuse("geometry", f"变更后的界线不能构成区划范围：{torn}", "请核对新界线")


def _rerouted(
    db: Session, proposal: LineProposal, line: StandingLine, live: Sequence[StoredArc]
) -> Rerouted:
    place = {arc.id: number for number, arc in enumerate(live)}
    walk = [(place[arc], way) for arc, way in line_changes.walk_of(db, line.version_id)]
    snap_m = coverage_parameters().number("line_snap_m")

    def named(numbers: Iterable[int]) -> list[str]:
        ids = {live[number].id for number in numbers}
        found = line_changes.lines_along(db, line.coverage_id, proposal.valid_from, ids)
        edges = ids - {one.arc_id for one in found}
        names = dict.fromkeys(f"{one.name}（{LEVEL_WORDS[one.level - 1]}）" for one in found)
        return [*names, *([EDGE] if edges else [])]

    drawn = [Arc(arc.line, _name(arc.left), _name(arc.right)) for arc in live]
    try:
        done = reroute(drawn, walk, proposal.geometry, snap_m=snap_m, carry=proposal.carry)
    except Unroutable as wrong:
        met = f"：{'、'.join(named(wrong.arcs))}" if wrong.arcs else ""
        _refuse("geometry", f"{wrong}{met}", "请核对新界线后重新提交")
    if done.torn:
        raise LineChangeRefused([_torn(one, named(one.arcs)) for one in done.torn])
    return done


def _torn(torn: Torn, names: Sequence[str]) -> Problem:
    place = f"（{torn.point.x:.7f}，{torn.point.y:.7f}）"
    what = "端点（三交点）" if torn.end else "交点"
    remedy = (
        "界线的端点由相邻各方共同确定，不能由一条界线单独移动；请保持端点，或按图层重新交付"
        if torn.end
        else "请让新界线经过该交点，或写明把这些下级界线一并接到新界线（carry）"
    )
    said = f"新界线离开{what}{place} {torn.away_m:.2f} 米，会撕裂：{'、'.join(names)}"
    return Problem("geometry", said, remedy)


def _refuse_other_days(
    proposal: LineProposal,
    line: StandingLine,
    arcs: Sequence[StoredArc],
    live: Sequence[StoredArc],
    done: Rerouted,
) -> None:
    """Refuse a change before one that is already published for a later day, or for this one."""
    day = proposal.valid_from
    first = max([line.begins, *(live[n].begins or line.begins for n in done.replaced)])
    if day <= first:
        _refuse(
            "valid_from",
            f"现行版本自 {first} 起生效，变更不能自 {day} 起",
            f"请把生效日期定在 {first} 之后",
        )
    touched = {_face(face) for face in done.after}
    later = [a.begins for a in arcs if a.begins and a.begins > day and {a.left, a.right} & touched]
    if later:
        _refuse(
            "valid_from",
            f"同一处已有自 {min(later)} 起生效的变更",
            f"请把生效日期定在 {max(later)} 之后",
        )


def _refuse_higher(line: StandingLine, along: Sequence[AlongArc], carried: set[int]) -> None:
    """Refuse to change a line of a higher level by way of a lower one, or to carry an equal."""
    higher = {one.name: one.level for one in along if one.level < line.level}
    for name, level in higher.items():
        word = LEVEL_WORDS[level - 1]
        _refuse(
            "code",
            f"变更的一段同时是{word}界线“{name}”，不能随{LEVEL_WORDS[line.level - 1]}界线变更",
            f"请按{word}界线“{name}”办理变更，并附其批准文件（{LAW}）",
        )
    equal = {one.name for one in along if one.arc_id in carried and one.level <= line.level}
    if equal:
        _refuse(
            "geometry",
            f"新界线会移动同级界线的端点：{'、'.join(sorted(equal))}",
            "只有下级界线可以随同接到新界线；同级界线请一并按图层重新交付",
        )


def _desk(db: Session, proposal: LineProposal, today: date, progress: Progress) -> Desk:
    delivery = open_delivery(
        db,
        source=source_id(db, SOURCE),
        kind="line-change",
        file_name=proposal.document,
        sha256=proposal.digest,
    )
    report = LoadReport("line-change", proposal.document, proposal.digest, delivery_id=delivery)
    return Desk(db, Stamp(delivery, moment_of(db)), report, progress, today)


def _keep(
    db: Session, proposal: LineProposal, line: StandingLine, desk: Desk, report: dict[str, Any]
) -> None:
    with as_owner(db):
        close_delivery(db, desk.stamp.delivery_id, {"outcome": "loaded", **report})
    row = {
        "id": proposal.id,
        "line_id": line.line_id,
        "coverage_id": line.coverage_id,
        "delivery_id": desk.stamp.delivery_id,
        "document": proposal.document,
        "approved_on": proposal.approved_on,
        "valid_from": proposal.valid_from,
        "person": proposal.person,
        "digest": proposal.digest,
        "report": report,
    }
    line_changes.keep_change(db, row, shapely.force_2d(proposal.geometry))
    write_line(
        db,
        verb="change-line",
        subject_kind="boundary_line",
        subject_id=line.code,
        clause=LAW,
        before={"version": line.version_id},
        after={
            "change": str(proposal.id),
            "document": proposal.document,
            "valid_from": proposal.valid_from.isoformat(),
            "person": proposal.person,
            "moved_m2": report["moved_area_m2"],
        },
    )


def _refuse(field: str, message: str, remedy: str) -> NoReturn:
    raise LineChangeRefused([Problem(field, message, remedy)])


def _name(face: int | None) -> str | None:
    return None if face is None else str(face)


def _face(name: str | None) -> int | None:
    return None if name is None else int(name)
