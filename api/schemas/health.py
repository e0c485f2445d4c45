"""The shapes of the answers about the application itself."""

from __future__ import annotations

from pydantic import Field

from api.schemas.strict import Out


class HealthOut(Out):
    """The process answers."""

    status: str = Field(description="固定为 ok", examples=["ok"])
    version: str = Field(description="程序版本", examples=["0.1.0"])
    uptime_s: float = Field(description="已运行秒数", examples=[12.5])
    checkout: str = Field(description="程序副本的标识", examples=["0f3a9c1b2d4e"])


class CountsOut(Out):
    """What is loaded."""

    divisions: int = Field(description="行政区划（含村级）", examples=[12340])
    names: int = Field(description="地名", examples=[12400])
    areas: int = Field(description="区划范围", examples=[1100])
    lines: int = Field(description="界线", examples=[3000])
    heritage: int = Field(description="历史地名", examples=[100])


class ReadyOut(Out):
    """The application can do its work."""

    status: str = Field(description="固定为 ready", examples=["ready"])
    revision: str = Field(description="数据库结构版本", examples=["20261122_names"])
    data_version: int = Field(description="数据版本：最后一条操作日志的编号", examples=[17])
    counts: CountsOut = Field(description="已装载的数据量")
