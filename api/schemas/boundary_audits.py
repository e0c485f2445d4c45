"""The shapes of audits of boundary layers (界线检查)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas.name_files import FailureOut
from api.schemas.strict import Out
from api.services.keeping_audits import FORMS, STEPS, KeptAudit


class DefectOut(Out):
    """One defect: what, where, how large, whose, how bad, and what to do."""

    kind: str = Field(description="类型代码", examples=["gap"])
    severity: Literal["error", "warn", "note"] = Field(
        description="error 错误，warn 警告，note 提示"
    )
    title: str = Field(description="类型", examples=["缝隙"])
    units: list[str] = Field(description="涉及单元，关系最大的在前")
    rows: list[int] = Field(description="在文件中的序号，从 1 起")
    area_m2: float = Field(description="椭球面积，平方米")
    length_m: float = Field(description="线的长度或面的周长，米")
    width_m: float = Field(description="平均宽度，米")
    location: list[float] | None = Field(description="其上一点的经度、纬度（CGCS2000）")
    open: bool = Field(description="缝隙是否向图层外敞开")
    message: str = Field(description="说明")
    repair: str = Field(description="处理建议")


class LinkOut(Out):
    """Where the defects can be had as a file."""

    rel: str
    href: str
    type: str


class BoundaryAuditOut(Out):
    """The audit of a layer."""

    id: str = Field(description="编号，半小时内可凭它取得缺陷文件")
    name: str = Field(description="被检图层")
    features: int = Field(description="单元数")
    counts: dict[str, int] = Field(description="各类缺陷的数量，没有的为 0")
    defects: list[DefectOut] = Field(description="错误与警告，严重的类型在前")
    note_counts: dict[str, int] = Field(description="各类提示的数量")
    notes: list[DefectOut] = Field(description="不影响覆盖的提示：飞地、重复折点、尖刺等")
    suspicions: list[dict[str, Any]] = Field(description="坐标的疑点")
    findings: list[dict[str, Any]] = Field(description="区划代码规则的意见")
    problems: list[dict[str, Any]] = Field(description="未能读入的图形")
    remark: str = Field(description="坐标来源说明")
    id_field: str = Field(description="作为单元标识的字段")
    tolerances: dict[str, float] = Field(description="所用容差，长度以米计")
    parameters: str = Field(description="参数版本")
    links: list[LinkOut] = Field(description="缺陷文件：GeoJSON、GeoPackage、XLSX、地图页")

    @classmethod
    def of(cls, kept: KeptAudit, media_types: dict[str, str]) -> BoundaryAuditOut:
        """Return an audit that is done as it goes out."""
        assert kept.report is not None
        report = {key: value for key, value in kept.report.items() if key != "usable"}
        links = [
            {
                "rel": "result",
                "href": f"/api/v1/boundary-audits/{kept.id}/result?f={form}",
                "type": media_types[form],
            }
            for form in FORMS
        ]
        return cls.model_validate({"id": kept.id, "name": kept.name, **report, "links": links})


class BoundaryAuditJobOut(Out):
    """How far an audit is; its report once it is done."""

    id: str = Field(description="编号，保留半小时", examples=["Yk1vS0pxQmZ3c2RmZw"])
    name: str = Field(description="被检图层")
    state: Literal["waiting", "checking", "done", "failed"] = Field(
        description="waiting 排队，checking 正在检查，done 完毕，failed 未能完成"
    )
    state_title: str = Field(examples=["正在检查"])
    phase: str = Field(description="正在做什么", examples=["查找重叠"])
    step: int = Field(description="第几步")
    steps: int = Field(description="最多有几步")
    failure: FailureOut | None = Field(description="state 为 failed 时的原因")
    report: BoundaryAuditOut | None = Field(description="state 为 done 时的检查报告")
    links: list[LinkOut] = Field(description="查看进度的地址")

    @classmethod
    def of(
        cls, kept: KeptAudit, failure: FailureOut | None, media_types: dict[str, str]
    ) -> BoundaryAuditJobOut:
        """Return the audit as it goes out."""
        progress = kept.progress
        href = f"/api/v1/boundary-audits/{kept.id}"
        return cls(
            id=kept.id,
            name=kept.name,
            state=progress.state.value,
            state_title=progress.state.words,
            phase=progress.phase,
            step=progress.step,
            steps=STEPS,
            failure=failure,
            report=None if kept.report is None else BoundaryAuditOut.of(kept, media_types),
            links=[LinkOut(rel="self", href=href, type="application/json")],
        )
