"""`diming doctor`: what is wrong with the coordinates of a file, and undoing it when told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.naming import today
from api.cli.printing import InputUnusable, answer
from boundary_data.doctoring import doctor_parameters
from boundary_data.examination_output import examination_json, moved_json, spread
from boundary_data.examining import Examination, cured, examine, place_of
from boundary_data.problems import UnusableInput
from boundary_data.readers.any_file import read_any
from boundary_data.readers.features import brought
from boundary_data.readers.raw import RawFeatures
from boundary_data.seven_parameters_file import read_seven_parameters
from boundary_data.writers.layers import WRITERS, Layer, Written, write_layer
from gis.crs import TransformRefused
from gis.doubt_words import REFERENCES, WORDS
from gis.places import Place
from gis.undoing import Moved, RepairRefused
from rulebook.parameters import Parameters

app = typer.Typer()

SHOWN = 20
LEVELS = {
    "county": "county",
    "township": "township",
    "town": "township",
    "village": "village",
    "province": "province",
}
Refused = (UnusableInput, TransformRefused, RepairRefused)
File = Annotated[
    Path,
    typer.Argument(
        help="GeoJSON、GeoPackage、Shapefile（含 zip）、KML、GML、DXF、FlatGeobuf、GeoParquet，"
        "GPX，或边界点表（CSV、XLSX）"
    ),
]
Crs = Annotated[
    str, typer.Option("--crs", help="文件没有注明坐标系时，按此坐标系读，例如 EPSG:4545")
]
Seven = Annotated[
    Path | None, typer.Option("--seven-parameters", help="测绘部门七参数文件（TOML）")
]
LayerName = Annotated[str | None, typer.Option("--layer", help="多图层文件中的图层名")]
Encoding = Annotated[str, typer.Option("--encoding", help="写 Shapefile 的文字编码：UTF-8 或 GBK")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON（供程序读取）")]


@app.command("doctor")
def doctor(
    file: File,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="参照文件：已知界线、区划面，或同编号的控制点"),
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", help="参照登记库中某一层级的界线：county、township")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="参照登记库中某区划的范围，例如 500106")
    ] = None,
    apply: Annotated[
        str | None, typer.Option("--apply", help="改正此种疑点，例如 swapped（须同时给 --out）")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=f"改正后写入的文件：{'、'.join(WRITERS)}")
    ] = None,
    system: Annotated[
        int | None,
        typer.Option("--system", help="几个坐标系都说得通时，指定其中一个（EPSG 数字）"),
    ] = None,
    seven_parameters: Seven = None,
    crs: Crs = "",
    layer: LayerName = None,
    encoding: Encoding = "UTF-8",
    as_json: AsJson = False,
) -> None:
    """诊断坐标：次序、带号、中央子午线、度分秒、墨卡托、火星坐标、旧坐标系等；指明时才改正。

    例：./diming doctor 界桩.csv --against 界桩成果.csv
    """
    if (apply is None) != (out is None):
        raise InputUnusable("--apply 与 --out 须同时给出", "改正结果写入新文件，原文件不动")
    parameters = doctor_parameters()
    moved, done = None, None
    try:
        seven = None if seven_parameters is None else read_seven_parameters(seven_parameters)
        raw = read_any(file, layer=layer)
        refuse_nothing(raw, file)
        place = _place(raw, against, level, code, parameters)
        found = examine(raw, place, parameters=parameters, system=crs, seven=seven)
        if apply is not None and out is not None:
            moved = cured(found, apply, seven=seven, system=system)
            done = write_layer(
                Layer(moved.geometries, raw.rows, raw.columns, encoding=encoding), out
            )
    except Refused as refused:
        raise unusable(refused) from refused
    if as_json:
        told = examination_json(found)
        if moved is not None and apply is not None:
            told["applied"] = moved_json(apply, moved)
        answer(json.dumps(told, ensure_ascii=False, indent=1))
        return
    _show(file, found)
    if moved is not None and done is not None and apply is not None:
        _show_moved(apply, moved, done, out)


def unusable(refused: Exception) -> InputUnusable:
    """Return a refusal as the command line ends with it."""
    if isinstance(refused, UnusableInput):
        first = refused.problems[0]
        lines = [f"{p.field}：{p.message}" if p.field else p.message for p in refused.problems]
        remedies = dict.fromkeys(p.remedy for p in refused.problems)
        return InputUnusable("；".join(lines[:SHOWN]), "\n".join(remedies) or first.remedy)
    return InputUnusable(str(refused))


def refuse_nothing(raw: RawFeatures, file: Path) -> None:
    """Refuse a file of which nothing could be read, naming the rows.

    Raises:
        UnusableInput: if there is no feature.
    """
    if not raw.geometries:
        brought(raw, name=file.name)


def _place(
    raw: RawFeatures,
    against: Path | None,
    level: str | None,
    code: str | None,
    parameters: Parameters,
) -> Place:
    """Return what the coordinates are compared with: a file, the register, or the country."""
    if sum(told is not None for told in (against, level, code)) > 1:
        raise InputUnusable("--against、--level、--code 只能给一个", "请选定一种参照")
    if against is not None:
        told = brought(read_any(against), name=against.name)
        if any(doubt.gross for doubt in told.suspicions):
            doubts = "；".join(doubt.message for doubt in told.suspicions)
            raise InputUnusable(f"参照文件本身有疑点：{doubts}", "请换用可靠的参照")
        return place_of(told, raw, parameters=parameters)
    from api.services import diagnosing_coordinates as register

    if level is None and code is None:
        return register.china(parameters)
    if level is not None and level not in LEVELS:
        raise InputUnusable(f"没有层级“{level}”", f"可用：{'、'.join(LEVELS)}")
    from api.cli.opening import opened_reader
    from api.services.refusals import Refusal

    with opened_reader() as (_, session):
        try:
            if code is not None:
                return register.place_of_division(session, code, today())
            return register.place_of_level(session, LEVELS[level or ""], today())
        except Refusal as refusal:
            raise InputUnusable(refusal.message, refusal.remedy) from refusal


def _show(file: Path, found: Examination) -> None:
    diagnosis = found.diagnosis
    answer(f"{file.name}：{len(found.raw.geometries)} 个图形，{len(diagnosis.doubts)} 项疑点")
    answer(f"坐标系：{found.label or '文件没有注明，按经纬度（CGCS2000）看待'}")
    if found.raw.remark:
        answer(f"读取：{found.raw.remark}")
    metres = spread(diagnosis.distances_m)
    if metres is not None:
        place = REFERENCES[diagnosis.reference]
        answer(
            f"照现状与{place}相距：中位 {metres['median_m']:.1f} 米，最大 {metres['most_m']:.1f} 米"
        )
    for number, told in enumerate(found.suspicions, start=1):
        answer(f"{number}. 【{WORDS[told.kind].title}】（{told.kind}）{told.message}")
        answer(f"   图形：{_rows(told.evidence.get('rows'), told.evidence.get('features'))}")
        answer(f"   建议：{told.repair}")
        if number <= len(diagnosis.doubts) and diagnosis.doubts[number - 1].reading is not None:
            answer(f"   改正：./diming doctor {file.name} … --apply {told.kind} --out 新文件.gpkg")
    if not diagnosis.doubts:
        answer("没有发现坐标系、次序或偏移方面的疑点。")
    if len(diagnosis.unexplained):
        rows = [int(found.raw.numbers[i]) for i in diagnosis.unexplained[:SHOWN]]
        answer(
            f"另有 {len(diagnosis.unexplained)} 个点偏离参照而无系统性原因（可能移位或测错）："
            f"{_rows(rows, len(diagnosis.unexplained))}"
        )
    for problem in found.raw.problems[:SHOWN]:
        answer(f"第 {problem.row} 行 {problem.field}：{problem.message}")


def _rows(rows: object, count: object) -> str:
    listed = [str(row) for row in rows] if isinstance(rows, list) else []
    more = " 等" if isinstance(count, int) and count > len(listed) else ""
    return f"第 {'、'.join(listed)}{more} 个（行）"


def _show_moved(kind: str, moved: Moved, done: Written, out: Path | None) -> None:
    answer(f"已按“{WORDS[kind].title}”改正 {moved.repaired} 个图形，写入 {out}（CGCS2000 经纬度）")
    metres = spread(moved.moved_m)
    if metres is None:
        answer("移动：原数值不是位置，无从比较")
    else:
        answer(
            f"移动：最小 {metres['least_m']:.2f} 米，中位 {metres['median_m']:.2f} 米，"
            f"最大 {metres['most_m']:.2f} 米"
        )
    if moved.left:
        answer(f"{len(moved.left)} 个图形改正后仍不是位置，图形留空")
    for note in done.notes:
        answer(f"注意：{note}")
    answer("原文件未改动；请对结果再做一次诊断。")
