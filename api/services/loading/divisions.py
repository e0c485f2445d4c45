"""Loading lists of divisions (区划名单): checked row by row, merged as one set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.services.loading.delivering import Desk
from api.services.loading.division_lists import place_of, read_list, type_of
from api.services.loading.names import register_division_names
from api.services.loading.publishing import republish_all
from api.services.loading.report import MOST_LISTED
from api.store.loading import divisions as store
from api.store.loading.divisions import ListOf
from boundary_data.checks.qh_catalogue import CATALOGUE
from boundary_data.checks.qh_facts import CodeFacts
from boundary_data.codes import CodeRefused
from boundary_data.division import CodedUnit, Scheme
from boundary_data.problems import Problem, UnusableInput

ROW_RULES = tuple(rule for rule in CATALOGUE if not rule.needs_register and rule.id != "DC-1")
"""DC-1 decides whether a row can be used at all; DC-5 and DC-7 are asked of the whole set."""

NOT_A_UNIT = re.compile(r"[（(][^（）()]*(?:已撤销|已撤并|撤销|废止)[^（）()]*[）)]")
STEP = 2000


def load_list(desk: Desk, path: Path, what: ListOf) -> None:
    """Load the list at `path` and say in the report what each row became.

    Raises:
        UnusableInput: The file is no list of divisions, or has no row.
    """
    facts = CodeFacts(scheme=Scheme(what.scheme))
    if not store.stage_list(desk.db, _staged(desk, path, facts)):
        raise UnusableInput([Problem("", f"“{path.name}”中没有任何区划", "请检查文件内容")])
    desk.progress("匹配区划", 0, None)
    store.match_list(desk.db, what)
    desk.progress("合并名称、类型、隶属、代码", 0, None)
    merged = store.merge_list(desk.db, what, desk.stamp)
    register_division_names(desk)
    if merged["parent"].changed:
        republish_all(desk)
    _report(desk, what)


def _staged(desk: Desk, path: Path, facts: CodeFacts) -> Iterator[tuple[Any, ...]]:
    """Yield the rows for staging; headings of a list are counted and left out."""
    headings = 0
    for count, unit in enumerate(read_list(path, desk.report), start=1):
        if count % STEP == 0:
            desk.progress("读取并检查代码", count, None)
        row = _staged_row(desk, unit, facts)
        if row is None:
            headings += 1
        else:
            yield row
    if headings:
        desk.report.figures["名单分组标题（非区划）"] = headings


def _staged_row(desk: Desk, unit: CodedUnit, facts: CodeFacts) -> tuple[Any, ...] | None:
    try:
        place = place_of(unit)
    except CodeRefused as refusal:
        return (unit.row, 5, unit.code, unit.name, "", None, f"{refusal}；请核对代码位数")
    if place is None:
        return None
    for rule in ROW_RULES:
        for breach in rule.check(unit, facts):
            desk.report.remark(rule.id, f"{unit.name}（{unit.code}）：{breach.message}", unit.row)
    problem = _problem(unit)
    kind = type_of(unit, place.digits)
    return (unit.row, place.rank, place.code, unit.name, kind, place.parent_code, problem)


def _problem(unit: CodedUnit) -> str | None:
    if not unit.name:
        return "名称为空；请补上名称"
    if NOT_A_UNIT.search(unit.name):
        return "名称带有撤销说明，不是现存区划；请从名单中删除"
    if "\0" in unit.name:
        return "名称含有空字符；请清理后重新提交"
    return None


def _report(desk: Desk, what: ListOf) -> None:
    report = desk.report
    counts = store.outcome_counts(desk.db)
    report.added = counts.get("added", 0)
    report.changed = counts.get("changed", 0)
    report.unchanged = counts.get("unchanged", 0)
    refused = store.refused_rows(desk.db, MOST_LISTED)
    for row in refused:
        report.refuse(row.row_no, f"{row.name}（{row.code}）", row.problem)
    report.refused_count += counts.get("refused", 0) - len(refused)
    for row in store.codes_used_before(desk.db, what, MOST_LISTED):
        message = f"{row.name}（{row.code}）：代码曾用于“{row.former}”（至 {row.ended}）"
        report.remark("DC-5", message, row.row_no)
    for row in store.renamed_rows(desk.db, what, desk.stamp, MOST_LISTED):
        message = f"{row.code}：名称由“{row.old_name}”改记为“{row.new_name}”（自 {row.since}）"
        report.remark("名称变化", message, row.row_no)
    _report_unmatched(desk, what)


def _report_unmatched(desk: Desk, what: ListOf) -> None:
    """Name each unit that the list does not have, and each new one of a register in use."""
    for row in store.not_in_list(desk.db, what):
        known = f"{what.scheme} {row.code}" if row.code else row.other_code or "无代码"
        message = f"{row.parent}{row.name}（{known}）在库中，本名单未列；原样保留"
        desk.report.remark("名单未列", message)
    for row in store.succeeding_rows(desk.db, MOST_LISTED):
        message = (
            f"{row.parent}{row.name}（{row.code}）与未列的“{row.succeeds}”同属一区县、专名相同，"
            f"认作同一单位改设；变更日期不详，不晚于{what.day}"
        )
        desk.report.remark("承接（推定）", message, row.row_no)
    for row in store.new_rows(desk.db, MOST_LISTED):
        message = f"{row.parent}{row.name}（{row.code}）在库中没有对应单位，作为新的单位入库"
        desk.report.remark("新单位", message, row.row_no)
