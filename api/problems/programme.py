"""The problems of the rural naming programme (乡村著名行动)."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services import programme

REFUSALS: dict[type[Exception], Kind] = {
    programme.UnknownProgrammeItem: Kind(
        "unknown-programme-item", 404, "没有这项内容", "请先用 /api/v1/programme 查询"
    ),
    programme.ProgrammeRefused: Kind(
        "programme-refused", 422, "乡村著名行动的填报有误", "请按提示改正后重试"
    ),
}
"""Domain error to problem."""
