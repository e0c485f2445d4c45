"""Keeping records of joint inspections (联检记录): written by clients, checked at every turn.

A record's id is made by the client, so that a phone with a bad line may send it as often as
it likes. Every change names the state that it was made from; another one is refused with
what is there now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.checking_inspections import InspectionVerdict, Kept, check
from api.services.filing_inspections import file_record
from api.services.keeping_tracks import tracks_of
from api.services.knowing_lines import lines_of
from api.services.knowing_pictures import pictures_of
from api.services.refusals import (
    NotAllowed,
    NotYours,
    OtherState,
    RecordRefused,
    UnknownBoundary,
    UnknownRecord,
)
from api.services.report_json import json_of
from api.store.queries import inspection_records as store
from api.store.queries.inspection_records import KeptRecord
from api.store.session import Session
from boundary_data.inspection_facts import OpenMeasure
from boundary_data.line import KnownLine
from boundary_data.marker import Condition
from boundary_data.record_steps import JUDGED, STEPS, RecordStage, RecordVerb, roles_of
from rulebook.procedure import Step, StepRefused, take
from rulebook.report import Mode, Report, Verdict

FIRST = 1


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and for which division (by its code)."""

    person: str
    division_code: str


@dataclass(frozen=True, slots=True)
class Written:
    """A record after a write; `created` if it was not there before."""

    record: KeptRecord
    created: bool


def tag_of(record: KeptRecord) -> str:
    """Return what a change of `record` has to name: it differs after every change."""
    return f"{record.revision}-{record.stage}"


def find(db: Session, id: UUID) -> KeptRecord:
    """Return a record.

    Raises:
        UnknownRecord: There is none with this id.
    """
    record = store.record_of(db, id)
    if record is None:
        raise UnknownRecord(f"没有编号为 {id} 的联检记录")
    return record


def write(
    db: Session, id: UUID, body: Mapping[str, Any], by: By, *, tag: str | None, on: date
) -> Written:
    """Write a record, or a new revision of it; the same body again changes nothing.

    Args:
        db: A session for writing.
        id: The record's id, made by the client.
        body: The record, of the form of `boundary_data.inspection_schema`.
        by: Who writes, for which side.
        tag: What `tag_of` gave for the revision that this one is made from; None for a new
            record.
        on: The day of the check.

    Raises:
        UnusableInput: The body cannot be read as a record.
        UnknownBoundary: The register has no such line.
        NotYours: The writer's division is no side of the line.
        OtherState: The record is not in the state that `tag` names.
        NotAllowed: The record is past drafting.
    """
    found = store.record_of(db, id, lock=True)
    if found is not None and found.body == body:
        return Written(recheck(db, id, on=on), created=False)
    line = _line(db, str(body.get("line_code", "")), on)
    line_id = _line_id(db, line)
    if not roles_of(by.division_code, line, lead=None, submitter=None):
        raise NotYours(
            f"代码 {by.division_code} 不是{line.name or line.code}的一方",
            f"请以{'或'.join(line.sides)}的名义填报",
            "division_code",
        )
    _must_be(found, tag)
    if found is not None and found.stage != RecordStage.DRAFTED.value:
        raise NotAllowed(
            f"记录已是“{RecordStage(found.stage).zh}”，不能再修改",
            "请先由提交方撤回或由另一方退回；已备案的请另建更正记录",
        )
    verdict = _checked(db, id, body, line_id, on)
    if found is None:
        kind = "ad_hoc" if body.get("kind") in ("ad_hoc", "专项", "专项联检") else "routine"
        task = store.open_task_of(db, line_id, kind=kind)
        store.create(db, id, line_id=line_id, task_id=task, supersedes_id=None)
    _revise(db, id, found.revision + 1 if found else FIRST, body, verdict.report, by)
    return Written(find(db, id), created=found is None)


def recheck(db: Session, id: UUID, *, on: date) -> KeptRecord:
    """Check a draft again, for a file has come or the register has changed, and return it.

    A record past drafting keeps what was found when it was written.
    """
    found = find(db, id)
    if found.stage != RecordStage.DRAFTED.value:
        return found
    line = _line(db, found.line_code, on)
    report = json_of(_checked(db, id, found.body, _line_id(db, line), on).report)
    if report["findings"] == found.report["findings"]:
        return found
    store.write_report(db, found, verdict=report["verdict"], report=report)
    return find(db, id)


def correct(db: Session, id: UUID, successor: UUID, by: By, *, on: date) -> KeptRecord:
    """Begin the correction of a filed record: a new record with its body, which replaces it.

    Begun again under the same id it is what it was.

    Raises:
        UnknownRecord: There is no such record.
        NotAllowed: It is not filed, or is being corrected already.
        NotYours: The division is no side of the line.
    """
    filed = find(db, id)
    if filed.stage != RecordStage.FILED.value:
        raise NotAllowed("只有已备案的记录才需要另建更正记录", "未备案的记录请退回后直接修改")
    if filed.superseded_by_id == successor:
        return find(db, successor)
    if filed.superseded_by_id is not None:
        raise NotAllowed(f"该记录已有更正记录 {filed.superseded_by_id}", "请在该更正记录上继续修改")
    line = _line(db, filed.line_code, on)
    line_id = _line_id(db, line)
    if line.side_of(by.division_code) is None:
        raise NotYours(f"代码 {by.division_code} 不是{line.name or line.code}的一方")
    body = {**filed.body, "record_id": str(successor)}
    verdict = _checked(db, successor, body, line_id, on)
    store.create(db, successor, line_id=line_id, task_id=filed.task_id, supersedes_id=filed.id)
    _revise(db, successor, FIRST, body, verdict.report, by)
    return find(db, successor)


def step(
    db: Session, id: UUID, verb: RecordVerb, by: By, *, tag: str, note: str, on: date
) -> KeptRecord:
    """Take a step with a record and return it as it stands then.

    Before it goes on, the record is checked again against the register of the moment. The
    newest step sent once more (the answer was lost) changes nothing.

    Raises:
        UnknownRecord: There is no such record.
        OtherState: It is not in the state that `tag` names.
        NotAllowed: The step does not follow from its stage.
        NotYours: The step is not this division's.
        RecordRefused: The check found what stops it.
    """
    found = store.record_of(db, id, lock=True)
    if found is None:
        raise UnknownRecord(f"没有编号为 {id} 的联检记录")
    if _taken_already(db, found, verb, by, tag):
        return found
    _must_be(found, tag)
    line = _line(db, found.line_code, on)
    lead = store.lead_code_of(db, found.task_id, on) if found.task_id else None
    roles = roles_of(by.division_code, line, lead=lead, submitter=found.submitter_code)
    taken = _take(found, verb, roles)
    if verb in JUDGED:
        _must_pass(db, found, line, on)
    end = RecordStage.of(taken.end)
    assert end is not None
    store.write_step(
        db,
        found,
        verb=verb.value,
        end=end.value,
        person=by.person,
        division_code=by.division_code,
        note=note,
        clause=str(taken.source),
    )
    _move(db, found, end, by, on)
    return find(db, id)


def line_of_record(db: Session, kept: KeptRecord, on: date) -> KnownLine:
    """Return the registered line of a record on a day.

    Raises:
        UnknownBoundary: There is none.
    """
    return _line(db, kept.line_code, on)


def rewrite(
    db: Session,
    id: UUID,
    body: Mapping[str, Any],
    by: By,
    verb: RecordVerb,
    *,
    tag: str,
    note: str,
    on: date,
) -> KeptRecord:
    """Write a new revision of a draft by a step that says why.

    Raises:
        UnknownRecord: There is no such record.
        OtherState: It is not in the state that `tag` names.
        NotAllowed: It is past drafting.
        NotYours: The division is no side of the line.
    """
    found = store.record_of(db, id, lock=True)
    if found is None:
        raise UnknownRecord(f"没有编号为 {id} 的联检记录")
    _must_be(found, tag)
    line = _line(db, found.line_code, on)
    taken = _take(found, verb, roles_of(by.division_code, line, lead=None, submitter=None))
    verdict = _checked(db, id, body, _line_id(db, line), on)
    _revise(db, id, found.revision + 1, body, verdict.report, by)
    store.write_step(
        db,
        found,
        verb=verb.value,
        end=found.stage,
        person=by.person,
        division_code=by.division_code,
        note=note,
        clause=str(taken.source),
    )
    return find(db, id)


def _take(found: KeptRecord, verb: RecordVerb, roles: frozenset[str]) -> Step:
    stage = RecordStage(found.stage)
    if not any(one.verb == verb.zh and one.start == stage.zh for one in STEPS):
        raise NotAllowed(f"记录处于“{stage.zh}”，不能“{verb.zh}”")
    try:
        return take(STEPS, stage=stage.zh, verb=verb.zh, roles=roles)
    except StepRefused as refused:
        raise NotYours(str(refused), field="division_code") from refused


def _taken_already(
    db: Session, found: KeptRecord, verb: RecordVerb, by: By, tag: str | None
) -> bool:
    """Tell whether the newest step is this one, taken from the state that `tag` names."""
    steps = store.steps_of(db, found.id)
    if not steps:
        return False
    last = steps[-1]
    told = (last["verb"], last["person"], last["division_code"])
    same = told == (verb.value, by.person, by.division_code)
    return same and tag == f"{last['revision']}-{last['start']}" and found.stage == last["end"]


def _move(db: Session, found: KeptRecord, end: RecordStage, by: By, on: date) -> None:
    if end is RecordStage.FILED:
        file_record(db, found, on)
    elif end is RecordStage.SUBMITTED:
        store.move(db, found.id, stage=end.value, submitter_code=by.division_code)
    elif end is RecordStage.DRAFTED:
        store.move(db, found.id, stage=end.value, submitter_code=None)
    else:
        store.move(db, found.id, stage=end.value)


def _must_pass(db: Session, found: KeptRecord, line: KnownLine, on: date) -> None:
    verdict = _checked(db, found.id, found.body, _line_id(db, line), on)
    if verdict.report.verdict is Verdict.BLOCK:
        raise RecordRefused(verdict.report)


def _must_be(found: KeptRecord | None, tag: str | None) -> None:
    if found is None and tag is not None:
        raise UnknownRecord("要修改的联检记录不存在", "新建记录时请不要带 If-Match")
    if found is not None and tag != tag_of(found):
        raise OtherState(
            "记录已被他人修改" if tag else "已有同一编号而内容不同的记录",
            f"请先取回最新内容（现为第 {found.revision} 稿，{RecordStage(found.stage).zh}），"
            "核对后带上它的 ETag 重新提交",
        )


def _line(db: Session, code: str, on: date) -> KnownLine:
    line = lines_of(db, on)(code)
    if line is None:
        raise UnknownBoundary(
            f"{on} 没有编号为“{code}”的界线", "请先用 /api/v1/lines 查询界线编号", "line_code"
        )
    return line


def _line_id(db: Session, line: KnownLine) -> int:
    found = store.line_id_of(db, line.code)
    assert found is not None
    return found


def _checked(
    db: Session, id: UUID, body: Mapping[str, Any], line_id: int, on: date
) -> InspectionVerdict:
    measures = tuple(
        OpenMeasure(
            number=one["number"],
            condition=Condition.of(one["condition"] or "") or Condition.DAMAGED,
            action=one["action"] or "",
            due=one["due"],
            found_on=one["found_on"],
        )
        for one in store.open_measures_of(db, line_id, besides=id)
    )
    kept = Kept(pictures=pictures_of(db, id), tracks=tracks_of(db, id), open_measures=measures)
    own = {**body, "record_id": str(id)} if body.get("record_id") is None else body
    # a line that the record brings along would be held against itself
    verdict = check(own, lines_of(db, on), on=on, mode=Mode.NEW, kept=kept, deciding="register")
    if verdict.record_id.lower() != str(id):
        raise OtherState(
            "记录正文里的 record_id 与地址中的编号不一致", "请改为同一编号", "record_id"
        )
    return verdict


def _revise(
    db: Session, id: UUID, revision: int, body: Mapping[str, Any], report: Report, by: By
) -> None:
    store.write_revision(
        db,
        id,
        revision,
        body=body,
        verdict=report.verdict.value,
        report=json_of(report),
        by=f"{by.person}（{by.division_code}）",
    )
