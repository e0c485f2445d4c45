"""How cases look on pages (办件页): colours of stages, urgency and verdicts, choices."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from naming.place_kind import type_words
from naming.procedure.words import Stage

STAGE_LOOKS = {
    "stage_words": {stage.value: stage.zh for stage in Stage},
    "drafted": "",
    "returned": "warn",
    "filing_returned": "warn",
    "approved": "good",
    "filed": "good",
    "closed": "good",
    "refused": "bad",
}
"""How a stage is marked; plain where nothing is said."""

URGENCY_LOOKS = {
    "stage_words": {stage.value: stage.zh for stage in Stage},
    "in_time": "",
    "soon": "warn",
    "overdue": "bad",
    "ordered": "bad",
    "discipline": "bad",
}
WEIGHT_LOOKS = {"block": "bad", "warn": "warn", "note": "", "pass": "good"}
WEIGHT_WORDS = {"block": "不予通过", "warn": "警告", "note": "提示", "pass": "通过"}
ITEM_STATES = {
    "proposed": "拟用",
    "struck": "已剔除",
    "approved": "已批准",
    "refused": "未获批准",
}
OCCASIONS = {"draft": "办理中", "submission": "提交时", "approval": "批准时"}
APPLICANT_TYPES = (
    "乡镇人民政府",
    "街道办事处",
    "村民委员会",
    "居民委员会",
    "县级人民政府",
    "主管部门",
    "建设单位",
    "其他单位",
)


def types_by_kind() -> list[tuple[str, str, list[str]]]:
    """Return the words for types of places: kind, its title, its words."""
    return [
        (kind.value, kind.label, [word for _, word in pairs])
        for kind, pairs in groupby(type_words(), key=lambda pair: pair[0])
    ]


LOOKS: dict[str, Any] = {
    "stage_words": {stage.value: stage.zh for stage in Stage},
    "stage_looks": STAGE_LOOKS,
    "urgency_looks": URGENCY_LOOKS,
    "weight_looks": WEIGHT_LOOKS,
    "weight_words": WEIGHT_WORDS,
    "item_states": ITEM_STATES,
    "occasions": OCCASIONS,
}
"""What every template about cases is told."""
