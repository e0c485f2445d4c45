"""`diming check-boundaries`: the audit of a boundary layer, with no database."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.cli.printing import UNUSABLE_INPUT, InputUnusable, answer, complain, say
from boundary_data.coverage import (
    CoverageReport,
    NamedDefect,
    audit,
    coverage_parameters,
    expected_box,
)
from boundary_data.coverage_output import refuse_suffix, report_json, write_defects
from boundary_data.defect_words import TITLES
from boundary_data.frame import Features
from boundary_data.problems import UnusableInput
from boundary_data.readers.features import read_features
from gis.defects import Kind

SHOWN = 30

app = typer.Typer()


@app.command("check-boundaries")
def check_boundaries(
    file: Annotated[
        Path, typer.Argument(help="面图层：GeoJSON、GeoPackage、Shapefile、KML、GML、TopoJSON")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（供程序读取）")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="把缺陷写入文件：.geojson、.gpkg、.xlsx、.csv"),
    ] = None,
    gap_width: Annotated[
        float | None,
        typer.Option(
            "--gap-width",
            min=0.0,
            help="向外敞开的缝隙按此宽度（米）查找；封闭的缝隙不论宽度都会查出",
        ),
    ] = None,
    parents: Annotated[
        Path | None, typer.Option("--parents", help="上级单元图层：检查下级是否铺满且不超出上级")
    ] = None,
    id_field: Annotated[
        str | None, typer.Option("--id-field", help="作为单元标识的字段；缺省按常见字段名识别")
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="多图层文件中的图层名")] = None,
) -> None:
    """检查界线面图层：缝隙、重叠、未重合的边、自相交，以及上下级套合与区划代码。不需要数据库。

    例：./diming check-boundaries 乡镇界.geojson --out 缺陷.geojson
    """
    try:
        if out is not None:
            refuse_suffix(out)
        report = _audited(file, gap_width, parents, id_field, layer)
    except UnusableInput as unusable:
        _refuse(unusable, as_json=as_json)
        raise typer.Exit(UNUSABLE_INPUT) from unusable
    if out is not None:
        write_defects(report, out)
        say(f"缺陷已写入 {out}")
    if as_json:
        answer(json.dumps(report_json(report), ensure_ascii=False, indent=1, default=str))
    else:
        _show(report, file)


def _audited(
    file: Path,
    gap_width: float | None,
    parents: Path | None,
    id_field: str | None,
    layer: str | None,
) -> CoverageReport:
    parameters = coverage_parameters()
    box = expected_box(parameters)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    quiet = not sys.stderr.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        work = bar.add_task(f"读取 {file.name}", total=None)
        features = _read(file, box, layer)
        above = None if parents is None else _read(parents, box, None)
        return audit(
            features,
            on=datetime.now(tz=UTC).astimezone().date(),
            parameters=parameters,
            gap_width_m=gap_width,
            id_field=id_field,
            parents=above,
            progress=lambda phrase: bar.update(work, description=phrase),
        )


def _read(path: Path, box: tuple[float, float, float, float], layer: str | None) -> Features:
    if not path.is_file():
        raise InputUnusable(f"文件“{path}”不存在或不是文件", "请核对路径")
    return read_features(path, expected=box, layer=layer)


def _refuse(unusable: UnusableInput, *, as_json: bool) -> None:
    for problem in unusable.problems:
        where = f"{problem.field}：" if problem.field else ""
        complain(f"{where}{problem.message}", problem.remedy)
    if as_json:
        problems = [
            {"field": p.field, "message": p.message, "remedy": p.remedy} for p in unusable.problems
        ]
        answer(json.dumps({"usable": False, "problems": problems}, ensure_ascii=False, indent=1))


def _show(report: CoverageReport, file: Path) -> None:
    console = Console()
    console.print(
        f"{file.name}：{report.features} 个单元，{len(report.defects)} 处缺陷", highlight=False
    )
    if report.remark:
        console.print(f"坐标：{report.remark}", highlight=False)
    for suspicion in report.suspicions:
        console.print(f"疑点：{suspicion.message}。{suspicion.repair}", highlight=False)
    for problem in report.problems[:SHOWN]:
        console.print(
            f"第 {problem.row} 个图形 {problem.field}：{problem.message}", highlight=False
        )
    counts = "，".join(
        f"{TITLES[Kind(kind)]} {count}" for kind, count in report.counts().items() if count
    )
    if counts:
        console.print(counts, highlight=False)
        console.print(_table(report.defects[:SHOWN]))
        if len(report.defects) > SHOWN:
            console.print(f"另有 {len(report.defects) - SHOWN} 处，请用 --out 写入文件查看")
    for finding in report.findings[:SHOWN]:
        console.print(f"[{finding.rule}] {finding.message}", markup=False, highlight=False)
    if report.notes:
        console.print(
            f"另有 {len(report.notes)} 条提示（飞地、重复折点、尖刺），见 --json 或 --out"
        )


def _table(defects: tuple[NamedDefect, ...]) -> Table:
    table = Table(show_lines=False)
    for heading in ("类型", "位置（经度, 纬度）", "说明", "处理建议"):
        table.add_column(heading, overflow="fold")
    for named in defects:
        location = named.defect.location
        place = "" if location is None else f"{location[0]:.5f}, {location[1]:.5f}"
        table.add_row(named.title, place, named.message, named.repair)
    return table
