"""Planning joint inspections (联检计划): rounds for all lines of a level, tasks ad hoc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from api.services.refusals import NotAllowed, OtherState, Refusal, UnknownBoundary, UnknownTask
from api.store.queries import inspection_tasks as store
from api.store.queries.inspection_tasks import LineToInspect, TaskWish
from api.store.session import Session
from boundary_data.checks.days import later_by_years
from boundary_data.inspection_facts import limits

OF_A_ROUND = ("title", "number", "level", "starts_on", "ends_on", "document")
OF_A_TASK = ("line_code", "occasion", "due_on", "lead_code", "from_m", "to_m")

__all__ = ["AdHoc", "Plan", "TaskWish", "ad_hoc", "cancel", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A round to be planned: which lines, by when, and who leads.

    Attributes:
        title: e.g. 重庆市第五轮县级行政区域界线联合检查.
        number: Number of the round.
        level: 3 for county lines, 4 for township lines.
        starts_on: First day.
        ends_on: Last day; no task is due later.
        document: The notice that orders it.
        lines: Codes of the lines; empty for all of the level.
        leads: Line code to code of the side that leads; the others are led by the side with
            the smaller code, as GB/T 17796 orders sides.
    """

    title: str
    number: int
    level: int
    starts_on: date
    ends_on: date
    document: str
    lines: tuple[str, ...]
    leads: dict[str, str]


@dataclass(frozen=True, slots=True)
class AdHoc:
    """An inspection for an occasion (灾害、道路施工), of a line or a section of it (metres)."""

    line_code: str
    occasion: str
    due_on: date
    lead_code: str
    from_m: float | None = None
    to_m: float | None = None


def plan(db: Session, id: UUID, wanted: Plan, *, on: date) -> bool:
    """Plan a round with a task for each line; return False if it is planned so already.

    A task is due five years after the line's last inspection, but within the round.

    Raises:
        OtherState: A round with this id, or of this number and level, is planned otherwise.
        UnknownBoundary: The register lacks lines that are named, or has none of the level.
        Refusal: A leading side is no side of its line.
    """
    known = store.round_of(db, id)
    if known is not None:
        if any(known[name] != getattr(wanted, name) for name in OF_A_ROUND):
            raise OtherState("同一编号的轮次已经存在，内容不同", "请换一个新的编号")
        return False
    others = [one for one in store.rounds(db) if one["level"] == wanted.level]
    if any(one["number"] == wanted.number for one in others):
        raise OtherState(
            f"该层级的第 {wanted.number} 轮已经制定",
            "请先用 GET /api/v1/inspection-rounds 查看，或改用下一个轮次",
            "number",
        )
    lines = _lines(db, wanted, on)
    store.write_round(
        db,
        id,
        title=wanted.title,
        number=wanted.number,
        level=wanted.level,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        document=wanted.document,
    )
    store.write_tasks(
        db,
        [
            {
                "id": uuid5(id, line.code),
                "round_id": id,
                "line_id": line.id,
                "kind": "routine",
                "occasion": "",
                "from_m": None,
                "to_m": None,
                **_sides(line, wanted.leads.get(line.code)),
                "due_on": _due(line, wanted),
            }
            for line in lines
        ],
    )
    return True


def ad_hoc(db: Session, id: UUID, wanted: AdHoc, *, on: date) -> bool:
    """Plan an inspection for an occasion; return False if it is planned already.

    Raises:
        UnknownBoundary: The register has no such line.
        OtherState: A task with this id is planned otherwise.
        Refusal: The leading side is no side of it, or the section does not lie on it.
    """
    known = store.tasks_like(db, TaskWish(on=on, id=id), limit=1, offset=0)
    if known:
        if any(known[0][name] != getattr(wanted, name) for name in OF_A_TASK):
            raise OtherState("同一编号的任务已经存在，内容不同", "请换一个新的编号")
        return False
    found = store.lines_to_inspect(db, on, codes=[wanted.line_code])
    if not found:
        raise UnknownBoundary(f"{on} 没有编号为“{wanted.line_code}”的界线", field="line_code")
    (line,) = found
    if wanted.to_m is not None and wanted.to_m > line.length_m + 1.0:
        raise Refusal(
            f"检查段止于 {wanted.to_m:.0f} 米，超出界线全长 {line.length_m:.0f} 米",
            "请按 /api/v1/lines/{code}/profile 的里程填写",
            "to_m",
        )
    store.write_tasks(
        db,
        [
            {
                "id": id,
                "round_id": None,
                "line_id": line.id,
                "kind": "ad_hoc",
                "occasion": wanted.occasion,
                "from_m": wanted.from_m,
                "to_m": wanted.to_m,
                **_sides(line, wanted.lead_code),
                "due_on": wanted.due_on,
            }
        ],
    )
    return True


def cancel(db: Session, id: UUID, reason: str, *, on: date) -> None:
    """Cancel a task that has no record yet.

    Raises:
        UnknownTask: There is no such task.
        NotAllowed: It has a record, or is cancelled already.
    """
    found = store.tasks_like(db, TaskWish(on=on, id=id), limit=1, offset=0)
    if not found:
        raise UnknownTask(f"没有编号为 {id} 的联检任务")
    if found[0]["record_id"] is not None or found[0]["state"] == "cancelled":
        raise NotAllowed("任务已有联检记录或已取消，不能取消")
    store.cancel(db, id, reason)


def _lines(db: Session, wanted: Plan, on: date) -> Sequence[LineToInspect]:
    codes = wanted.lines or None
    found = store.lines_to_inspect(db, on, level=wanted.level, codes=codes)
    missing = sorted(set(wanted.lines) - {line.code for line in found})
    if missing or not found:
        raise UnknownBoundary(
            f"界线库没有这些界线：{'、'.join(missing[:20])}"
            if missing
            else "界线库没有该层级的界线",
            "请核对界线编号与层级，或先装载界线",
            "lines",
        )
    return found


def _sides(line: LineToInspect, lead: str | None) -> dict[str, int]:
    ids = {line.left_code: line.left_division_id, line.right_code: line.right_division_id}
    if lead is not None and lead not in ids:
        raise Refusal(
            f"代码 {lead} 不是{line.name}（{line.code}）的一方",
            f"牵头方应为{'或'.join(str(code) for code in ids)}",
            "leads",
        )
    first = ids[lead] if lead else ids[min(ids, key=lambda code: code or "~")]
    (second,) = {line.left_division_id, line.right_division_id} - {first}
    return {"lead_division_id": first, "assist_division_id": second}


def _due(line: LineToInspect, wanted: Plan) -> date:
    years = int(limits().number("interval_years"))
    if line.last_inspected_on is None:
        return wanted.ends_on
    due = later_by_years(line.last_inspected_on, years)
    return min(max(due, wanted.starts_on), wanted.ends_on)
