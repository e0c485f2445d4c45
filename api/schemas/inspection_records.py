"""The shapes of kept inspection records (联检记录), their steps and photos."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.features import DIVISION_CODE
from api.schemas.findings import VERDICT_TITLES, FindingOut, Verdicts
from api.schemas.problems import FieldErrorOut
from api.schemas.strict import In, Out
from api.services.recording_inspections import By, tag_of
from api.store.queries.inspection_records import KeptRecord
from boundary_data.record_steps import RecordStage

Stages = Literal["drafted", "submitted", "confirmed", "reported", "filed"]
Verbs = Literal["submit", "withdraw", "confirm", "return", "report", "send_back", "file"]
TakenVerbs = Literal[Verbs, "mend"]
Parts = Literal["measured", "photos", "pictures", "track"]


class ByIn(In):
    """Who acts."""

    person: str = Field(min_length=1, max_length=100, description="经办人姓名", examples=["张建国"])
    division_code: str = Field(
        pattern=DIVISION_CODE, description="所代表区划的代码", examples=["500103"]
    )

    def by(self) -> By:
        """Return it as the services take it."""
        return By(self.person, self.division_code)


class RecordIn(In):
    """A record as it is written."""

    by: ByIn = Field(description="填报人")
    record: dict[str, Any] = Field(description="联检记录，格式同 /api/v1/inspection-checks")


class OneRecordIn(In):
    """A record of a batch."""

    id: UUID = Field(description="联检记录编号，由填报端生成")
    etag: str | None = Field(default=None, max_length=80, description="所改内容的 ETag；新建不填")
    by: ByIn | None = Field(default=None, description="填报人；不填用整批的")
    record: dict[str, Any] = Field(description="联检记录，格式同 /api/v1/inspection-checks")


class RecordBatchIn(In):
    """Many records."""

    by: ByIn = Field(description="填报人")
    records: list[OneRecordIn] = Field(min_length=1, description="联检记录，逐条存、逐条答复")


class StepIn(In):
    """A step."""

    verb: Verbs = Field(
        description="submit 提交，withdraw 撤回，confirm 确认，return 退回，report 联合上报，"
        "send_back 退回补正，file 备案"
    )
    by: ByIn
    note: str = Field(default="", max_length=5000, description="说明；退回时写明原因")


class MendingIn(In):
    """Which mistake of coordinates is undone, and why."""

    part: Parts = Field(description="哪一部分：measured 实测位置，photos 照片位置，track 轨迹")
    kind: str = Field(max_length=40, description="哪种疑点，诊断结果中的 kind", examples=["gcj02"])
    reason: str = Field(min_length=2, max_length=2000, description="改正的理由，随记录保存")
    by: ByIn


class DoubtOut(Out):
    """A doubt about coordinates."""

    kind: str
    message: str
    evidence: dict[str, Any] = Field(description="before、after 为改正前后离应在之处的米数")
    repair: str = Field(description="建议")
    confidence: float
    fields: list[str] = Field(description="记录中有此疑点的位置，至多 100 个")


class ExaminedOut(Out):
    """What the doctor says of a part of a record."""

    part: Parts
    part_title: str
    positions: int
    doubts: list[DoubtOut]


class RecordDiagnosisOut(Out):
    """What the doctor says of a record."""

    parts: list[ExaminedOut]


class CorrectionIn(In):
    """The beginning of a correction."""

    id: UUID = Field(description="更正记录的编号，由填报端生成")
    by: ByIn


class StepOut(Out):
    """A step that was taken; `mend` is 改正坐标."""

    verb: TakenVerbs
    start: Stages
    end: Stages
    revision: int
    person: str
    division_code: str
    note: str
    taken_at: datetime


class RevisionOut(Out):
    """A revision, without its body."""

    revision: int
    verdict: Verdicts
    written_by: str
    written_at: datetime


class PhotoOut(Out):
    """A photo, or a track file, and how much of it is received."""

    id: UUID
    record_id: UUID
    kind: Literal["photo", "track"]
    file: str
    size: int = Field(description="字节数")
    received: int = Field(description="已收到的字节数")
    whole: bool
    sha256: str | None
    media_type: str
    taken_at: datetime | None = Field(description="照片自带的拍摄时间")
    lon: float | None = Field(description="照片自带的经度，度")
    lat: float | None
    note: str = Field(description="轨迹文件：读入多少点、哪些点没有读入")


class RecordOut(Out):
    """A record as it stands."""

    id: UUID
    line_code: str
    task_id: UUID | None
    stage: Stages
    stage_title: str = Field(examples=["一方已提交"])
    revision: int
    etag: str = Field(description="修改时放进 If-Match")
    submitter_code: str | None
    supersedes: UUID | None = Field(description="所更正的已备案记录")
    superseded_by: UUID | None
    filed_on: date | None
    digest: str | None = Field(description="备案内容的 SHA-256")
    verdict: Verdicts
    verdict_title: str
    findings: list[FindingOut]
    catalogue: str
    parameters: str
    written_by: str
    written_at: datetime

    @classmethod
    def values_of(cls, kept: KeptRecord) -> dict[str, Any]:
        """Return the fields of a kept record."""
        return {
            "id": kept.id,
            "line_code": kept.line_code,
            "task_id": kept.task_id,
            "stage": kept.stage,
            "stage_title": RecordStage(kept.stage).zh,
            "revision": kept.revision,
            "etag": f'"{tag_of(kept)}"',
            "submitter_code": kept.submitter_code,
            "supersedes": kept.supersedes_id,
            "superseded_by": kept.superseded_by_id,
            "filed_on": kept.filed_on,
            "digest": kept.digest,
            "verdict": kept.verdict,
            "verdict_title": VERDICT_TITLES[kept.verdict],
            "findings": kept.report["findings"],
            "catalogue": kept.report["catalogue"],
            "parameters": kept.report["parameters"],
            "written_by": kept.written_by,
            "written_at": kept.written_at,
        }

    @classmethod
    def of(cls, kept: KeptRecord) -> RecordOut:
        """Return a kept record as it goes out."""
        return cls.model_validate(cls.values_of(kept))


class RecordInFullOut(RecordOut):
    """A record with its body, its steps, revisions and photos."""

    record: dict[str, Any]
    steps: list[StepOut]
    revisions: list[RevisionOut]
    photos: list[PhotoOut]
    tracks: list[PhotoOut] = Field(description="轨迹文件")


class RecordProblemOut(Out):
    """Why a record of a batch was not kept: as the single request would be answered."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    errors: list[FieldErrorOut]


class OneRecordOut(Out):
    """What became of a record of a batch."""

    id: UUID
    status: int = Field(description="201 新存，200 已改或原样已有，其余见 problem")
    etag: str | None = Field(description="现状的 ETag；没有这条记录时为 null")
    revision: int | None
    stage: Stages | None
    verdict: Verdicts | None = Field(description="存下的记录的核验结论")
    blocking: int | None = Field(description="“不予通过”的问题数；为 0 才能提交")
    problem: RecordProblemOut | None


class RecordBatchOut(Out):
    """The answers for a batch, in the order of its records."""

    count: int
    kept: int = Field(description="已存（含原样已有）的记录数")
    records: list[OneRecordOut]


class RecordsOut(Out):
    """A page of records."""

    count: int = Field(description="符合条件的总数")
    records: list[RecordOut]
