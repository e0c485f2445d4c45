"""The shapes of tables of signs (地名标志登记表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.strict import Out
from api.services.loading.report import LoadReport
from api.services.loading.sign_tables import Result


class SignRowResultOut(Out):
    """What became of a row."""

    row: int
    code: str = Field(description="标志编号")
    name: str
    outcome: Literal["added", "changed", "same", "refused"]
    outcome_title: str
    message: str = Field(description="未收的原因，或对版面的意见")
    sign: UUID | None


class SignFileOut(Out):
    """What became of a table of signs."""

    file: str
    outcome: Literal["loaded", "dry_run", "refused"] = Field(
        description="loaded 已入库，dry_run 试运行，refused 因坐标可疑整份拒收"
    )
    outcome_title: str
    rows: int
    added: int
    changed: int
    same: int
    refused: int
    reasons: list[str] = Field(description="整份拒收的原因")
    remarks: list[str]
    results: list[SignRowResultOut]

    @classmethod
    def of(cls, report: LoadReport, results: Sequence[Result]) -> SignFileOut:
        """Return it as it goes out."""
        return cls(
            file=report.file_name,
            outcome=report.outcome.value,
            outcome_title=report.outcome.zh,
            rows=report.rows_read,
            added=report.added,
            changed=report.changed,
            same=report.unchanged,
            refused=report.refused_count,
            reasons=[one.reason for one in report.refused],
            remarks=[one.message for one in report.remarks],
            results=[
                SignRowResultOut(
                    row=one.line,
                    code=one.code,
                    name=one.name,
                    outcome=one.became.value,
                    outcome_title=one.became.zh,
                    message=one.said,
                    sign=UUID(one.sign) if one.sign else None,
                )
                for one in results
            ],
        )
