"""Findings and their legal sources as they go out; names and inspections share them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.schemas.strict import Out
from rulebook.law import Clause
from rulebook.rule import Finding, Release

Weights = Literal["note", "warn", "block"]
Verdicts = Literal["pass", "note", "warn", "block"]
VERDICT_TITLES = {"pass": "通过", "note": "通过（有提示）", "warn": "警告", "block": "不予通过"}


class SourceOut(Out):
    """The legal source of a rule (法律依据)."""

    text: str = Field(description="引文", examples=["《地名管理条例》第九条第（八）项"])
    law: str = Field(description="法规名称", examples=["地名管理条例"])
    number: str = Field(description="文号", examples=["国务院令第753号"])
    article: str = Field(description="条款", examples=["第九条第（八）项"])
    standing: Literal["confirmed", "assumed"] = Field(
        description="条文核实状态：confirmed 已读全文，assumed 待主管部门确认"
    )
    remark: str = Field(description="关于核实状态的说明")

    @classmethod
    def of(cls, clause: Clause) -> SourceOut:
        """Return the clause as it goes out."""
        return cls(
            text=str(clause),
            law=clause.law.title,
            number=clause.law.number,
            article=clause.article,
            standing=clause.standing.value,
            remark=clause.remark,
        )


class ReleaseOut(Out):
    """The named statement (具名说明) by which a finding was set aside."""

    by: str
    reason: str
    on: date

    @classmethod
    def of(cls, release: Release) -> ReleaseOut:
        """Return the statement as it goes out."""
        return cls(by=release.by, reason=release.reason, on=release.on)


class FindingOut(Out):
    """One finding (审核意见): what is wrong, under which clause, what shows it, what to do."""

    rule: str = Field(description="规则编号", examples=["GN-9-8b"])
    title: str = Field(description="规则名称")
    category: str = Field(description="问题类别", examples=["重"])
    severity: Weights = Field(description="note 提示，warn 警告，block 不予通过")
    message: str = Field(description="一句话说明")
    source: SourceOut
    evidence: dict[str, Any] = Field(description="依据：另一地名、位置、距离（米）等")
    suggestion: str = Field(description="建议怎么办")
    field: str = Field(description="所涉及的字段")
    released: ReleaseOut | None = Field(description="解除该意见的具名说明；未解除时为空")

    @classmethod
    def of(cls, finding: Finding) -> FindingOut:
        """Return the finding as it goes out."""
        return cls(
            rule=finding.rule,
            title=finding.title,
            category=finding.category,
            severity=finding.weight.value,
            message=finding.message,
            source=SourceOut.of(finding.source),
            evidence=dict(finding.evidence),
            suggestion=finding.suggestion,
            field=finding.field,
            released=ReleaseOut.of(finding.released) if finding.released else None,
        )
