"""Protection measures for listed names, as the interface takes and gives them."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.strict import In, Out
from api.services.cases.nominating import Nomination

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


class NominationIn(In):
    """A name of the register to be nominated for a protection list."""

    id: UUID = Field(description="办件编号，由填报端生成的 UUID")
    name_id: int = Field(ge=1, le=2**63 - 1, description="地名编号", examples=[1])
    reason: str = Field(min_length=1, max_length=4000, description="推荐理由")
    origin: str = Field("", max_length=4000, description="得名原由")
    meaning: str = Field("", max_length=4000, description="地名概况")
    evidence: str = Field("", max_length=8000, description="史料、文献、实物等依据")
    location: str = Field("", max_length=1000, description="位置")

    def wish(self) -> Nomination:
        """Return the nomination as the service takes it."""
        return Nomination(**self.model_dump())


class SpreadOut(Out):
    """How far the scores by a criterion lie apart."""

    lowest: int = Field(description="最低分")
    highest: int = Field(description="最高分")
    deviation: float = Field(description="标准差")
    wide: bool = Field(description="是否分歧较大，宜合议")


class AppraisedOut(Out):
    """What the experts found of a name."""

    name: str = Field(description="地名")
    marks: list[MarkOut] = Field(description="各专家的评分与依据")
    means: dict[str, float] = Field(description="各项平均分")
    spreads: dict[str, SpreadOut] = Field(description="各项分数的离散程度")
    conclusion: str = Field(description="结论")
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
    responsible: str = Field("", max_length=200, description="责任单位")


class MeasureChangeIn(MeasureIn):
    """A measure as it is to stand, with what came of it."""

    done_on: date | None = Field(default=None, description="完成日期")
    done_note: str = Field("", max_length=2000, description="完成情况")


class ListingChangeIn(In):
    """What is told of a listed name, as it is to stand."""

    standing: Literal["protected", "historical", "vanished"] = Field(
        description="protected 受保护，historical 历史地名，vanished 已消失"
    )
    type_words: str = Field("", max_length=100, description="类型")
    note: str = Field("", max_length=2000, description="说明")
    origin: str = Field("", max_length=4000, description="得名原由")
    overview: str = Field("", max_length=4000, description="地名概况")
    vanished_reason: str = Field("", max_length=2000, description="消失原因；已消失的必填")
    vanished_text: str = Field("", max_length=40, description="消失年份", examples=["1998"])
    place_name_id: int | None = Field(None, ge=1, le=2**63 - 1, description="地名库编号")
    why: str = Field(min_length=1, max_length=1000, description="理由", examples=["补记消失原因"])


class DoneIn(In):
    """That a measure was carried out."""

    done_on: date = Field(description="完成日期", examples=["2026-12-01"])
    note: str = Field(default="", max_length=2000, description="完成情况")


class MeasureFileOut(Out):
    """A file that proves what was done for a measure."""

    name: str = Field(description="文件名")
    sha256: str = Field(description="摘要（SHA-256）")
    size: int = Field(description="大小，字节")


class HeritageListOut(Out):
    """A protection list with how many names it has at present."""

    id: int = Field(description="名录编号")
    title: str = Field(description="名录")
    level: str = Field(description="级别：nation、province、prefecture、county")
    batch: str = Field(description="批次；题名没有写明的为空")
    province: str = Field(description="省份")
    published_on: date | None = Field(description="公布日期")
    complete: bool = Field(description="是否完整；抄自通告的为 false")
    names: int = Field(description="现有地名数")
    protected: int = Field(description="其中受保护的")
    vanished: int = Field(description="其中已消失的")


class HeritageListsOut(Out):
    """All protection lists."""

    lists: list[HeritageListOut]


class MeasureOut(Out):
    """A measure that protects a listed name."""

    id: UUID = Field(description="措施编号")
    kind: Kind = Field(description="措施种类代码")
    kind_name: str = Field(description="措施种类")
    content: str = Field(description="内容")
    document: str = Field(description="文号")
    authority: str = Field(description="制定机关")
    responsible: str = Field(description="责任单位")
    decided_on: date = Field(description="制定日期")
    due_on: date | None = Field(description="完成期限")
    done_on: date | None = Field(description="完成日期")
    done_note: str = Field(description="完成情况")
    version: int = Field(description="第几稿，改动时写在 If-Match 中")
    files: list[MeasureFileOut] = Field(description="佐证文件")


class ListedNameOut(Out):
    """A listed name with all that is kept for it."""

    id: int = Field(description="条目编号")
    name: str = Field(description="地名")
    standing: str = Field(description="protected 受保护，historical 历史地名，vanished 已消失")
    type_words: str = Field(description="类型")
    note: str = Field(description="说明")
    county: str = Field(description="所在区县")
    list_id: int = Field(description="名录编号")
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
