"""What `check-boundaries` tells a person: counts, a table of defects, the account of a repair."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from boundary_data.coverage import CoverageReport, NamedDefect
from boundary_data.coverage_repair import Repair, why_left
from boundary_data.defect_words import TITLES
from gis.defects import Kind

SHOWN = 30


def show(report: CoverageReport, name: str) -> None:
    """Print the report on the layer called `name`."""
    console = Console()
    console.print(
        f"{name}：{report.features} 个单元，{len(report.defects)} 处缺陷", highlight=False
    )
    if report.remark:
        console.print(f"坐标：{report.remark}", highlight=False)
    for suspicion in report.suspicions:
        console.print(f"疑点：{suspicion.message}。{suspicion.repair}", highlight=False)
    for problem in report.problems[:SHOWN]:
        console.print(
            f"第 {problem.row} 个图形 {problem.field}：{problem.message}", highlight=False
        )
    counts = _counts(report)
    if counts:
        console.print(counts, highlight=False)
        console.print(_table(report.defects[:SHOWN]))
        if len(report.defects) > SHOWN:
            console.print(f"另有 {len(report.defects) - SHOWN} 处，请用 --out 写入文件查看")
    for finding in report.findings[:SHOWN]:
        console.print(f"[{finding.rule}] {finding.message}", markup=False, highlight=False)
    if report.notes:
        console.print(
            f"另有 {len(report.notes)} 条提示（飞地、重复折点、尖刺、过短的边、坐标舍入、"
            "代码名称），见 --json 或 --out"
        )


def show_repair(done: Repair) -> None:
    """Print what a repair moved, unit by unit, what it left alone, and what remains."""
    console = Console()
    moved = sum(change.moved_m2 for change in done.changes)
    console.print(
        f"修复（容差 {done.tolerance_m:g} 米）：{len(done.changes)} 个单元有改动，"
        f"移动面积合计 {moved:.1f} 平方米",
        highlight=False,
    )
    if done.changes:
        console.print(_changes(done))
    for unit in [u for u in done.protected if u.concerned][:SHOWN]:
        console.print(
            f"“{unit.label}”未动：{unit.column}为“{unit.text}”，法定界线不得自动修改",
            highlight=False,
        )
    others = sum(not unit.concerned for unit in done.protected)
    if others:
        console.print(f"另有 {others} 个法定单元不涉及缺陷，未动")
    console.print(
        f"修复前 {len(done.before.defects)} 处缺陷（{_counts(done.before) or '无'}），"
        f"修复后 {len(done.left)} 处（{_counts(done.after) or '无'}）",
        highlight=False,
    )
    if done.approved:
        console.print(f"已批准的界线 {len(done.approved)} 段，沿线未作任何改动")
    if done.left:
        console.print(_table(done.left[:SHOWN], [why_left(named, done) for named in done.left]))


def _counts(report: CoverageReport) -> str:
    return "，".join(
        f"{TITLES[Kind(kind)]} {count}" for kind, count in report.counts().items() if count
    )


def _changes(done: Repair) -> Table:
    table = Table(show_lines=False)
    for heading in ("单元", "增加（平方米）", "减少（平方米）", "折点增/减", "最大位移（米）"):
        table.add_column(heading, overflow="fold")
    for change in sorted(done.changes, key=lambda c: -c.moved_m2)[:SHOWN]:
        table.add_row(
            change.label,
            f"{change.gained_m2:.1f}",
            f"{change.lost_m2:.1f}",
            f"+{change.vertices_added} -{change.vertices_removed}",
            f"{change.shift_m:.3f}",
        )
    return table


def _table(defects: tuple[NamedDefect, ...], reasons: Sequence[str] = ()) -> Table:
    table = Table(show_lines=False)
    headings = ["类型", "位置（经度, 纬度）", "说明", "处理建议"]
    for heading in [*headings, "未修复的原因"] if reasons else headings:
        table.add_column(heading, overflow="fold")
    for number, named in enumerate(defects):
        location = named.defect.location
        place = "" if location is None else f"{location[0]:.5f}, {location[1]:.5f}"
        why = reasons[number : number + 1]
        table.add_row(named.title, place, named.message, named.repair, *why)
    return table
