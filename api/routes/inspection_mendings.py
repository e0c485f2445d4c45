"""Coordinates of inspection records (联检坐标诊断): diagnosed, and mended when told to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response

from api.dependencies import CHINA, Db, Reader
from api.routes.inspection_records import IfMatch, answered, tag_of_header
from api.schemas.inspection_records import (
    DoubtOut,
    ExaminedOut,
    MendingIn,
    RecordDiagnosisOut,
    RecordOut,
)
from api.services.mending_records import diagnose_record, mend
from api.services.refusals import TagMissing
from boundary_data.record_doctor import Examined, Part

router = APIRouter(prefix="/api/v1/inspection-records/{id}", tags=["联检"])

RecordId = Annotated[UUID, Path(description="联检记录编号")]
FIELDS = 100
MENDING = {
    "gcj02": {
        "summary": "实测位置误用公众地图坐标",
        "value": {
            "part": "measured",
            "kind": "gcj02",
            "reason": "核对设备，导出时误选了地图坐标",
            "by": {"person": "张建国", "division_code": "500116"},
        },
    }
}


@router.get(
    "/diagnosis",
    summary="诊断联检记录的坐标",
    description=(
        "实测位置、照片位置、照片自带的位置（EXIF）与登记的界桩相比，轨迹与界线相比："
        "公众地图偏移（GCJ-02、BD-09）、经纬度颠倒、度分秒当作十进制度、整体偏移等。"
        "每项疑点附改正前后的偏差和建议；不改动任何数据。"
    ),
)
def diagnosis(id: RecordId, db: Reader) -> RecordDiagnosisOut:
    """Answer what is doubtful about the coordinates of a record."""
    found = diagnose_record(db, id, on=datetime.now(CHINA).date())
    return RecordDiagnosisOut(parts=[_part(one) for one in found])


@router.post(
    "/mendings",
    summary="按诊断改正联检记录的坐标",
    description=(
        "只在明确要求时改正一种疑点：生成新的一稿，理由记入办理过程，原稿仍可查阅。"
        "照片自带的位置不能改写；旧坐标系须有七参数。须带 If-Match。"
    ),
)
def mending(
    id: RecordId,
    body: Annotated[MendingIn, Body(openapi_examples=MENDING)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> RecordOut:
    """Undo one mistake and answer the record as it stands then."""
    tag = tag_of_header(if_match)
    if tag is None:
        raise TagMissing("没有写明所改的是哪一稿")
    record = mend(
        db,
        id,
        Part(body.part),
        body.kind,
        body.by.by(),
        tag=tag,
        reason=body.reason,
        on=datetime.now(CHINA).date(),
    )
    return answered(record, response)


def _part(found: Examined) -> ExaminedOut:
    doubts = [
        DoubtOut(
            kind=told.kind,
            message=told.message,
            evidence=dict(told.evidence),
            repair=told.repair,
            confidence=told.confidence,
            fields=[found.paths[int(index)] for index in doubt.features[:FIELDS]],
        )
        for doubt, told in zip(found.diagnosis.doubts, found.told(), strict=True)
    ]
    return ExaminedOut(
        part=found.part.value,
        part_title=found.part.zh,
        positions=len(found.points),
        doubts=doubts,
    )
