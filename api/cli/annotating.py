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
SEVERAL_FROM = 2_000
"""Rows from which several processes are worth being begun."""


@app.command("check-names")
def check_names(
    file: Annotated[
        Path | None, typer.Argument(help="表格：CSV、XLSX、GeoJSON、GeoPackage 等")
    ] = None,
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
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=8, help="几个进程一起审核；缺省比处理器多一个，小表格用一个"
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="写出空白表格（.csv，或带填写说明的 .xlsx）后结束"),
    ] = None,
) -> None:
    """审核一张表中的全部地名。

    表中须有地名列（地名、名称、拟用地名、name 等），可有类别、省、区县、区划代码、经纬度、
    命名理由、申请人、长度、起止点、申报拼写、具名说明等列，全部列见 --template 写出的表格。
    其他列照样保留。结果增加 verdict、rules、categories、romanization、romanization_plain、
    messages。有问题的行注明行号，不影响其他行。

    表中各行也互相比较：在法定范围内重名、同音的，后一行避让，并注明与本表第几行相同。
    整张表对照地名库的同一时刻。结果写完才以 --out 的名称出现：中途取消或失败，原有文件不变，
    也不会留下半个文件，重新执行即可。

    例：./diming check-names 拟用地名.xlsx --out 审核结果.xlsx
    """
    from boundary_data.problems import UnusableInput

    if template is not None:
        _write_template(template)
        return
    if file is None:
        raise typer.BadParameter("请给出表格文件，或用 --template 写出空白表格")
    begun = time.monotonic()
    day = on.date() if on else today()
    try:
        with (
            _checker(file, wording_only, day, mode, workers) as checker,
            _progress(file) as progress,
        ):
            cover = _cover(file, day, mode)
            report, said = _written(file, out, checker, cover, progress)
    except UnusableInput as unusable:
        problems = [f"{p.field} {p.message}：{p.remedy}".strip() for p in unusable.problems]
        raise InputUnusable(f"无法使用“{file.name}”", "\n".join(problems)) from None
    for row in said:
        answer(_line(row))
    for line in _summary(report, time.monotonic() - begun, out):
        (answer if out is None else say)(line)


def _write_template(path: Path) -> None:
    from api.services.name_template import write_template
    from boundary_data.problems import UnusableInput

    try:
        write_template(path)
    except UnusableInput as unusable:
        (problem,) = unusable.problems
        raise InputUnusable(problem.message, problem.remedy) from None
    say(f"空白表格：{path}")


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
def _checker(
    file: Path, wording_only: bool, on: date, mode: Mode, workers: int | None
) -> Iterator[Checker]:
    """Give what checks the rows: several processes for a long table, this one for a short."""
    from api.services.checking_together import TeamChecker, cores
    from boundary_data.readers.table import rows_about

    # one more than there are processors: while one waits for the register, another judges
    count = workers or (cores() + 1 if (rows_about(file) or 0) >= SEVERAL_FROM else 1)
    if count == 1:
        with _alone(wording_only, on, mode) as checker:
            yield checker
        return
    # copies of this process, made before it has a session or a thread for the progress bar
    with TeamChecker(count, on=on, mode=mode) as team:
        if wording_only:
            yield team
            return
        from api.cli.opening import opened_reader
        from api.store.transactions import snapshot_of

        with opened_reader() as (url, db):
            team.open(url, snapshot_of(db))
            yield team


@contextmanager
def _alone(wording_only: bool, on: date, mode: Mode) -> Iterator[Checker]:
    from api.services import checking_names

    if wording_only:

        def by_wording(wishes: Sequence[NameWish]) -> list[NameCheck]:
            return checking_names.check_wording(wishes, on=on, mode=mode)

        yield by_wording
        return
    from api.cli.opening import opened_reader

    with (
        opened_reader() as (_, db),
        checking_names.RegisterChecker(db, on=on, mode=mode) as by_register,
    ):
        yield by_register


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from boundary_data.readers.table import rows_about

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("行"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"审核 {file.name}", total=rows_about(file))
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
    yield f"共 {report.rows} 行：{counts}，无法审核 {report.unusable}"
    if report.categories:
        words = "，".join(f"{word} {count}" for word, count in report.categories.most_common())
        yield f"问题类别：{words}"
    if report.released:
        yield f"其中已具名说明、不计入结论的意见 {report.released.total()} 条"
    for _, message in report.bad_rows[:20]:
        yield message
    if report.unusable > 20:
        yield f"另有 {report.unusable - 20} 行无法审核"
    rate = report.rows / seconds if seconds else 0.0
    yield f"用时 {seconds:.1f} 秒（每秒 {rate:.0f} 行）"
    if out is not None:
        yield f"结果：{out}"
