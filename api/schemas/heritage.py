"""Protection measures for listed names, as the interface takes and gives them."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.strict import In, Out

Kind = Literal["sign", "derived_naming", "live_reuse", "product", "publicity", "marker", "other"]


Criterion = Literal["historical", "cultural", "inheritance", "influence"]


class MarkIn(In):
    """What an expert gives a name by a criterion."""

    name: str = Field(max_length=100, description="地名", examples=["霁岚坡"])
    criterion: Criterion = Field(description="鉴定内容代码", examples=["historical"])
    score: int = Field(ge=0, le=100, description="评分，0至100", examples=[85])
    evidence: str = Field(
        min_length=1, max_length=4000, description="依据", examples=["乾隆《万县志》卷二有载"]
    )


class MarksIn(In):
    """The marks of one expert."""

    marks: list[MarkIn] = Field(min_length=1, max_length=400, description="评分")


class MarkOut(Out):
    """A mark with the expert who gave it."""

    expert: str = Field(description="专家")
    criterion: Criterion = Field(description="鉴定内容代码")
    criterion_name: str = Field(description="鉴定内容")
    score: int = Field(description="评分")
    evidence: str = Field(description="依据")


class AppraisedOut(Out):
    """What the experts found of a name."""

    name: str = Field(description="地名")
    marks: list[MarkOut] = Field(description="各专家的评分与依据")
    means: dict[str, float] = Field(description="各项平均分")
    total: float | None = Field(description="加权总分；专家不足或有缺项时为空")
    enough: bool = Field(description="是否达到合格分数")
    lacking: list[str] = Field(description="还缺什么")
    parameters_version: str = Field(description="权重与合格分数的版本")


class AppraisalsOut(Out):
    """What the experts found of the names of a case."""

    items: list[AppraisedOut] = Field(description="逐个地名的鉴定结果")


class MeasureIn(In):
    """A measure to keep for a listed name."""

    kind: Kind = Field(description="措施种类代码", examples=["sign"])
    content: str = Field(
        max_length=2000, description="做什么、由谁做", examples=["在原址设置历史地名标志"]
    )
    decided_on: date = Field(description="制定日期", examples=["2026-11-22"])
    document: str = Field(default="", max_length=200, description="文号")
    due_on: date | None = Field(default=None, description="完成期限")


class DoneIn(In):
    """That a measure was carried out."""

    done_on: date = Field(description="完成日期", examples=["2026-12-01"])
    note: str = Field(default="", max_length=2000, description="完成情况")


class MeasureOut(Out):
    """A measure that protects a listed name."""

    id: UUID = Field(description="措施编号")
    kind: Kind = Field(description="措施种类代码")
    kind_name: str = Field(description="措施种类")
    content: str = Field(description="内容")
    document: str = Field(description="文号")
    authority: str = Field(description="制定机关")
    decided_on: date = Field(description="制定日期")
    due_on: date | None = Field(description="完成期限")
    done_on: date | None = Field(description="完成日期")
    done_note: str = Field(description="完成情况")
    version: int = Field(description="第几稿，改动时写在 If-Match 中")


class ListedNameOut(Out):
    """A listed name with all that is kept for it."""

    id: int = Field(description="条目编号")
    name: str = Field(description="地名")
    standing: str = Field(description="protected 受保护，historical 历史地名，vanished 已消失")
    type_words: str = Field(description="类型")
    note: str = Field(description="说明")
    county: str = Field(description="所在区县")
    list_title: str = Field(description="名录")
    list_level: str = Field(description="名录级别")
    province: str = Field(description="省份")
    published_on: date | None = Field(description="公布日期")
    origin: str = Field(description="得名原由")
    overview: str = Field(description="地名概况")
    vanished_reason: str = Field(description="消失原因")
    vanished_year: str = Field(description="消失年份")
    name_id: int | None = Field(description="地名库编号")
    source_url: str = Field(description="来源")
    measures: list[MeasureOut] = Field(description="保护措施")
