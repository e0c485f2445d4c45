"""The shapes of checked inspection records (联检记录)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.findings import VERDICT_TITLES, FindingOut, Verdicts
from api.schemas.strict import Out
from api.services.checking_inspections import InspectionVerdict
from boundary_data.problems import UnusableInput


class InspectionCheckOut(Out):
    """The verdict on one record."""

    usable: Literal[True]
    record_id: str
    line_code: str
    verdict: Verdicts
    verdict_title: str = Field(examples=["通过"])
    checked_against: Literal["embedded", "register", "none"] = Field(
        description="对照的界线：embedded 记录所附，register 界线库，none 没有可对照的界线"
    )
    mode: Literal["new", "audit"]
    on: date
    catalogue: str = Field(description="规则目录的版本")
    parameters: str = Field(description="参数的版本")
    findings: list[FindingOut]

    @classmethod
    def of(cls, checked: InspectionVerdict) -> InspectionCheckOut:
        """Return the verdict as it goes out."""
        report = checked.report
        return cls(
            usable=True,
            record_id=checked.record_id,
            line_code=checked.line_code,
            verdict=report.verdict.value,
            verdict_title=VERDICT_TITLES[report.verdict.value],
            checked_against=checked.against,
            mode=report.mode.value,
            on=report.on,
            catalogue=report.catalogue,
            parameters=report.parameters,
            findings=[FindingOut.of(finding) for finding in report.findings],
        )


class RecordProblemOut(Out):
    """One thing that keeps a record from being read."""

    field: str
    message: str
    remedy: str


class UnusableRecordOut(Out):
    """A record that cannot be read."""

    usable: Literal[False]
    problems: list[RecordProblemOut]

    @classmethod
    def of(cls, unusable: UnusableInput) -> UnusableRecordOut:
        """Return the reasons as they go out."""
        return cls(
            usable=False,
            problems=[
                RecordProblemOut(field=one.field, message=one.message, remedy=one.remedy)
                for one in unusable.problems
            ],
        )


class InspectionBatchOut(Out):
    """The verdicts on a batch, in the order of the records."""

    count: int
    unusable: int = Field(description="无法读取的记录数")
    records: list[InspectionCheckOut | UnusableRecordOut]
