"""A layer out: GeoPackage, GeoParquet, Shapefile, GeoJSON, FlatGeobuf, DXF or KML.

A file appears under its name only when it is whole; what a format cannot hold is refused or
said in the report, never dropped in silence.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.parquet import refuse_without_pyarrow
from boundary_data.writers.field_names import shapefile_names, too_long, unwritable
from boundary_data.writers.preparing import distinct_names, plain_geometries, plain_rows
from gis.crs import CGCS2000_EPSG, known_crs
from gis.exchange import feature

DEGREE_DIGITS = 9
METRE_DIGITS = 4
ENCODINGS = {"utf-8": "UTF-8", "utf8": "UTF-8", "gbk": "GBK", "gb18030": "GBK", "gb2312": "GBK"}
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """What is to be written.

    Attributes:
        geometries: In the system `system`, x (east, longitude) first.
        rows: Attributes of each.
        columns: Their names in order.
        system: Authority code or WKT.
        name: Name of the layer inside the file.
        encoding: Of a Shapefile's texts: UTF-8 or GBK.
    """

    geometries: Sequence[BaseGeometry | None]
    rows: Sequence[Mapping[str, object]]
    columns: Sequence[str]
    system: str = f"EPSG:{CGCS2000_EPSG}"
    name: str = "layer"
    encoding: str = "UTF-8"

    @property
    def degrees(self) -> bool:
        """Tell whether the coordinates are longitude and latitude."""
        return not known_crs(self.system).is_projected


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a layer.

    Attributes:
        features: How many were written.
        renamed: New name by old name, where the format could not keep it.
        notes: What the format could not hold, in Chinese.
    """

    features: int
    renamed: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = field(default_factory=tuple)


def write_layer(layer: Layer, path: Path) -> Written:
    """Write `layer` to `path`, whose suffix says the format.

    Raises:
        UnusableInput: for an unknown suffix, or where the format cannot hold the layer.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise _refused(
            "--out", f"不能写出“{path.suffix or path.name}”文件", f"可用：{'、'.join(WRITERS)}"
        )
    rows, notes = plain_rows(layer.rows)
    ready = replace(layer, geometries=plain_geometries(layer.geometries), rows=rows)
    with TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        made = Path(folder) / path.name
        told = writer(ready, made)
        for part in sorted(Path(folder).iterdir(), key=lambda p: p == made):
            shutil.move(part, path.with_name(part.name))
    return replace(told, notes=(*told.notes, *notes))


def frame_of(layer: Layer) -> Any:
    """Return the layer as a GeoDataFrame with columns of one type each."""
    return _frame(layer, {name: name for name in layer.columns})


def _frame(layer: Layer, names: Mapping[str, str]) -> Any:
    columns = {
        names[name]: _series([row.get(name) for row in layer.rows]) for name in layer.columns
    }
    return geopandas.GeoDataFrame(
        pd.DataFrame(columns, index=range(len(layer.rows))),
        geometry=list(layer.geometries),
        crs=layer.system,
    )


def _named(layer: Layer, *reserved: str) -> tuple[Any, dict[str, str], list[str]]:
    """Return the frame with names that a format can keep apart, those changed, and a note."""
    names = distinct_names(layer.columns, frozenset({"geometry", *reserved}))
    renamed = {old: new for old, new in names.items() if old != new}
    notes = [f"{len(renamed)} 个字段名与保留名或其他字段重复，已改名"] if renamed else []
    return _frame(layer, names), renamed, notes


def _series(values: list[Any]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pd.array([None if v is None else bool(v) for v in values], dtype="boolean")
    if kinds and all(issubclass(k, int | np.integer) and k is not bool for k in kinds):
        return pd.array(values, dtype="Int64")
    if kinds and all(issubclass(k, int | float | np.number) and k is not bool for k in kinds):
        return pd.Series([np.nan if v is None else v for v in values], dtype="float64")
    return pd.Series([_text(v) for v in values], dtype="object")


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _geopackage(layer: Layer, path: Path) -> Written:
    frame, renamed, notes = _named(layer, "fid", "geom")
    pyogrio.write_dataframe(frame, path, layer=layer.name, driver="GPKG")
    return Written(len(layer.rows), renamed, tuple(notes))


def _flatgeobuf(layer: Layer, path: Path) -> Written:
    shapes = plain_geometries(layer.geometries, empties=False)
    frame, renamed, notes = _named(replace(layer, geometries=shapes))
    whole = all(shape is not None for shape in shapes)
    pyogrio.write_dataframe(
        frame, path, layer=layer.name, driver="FlatGeobuf",
        SPATIAL_INDEX="YES" if whole else "NO",
    )  # fmt: skip
    said = "为建空间索引重排了要素的次序" if whole else "有要素没有图形，未建空间索引"
    return Written(len(layer.rows), renamed, (f"FlatGeobuf {said}", *notes))


def _geoparquet(layer: Layer, path: Path) -> Written:
    refuse_without_pyarrow()
    frame, renamed, notes = _named(layer)
    frame.to_parquet(path, index=False)
    return Written(len(layer.rows), renamed, tuple(notes))


def _geojson(layer: Layer, path: Path) -> Written:
    digits = DEGREE_DIGITS if layer.degrees else METRE_DIGITS
    number = known_crs(layer.system).to_epsg()
    head: dict[str, object] = {"type": "FeatureCollection", "name": layer.name}
    if not layer.degrees:
        head["crs"] = {"type": "name", "properties": {"name": f"EPSG:{number}"}}
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        for position, (shape, row) in enumerate(zip(layer.geometries, layer.rows, strict=True)):
            one = feature(shape, {c: row.get(c) for c in layer.columns}, digits=digits)
            text = json.dumps(one, ensure_ascii=False, default=str, allow_nan=False)
            file.write((",\n" if position else "\n") + text)
        file.write("\n]}\n")
    note = "GeoJSON（RFC 7946）规定用经纬度；投影坐标写入了旧式 crs 成员，部分软件不识别"
    return Written(len(layer.rows), notes=() if layer.degrees else (note,))


def _shapefile(layer: Layer, path: Path) -> Written:
    encoding = ENCODINGS.get(layer.encoding.lower())
    if encoding is None:
        raise _refused("--encoding", f"不支持编码“{layer.encoding}”", "可用：UTF-8、GBK")
    _refuse_mixed(layer, "Shapefile")
    for wrong, said in (
        (too_long(layer.rows, encoding), "超过 254 字节"),
        (unwritable(layer.rows, encoding), f"有 {encoding} 写不出的字"),
    ):
        if wrong:
            places = "、".join(f"第{i + 1}个图形“{column}”" for i, column in wrong[:SHOWN])
            raise _refused(
                "属性", f"Shapefile 存不下：{len(wrong)} 处文字{said}（{places}）",
                "请改用 GeoPackage，或改用 UTF-8 编码、缩短文字",
            )  # fmt: skip
    names = shapefile_names(layer.columns, encoding)
    frame = _frame(layer, names)
    pyogrio.write_dataframe(frame, path, driver="ESRI Shapefile", encoding=encoding)
    renamed = {old: new for old, new in names.items() if old != new}
    notes = [f"Shapefile 的字段名最多 10 字节，改名 {len(renamed)} 个"] if renamed else []
    return Written(len(layer.rows), renamed, tuple(notes))


def _dxf(layer: Layer, path: Path) -> Written:
    shapes = shapely.force_2d(np.asarray(list(layer.geometries), dtype=object))
    areas = np.isin(shapely.get_type_id(shapes), [3, 6])
    drawn = np.where(areas, shapely.boundary(shapes), shapes)
    parts, owner = shapely.get_parts(drawn, return_index=True)
    names = ["0" if not layer.columns else _drawing_layer(layer.rows[i], layer) for i in owner]
    frame = geopandas.GeoDataFrame({"Layer": names}, geometry=list(parts), crs=layer.system)
    pyogrio.write_dataframe(frame, path, driver="DXF")
    notes = ["DXF 不保存坐标系，请另行注明：" + layer.system]
    if layer.columns:
        notes.append(f"DXF 不保存属性，未写出：{'、'.join(layer.columns)}")
    if areas.any():
        notes.append(f"DXF 中 {int(areas.sum())} 个面写作边界线")
    return Written(len(layer.rows), notes=tuple(notes))


def _drawing_layer(row: Mapping[str, object], layer: Layer) -> str:
    named = next((c for c in layer.columns if c.lower() in {"layer", "图层"}), None)
    value = str(row.get(named) or "") if named else ""
    return "".join(c for c in value if c not in '<>/\\":;?*|=`,') or "0"


def _kml(layer: Layer, path: Path) -> Written:
    if not layer.degrees:
        raise _refused("--to-crs", "KML 只能是经纬度", "请用 --to-crs EPSG:4490，或改用其他格式")
    shapes = plain_geometries(layer.geometries, empties=False)
    named, renamed, notes = _named(replace(layer, geometries=shapes))
    frame = named.set_crs(4326, allow_override=True)
    pyogrio.write_dataframe(frame, path, layer=layer.name, driver="LIBKML")
    said = "KML 按 WGS 84 记录，与 CGCS2000 同值处理"
    return Written(len(layer.rows), renamed, (said, *notes))


def _refuse_mixed(layer: Layer, said: str) -> None:
    kinds = {
        g.geom_type.removeprefix("Multi").replace("LinearRing", "LineString")
        for g in layer.geometries
        if g is not None and not g.is_empty
    }
    if len(kinds) > 1 or "GeometryCollection" in kinds:
        raise _refused(
            "geometry",
            f"{said} 不能混放几何类型：{'、'.join(sorted(kinds))}",
            "请分成几个文件，或改用 GeoPackage",
        )


def _refused(place: str, message: str, remedy: str) -> UnusableInput:
    return UnusableInput([Problem(place, message, remedy)])


WRITERS: dict[str, Callable[[Layer, Path], Written]] = {
    ".gpkg": _geopackage,
    ".geojson": _geojson,
    ".json": _geojson,
    ".shp": _shapefile,
    ".fgb": _flatgeobuf,
    ".parquet": _geoparquet,
    ".dxf": _dxf,
    ".kml": _kml,
}
