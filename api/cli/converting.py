"""`diming convert`: a layer in another format and another coordinate system."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import shapely
import typer

from api.cli.doctoring import (
    AsJson,
    Crs,
    Encoding,
    File,
    LayerName,
    Refused,
    Seven,
    refuse_nothing,
    unusable,
)
from api.cli.printing import answer
from boundary_data.doctoring import doctor_parameters
from boundary_data.examination_output import spread
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.any_file import read_any
from boundary_data.readers.features import brought
from boundary_data.readers.raw import RawFeatures
from boundary_data.seven_parameters_file import read_seven_parameters
from boundary_data.writers.layers import WRITERS, Layer, write_layer
from gis.changing import Geometries, into_cgcs2000, out_of_cgcs2000, system_label
from gis.crs import Transformed, known_crs, needs_parameters
from gis.seven_parameters import SevenParameters
from gis.undoing import moved_m

app = typer.Typer()

SHOWN = 20


@app.command("convert")
def convert(
    file: File,
    out: Annotated[Path, typer.Argument(help=f"写入的文件：{'、'.join(WRITERS)}")],
    to_crs: Annotated[
        str, typer.Option("--to-crs", help="目标坐标系，例如 EPSG:4545")
    ] = "EPSG:4490",
    crs: Crs = "",
    seven_parameters: Seven = None,
    layer: LayerName = None,
    encoding: Encoding = "UTF-8",
    as_json: AsJson = False,
) -> None:
    """转换格式与坐标系；没有可靠参数的转换一律拒绝，移动了多少如实报告。

    例：./diming convert 界线.shp 界线.gpkg --to-crs EPSG:4545
    """
    try:
        seven = None if seven_parameters is None else read_seven_parameters(seven_parameters)
        raw = read_any(file, layer=layer)
        refuse_nothing(raw, file)
        here = _in_cgcs2000(raw, raw.system or crs, file, seven)
        target = known_crs(to_crs)
        there = out_of_cgcs2000(here.geometries, target, seven)
        shown = Layer(
            there.geometries, raw.rows, raw.columns, system_label(target), file.stem, encoding
        )
        done = write_layer(shown, out)
        back = into_cgcs2000(there.geometries, target, seven)
    except Refused as refused:
        raise unusable(refused) from refused
    told: dict[str, Any] = {
        "features": done.features,
        "system": system_label(target),
        "remarks": [remark for remark in (here.remark, there.remark) if remark],
        "datum_shift_m": _datum_shift_m(raw, here, raw.system or crs),
        "round_trip_m": _distance_m(here.geometries, back.geometries),
        "renamed": dict(done.renamed),
        "notes": list(done.notes),
        "problems": [{"row": p.row, "field": p.field, "message": p.message} for p in raw.problems],
    }
    if as_json:
        answer(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _show(out, told)


def _in_cgcs2000(
    raw: RawFeatures, source: str, file: Path, seven: SevenParameters | None
) -> Transformed:
    """Return the features in EPSG:4490; a missing or doubtful label is asked about."""
    if source and needs_parameters(known_crs(source)):
        moved = into_cgcs2000(raw.geometries, source, seven)
        return Transformed(moved.geometries, "；".join(filter(None, (raw.remark, moved.remark))))
    west, south, east, north = (float(w) for w in doctor_parameters().words("china"))
    read = brought(raw, expected=(west, south, east, north), system=source, name=file.name)
    doubts = [doubt for doubt in read.suspicions if doubt.gross]
    if doubts:
        asked = "" if source else "；文件没有注明坐标系，请用 --crs 注明"
        raise UnusableInput(
            [
                Problem("geometry", d.message, f"{d.repair}{asked}；详见 ./diming doctor")
                for d in doubts
            ]
        )
    return Transformed(list(read.geometries), read.remark)


def _datum_shift_m(raw: RawFeatures, here: Transformed, source: str) -> dict[str, float] | None:
    """Return how far the change of datum moved the points, metres; zero without one."""
    crs = known_crs(source) if source else None
    if crs is None or not needs_parameters(crs):
        return spread(np.zeros(1))
    from pyproj import Transformer

    inverse = Transformer.from_crs(crs, crs.geodetic_crs or crs, always_xy=True)
    points = shapely.get_coordinates(np.asarray(list(raw.geometries), dtype=object))
    old = np.column_stack(inverse.transform(points[:, 0], points[:, 1]))
    new = shapely.get_coordinates(np.asarray(here.geometries, dtype=object))
    return spread(moved_m(old, new))


def _distance_m(one: Geometries, other: Geometries) -> float:
    a, b = (shapely.get_coordinates(np.asarray(list(g), dtype=object)) for g in (one, other))
    apart = moved_m(a, b)
    known = apart[np.isfinite(apart)]
    return round(float(known.max()), 6) if len(known) else 0.0


def _show(out: Path, told: dict[str, Any]) -> None:
    answer(f"已写入 {out}：{told['features']} 个图形，坐标系 {told['system']}")
    for remark in told["remarks"]:
        answer(f"坐标：{remark}")
    shift = told["datum_shift_m"]
    if shift and shift["most_m"]:
        answer(
            f"基准转换移动：最小 {shift['least_m']:.2f} 米，中位 {shift['median_m']:.2f} 米，"
            f"最大 {shift['most_m']:.2f} 米"
        )
    else:
        answer("基准转换移动：0 米（没有改变基准）")
    answer(f"往返误差：{told['round_trip_m']:.6f} 米")
    for old, new in told["renamed"].items():
        answer(f"字段改名：{old} → {new}")
    for note in told["notes"]:
        answer(f"注意：{note}")
    for problem in told["problems"][:SHOWN]:
        answer(f"第 {problem['row']} 行 {problem['field']}：{problem['message']}")
    if len(told["problems"]) > SHOWN:
        answer(f"另有 {len(told['problems']) - SHOWN} 行不能读入，见 --json")
