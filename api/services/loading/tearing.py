"""Saying where a publication tears against the other levels of other publications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.store.loading import coverages as store
from api.store.session import Session

STATUS_WORDS = {"official": "法定界线", "public": "公开来源", "synthetic": "示意数据，非法定界线"}
LEAST_MISFIT_M2 = 1.0
KINDS = {"stranger": "上下级交错", "beyond": "超出上级", "unfilled": "上级未铺满"}
SQUARE_KM = 1e6


@dataclass(frozen=True, slots=True)
class Tear:
    """A place where levels do not fit: the kind in words, a sentence, its size."""

    kind: str
    message: str
    area_m2: float


def tears_between_levels(
    db: Session, coverage: int, level: int, day: date, *, only: Sequence[int] | None = None
) -> Iterator[Tear]:
    """Yield where units of a level of a coverage do not fit other levels published elsewhere.

    With `only`, just these divisions of the coverage are looked at.
    """
    for row in store.tears_between_levels(db, coverage, level, day, LEAST_MISFIT_M2, only=only):
        size = f"{row.area_m2 / SQUARE_KM:.4f} 平方千米"
        beside = f"另一图层：{STATUS_WORDS[row.other_status]}"
        said = {
            "stranger": f"“{row.name}”有 {size} 落在不属其管辖关系的“{row.other}”内（{beside}）",
            "beyond": f"“{row.name}”有 {size} 超出所属的“{row.other}”（{beside}）",
            "unfilled": f"“{row.name}”有 {size} 没有任何下级单元（{beside}）",
        }[row.kind]
        yield Tear(KINDS[row.kind], said, float(row.area_m2))
