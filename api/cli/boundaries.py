"""`diming check-boundaries`: the audit of a boundary layer, and its repair if asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from shapely.geometry.base import BaseGeometry

from api.cli.boundary_words import show, show_repair
from api.cli.naming import today
from api.cli.printing import UNUSABLE_INPUT, InputUnusable, answer, complain, say
from api.services.auditing_coverages import AuditWish, audited, labels_of, mended
from boundary_data.coverage import CoverageReport, coverage_parameters, expected_box, units_in
from boundary_data.coverage_output import refuse_suffix, report_json, write_defects
from boundary_data.coverage_repair import Repair, approved_lines, repair_json
from boundary_data.frame import Features
from boundary_data.lines_out import lines_of, refuse_lines_suffix, write_lines
from boundary_data.problems import UnusableInput
from boundary_data.readers.features import read_features
from boundary_data.writers.layers import WRITERS, Layer, write_layer

PASSES = 10
WHOLE = 1e7
"""Wider than any overlap: for drawing lines, every overlap has to go to one side."""

WORDS = {"county": "县级", "township": "乡级"}

app = typer.Typer()


class LevelWord(StrEnum):
    """The levels that the register can be asked for."""

    COUNTY = "county"
    TOWNSHIP = "township"


@app.command("check-boundaries")
def check_boundaries(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="面图层或线图层：GeoJSON、GeoPackage、Shapefile、KML、GML、TopoJSON 等"
        ),
    ] = None,
    level: Annotated[
        LevelWord | None,
        typer.Option(
            "--level",
            help="不查文件，查界线库中已发布的一级：county 县级，township 乡级；"
            "与文件、--repair 同用时，库中该级及上级已批准的界线不动",
        ),
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天检查，缺省今天")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（供程序读取）")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="把缺陷写入文件：.geojson、.gpkg、.xlsx、.csv、.html（地图页）；"
            "与 --repair 同用时写修复后的图层",
        ),
    ] = None,
    report_to: Annotated[
        Path | None,
        typer.Option("--report", help="与 --repair 同用：把修复后仍存在的缺陷写入此文件"),
    ] = None,
    repairing: Annotated[
        bool,
        typer.Option("--repair", help="修复不宽于容差的缝隙和重叠，逐单元列出移动；法定单元不动"),
    ] = False,
    approved: Annotated[
        Path | None,
        typer.Option("--approved", help="与 --repair 同用：已批准的界线（线图层），修复时不动"),
    ] = None,
    tolerance: Annotated[
        float | None, typer.Option("--tolerance", min=0.0, help="修复容差（米），缺省见参数")
    ] = None,
    lines_out: Annotated[
        Path | None,
        typer.Option(
            "--lines-out", help="由面生成界线（左右单元、三交点），写入 .gpkg 或 .geojson"
        ),
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
    against: Annotated[
        Path | None, typer.Option("--against", help="相邻成果的图层：检查双方接边是否一致")
    ] = None,
    markers: Annotated[
        Path | None,
        typer.Option("--markers", help="界桩点图层：检查界桩是否在界线上（被检为线图层）"),
    ] = None,
    id_field: Annotated[
        str | None, typer.Option("--id-field", help="作为单元标识的字段；缺省按常见字段名识别")
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="多图层文件中的图层名")] = None,
) -> None:
    """检查界线图层：缝隙、重叠、未重合的边、自相交，以及上下级套合、接边与区划代码；可按容差修复。

    例：./diming check-boundaries 乡镇界.geojson --out 缺陷.geojson

    例：./diming check-boundaries 乡镇界.gpkg --repair --tolerance 1 --out 修复后.gpkg
    """
    try:
        _refuse_odd(file, level, out, report_to, lines_out, approved, repairing=repairing)
        day = on.date() if on else today()
        with _progress() as tell:
            features, above = _layers(file, level, layer, parents, day, tell)
            box = expected_box(coverage_parameters())
            wish = AuditWish(
                on=day,
                gap_width_m=gap_width,
                id_field=id_field,
                parents=above,
                against=None if against is None else _read(against, box, None),
                markers=None if markers is None else _read(markers, box, None),
            )
            report = audited(features, wish, progress=tell)
            done = None
            if repairing:
                done = mended(
                    features,
                    report,
                    wish,
                    tolerance_m=tolerance,
                    approved=_still(approved, level, day),
                    progress=tell,
                )
            if lines_out is not None:
                _write_lines(features, report, wish, tolerance, lines_out, tell)
            title = file.stem if file else WORDS[str(level)]
            _write(features, report, done, wish, out=out, report_to=report_to, title=title)
    except UnusableInput as unusable:
        _refuse(unusable, as_json=as_json)
        raise typer.Exit(UNUSABLE_INPUT) from unusable
    if as_json:
        told = report_json(report) | ({} if done is None else {"repair": repair_json(done)})
        answer(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    show(report, file.name if file else f"界线库{WORDS[str(level)]}")
    if done is not None:
        show_repair(done)


def _refuse_odd(
    file: Path | None,
    level: LevelWord | None,
    out: Path | None,
    report_to: Path | None,
    lines_out: Path | None,
    approved: Path | None,
    *,
    repairing: bool,
) -> None:
    if (file is None) == (level is None) and not (repairing and file is not None):
        raise typer.BadParameter("请给出文件或 --level，二者取一")
    if approved is not None and not repairing:
        raise typer.BadParameter("--approved 与 --repair 同用")
    if repairing and file is None:
        raise typer.BadParameter("--repair 只用于文件；库中已发布的界线不能自动修改")
    if repairing and (out is None or out.suffix.lower() not in WRITERS):
        raise typer.BadParameter(f"--repair 须用 --out 写出图层：{'、'.join(WRITERS)}")
    if report_to is not None and not repairing:
        raise typer.BadParameter("--report 与 --repair 同用；只要缺陷清单请用 --out")
    for path in (None if repairing else out, report_to):
        if path is not None:
            refuse_suffix(path)
    if lines_out is not None:
        refuse_lines_suffix(lines_out)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console, quiet = Console(stderr=True), not sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        work = bar.add_task("读取", total=PASSES)
        yield lambda phrase: bar.update(work, description=phrase, advance=1)


def _layers(
    file: Path | None,
    level: LevelWord | None,
    layer: str | None,
    parents: Path | None,
    day: date,
    tell: Callable[[str], None],
) -> tuple[Features, Features | None]:
    box = expected_box(coverage_parameters())
    above = None if parents is None else _read(parents, box, None)
    if file is not None:
        tell(f"读取 {file.name}")
        return _read(file, box, layer), above
    from api.cli.opening import opened_reader
    from api.services.published_areas import published
    from api.services.refusals import Refusal

    tell("读取界线库")
    with opened_reader() as (_, db):
        try:
            areas, own = published(db, str(level), day)
        except Refusal as refusal:
            raise InputUnusable(refusal.message, refusal.remedy) from refusal
    return areas, above or own


def _still(approved: Path | None, level: LevelWord | None, day: date) -> list[BaseGeometry]:
    """Return the approved lines, of a file and of the register, that must not move."""
    rules = coverage_parameters()
    lines: list[BaseGeometry] = []
    if approved is not None:
        lines += approved_lines(_read(approved, expected_box(rules), None), rules)
    if level is not None:
        from api.cli.opening import opened_reader
        from api.services.published_areas import approved as registered

        with opened_reader() as (_, db):
            known = registered(db, str(level), day)
        if not known:
            say(f"界线库中 {day.isoformat()} 没有已批准的{WORDS[level]}界线")
        lines += known
    return lines


def _read(path: Path, box: tuple[float, float, float, float], layer: str | None) -> Features:
    if not path.is_file():
        raise InputUnusable(f"文件“{path}”不存在或不是文件", "请核对路径")
    return read_features(path, expected=box, layer=layer)


def _write(
    features: Features,
    report: CoverageReport,
    done: Repair | None,
    wish: AuditWish,
    *,
    out: Path | None,
    report_to: Path | None,
    title: str,
) -> None:
    if done is not None and out is not None:
        repaired = done.features
        layer = Layer(repaired.geometries, repaired.rows, repaired.columns, name=out.stem)
        for note in write_layer(layer, out).notes:
            say(note)
        say(f"修复后的图层已写入 {out}")
        features, report, out = repaired, done.after, report_to
    if out is not None:
        labels = labels_of(features, wish.id_field) if out.suffix.lower() == ".html" else ()
        write_defects(report, out, features=features, labels=labels, title=title, on=wish.on)
        say(f"缺陷已写入 {out}")


def _write_lines(
    features: Features,
    report: CoverageReport,
    wish: AuditWish,
    tolerance: float | None,
    path: Path,
    tell: Callable[[str], None],
) -> None:
    done = mended(features, report, wish, tolerance_m=tolerance, overlap_m=WHOLE, progress=tell)
    work = lines_of(done, units_in(features, coverage_parameters(), wish.id_field))
    write_lines(work, path)
    tripoints = sum(node.tripoint for node in work.junctions)
    say(f"界线 {len(work.lines)} 条、三交点 {tripoints} 个，已写入 {path}")
    doubtful = sum(line.provisional for line in work.lines)
    if doubtful:
        say(f"其中 {doubtful} 条经过重叠处，归属未定（provisional），须先裁定")
    if done.changes:
        say(f"为生成界线，{len(done.changes)} 个单元的边已按容差 {done.tolerance_m:g} 米并合")


def _refuse(unusable: UnusableInput, *, as_json: bool) -> None:
    for problem in unusable.problems:
        where = f"{problem.field}：" if problem.field else ""
        complain(f"{where}{problem.message}", problem.remedy)
    if as_json:
        problems = [
            {"field": p.field, "message": p.message, "remedy": p.remedy} for p in unusable.problems
        ]
        answer(json.dumps({"usable": False, "problems": problems}, ensure_ascii=False, indent=1))
