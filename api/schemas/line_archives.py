"""The shapes of a line's archive set (界线档案) and its documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.features import STATUS_WORDS, Level, Status
from api.schemas.inspection_records import ByIn
from api.schemas.markers import Text, WrittenDay
from api.schemas.strict import In, Out
from api.services.archiving_lines import NewDocument


class DocumentIn(In):
    """A document as it is registered."""

    id: UUID = Field(description="由填报端生成；同一 id 重复提交只算一次")
    by: ByIn = Field(description="经办人")
    kind: str = Field(max_length=60, description="种类，见档案目录的 kind", examples=["agreement"])
    title: str = Field(min_length=1, max_length=200, description="题名")
    number: Text = Field(default="", description="文号")
    dated_on: WrittenDay | None = Field(default=None, description="文件日期")
    shelf: Text = Field(default="", description="实物存放的全宗、案卷、架位")
    note: str = Field(default="", max_length=5000)

    def document(self) -> NewDocument:
        """Return it as the services take it."""
        return NewDocument(self.kind, self.title, self.number, self.dated_on, self.shelf, self.note)


class WithdrawalIn(In):
    """Why a document is withdrawn."""

    by: ByIn
    reason: str = Field(min_length=1, max_length=1000, description="撤下的原因")


class DocumentOut(Out):
    """A document of the set."""

    id: UUID
    kind: str
    title: str
    number: str
    dated_on: date | None
    shelf: str
    note: str
    sha256: str | None = Field(description="原件的 SHA-256；没有上传原件为 null")
    file: str
    person: str
    division_code: str
    registered_at: datetime
    withdrawn_for: str | None = Field(description="撤下的原因；没有撤下为 null")


class ArchivePlaceOut(Out):
    """A kind of document in the set: whether it must be there, and is."""

    kind: str
    title: str = Field(examples=["界线协议书"])
    required: bool = Field(description="该界线是否必备")
    present: bool = Field(description="是否已登记")
    missing: bool = Field(description="必备而没有")
    source: str = Field(description="依据")
    standing: Literal["confirmed", "assumed"] = Field(
        description="confirmed 已读全文，assumed 待主管部门确认"
    )
    draft: str | None = Field(description="系统可生成其草稿的地址；不能生成为 null")
    documents: list[DocumentOut]


class LineArchiveOut(Out):
    """The archive set of a line."""

    line: str
    name: str
    level: Level
    status: Status = Field(description=STATUS_WORDS)
    on: date
    complete: bool = Field(description="必备文件是否齐全")
    missing: list[str] = Field(description="所缺文件的名称")
    places: list[ArchivePlaceOut]
    filed_inspections: list[str] = Field(description="已备案的联检记录，各算一份联检报告")
    parameters: str = Field(description="档案目录的版本")


class LineGapsOut(Out):
    """What the archive set of a line lacks."""

    line: str
    name: str
    level: Level
    required: int
    present: int
    missing: list[str]


class ArchiveGapsOut(Out):
    """What the archive sets of all lines lack."""

    on: date
    count: int = Field(description="界线条数")
    complete: int = Field(description="齐全的条数")
    counts: dict[str, int] = Field(description="各种文件缺多少条界线")
    lines: list[LineGapsOut]
    parameters: str = Field(description="档案目录的版本")
