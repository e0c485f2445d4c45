"""`check-names`: a table of names in, the same with verdicts out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.naming import MARKS, today
from api.cli.printing import InputUnusable, answer, say
from rulebook.report import Mode

if TYPE_CHECKING:
    from api.services.annotating_names import Annotated as AnnotatedRow
    from api.services.annotating_names import Checker, FileReport
    from api.services.checking_names import NameCheck, NameWish
    from api.services.reporting_names import Cover

app = typer.Typer()

VERDICTS = {"pass": "通过", **MARKS}


@app.command("check-names")
def check_names(
    file: Annotated[Path, typer.Argument(help="表格：CSV、XLSX、GeoJSON、GeoPackage 等")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="结果文件：.csv、.xlsx（带颜色、汇总和图例）、.html（打印）或 .geojson"
        ),
    ] = None,
    mode: Annotated[
        Mode, typer.Option("--mode", help="new 新命名；audit 核查现有地名，只警告")
    ] = Mode.NEW,
    wording_only: Annotated[
        bool, typer.Option("--wording-only", help="只查用字用词，不需要数据库")
    ] = False,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天审核")
    ] = None,
) -> None:
    """审核一张表中的全部地名。

    表中须有地名列（name、地名、名称 等），可有类别、省、区县、代码、经纬度等列。
    结果保留原有各列，增加 verdict、rules、categories、romanization、romanization_plain、
    messages。有问题的行注明行号，不影响其他行。

    例：./diming check-names 拟用地名.xlsx --out 审核结果.xlsx
    """
    from boundary_data.problems import UnusableInput

    begun = time.monotonic()
    try:
        with (
            _checker(wording_only, on.date() if on else today(), mode) as checker,
            _progress(file.name) as progress,
        ):
            cover = _cover(file, on.date() if on else today(), mode)
            report, said = _written(file, out, checker, cover, progress)
    except UnusableInput as unusable:
        problems = [f"{p.field} {p.message}：{p.remedy}".strip() for p in unusable.problems]
        raise InputUnusable(f"无法使用“{file.name}”", "\n".join(problems)) from None
    for row in said:
        answer(_line(row))
    for line in _summary(report, time.monotonic() - begun, out):
        (answer if out is None else say)(line)


def _cover(file: Path, on: date, mode: Mode) -> Cover:
    from api.services.reporting_names import Cover

    return Cover(file.name, on, mode)


def _written(
    file: Path, out: Path | None, checker: Checker, cover: Cover, progress: Callable[[int], None]
) -> tuple[FileReport, list[AnnotatedRow]]:
    """Check the table and write it: a report for people, or a plain table for programs."""
    from api.services.annotating_names import annotate
    from api.services.reporting_names import SUFFIXES, write_reports

    if out is not None and out.suffix.lower() in SUFFIXES:
        return write_reports(file, [out], checker, cover, progress=progress), []
    return annotate(file, out, checker, progress=progress)


@contextmanager
def _checker(wording_only: bool, on: date, mode: Mode) -> Iterator[Checker]:
    from api.services import checking_names

    if wording_only:

        def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
            return checking_names.check_wording(wishes, on=on, mode=mode)

        yield by_wording
        return
    from api.cli.opening import opened_session

    with (
        opened_session("cli") as db,
        checking_names.RegisterChecker(db, on=on, mode=mode) as by_register,
    ):
        yield by_register


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed} 行"))
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(f"审核 {name}", total=None)
        yield lambda rows: bar.advance(task, rows)


def _line(each: AnnotatedRow) -> str:
    verdict, rules, _, _, _, messages = each.added()
    cells = [str(c) for c in each.row.cells if c not in (None, "")]
    shown = each.check.report.name[:40] if each.check else (cells[0][:40] if cells else "")
    return (
        f"第{each.row.number}行\t{shown}\t{VERDICTS.get(verdict, '无法审核')}\t{rules}\t{messages}"
    )


def _summary(report: FileReport, seconds: float, out: Path | None) -> Iterator[str]:
    yield from report.remarks
    counts = "，".join(f"{VERDICTS[v]} {report.verdicts[v]}" for v in VERDICTS)
    yield f"共 {report.rows} 行：{counts}，无法审核 {len(report.bad_rows)}"
    if report.categories:
        words = "，".join(f"{word} {count}" for word, count in report.categories.most_common())
        yield f"问题类别：{words}"
    for _, message in report.bad_rows[:20]:
        yield message
    if len(report.bad_rows) > 20:
        yield f"另有 {len(report.bad_rows) - 20} 行无法审核"
    rate = report.rows / seconds if seconds else 0.0
    yield f"用时 {seconds:.1f} 秒（每秒 {rate:.0f} 行）"
    if out is not None:
        yield f"结果：{out}"
