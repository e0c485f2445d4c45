"""Diagnosing the coordinates of a kept record (坐标诊断), and undoing one mistake when told to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from api.services.knowing_pictures import pictures_of
from api.services.reading_records import read_record
from api.services.recording_inspections import By, find, line_of_record, rewrite
from api.services.refusals import NotAllowed
from api.store.queries.inspection_records import KeptRecord
from api.store.session import Session
from boundary_data.record_doctor import Examined, Part, examined, mended
from boundary_data.record_steps import RecordVerb
from gis.undoing import RepairRefused


def diagnose_record(db: Session, id: UUID, *, on: date) -> list[Examined]:
    """Return what the doctor says of each part of a record that has positions.

    Raises:
        UnknownRecord: There is no such record.
        UnknownBoundary: Its line is not known on that day.
    """
    kept = find(db, id)
    line = line_of_record(db, kept, on)
    return examined(read_record(db, kept), line, pictures_of(db, id))


def mend(
    db: Session, id: UUID, part: Part, kind: str, by: By, *, tag: str, reason: str, on: date
) -> KeptRecord:
    """Undo one mistake of one part of a draft: a new revision, and a step that keeps the reason.

    Raises:
        UnknownRecord: There is no such record.
        OtherState: It is not in the state that `tag` names.
        NotYours: The division is no side of the line.
        NotAllowed: It is past drafting, or the mistake cannot be undone without guessing.
    """
    kept = find(db, id)
    looked_at = diagnose_record(db, id, on=on)
    found = next((one for one in looked_at if one.part is part), None)
    if found is None:
        raise NotAllowed(f"记录没有{part.zh}", "请先取诊断结果，再选要改正的部分")
    try:
        body, changed = mended(kept.body, read_record(db, kept), found, kind)
    except RepairRefused as refused:
        raise NotAllowed(str(refused), "请按诊断结果的建议重新导出或重测") from refused
    note = f"{part.zh}按“{kind}”改正 {changed} 处：{reason}"
    return rewrite(db, id, body, by, RecordVerb.MEND, tag=tag, note=note, on=on)
