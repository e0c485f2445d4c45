"""The problems of the register of standard names."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services.registering.entries import EntryRefused
from api.services.registering.registering import UnknownPlace

REFUSALS: dict[type[Exception], Kind] = {
    EntryRefused: Kind("entry-refused", 422, "登记的内容不符合要求", "请按提示修改后重新提交"),
    UnknownPlace: Kind("unknown-place", 404, "没有这个地理实体", "请先用 /api/v1/names 查询"),
}
"""Domain error to problem."""
