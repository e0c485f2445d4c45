"""The journal (操作日志) as the interface answers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class JournalLineOut(BaseModel):
    """One line of the journal."""

    id: int = Field(description="行号，连续递增")
    at: datetime = Field(description="时间")
    actor: str = Field(description="操作人：user:登录名、http:地址、cli:系统用户等")
    verb: str = Field(description="动作")
    subject_kind: str = Field(description="对象类别")
    subject_id: str = Field(description="对象编号")
    clause: str = Field(description="依据的条款，可为空")
    before: dict[str, Any] | None = Field(description="改前")
    after: dict[str, Any] | None = Field(description="改后")
    request_id: str = Field(description="请求编号，与运行日志对应")
    hash: str = Field(description="该行的哈希，涵盖其前所有各行")


class JournalOut(BaseModel):
    """A page of the journal, the newest line first."""

    lines: list[JournalLineOut] = Field(description="各行，新的在前")
    more: bool = Field(description="其后还有没有")


class JournalCheckOut(BaseModel):
    """What the check of the whole journal found."""

    whole: bool = Field(description="没有一行被删除、改动或插入")
    said: str = Field(description="结论")
    lines: int = Field(description="共有几行")
    mark: str = Field(description="最新一行的锚记，宜抄存在数据库之外，下次核验时带上")
    broken_at: int | None = Field(description="自哪一行起与链不符")
    missing: int | None = Field(description="所带锚记指向、而日志里没有的行")
