"""A proposal to change a boundary line (界线变更): what it must say, and how it is identified."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import shapely

from boundary_data.problems import Problem
from gis.lines import Line

LAW = "《行政区域界线管理条例》第二条"


@dataclass(frozen=True, kw_only=True)
class LineProposal:
    """A new course for a line with the document that approved it.

    Attributes:
        id: Made by the client: the same proposal sent twice is one change.
        code: Line code (界线代码).
        geometry: The whole new course, degrees (EPSG:4490).
        document: Number of the approval document (批准文号).
        approved_on: Day of the approval.
        valid_from: Day from which the new course holds.
        person: Who enters it.
        carry: Whether lines of lower levels that end on the line are carried to the new course.
    """

    id: UUID
    code: str
    geometry: Line
    document: str
    approved_on: date
    valid_from: date
    person: str
    carry: bool = False

    @property
    def digest(self) -> str:
        """Return what is the same for equal proposals only."""
        words = (self.code, self.document, self.approved_on, self.valid_from, self.carry)
        told = "\0".join(map(str, words)).encode() + shapely.to_wkb(self.geometry)
        return hashlib.sha256(told).hexdigest()

    def problems(self, today: date) -> Iterator[Problem]:
        """Yield what is missing or contradicts itself."""
        if not self.document.strip():
            yield Problem(
                "document",
                f"没有批准文号：经批准的界线不得擅自变更（{LAW}）",
                "请填写批准变更的文号",
            )
        if not self.person.strip():
            yield Problem("person", "没有写明经办人", "请填写经办人姓名")
        if self.approved_on > today:
            yield Problem(
                "approved_on", f"批准日期 {self.approved_on} 在今天之后", "请核对批准日期"
            )
        if self.valid_from < self.approved_on:
            yield Problem(
                "valid_from",
                f"生效日期 {self.valid_from} 早于批准日期 {self.approved_on}",
                "变更自批准之日起才能生效，请核对两个日期",
            )
