"""The shapes of the rules (审核规则) as they are published."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.findings import SourceOut, Weights
from api.schemas.strict import Out

Book = Literal["names", "inspections", "divisions"]


class FailOut(Out):
    """An example in which a rule finds something."""

    subject: str = Field(examples=["8号村（村）"])
    message: str = Field(description="这条规则对它的说明")


class RuleOut(Out):
    """One rule."""

    id: str = Field(examples=["GN-9-8b"])
    book: Book = Field(description="所属目录：names 地名，inspections 联检记录，divisions 区划代码")
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


class RulesOut(Out):
    """The catalogue."""

    versions: dict[str, str] = Field(description="各目录的版本")
    count: int
    rules: list[RuleOut]
