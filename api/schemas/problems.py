"""The shape of a refusal (RFC 9457)."""

from __future__ import annotations

from pydantic import BaseModel, Field


class FieldErrorOut(BaseModel):
    """One thing that is wrong."""

    field: str = Field(description="出错的字段或参数", examples=["proposals[3].name"])
    row: int | None = Field(None, description="第几行（从 1 开始），有多行时才有")
    message: str = Field(description="错在哪里", examples=["缺少必填项"])
    remedy: str = Field(description="如何改正", examples=["请补上这一项"])


class Problem(BaseModel):
    """A refused request."""

    type: str = Field(
        description="问题类型，可打开查看说明", examples=["/problems/invalid-parameter"]
    )
    title: str = Field(description="问题类型的名称", examples=["参数的值不符合要求"])
    status: int = Field(description="HTTP 状态码", examples=[400])
    detail: str = Field(description="这一次的具体情况", examples=["limit：不得大于 1000"])
    instance: str = Field(description="出问题的地址", examples=["/api/v1/names"])
    remedy: str = Field(description="如何处理", examples=["请按 errors 中每一项的提示修改"])
    request_id: str = Field(description="请求编号，与日志和 X-Request-Id 响应头一致")
    errors: list[FieldErrorOut] = Field(description="逐项错误，可为空")
