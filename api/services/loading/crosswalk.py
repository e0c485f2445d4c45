"""Loading a crosswalk (代码对照): the same unit's codes in two schemes, never joined on digits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.services.loading.delivering import Desk
from api.services.loading.report import MOST_LISTED
from api.services.loading.tables import table_rows
from api.store.loading import crosswalk as store
from api.store.loading.crosswalk import CodePair
from api.store.loading.divisions import ListOf
from boundary_data.codes import CodeRefused, DivisionCode
from boundary_data.readers.table import Column, Row

COLUMNS = (
    Column("nbs2023_code", ("from_code", "原代码", "代码"), required=True),
    Column("mca20251231_code", ("to_code", "对应代码", "新代码"), required=True),
    Column("name", ("名称",)),
)


@dataclass(frozen=True, slots=True)
class Schemes:
    """Between which lists a crosswalk goes."""

    known: ListOf
    given: ListOf

    @classmethod
    def of(cls, from_scheme: str, from_day: date, to_scheme: str, to_day: date) -> Schemes:
        """Return the crosswalk from one scheme and day to another."""
        return cls(ListOf(from_scheme, from_day), ListOf(to_scheme, to_day))


def load_crosswalk(desk: Desk, path: Path, schemes: Schemes) -> None:
    """Give divisions found by their known code the code of the other scheme."""
    pairs = [pair for row in table_rows(path, COLUMNS, desk.report) if (pair := _pair(desk, row))]
    often = Counter(pair.given for pair in pairs)
    clear = [pair for pair in pairs if often[pair.given] == 1]
    for pair in pairs:
        if often[pair.given] > 1:
            reason = f"代码 {pair.given} 在对照表中给了 {often[pair.given]} 个单位"
            desk.report.refuse(pair.row, pair.name, f"{reason}；请核对")
    counts = store.merge_pairs(desk.db, clear, schemes.known, schemes.given, desk.stamp)
    desk.report.added, desk.report.unchanged = counts.added, counts.unchanged
    for row in store.refused_pairs(desk.db, MOST_LISTED):
        desk.report.refuse(row.row_no, f"{row.name}（{row.known}）", row.problem)


def _pair(desk: Desk, row: Row) -> CodePair | None:
    known, given = row.values["nbs2023_code"], row.values["mca20251231_code"]
    name = row.values.get("name", "")
    if not given:
        desk.report.unchanged += 1
        desk.report.remark(
            "没有对应代码", f"{name}（{known}）在另一套代码中没有对应单位", row.number
        )
        return None
    try:
        return CodePair(row.number, str(DivisionCode.of(known)), str(DivisionCode.of(given)), name)
    except CodeRefused as refusal:
        desk.report.refuse(row.number, name, str(refusal))
        return None
