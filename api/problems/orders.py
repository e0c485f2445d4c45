"""The problems of orders (责令)."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services import ordering_rectification as orders

REFUSALS: dict[type[Exception], Kind] = {
    orders.UnknownOrder: Kind("unknown-order", 404, "没有这项责令", "请先用 /api/v1/orders 查询"),
    orders.OrderRefused: Kind("order-refused", 422, "不能这样责令", "请按提示改正后重试"),
}
"""Domain error to problem."""
