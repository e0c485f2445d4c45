"""The problems of protecting historical names."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services import refusals

REFUSALS: dict[type[Exception], Kind] = {
    refusals.UnknownListing: Kind(
        "unknown-listing", 404, "没有这个历史地名", "请先用 /api/v1/heritage 查询编号"
    ),
    refusals.MeasureRefused: Kind(
        "measure-refused", 422, "不能这样登记保护措施", "请按提示修改后重新提交"
    ),
}
"""Domain error to problem."""
