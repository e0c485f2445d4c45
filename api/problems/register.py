"""The problems of the register of standard names."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services.keeping_signs import SignRefused, UnknownSign
from api.services.registering.entries import EntryRefused
from api.services.registering.registering import UnknownPlace
from api.services.telling_stories import UnknownStory

REFUSALS: dict[type[Exception], Kind] = {
    EntryRefused: Kind("entry-refused", 422, "登记的内容不符合要求", "请按提示修改后重新提交"),
    UnknownPlace: Kind("unknown-place", 404, "没有这个地理实体", "请先用 /api/v1/names 查询"),
    UnknownSign: Kind("unknown-sign", 404, "没有这块地名标志", "请先用 /api/v1/signs 查询编号"),
    UnknownStory: Kind("unknown-story", 404, "没有这篇地名故事", "请先用 /api/v1/stories 查询编号"),
    SignRefused: Kind("sign-refused", 422, "标志版面核对不通过", "请按 errors 逐项改正后重试"),
}
"""Domain error to problem."""
