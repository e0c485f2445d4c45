"""The shapes of checks of whole tables (批量审核)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.findings import VERDICT_TITLES, Verdicts
from api.schemas.strict import Out
from api.services.name_file_jobs import Job, ProblemRow
from api.services.reporting_names import WORDS

States = Literal["waiting", "counting", "checking", "done", "failed"]


class ProblemRowOut(Out):
    """A row that did not pass."""

    row: int = Field(description="行号；CSV、XLSX 的表头为第 1 行，GIS 文件为第几个要素")
    name: str
    verdict: Verdicts | Literal[""] = Field(description="结论；空表示该行无法审核")
    verdict_title: str = Field(examples=["不予通过"])
    messages: list[str] = Field(description="审核意见，每条一句")

    @classmethod
    def of(cls, row: ProblemRow) -> ProblemRowOut:
        """Return the row as it goes out."""
        return cls.model_validate(
            {
                "row": row.row,
                "name": row.name,
                "verdict": row.verdict,
                "verdict_title": VERDICT_TITLES.get(row.verdict) or WORDS[""],
                "messages": list(row.messages),
            }
        )


class FailureErrorOut(Out):
    """One thing that is wrong with the table."""

    field: str
    message: str
    remedy: str


class FailureOut(Out):
    """Why a table could not be checked, in the words of a problem (RFC 9457)."""

    type: str = Field(examples=["/problems/invalid-body"])
    title: str
    status: int
    detail: str
    remedy: str
    errors: list[FailureErrorOut]


class NameFileOut(Out):
    """A table that is being checked, or has been."""

    id: str = Field(description="编号；知道编号的人才能取得结果", examples=["Yk1vS0pxQmZ3c2RmZw"])
    file_name: str = Field(examples=["拟用地名.xlsx"])
    state: States = Field(
        description=(
            "waiting 排队，counting 正在读取，checking 正在审核，done 完毕，failed 未能完成"
        )
    )
    state_title: str = Field(examples=["正在审核"])
    ahead: int = Field(description="排在前面、尚未完毕的表格数")
    rows_total: int | None = Field(description="总行数，读完之前为 null")
    rows_done: int = Field(description="已审核的行数")
    on: date = Field(description="按哪一天审核")
    mode: Literal["new", "audit"]
    counts: dict[Verdicts, int] = Field(description="各结论的行数")
    unusable: int = Field(description="无法审核的行数")
    categories: dict[str, int] = Field(description="各问题类别的行数，由多到少")
    problems_total: int = Field(description="未通过或有提示的行数，含无法审核的")
    problems: list[ProblemRowOut] = Field(description="其中前 100 行")
    remarks: list[str] = Field(description="文件是怎样读取的：编码、坐标系等")
    failure: FailureOut | None = Field(description="state 为 failed 时的原因")
    created: datetime
    expires: datetime | None = Field(description="结果保留到何时，未完毕时为 null")

    @classmethod
    def of(cls, job: Job, failure: FailureOut | None) -> NameFileOut:
        """Return the job as it goes out."""
        return cls.model_validate(
            {
                "id": job.token,
                "file_name": job.file_name,
                "state": job.state.value,
                "state_title": job.state.words,
                "ahead": job.ahead,
                "rows_total": job.rows_total,
                "rows_done": job.rows_done,
                "on": job.on,
                "mode": job.mode.value,
                "counts": {verdict: job.counts[verdict] for verdict in VERDICT_TITLES},
                "unusable": job.unusable,
                "categories": dict(job.categories),
                "problems_total": job.problems_total,
                "problems": [ProblemRowOut.of(row) for row in job.problems],
                "remarks": list(job.remarks),
                "failure": failure,
                "created": job.created,
                "expires": job.expires,
            }
        )
