"""How a long step tells how far it is (进度): the phase in Chinese, and how many rows of it."""

from __future__ import annotations

from collections.abc import Callable

Telling = Callable[[str, int], None]
"""Called with the phase and the rows of it that are done; may raise to cut the step short."""


def silently(phase: str, rows: int) -> None:
    """Tell nobody."""


CHECKING = "对照地名库审核"
RESERVING = "预留名称、留存报告"
READING = "读取表格"
WRITING = "写入地名"
ENTERING = "登记入库"
PRINTING = "生成文书"
COLLATING = "核对材料"
ANNOUNCING = "写入公告"
FILING = "登记备案"
