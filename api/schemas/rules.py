"""The shapes of the rules (审核规则) as they are published."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.findings import SourceOut, Weights
from api.schemas.strict import Out
from rulebook.parameters import Parameters

Book = Literal["names", "inspections", "divisions", "sheets"]


class FailOut(Out):
    """An example in which a rule finds something."""

    subject: str = Field(examples=["8号村（村）"])
    message: str = Field(description="这条规则对它的说明")


class RuleOut(Out):
    """One rule."""

    id: str = Field(examples=["GN-9-8b"])
    book: Book = Field(
        description="所属目录：names 地名，inspections 联检记录，divisions 区划代码，"
        "sheets 界桩登记表"
    )
    title: str
    category: str = Field(description="问题类别", examples=["重"])
    weight: Weights = Field(description="note 提示，warn 警告，block 不予通过")
    reason: str = Field(description="为什么有这条规则")
    source: SourceOut
    needs_register: bool = Field(description="是否需要地名库或界线库才能判断")
    since: date = Field(description="自何日起适用")
    until: date | None = Field(description="至何日不再适用，至今为 null")
    passes: list[str] = Field(description="合格的例子")
    fails: list[FailOut] = Field(description="不合格的例子")


class ParameterOut(Out):
    """One threshold, switch or list that rules read, with where it is from."""

    key: str = Field(examples=["avenue_min_width_m"])
    value: int | float | bool | str | list[str] = Field(examples=[40])
    unit: str = Field(description="单位", examples=["米"])
    source: str = Field(description="来源")
    standing: Literal["confirmed", "assumed"] = Field(
        description="confirmed 已核实，assumed 待主管部门确认"
    )
    remark: str = Field(description="说明")


class ParametersOut(Out):
    """The parameters in force at a place (参数)."""

    version: str = Field(
        description="参数版本：各层参数文件和词表的版本，以“+”相连；审核报告引用同一版本",
        examples=["cn-2026.11b+500000-2026.11b+words-c1c376de"],
    )
    parameters: list[ParameterOut]

    @classmethod
    def of(cls, found: Parameters) -> ParametersOut:
        """Return the parameters as they go out, in the order of our file."""
        return cls(
            version=found.version,
            parameters=[
                ParameterOut.model_validate(
                    {
                        "key": key,
                        "value": each.value,
                        "unit": each.unit,
                        "source": each.source,
                        "standing": each.standing.value,
                        "remark": each.remark,
                    }
                )
                for key, each in found.items.items()
            ],
        )


class RulesOut(Out):
    """The catalogue."""

    versions: dict[str, str] = Field(description="各目录的版本")
    count: int
    rules: list[RuleOut]
