"""The shapes of changes of boundary lines (界线变更)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.strict import In, Out
from api.services.reading_days import written_day
from boundary_data.line_change import LineProposal
from boundary_data.line_reading import read_line
from boundary_data.problems import Problem, UnusableInput

DayIn = Annotated[date, BeforeValidator(written_day)]


class LineChangeIn(In):
    """A new course for a line with its approval."""

    id: UUID = Field(description="变更编号，由提交端生成；同一编号重复提交只算一次")
    geometry: dict[str, Any] = Field(
        description="变更后的整条界线：GeoJSON 的 LineString 或 MultiLineString，CGCS2000 经纬度"
    )
    document: str = Field(
        max_length=200, description="批准变更的文号", examples=["渝府〔2026〕8号"]
    )
    approved_on: DayIn = Field(description="批准日期", examples=["2026-06-01"])
    valid_from: DayIn = Field(description="生效日期，不早于批准日期", examples=["2026-07-01"])
    person: str = Field(max_length=100, description="经办人姓名", examples=["张建国"])
    carry: bool = Field(
        default=False,
        description="是否把止于该线的下级界线一并接到新界线；不写则拒绝并指出会被撕裂的界线",
    )
    dry_run: bool = Field(default=False, description="只试算，返回报告，不发布")

    def proposal(self, code: str) -> LineProposal:
        """Return it as the services take it.

        Raises:
            UnusableInput: The geometry is no line.
        """
        problems: list[Problem] = []
        line = read_line(self.geometry, "$.geometry", problems)
        if line is None:
            raise UnusableInput(problems)
        return LineProposal(
            id=self.id,
            code=code,
            geometry=line,
            document=self.document.strip(),
            approved_on=self.approved_on,
            valid_from=self.valid_from,
            person=self.person.strip(),
            carry=self.carry,
        )


class ChangedUnitOut(Out):
    """A unit beside the change."""

    name: str
    area_before_m2: float
    area_after_m2: float
    gained_m2: float = Field(description="划入，平方米")
    lost_m2: float = Field(description="划出，平方米")


class ChangedLineOut(Out):
    """A line that has a new version by the change: the asked one first."""

    code: str
    name: str
    level: int = Field(description="1 省级，2 地级，3 县级，4 乡级，5 村级")
    length_before_m: float
    length_after_m: float


class MarkerOffOut(Out):
    """A marker that does not lie on the new course; its legal position stays."""

    number: str
    line: str
    offset_m: float


class ChangeReportOut(Out):
    """What a change did, or would do."""

    line: str
    name: str
    document: str
    approved_on: date
    valid_from: date
    person: str
    dry_run: bool
    version: int | None = Field(description="变更后版本的编号")
    old_version: int = Field(description="变更前版本的编号")
    length_before_m: float
    length_after_m: float
    vertices_before: int
    vertices_after: int
    vertices_moved: int = Field(description="现行界线上没有的折点个数")
    farthest_m: float = Field(description="新旧界线相距最远处，米")
    moved_area_m2: float = Field(description="改变归属的面积，平方米")
    units: list[ChangedUnitOut]
    lines: list[ChangedLineOut]
    markers_off: list[MarkerOffOut]
    defects: list[str] = Field(description="变更带来的缺陷（不致拒绝的）")
    elsewhere: list[str] = Field(description="与其他图层不再吻合之处")
    areas: int = Field(description="新记录的区划范围个数")
    versions: int = Field(description="新记录的界线版本个数")


class LineChangeOut(Out):
    """A change that was just published, repeated or tried."""

    id: UUID
    created: bool = Field(description="false：试算，或同一编号早已发布")
    report: ChangeReportOut
    sentences: list[str] = Field(description="报告的文字")


class KeptChangeOut(Out):
    """A published change."""

    id: UUID
    document: str
    approved_on: date
    valid_from: date
    person: str
    recorded_at: datetime
    report: ChangeReportOut


class LineChangesOut(Out):
    """The changes of a line, the newest first."""

    code: str
    name: str
    version: int = Field(description="现行版本的编号；提交变更时写入 If-Match")
    count: int
    changes: list[KeptChangeOut]
