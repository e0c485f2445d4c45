"""The grounds on which a name is changed (更名情形, 《地名管理条例》 article 10)."""

from __future__ import annotations

from rulebook.worded import Worded


class RenamingGround(Worded):
    """Why a name is no longer true."""

    DIVISION = "division_change", "区划变更", "行政区划变更"
    CONSTRUCTION = "construction", "城乡建设"
    NATURE = "natural_change", "自然变化"
    OTHER = "other", "其他"


GROUNDS = "更名情形：" + "，".join(f"{ground.value} {ground.zh}" for ground in RenamingGround)
"""The grounds with their words, as the interface describes them."""
